import type { OpenAPIV3_1 } from 'openapi-types';
import { SuiteError } from '../model/errors.ts';
import { isPlainObject } from '../util/plain-object.ts';
import type { Schema } from './operations.ts';

/** A schema in which every reference is resolved. */
export function schemaOf(schema: unknown, where: string): Schema {
  if (holdsReference(schema)) throw unresolved(where);
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

function unresolved(where: string): SuiteError {
  return unusable(where, 'a reference could not be resolved; recursive schemas are not supported');
}

/** The error for a part of the document that the suite cannot use. */
export function unusable(where: string, why: string): SuiteError {
  return new SuiteError('configuration', `The OpenAPI document is not usable: at ${where}, ${why}.`);
}
