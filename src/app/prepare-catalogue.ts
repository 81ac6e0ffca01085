import { preparedSchemasOf } from '../openapi/prepare-schemas.ts';
import { catalogueFor } from './derive-catalogue.ts';
import type { Specification } from './prepare-specification.ts';

/**
 * The specification with its catalogue, as the build writes it.
 * @throws Error when an operation cannot be used: the document that ships has no such one.
 */
export function withCatalogue(specification: Specification): Specification {
  const { cases, operations, unusable = [] } = catalogueFor(specification);
  for (const { id, why } of unusable) throw new Error(`${id} cannot be used: ${why}`);
  const notes = [...operations.values()].flatMap((one) => (one.notes ? [[one.id, one.notes]] : []));
  // As a run reads it: its schemas are found by their text.
  const { document } = JSON.parse(JSON.stringify(specification));
  const schemas = preparedSchemasOf(document);
  return { ...specification, catalogue: { cases, notes: Object.fromEntries(notes), schemas } };
}
