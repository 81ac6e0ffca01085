import { isSameHeader } from '../../../util/headers.ts';
import { isStandardHeader } from '../../rst/http-message.ts';
import type { Example } from '../../rst/operation.ts';
import type { DocumentContent, DocumentHeader, DocumentOperation } from '../document.ts';
import { type DriftFinding, driftFinding, type PageComparison } from '../finding.ts';

/** Header names in the examples of the page, on both sides, and the media type of bodies. */
export const headers: PageComparison = {
  id: 'headers',
  run({ operation, pages }) {
    const ofRequests = [
      ...operation.credentials,
      ...operation.parameters.filter((parameter) => parameter.in === 'header'),
    ];
    return pages.flatMap((page) => [
      ...page.requests.flatMap((example) => [
        ...names(example, ofRequests, operation.pointer),
        ...(operation.body ? mediaType(example, operation.body) : []),
      ]),
      ...page.responses.flatMap((example) => {
        const response = responseOf(example, operation);
        if (!response) return [];
        return [...names(example, response.headers, response.pointer), ...mediaType(example, response)];
      }),
    ]);
  },
};

function responseOf({ start }: Example, { responses }: DocumentOperation) {
  return start.kind === 'response' ? responses.find(({ code }) => code === start.status) : undefined;
}

function names(example: Example, known: readonly DocumentHeader[], pointer: string): DriftFinding[] {
  // An example that is only a body shows no header fields.
  if (example.start.kind === 'none') return [];
  const has = (one: { readonly name: string }, name: string) => isSameHeader(one.name, name);
  const unknown = example.headers
    .filter(({ name }) => !isStandardHeader(name) && !known.some((one) => has(one, name)))
    .map(({ place, name }) =>
      driftFinding('header-not-in-document', place, pointer, `The document has no header field ${name}.`),
    );
  const missing = known
    .filter(({ required, name }) => required && !example.headers.some((one) => has(one, name)))
    .map(({ pointer: at, name }) =>
      driftFinding(
        'header-not-on-page',
        example.place,
        at,
        `The page's example has no header field ${name}.`,
      ),
    );
  return [...unknown, ...missing];
}

function mediaType({ headers: all }: Example, { mediaTypes, pointer }: DocumentContent): DriftFinding[] {
  const field = all.find(({ name }) => isSameHeader(name, 'Content-Type'));
  if (!field || mediaTypes.length === 0) return [];
  const essence = (text: string) => text.split(';')[0]?.trim().toLowerCase();
  if (mediaTypes.some((one) => essence(one) === essence(field.value))) return [];
  const message = `The page's example is ${essence(field.value)}, the document has ${mediaTypes.join(', ')}.`;
  return [driftFinding('example-media-type', field.place, pointer, message)];
}
