import type { OpenAPIV3_1 } from 'openapi-types';
import { SuiteError } from '../model/errors.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { line } from '../util/text.ts';
import { type Extent, extentOf } from './extent.ts';
import type { Schema } from './operations.ts';

/** Schemas are compiled to code in which each of their values is written out, and examples are copied into requests. */
const maxSize = 20_000;

const extents = new WeakMap<object, Extent>();

/** @throws SuiteError of kind `configuration` for a part of the document that is too large to be worked on */
export function requireModestSize(part: unknown, where: string): void {
  if (typeof part !== 'object' || part === null) return;
  if (extentOf({ node: part, file: '' }, undefined, extents).size > maxSize)
    throw unusable(where, `there are more than ${maxSize} values, references and aliases written out`);
}

/** A schema in which every reference is resolved, and every pattern is a regular expression. */
export function schemaOf(schema: unknown, where: string): Schema {
  requireModestSize(schema, where);
  if (holdsReference(schema)) throw unresolved(where);
  const pattern = invalidPattern(schema);
  if (pattern !== undefined)
    throw unusable(where, `the pattern ${line(JSON.stringify(pattern), 200)} is not a regular expression`);
  return isPlainObject(schema) ? schema : {};
}

/** Removes the reference object from a union: a dereferenced document has references only where there is a cycle. */
export function resolved<T>(value: T, where: string): Exclude<T, OpenAPIV3_1.ReferenceObject> {
  if (isReference(value)) throw unresolved(where);
  // The guard above excludes only references, which the compiler cannot infer through the conditional type.
  return value as Exclude<T, OpenAPIV3_1.ReferenceObject>;
}

function isReference(value: unknown): boolean {
  return isPlainObject(value) && typeof value.$ref === 'string';
}

function holdsReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isReference(value) || Object.values(value).some(holdsReference);
}

/** Keywords whose values are data, in which `pattern` is a name like any other. */
const data: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'example', 'examples']);

function invalidPattern(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  for (const [keyword, value] of Object.entries(schema)) {
    if (data.has(keyword)) continue;
    const patterns = keyword === 'pattern' ? [value] : [];
    if (keyword === 'patternProperties' && isPlainObject(value)) patterns.push(...Object.keys(value));
    const own = patterns.find((pattern) => typeof pattern === 'string' && !isRegularExpression(pattern));
    const invalid = own ?? invalidPattern(value);
    if (invalid !== undefined) return invalid;
  }
  return undefined;
}

/** With the flag that JSON Schema recommends, and the validator uses. */
function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') !== undefined;
  } catch {
    return false;
  }
}

function unresolved(where: string): SuiteError {
  return unusable(where, 'a reference could not be resolved; recursive schemas are not supported');
}

/** The error for a part of the document that the suite cannot use. */
export function unusable(where: string, why: string): SuiteError {
  return new SuiteError('configuration', `The OpenAPI document is not usable: at ${where}, ${why}.`);
}
