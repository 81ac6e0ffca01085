import { bytesOf, type Payload, type RequestTemplate } from '../catalogue/case.ts';
import type { Json } from '../model/json.ts';
import { isJsonMediaType } from '../openapi/media-type.ts';
import { bodyPlaces } from '../runner/body-values.ts';
import { pointerTo } from '../util/json-pointer.ts';
import { numberFromProviderState, repeatedText, type Template, textFromProviderState } from './matchers.ts';

/** The body of a request in a contract. */
export type RequestBody =
  | { readonly kind: 'none' }
  /** JSON that Pact writes down. It is sent as in the case, unless a provider state gives values in it. */
  | { readonly kind: 'json'; readonly template: Template }
  /** Anything else, byte for byte. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Example values of a contract. A verification replaces them with the target's own. */
export type Examples = Readonly<Record<string, string>>;

/** How a contract names a value that a provider state gives. */
export type Variable = (name: string) => string;

type Request = Pick<RequestTemplate, 'body' | 'bodyValues' | 'contentType'>;

/** What the document shows for the values in the body of a request. */
export const bodyExamples = ({ bodyValues = {} }: Pick<RequestTemplate, 'bodyValues'>): Examples =>
  Object.fromEntries(Object.values(bodyValues).map(({ name, documented }) => [name, String(documented)]));

export function requestBody(request: Request, examples: Examples, variable: Variable): RequestBody {
  const { body: payload, contentType } = request;
  if (payload === null) return { kind: 'none' };
  const isJson = contentType !== null && isJsonMediaType(contentType);
  const template = isJson
    ? (withValues(request, { ...bodyExamples(request), ...examples }, variable) ?? jsonOf(payload))
    : undefined;
  return template === undefined ? { kind: 'bytes', bytes: bytesOf(payload) } : { kind: 'json', template };
}

/**
 * The JSON with what a provider state gives in it; undefined where it gives nothing. Pact sorts the members of such a
 * body before it is sent: they say the same in any order.
 */
function withValues(request: Request, examples: Examples, variable: Variable): Template | undefined {
  const places = bodyPlaces(request);
  if (request.body?.kind !== 'text' || places.size === 0) return undefined;
  const walk = (at: Json, pointer: string): Template => {
    const name = places.get(pointer);
    if (name !== undefined) return fromState(at, examples[name] ?? '', variable(name));
    if (Array.isArray(at)) return at.map((item, index) => walk(item, pointerTo(pointer, String(index))));
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(
      Object.entries(at).map(([key, member]) => [key, walk(member, pointerTo(pointer, key))]),
    );
  };
  const value: Json = JSON.parse(request.body.text);
  return walk(value, '');
}

const fromState = (documented: Json, example: string, expression: string): Template =>
  typeof documented === 'number'
    ? numberFromProviderState(expression, Number(example))
    : textFromProviderState(expression, example);

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
