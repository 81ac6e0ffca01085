import type { Json } from '../../model/json.ts';
import { isStandardHeader } from '../rst/http-message.ts';
import type { Example, PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { CodeRow, ParameterRow } from '../rst/table-rows.ts';
import { applyTableRows } from './apply-table-rows.ts';
import type { DraftContext, JsonObject, Unknowns } from './draft-context.ts';
import { faultOf } from './fault.ts';
import { inferBodySchema, mediaTypeOf } from './infer-body.ts';
import { capitalised, freeName } from './names.ts';

export function responsesOf(id: string, pages: readonly PageOperation[], making: DraftContext): Json {
  const rows = pages.flatMap((page) => page.codes);
  const { unknown } = making;
  if (rows.length === 0) unknown.push(`${id}: no table of response codes; only codes of examples are listed`);
  const answers = pages.flatMap((page) => page.responses);
  const title = pages[0]?.title ?? '';
  const codes = new Set([
    ...rows.map(({ code }) => code),
    ...answers.flatMap(({ start }) => (start.kind === 'response' ? [start.status] : [])),
  ]);
  const success = [...codes].find((code) => code >= 200 && code < 300);
  const members = pages.flatMap(({ parameters }) =>
    parameters.filter(({ kind }) => kind === 'response-body'),
  );
  const responses = [...codes]
    .sort((a, b) => a - b)
    .map((code): [string, Json] => {
      const row = rows.find((one) => one.code === code);
      const own = answers.filter(({ start }) =>
        start.kind === 'response' ? start.status === code : start.kind === 'none' && code === success,
      );
      return [
        String(code),
        responseOf({ id, code, title, row, answers: own, members: code === success ? members : [] }, making),
      ];
    });
  const stateless = new Set([400, 401, 404, 405, 415, 501]);
  const needState = [...codes].filter((code) => code >= 400 && !stateless.has(code)).sort((a, b) => a - b);
  if (needState.length > 0)
    unknown.push(`${id}: which provider states lead to ${needState.join(', ')} (x-provider-states)`);
  if (codes.has(413)) unknown.push(`${id}: whether 413 means rate limiting (x-throttle)`);
  return Object.fromEntries(responses.length > 0 ? responses : [['default', { description: 'Not known.' }]]);
}

interface Answer {
  readonly id: string;
  readonly code: number;
  readonly title: string;
  readonly row: CodeRow | undefined;
  readonly answers: readonly Example[];
  /** Table rows about its body. */
  readonly members: readonly ParameterRow[];
}

function responseOf({ id, code, title, row, answers, members }: Answer, making: DraftContext): Json {
  const { unknown } = making;
  const common = {
    description: row?.description || row?.name || `Status ${code}.`,
    ...(row && {
      'x-citation': `${title}, response codes, row ${code} (${formatLocation(row.place)})`,
      'x-name': row.name,
    }),
  };
  const place = `${id} ${code}`;
  const headers = headersOf(place, answers, unknown);
  const [first] = answers.filter(({ body }) => body !== undefined);
  if (!first) {
    applyTableRows({}, members, place, unknown);
    if (code < 400) unknown.push(`${place}: no example of the answer, so its body is left out`);
    return code < 400 ? { ...common, ...headers } : { ...common, ...headers, ...faultOf(code, row, making) };
  }
  const name = freeName(
    code < 300 ? `${capitalised(id)}Response` : `${capitalised(id)}Response${code}`,
    new Set(making.schemas.keys()),
  );
  making.schemas.set(name, applyTableRows(inferBodySchema(place, answers, unknown), members, place, unknown));
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
