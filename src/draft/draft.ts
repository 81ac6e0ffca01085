import type { Json } from '../result.ts';
import { isOfHttp } from '../rst/http-message.ts';
import type { CodeRow, Example, PageOperation, ParameterRow } from '../rst/operation.ts';
import { shownPlace } from '../rst/place.ts';
import { type InferredSchema, inferSchema, type Sample } from './infer-schema.ts';

export type JsonObject = { readonly [name: string]: Json };

export interface Draft {
  readonly document: JsonObject;
  /** What the pages do not tell and a reader has to find out. */
  readonly unknown: readonly string[];
}

export interface DraftOptions {
  /** The one member of an error's body, by status, where the pages themselves do not name it. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Collects what is not known while the draft is made. */
type Unknown = string[];

/**
 * A first OpenAPI 3.1 document of what pages say. It says of itself that it is a draft, and what it could not know:
 * nothing is made up to fill a gap.
 */
export function draftOf(
  pages: readonly [PageOperation, ...PageOperation[]],
  { faults }: DraftOptions,
): Draft {
  const unknown: Unknown = [];
  const operations = groupsOf(pages, unknown);
  const credentials = credentialsOf(pages, unknown);
  const schemas = new Map<string, Json>();
  const ids = new Set<string>();
  const paths = new Map<string, Record<string, Json>>();
  for (const group of operations) {
    const item = paths.get(group.path) ?? {};
    item[group.method.toLowerCase()] = operationOf(group, { faults, schemas, ids, unknown });
    paths.set(group.path, item);
  }
  unknown.push(...always);
  const [{ title }] = pages;
  const document: JsonObject = {
    openapi: '3.1.0',
    info: {
      title,
      version: '0.0.0-draft',
      description: [
        'A draft, made from pages of the reference. Review it before use: what examples show is taken for what is',
        'always so, and x-unknown lists what the pages do not tell.',
      ].join(' '),
    },
    'x-unknown': unknown,
    ...(credentials.length > 0 && { security: credentials.map(({ id }) => ({ [id]: [] })) }),
    paths: Object.fromEntries(paths),
    components: {
      ...(credentials.length > 0 && {
        securitySchemes: Object.fromEntries(credentials.map(({ id, scheme }) => [id, scheme])),
      }),
      schemas: Object.fromEntries(schemas),
    },
  };
  return { document, unknown };
}

/** Nothing that a page of this kind tells. */
const always = [
  'info.version, servers, license: no page tells them',
  'x-resource-parameter: which path parameter names what the operation acts on',
  'x-requirements, requirement ids and ambiguities: state them, then cite them',
  'text that must not be empty, numbers that must be positive, lists of values: examples show none of it',
];

/** All that is said of one method and path, by however many pages. */
interface Group {
  readonly method: string;
  readonly path: string;
  readonly pages: readonly [PageOperation, ...PageOperation[]];
}

function groupsOf(pages: readonly PageOperation[], unknown: Unknown): Group[] {
  const groups = new Map<string, Group>();
  for (const page of pages) {
    const { method, path } = page;
    const key = `${method} ${path}`;
    const known = groups.get(key);
    groups.set(key, { method, path, pages: known ? [...known.pages, page] : [page] });
  }
  for (const [key, group] of groups)
    if (group.pages.length > 1)
      unknown.push(
        `${key} is described by ${group.pages.length} pages, taken together here: what goes with what`,
      );
  return [...groups.values()].filter(({ method, path }) => {
    const known = documented.has(method.toLowerCase());
    if (!known) unknown.push(`${method} ${path} is left out: OpenAPI has no operation of this method`);
    return known;
  });
}

const documented = new Set(['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace']);

interface Making extends DraftOptions {
  readonly schemas: Map<string, Json>;
  readonly ids: Set<string>;
  readonly unknown: Unknown;
}

function operationOf({ method, path, pages }: Group, making: Making): Json {
  const [page] = pages;
  const id = freeName(camelCase(page.title) || method.toLowerCase(), making.ids);
  const requests = pages.flatMap((one) => one.requests);
  const body = requestBodyOf(id, requests, pages, making);
  return {
    operationId: id,
    summary: page.title,
    'x-citation': pages.map((one) => `${one.title} (${shownPlace(one.place)})`).join('; '),
    parameters: parametersOf(path, pages, requests, making.unknown),
    ...(body && { requestBody: body }),
    responses: responsesOf(id, pages, making),
  };
}

function parametersOf(
  path: string,
  pages: readonly PageOperation[],
  requests: readonly Example[],
  unknown: Unknown,
): Json[] {
  const rows = pages.flatMap((page) => page.parameters);
  const inPath = [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name = '']) => name);
  const values = pathValues(path, requests);
  return [
    ...[...new Set(inPath)].map((name): Json => {
      const row = rows.find((one) => one.kind === 'path' && one.name === name);
      if (!row) unknown.push(`${path}, parameter ${name}: no table describes it; taken for a string`);
      const value = values.get(name);
      return { ...parameter(name, 'path', row, unknown), ...(value !== undefined && { example: value }) };
    }),
    ...rows
      .filter(
        ({ kind, name }) => (kind === 'query' || kind === 'header') && !reserved.has(name.toLowerCase()),
      )
      .map((row): Json => parameter(row.name, row.kind, row, unknown)),
  ];
}

/** Header parameters that OpenAPI says elsewhere (its section on the Parameter Object). */
const reserved = new Set(['accept', 'content-type', 'authorization']);

function parameter(name: string, kind: string, row: ParameterRow | undefined, unknown: Unknown): JsonObject {
  const schema = typeOf(row, unknown);
  return {
    name,
    in: kind,
    required: kind === 'path' || row?.required === true,
    ...(row && { description: row.description, 'x-citation': shownPlace(row.place) }),
    schema: kind === 'path' && schema.type !== 'integer' ? { ...schema, type: 'string' } : schema,
  };
}

const types: readonly (readonly [word: RegExp, schema: JsonObject])[] = [
  [/^uuid$/i, { type: 'string', format: 'uuid' }],
  [/^(string|str|text)$/i, { type: 'string' }],
  [/^(integer|int|long)$/i, { type: 'integer' }],
  [/^(number|float|double)$/i, { type: 'number' }],
  [/^bool(ean)?$/i, { type: 'boolean' }],
  [/^(object|dict|dictionary|hash|map)$/i, { type: 'object' }],
  [/^(array|list)$/i, { type: 'array' }],
];

function typeOf(row: ParameterRow | undefined, unknown: Unknown): JsonObject {
  if (!row || row.type === '') return { type: 'string' };
  const found = types.find(([word]) => word.test(row.type));
  if (!found) unknown.push(`${shownPlace(row.place)}: the type ${JSON.stringify(row.type)}; left open`);
  return found ? found[1] : {};
}

/** The values of path parameters that an example request has. */
function pathValues(path: string, requests: readonly Example[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const template = path.split('/');
  for (const { start } of requests) {
    const own = start.kind === 'request' ? (start.target.split('?')[0] ?? '').split('/') : [];
    if (own.length !== template.length) continue;
    for (const [index, segment] of template.entries()) {
      const name = /^\{([^{}/]+)\}$/.exec(segment)?.[1];
      if (name !== undefined && !values.has(name)) values.set(name, own[index] ?? '');
    }
  }
  return values;
}

function requestBodyOf(
  id: string,
  requests: readonly Example[],
  pages: readonly PageOperation[],
  { schemas, unknown }: Making,
): Json | undefined {
  const withBody = requests.filter(({ body }) => body !== undefined);
  const [first] = withBody;
  if (!first) {
    if (requests.some(({ otherBody }) => otherBody))
      unknown.push(`${id}: the example's request body is no JSON; left out`);
    return undefined;
  }
  const name = freeName(`${capitalised(id)}Request`, new Set(schemas.keys()));
  schemas.set(name, described(inferred(`${id}, request`, withBody, unknown), pages));
  const taken = new Set<string>();
  const examples = withBody.flatMap((example): [string, Json][] =>
    example.body && example.body.elided.size === 0
      ? [
          [
            freeName(slugOf(example.label) || 'example', taken),
            { summary: example.label, 'x-citation': shownPlace(example.place), value: example.body.value },
          ],
        ]
      : [],
  );
  const list = pages.some(({ blocks }) => blocks.some(({ block }) => block.kind === 'list'));
  if (list)
    unknown.push(
      `${id}: whether a list of the page names more requests that are accepted; they are no examples yet`,
    );
  unknown.push(`${id}: in which provider state each example is accepted (x-provider-state)`);
  return {
    required: true,
    content: {
      [mediaTypeOf(first)]: {
        schema: { $ref: `#/components/schemas/${name}` },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

const mediaTypeOf = ({ headers }: Example): string => {
  const field = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const [essence = ''] = field.split(';');
  return /^[\w.+-]+\/([\w.+-]+\+)?json$/.test(essence.trim()) ? essence.trim() : 'application/json';
};

function inferred(place: string, examples: readonly Example[], unknown: Unknown): InferredSchema {
  const samples = examples.flatMap(({ body }): Sample[] =>
    body ? [{ value: body.value, elided: (pointer) => body.elided.has(pointer) }] : [],
  );
  const result = inferSchema(samples);
  if (samples.length === 1)
    unknown.push(
      `${place}: which members are required; there is one example, and all it has are taken to be`,
    );
  unknown.push(...result.unknown.map((what) => `${place}, ${what}`));
  return result.schema;
}

/** A body's table adds what it says to the members of that name. */
function described(schema: InferredSchema, pages: readonly PageOperation[]): Json {
  const rows = pages.flatMap(({ parameters }) => parameters.filter(({ kind }) => kind === 'body'));
  const properties = schema.properties;
  if (rows.length === 0 || typeof properties !== 'object' || properties === null) return schema;
  const own = Object.entries(properties).map(([name, property]): [string, Json] => {
    const row = rows.find((one) => one.name === name || one.name.endsWith(`.${name}`));
    const isSchema = typeof property === 'object' && property !== null && !Array.isArray(property);
    if (!isSchema) return [name, property];
    const below = described(property, pages);
    const rest = typeof below === 'object' && below !== null && !Array.isArray(below) ? below : {};
    return [name, row ? { ...rest, description: row.description } : rest];
  });
  return { ...schema, properties: Object.fromEntries(own) };
}

function responsesOf(id: string, pages: readonly PageOperation[], making: Making): Json {
  const rows = pages.flatMap((page) => page.codes);
  const { unknown } = making;
  if (rows.length === 0) unknown.push(`${id}: no table of response codes; only those of examples are here`);
  const answers = pages.flatMap((page) => page.responses);
  const title = pages[0]?.title ?? '';
  const codes = new Set([
    ...rows.map(({ code }) => code),
    ...answers.flatMap(({ start }) => (start.kind === 'response' ? [start.status] : [])),
  ]);
  const success = [...codes].find((code) => code < 300);
  const responses = [...codes]
    .sort((a, b) => a - b)
    .map((code): [string, Json] => {
      const row = rows.find((one) => one.code === code);
      const own = answers.filter(({ start }) =>
        start.kind === 'response' ? start.status === code : start.kind === 'none' && code === success,
      );
      return [String(code), responseOf({ id, code, title, row, answers: own }, making)];
    });
  const stateless = new Set([400, 401, 404, 405, 415, 501]);
  const needState = [...codes].filter((code) => code >= 400 && !stateless.has(code)).sort((a, b) => a - b);
  if (needState.length > 0)
    unknown.push(`${id}: which provider states bring ${needState.join(', ')} about (x-provider-states)`);
  if (codes.has(413)) unknown.push(`${id}: whether 413 tells that the caller sends too much (x-throttle)`);
  return Object.fromEntries(responses.length > 0 ? responses : [['default', { description: 'Not known.' }]]);
}

interface Answer {
  readonly id: string;
  readonly code: number;
  readonly title: string;
  readonly row: CodeRow | undefined;
  readonly answers: readonly Example[];
}

function responseOf({ id, code, title, row, answers }: Answer, making: Making): Json {
  const { unknown } = making;
  const common = {
    description: row?.description || row?.name || `Status ${code}.`,
    ...(row && {
      'x-citation': `${title}, response codes, row ${code} (${shownPlace(row.place)})`,
      'x-name': row.name,
    }),
  };
  const headers = headersOf(`${id} ${code}`, answers, unknown);
  const [first] = answers.filter(({ body }) => body !== undefined);
  if (!first) {
    if (code < 400) unknown.push(`${id} ${code}: no example of the answer, so its body is not described`);
    return code < 400 ? { ...common, ...headers } : { ...common, ...headers, ...faultOf(code, row, making) };
  }
  const name = freeName(
    code < 300 ? `${capitalised(id)}Response` : `${capitalised(id)}Response${code}`,
    new Set(making.schemas.keys()),
  );
  making.schemas.set(name, inferred(`${id} ${code}`, answers, unknown));
  return {
    ...common,
    ...headers,
    content: { [mediaTypeOf(first)]: { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

/** Header fields of the API's own that example answers have. */
function headersOf(place: string, answers: readonly Example[], unknown: Unknown): JsonObject {
  const fields = answers.flatMap(({ headers }) => headers.filter(({ name }) => !isOfHttp(name)));
  const names = [...new Set(fields.map(({ name }) => name))];
  if (names.length === 0) return {};
  unknown.push(`${place}: whether every answer has ${names.join(', ')}, and in which form`);
  return { headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])) };
}

/** The reference's fault: one member, named for the status, with the status and a message. */
function faultOf(code: number, row: CodeRow | undefined, { faults, schemas, unknown }: Making): JsonObject {
  const known = faults[String(code)];
  const fault = known ?? camelCase(row?.name ?? '');
  if (fault === '') {
    unknown.push(`${code}: what its fault is called; its body is not described`);
    return {};
  }
  if (known === undefined)
    unknown.push(`${code}: whether its fault is called ${fault}, after the name of the code`);
  const name = capitalised(fault);
  schemas.set('Fault', {
    type: 'object',
    required: ['code', 'message'],
    properties: { code: { type: 'integer' }, message: { type: 'string', minLength: 1 }, details: {} },
  });
  schemas.set(name, {
    type: 'object',
    required: [fault],
    additionalProperties: false,
    properties: {
      [fault]: { allOf: [{ $ref: '#/components/schemas/Fault' }, { properties: { code: { const: code } } }] },
    },
  });
  return {
    'x-fault': fault,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

interface CredentialDraft {
  readonly id: string;
  readonly scheme: JsonObject;
}

/** The header field of the example requests that is called like a credential, or the only one that HTTP does not have. */
function credentialsOf(pages: readonly PageOperation[], unknown: Unknown): CredentialDraft[] {
  const fields = pages.flatMap(({ requests }) => requests.flatMap(({ headers }) => headers));
  const own = fields.filter(({ name }) => !isOfHttp(name));
  const [only, ...others] = new Set(own.map(({ name }) => name));
  const called = own.find(({ name }) => credentialName.test(name));
  const found = called ?? (others.length === 0 ? own.find(({ name }) => name === only) : undefined);
  if (!found) {
    unknown.push('security: no example shows a header field that looks like a credential');
    return [];
  }
  const { name, place } = found;
  const why = called ? 'it is called so' : 'no other field is of the API';
  unknown.push(`security: whether ${name} is the credential; ${why} (${shownPlace(place)})`);
  const description = 'Taken for the credential; the page does not say so.';
  return [{ id: 'credential', scheme: { type: 'apiKey', in: 'header', name, description } }];
}

const credentialName = /^authorization$|token|api-?key/i;

const articles = new Set(['a', 'an', 'the']);

/** `Renew a loan` is `renewLoan`. */
function camelCase(text: string): string {
  const words = text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '' && !articles.has(word.toLowerCase()));
  return words
    .map(
      (word, index) =>
        (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('');
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-');

/** The name, or it with the first number behind it that nobody has; taken from then on. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}${number}`;
  taken.add(free);
  return free;
}
