import type { OpenAPIV3_1 } from 'openapi-types';
import { SuiteError } from '../model/errors.ts';
import { isObject } from './extensions.ts';
import type { Schema } from './operations.ts';

/** A schema in which every reference is resolved. */
export function schemaOf(schema: unknown, where: string): Schema {
  if (holdsReference(schema)) throw unresolved(where);
  return isObject(schema) ? schema : {};
}

/** Takes the reference object out of a union: in a dereferenced document only a cycle leaves one. */
export function resolved<T>(value: T, where: string): Exclude<T, OpenAPIV3_1.ReferenceObject> {
  if (isReference(value)) throw unresolved(where);
  // The guard above leaves every T but the reference; the compiler cannot see that through the conditional type.
  return value as Exclude<T, OpenAPIV3_1.ReferenceObject>;
}

function isReference(value: unknown): boolean {
  return isObject(value) && typeof value.$ref === 'string';
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
