import { bytesOf, type RequestTemplate } from '../catalogue/case.ts';
import type { Value } from '../model/json.ts';
import { parseJson } from '../openapi/assemble/parse.ts';
import type { Values } from '../provider-states/driver.ts';
import { exactJson, isValue } from '../util/exact-json.ts';
import { atPointer, pointerNames } from '../util/json-pointer.ts';
import { replacedAt } from '../util/replaced-at.ts';

export interface FilledBody {
  readonly bytes: Uint8Array | null;
  /** Names of the values that were not given, so that the document's stand in their place. */
  readonly documented: readonly string[];
}

type Templated = Pick<RequestTemplate, 'body' | 'bodyValues'>;

/** By JSON pointer, the names of the values that a body holds. A value that a case itself has put there does not count. */
export const bodyPlaces = (template: Templated): ReadonlyMap<string, string> =>
  new Map(placesIn(template, jsonOf(template)).map(([pointer, { name }]) => [pointer, name]));

/** Undefined where no value would be put into it. */
const jsonOf = ({ body, bodyValues = {} }: Templated): Value | undefined =>
  body?.kind === 'text' && Object.keys(bodyValues).length > 0 ? jsonIn(body.text) : undefined;

const placesIn = ({ bodyValues = {} }: Templated, value: Value | undefined) =>
  Object.entries(bodyValues).filter(([pointer, { documented }]) => atPointer(value, pointer) === documented);

/** The body with the values that are given. What a case itself has put in the place of one stays. */
export function filledBody(template: Templated, given: Values): FilledBody {
  const { body } = template;
  if (body === null) return { bytes: null, documented: [] };
  const value = jsonOf(template);
  const places = value === undefined ? [] : placesIn(template, value);
  if (value === undefined || places.length === 0) return { bytes: bytesOf(body), documented: [] };
  const known = places.flatMap(([pointer, { name, documented }]) => {
    const text = given[name];
    return text === undefined ? [] : [{ path: pointerNames(pointer), value: alike(text, documented) }];
  });
  const filled = known.reduce((whole, one) => replacedAt(whole, one.path, one.value), value);
  return {
    bytes: Buffer.from(exactJson(filled)),
    documented: places.flatMap(([, { name }]) => (given[name] === undefined ? [name] : [])),
  };
}

/** The value of a body as the suite writes it; undefined for one that is damaged or unusual on purpose. */
function jsonIn(text: string): Value | undefined {
  try {
    const value = parseJson(text);
    return isValue(value) && exactJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text as a number where the document has a number and it is one in JSON. Ids keep all their digits. */
function alike(text: string, documented: Value): Value {
  const isNumber = typeof documented === 'number' || typeof documented === 'bigint';
  if (!isNumber || !jsonNumber.test(text)) return text;
  const number = Number(text);
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(number)) return BigInt(text);
  return Number.isFinite(number) ? number : text;
}

/** RFC 8259 section 6. */
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
