import type { UnusableOperation } from '../openapi/document.ts';
import type { Operation } from '../openapi/operations.ts';
import { validatorOf } from '../openapi/schema.ts';
import { UnusableError } from '../openapi/unusable.ts';
import { type Catalogue, factsOf } from './catalogue.ts';

/**
 * The catalogue with every schema of its operations compiled, so that one which cannot be is known before anything is sent.
 * Schemas of the document that ships are compiled by tests.
 */
export function withCompiledSchemas(catalogue: Catalogue): Catalogue {
  const operations = new Map<string, Operation>();
  const unusable: UnusableOperation[] = [...(catalogue.unusable ?? [])];
  for (const operation of catalogue.operations.values()) {
    const why = compileFault(operation);
    if (why === undefined) operations.set(operation.id, operation);
    else unusable.push({ ...factsOf(operation), why });
  }
  const cases = catalogue.cases.filter(({ operationId }) => operations.has(operationId));
  return { ...catalogue, operations, cases, unusable };
}

/** A validator is compiled when it is first used. */
function compileFault({ body, responses, otherResponses }: Operation): string | undefined {
  try {
    if (body) validatorOf(body.schema)(null);
    for (const { contents, headers } of [...responses.values(), ...(otherResponses?.values() ?? [])]) {
      for (const { validate } of contents.values()) validate?.(null);
      for (const { validate } of headers) validate('');
    }
    return undefined;
  } catch (error) {
    if (error instanceof UnusableError) return error.why;
    throw error;
  }
}
