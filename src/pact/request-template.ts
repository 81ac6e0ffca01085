import { bytesOf, type Case, credentialValue, type Payload, type RequestField } from '../catalogue/case.ts';
import { credentialField } from '../catalogue/credential-place.ts';
import type { Json } from '../model/json.ts';
import { isJsonMediaType } from '../openapi/media-type.ts';
import { escapeRegExp, fromProviderState, repeatedText, type Template } from './matchers.ts';

/** Example values of a contract. A verification replaces them with the target's own. */
export type Examples = Readonly<Record<string, string>>;

/** The body of a request in a contract. */
export type RequestBody =
  | { readonly kind: 'none' }
  /** JSON that Pact writes down, and sends exactly as in the case. */
  | { readonly kind: 'json'; readonly template: Template }
  /** Anything else, byte for byte. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export interface RequestTemplate {
  readonly method: string;
  readonly path: Template;
  /** Percent-encoded, without its question mark. */
  readonly query?: string;
  readonly headers: Readonly<Record<string, Template>>;
  readonly body: RequestBody;
}

/**
 * The name of a value that is the caller's own although the state gives another one: the state "belongs to another
 * account" gives an account, and a request may use its resource in the caller's own path.
 */
export const callerValueName = (name: string): string => `caller.${name}`;

/** A case's request in Pact's terms. */
export function requestTemplate({ request, uses }: Case, examples: Examples): RequestTemplate {
  const variable = (name: string) =>
    `\${${uses === undefined || uses.includes(name) ? name : callerValueName(name)}}`;
  return {
    method: request.method,
    path: pathOf(request, examples, variable),
    ...(request.query && request.query.length > 0 && { query: writtenIn(request.query, '&') }),
    headers: headersOf(request, examples, variable),
    body: bodyOf(request),
  };
}

type Variable = (name: string) => string;

/** What the document has no value for, a contract cannot have. */
const writtenIn = (fields: readonly RequestField[], between: string): string =>
  fields.flatMap(({ written }) => written ?? []).join(between);

function pathOf(
  { path, parameters, documented = {} }: Case['request'],
  examples: Examples,
  variable: Variable,
): Template {
  const filled = (value: (name: string) => string) =>
    path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
      const fixed = parameters[name];
      return fixed === undefined ? value(name) : encodeURIComponent(fixed);
    });
  const shown = (name: string) => (examples[name] === undefined ? documented[name] : undefined);
  const example = filled((name) => examples[name] ?? documented[name] ?? name);
  const expression = filled((name) => shown(name) ?? variable(name));
  if (expression === example) return example;
  const pattern = filled((name) => shown(name) ?? `{${name}}`)
    .split(/\{[^{}]+\}/)
    .map(escapeRegExp)
    .join('[^/]+');
  return fromProviderState(expression, example, `^${pattern}$`);
}

function headersOf(
  request: Case['request'],
  examples: Examples,
  variable: Variable,
): Record<string, Template> {
  const { accept, contentType, headers = [], cookies = [] } = request;
  return {
    ...(accept !== null && { Accept: accept }),
    ...Object.fromEntries(
      headers.flatMap(({ name, written }) => (written === null ? [] : [[name, written]])),
    ),
    ...(cookies.length > 0 && { Cookie: writtenIn(cookies, '; ') }),
    ...credentialOf(request, examples, variable),
    ...(contentType !== null && { 'Content-Type': contentType }),
  };
}

/** A credential in the query or in base64 is in no contract: see `unsupported`. */
function credentialOf(
  { credential, credentialPlace: place }: Case['request'],
  examples: Examples,
  variable: Variable,
): Record<string, Template> {
  const field = credentialField(place);
  if (place === null || field === undefined || credential === 'absent') return {};
  const start = { plain: '', bearer: 'Bearer ', basic: 'Basic ' }[place.form];
  const before = place.in === 'cookie' ? `${place.name}=` : start;
  if (typeof credential === 'object')
    return { [field]: place.in === 'cookie' ? before + credential.literal : credential.literal };
  return {
    [field]: fromProviderState(
      before + variable(credentialValue),
      before + (examples[credentialValue] ?? credentialValue),
      `^${escapeRegExp(before)}.+$`,
    ),
  };
}

function bodyOf({ body: payload, contentType }: Case['request']): RequestBody {
  if (payload === null) return { kind: 'none' };
  const isJson = contentType !== null && isJsonMediaType(contentType);
  const template = isJson ? jsonOf(payload) : undefined;
  return template === undefined ? { kind: 'bytes', bytes: bytesOf(payload) } : { kind: 'json', template };
}

function jsonOf(payload: Payload): Template | undefined {
  const short = payload.kind === 'repeated' ? { ...payload, times: 1 } : payload;
  const value = structureOf(Buffer.from(bytesOf(short)).toString());
  if (value === undefined || payload.kind !== 'repeated') return value;
  return lengthened(value, payload);
}

/** An object or array whose bytes Pact would not change: it sorts members and removes all white space. */
function structureOf(text: string): { [name: string]: Json } | Json[] | undefined {
  try {
    const value: Json = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    return JSON.stringify(sorted(value)) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).map(([name, member]): [string, Json] => [name, sorted(member)]);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The value, with the one text that is the repeated unit made as long as in the case; undefined without such a text. */
function lengthened(
  value: Json,
  { unit, times }: Extract<Payload, { kind: 'repeated' }>,
): Template | undefined {
  let found = 0;
  const walk = (at: Json): Template => {
    if (at === unit) {
      found += 1;
      return repeatedText(unit, times);
    }
    if (typeof at !== 'object' || at === null) return at;
    if (Array.isArray(at)) return at.map(walk);
    return Object.fromEntries(Object.entries(at).map(([name, member]) => [name, walk(member)]));
  };
  const template = walk(value);
  return found === 1 ? template : undefined;
}
