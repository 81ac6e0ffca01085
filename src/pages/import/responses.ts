import type { Json } from '../../model/json.ts';
import { isStandardHeader } from '../rst/http-message.ts';
import type { Example, PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { DraftContext, JsonObject, Unknowns } from './draft-context.ts';
import { faultOf } from './fault.ts';
import { mediaTypeOf, responseSchema } from './infer-body.ts';
import { capitalised, freeName } from './names.ts';

/** Codes of errors that a request alone leads to. */
const stateless = new Set([400, 401, 404, 405, 415, 501]);

export function responsesOf(id: string, page: PageOperation, making: DraftContext): Json {
  const { codes: rows, responses } = page;
  const { unknown } = making;
  if (rows.length === 0) unknown.push(`${id}: no table of response codes; only codes of examples are listed`);
  const inTable = new Set(rows.map(({ code }) => code));
  const codes = new Set([...inTable, ...responses.flatMap(({ start }) => statusOf(start))]);
  const success = [...codes].find((code) => code >= 200 && code < 300);
  const codeOf = codesOf(responses, success);
  const contradictions = contradictionsOf(inTable, codes);
  const answers = [...codes]
    .sort((a, b) => a - b)
    .map((code): [string, Json] => {
      const examples = responses.filter((example) => codeOf.get(example) === code);
      const [first] = examples;
      if (!inTable.has(code) && rows.length > 0 && first)
        unknown.push(
          `${id} ${code}: whether it is an answer; the table does not have it, and an example does (${formatLocation(first.place)})`,
        );
      const answer = responseOf({ id, code, page, examples, isSuccess: code === success }, making);
      return [String(code), { ...answer, ...contradictions(code) }];
    });
  const needState = [...codes].filter((code) => code >= 400 && !stateless.has(code)).sort((a, b) => a - b);
  if (needState.length > 0)
    unknown.push(`${id}: which provider states lead to ${needState.join(', ')} (x-provider-states)`);
  if (codes.has(413)) unknown.push(`${id}: whether 413 means rate limiting (x-throttle)`);
  return Object.fromEntries(answers.length > 0 ? answers : [['default', { description: 'Not known.' }]]);
}

/**
 * What successes say if an example has one that the table does not: a request is answered with that of the table, and
 * an answer like the example's is tolerated.
 */
function contradictionsOf(inTable: ReadonlySet<number>, codes: ReadonlySet<number>) {
  const successes = [...codes].filter((code) => code >= 200 && code < 300);
  const shown = successes.filter((code) => !inTable.has(code));
  return (code: number): JsonObject => {
    if (shown.length === 0 || shown.length === successes.length || !successes.includes(code)) return {};
    return inTable.has(code)
      ? { 'x-tolerates': shown.map((status) => ({ status, ambiguity: 'TABLE-OR-EXAMPLE' })) }
      : { 'x-excluded': 'The table of response codes does not have it; an example does.' };
  };
}

const statusOf = (start: Example['start']): number[] => (start.kind === 'response' ? [start.status] : []);

/** The code of each example. A body alone goes with the status line before it, or is a success. */
function codesOf(
  responses: readonly Example[],
  success: number | undefined,
): ReadonlyMap<Example, number | undefined> {
  let before = success;
  return new Map(
    responses.map((example) => {
      const [status = before] = statusOf(example.start);
      if (status !== undefined && status < 300) before = status;
      return [example, status];
    }),
  );
}

interface Answer {
  readonly id: string;
  readonly code: number;
  readonly page: PageOperation;
  readonly examples: readonly Example[];
  readonly isSuccess: boolean;
}

function responseOf({ id, code, page, examples, isSuccess }: Answer, making: DraftContext): JsonObject {
  const { schemas, names, unknown } = making;
  const row = page.codes.find((one) => one.code === code);
  const common = {
    description: row?.description || row?.name || `Status ${code}.`,
    ...(row && {
      'x-citation': `${page.title}, response codes, row ${code} (${formatLocation(row.place)})`,
      'x-name': row.name,
    }),
  };
  const place = `${id} ${code}`;
  const headers = headersOf(place, examples, unknown);
  const withBody = examples.filter(({ body }) => body !== undefined);
  const [first] = withBody;
  if (!first) {
    if (code >= 400) return { ...common, ...headers, ...faultOf(code, row, making) };
    if (isSuccess)
      for (const member of page.parameters.filter(({ kind }) => kind === 'response-body'))
        unknown.push(
          `${place}, ${member.name} (${formatLocation(member.place)}): no example shows where it belongs; left out`,
        );
    if (examples.length === 0) unknown.push(`${place}: no example of the answer, so its body is left out`);
    return { ...common, ...headers };
  }
  const name = freeName(
    isSuccess ? `${capitalised(id)}Response` : `${capitalised(id)}Response${code}`,
    names,
  );
  schemas.set(name, responseSchema(page, withBody, isSuccess, { place, unknown }));
  return {
    ...common,
    ...headers,
    content: { [mediaTypeOf(first)]: { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

/** Non-standard header fields of example answers. */
function headersOf(place: string, answers: readonly Example[], unknown: Unknowns): JsonObject {
  const fields = answers.flatMap(({ headers }) => headers.filter(({ name }) => !isStandardHeader(name)));
  const names = [...new Set(fields.map(({ name }) => name))];
  if (names.length === 0) return {};
  unknown.push(`${place}: whether every answer has ${names.join(', ')}, and in which format`);
  return { headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])) };
}
