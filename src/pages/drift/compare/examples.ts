import { isDeepStrictEqual } from 'node:util';
import { validatorOf } from '../../../openapi/schema.ts';
import type { Example, PageOperation } from '../../rst/operation.ts';
import { type DocumentContent, type DocumentOperation, schemaPointer } from '../document.ts';
import { type DriftFinding, driftFinding, noteFinding, nowOnPage, type PageComparison } from '../finding.ts';

/** Example requests and answers of the page, against the schemas and named examples of the document. */
export const examples: PageComparison = {
  id: 'examples',
  run({ operation, pages }) {
    return pages.flatMap((page) => [
      ...page.requests.flatMap((example) => requestFindings(example, operation)),
      ...page.responses.flatMap((example) => responseFindings(example, operation)),
      ...[...page.requests, ...page.responses].flatMap(faultNotes(operation)),
      ...absent(page, operation),
    ]);
  },
};

function requestFindings(example: Example, operation: DocumentOperation): DriftFinding[] {
  const { start, place, body } = example;
  const { pointer, method, path } = operation;
  const findings = [];
  if (start.kind === 'request' && start.method !== method)
    findings.push(
      driftFinding('example-method', place, pointer, `The example is a ${start.method}, not a ${method}.`),
    );
  if (start.kind === 'request' && !fits(start.target, path))
    findings.push(driftFinding('example-path', place, pointer, `The example's path does not fit ${path}.`));
  if (!body) return findings;
  if (!operation.body)
    return [...findings, driftFinding('example-body', place, pointer, 'The document has no request body.')];
  const named = operation.body.examples.filter(({ notOnPage }) => notOnPage === undefined);
  const other = operation.body.examples.find(
    ({ value, notOnPage }) => notOnPage !== undefined && isDeepStrictEqual(value, body.value),
  );
  if (other?.notOnPage !== undefined)
    findings.push(nowOnPage(body.places.get('') ?? place, other.pointer, 'this example', other.notOnPage));
  else if (
    named.length > 0 &&
    body.elided.size === 0 &&
    !named.some(({ value }) => isDeepStrictEqual(value, body.value))
  )
    findings.push(
      driftFinding(
        'example-not-in-document',
        body.places.get('') ?? place,
        operation.body.pointer,
        'The document has no named example with this body.',
      ),
    );
  return [...findings, ...violations(example, operation.body)];
}

function responseFindings(example: Example, operation: DocumentOperation): DriftFinding[] {
  const { start, place } = example;
  const code = start.kind === 'response' ? start.status : successOf(operation);
  const response = operation.responses.find((one) => one.code === code);
  if (!response)
    return [
      driftFinding(
        'example-code',
        place,
        operation.pointer,
        `The example answers ${code}, which the document does not have.`,
      ),
    ];
  return violations(example, response);
}

const successOf = ({ responses }: DocumentOperation): number | undefined =>
  responses.map(({ code }) => code).find((code) => code >= 200 && code < 300);

/** Keywords that an example may violate where `...` leaves something out. */
const allowedByEllipsis = new Set(['required', 'minItems', 'minProperties', 'contains']);

function violations({ body }: Example, content: DocumentContent): DriftFinding[] {
  if (!body || !content.schema) return [];
  const pointer = schemaPointer(content);
  return validatorOf(content.schema)(body.value)
    .filter(({ keyword, pointer: at }) => !(allowedByEllipsis.has(keyword) && body.elided.has(at)))
    .flatMap(({ pointer: at, expected, advisory }) => {
      const place = body.places.get(at) ?? body.places.get('');
      if (!place) return [];
      const message = `The example's ${at === '' ? 'body' : at} does not fit the schema: expected ${expected}.`;
      return [(advisory ? noteFinding : driftFinding)('example-schema', place, pointer, message)];
    });
}

const faultNotes =
  ({ pointer }: DocumentOperation) =>
  ({ faults }: Example): DriftFinding[] =>
    faults.map(({ place, what }) =>
      noteFinding('example-fault', place, pointer, `The example has ${what}; ignored.`),
    );

/** Without this, a page whose examples were removed would agree with everything. */
function absent(page: PageOperation, operation: DocumentOperation): DriftFinding[] {
  const findings = [];
  if (operation.body?.required && page.requests.length === 0)
    findings.push(
      driftFinding(
        'example-missing',
        page.place,
        operation.body.pointer,
        'The page has no example of a request.',
      ),
    );
  // An answer without a body needs no example.
  const hasBody = operation.responses.some(({ code, schema }) => code >= 200 && code < 300 && schema);
  if (hasBody && page.responses.length === 0)
    findings.push(
      driftFinding('example-missing', page.place, operation.pointer, 'The page has no example of an answer.'),
    );
  return findings;
}

/** Whether a path matches a path template. */
function fits(target: string, template: string): boolean {
  const [path = ''] = target.split('?');
  // A slash at the end names the same thing on every page that has one.
  const [own, wanted] = [path.replace(/(?<=.)\/$/, '').split('/'), template.split('/')];
  return (
    own.length === wanted.length &&
    wanted.every((segment, index) => (/^\{.+\}$/.test(segment) ? own[index] !== '' : segment === own[index]))
  );
}
