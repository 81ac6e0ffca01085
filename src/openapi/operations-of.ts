import type { OpenAPIV3_1 } from 'openapi-types';
import type { Operation } from './operations.ts';
import { readOperations } from './read-operations.ts';
import { validatorOf } from './schema.ts';
import { UnusableError, unusable as unusableAt } from './unusable.ts';

/**
 * The operations of a document of which each can be used.
 * @throws SuiteError of kind `configuration` if one cannot be used, or the document has no operation.
 */
export function operationsOf(document: OpenAPIV3_1.Document): readonly Operation[] {
  const { operations, unusable } = readOperations(document, validatorOf);
  const [first] = unusable;
  if (first) throw new UnusableError(first.why);
  if (operations.length === 0) throw unusableAt('paths', 'it documents no operation');
  return operations;
}
