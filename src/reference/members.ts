import { Fault } from './faults.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import { maxBodyBytes, type RequestBody } from './request-body.ts';

/** 400: an element is missing or its value is invalid (all pages, response codes, row 400). */
export const bad = (message: string): Fault => new Fault(400, { message });

/**
 * The object that a body must be.
 * @throws Fault 400
 */
export function readObject({ bytes, tooLong }: RequestBody): JsonObject {
  if (tooLong) throw bad(`The body is longer than ${maxBodyBytes} bytes.`);
  if (bytes.byteLength === 0) throw bad('The body is missing.');
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch {
    throw bad('The body is not valid JSON in UTF-8, or repeats a member name.');
  }
  if (!isObject(value)) throw bad('The body must be a JSON object.');
  return value;
}

/** The value, if it is an object with these members alone; undocumented ones are never ignored. */
export function objectOf(value: unknown, what: string, allowed: readonly string[]): JsonObject {
  if (!isObject(value)) throw bad(`${what} must be an object.`);
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown !== undefined)
    throw bad(`${what} must have only ${allowed.map((name) => `\`${name}\``).join(', ') || 'no members'}.`);
  return value;
}

/** The one member `instance` of a body. */
export const instanceMember = (body: RequestBody, allowed: readonly string[]): JsonObject =>
  objectOf(objectOf(readObject(body), 'The body', ['instance']).instance, '`instance`', allowed);

export function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw bad(`${what} must be a string that is not empty.`);
  return value;
}

/** What `read` makes of a value; null where no value was given. */
export const ifGiven = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === undefined ? null : read(value);

/** At most 255 characters of any kind (page "Create database instance", attributes). */
export function nameOf(value: unknown): string {
  const name = textOf(value, '`name`');
  if ([...name].length > 255) throw bad('`name` must have at most 255 characters.');
  return name;
}
