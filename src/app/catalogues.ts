import type { Catalogue } from '../catalogue/catalogue.ts';
import { catalogueInScope } from '../catalogue/scope.ts';
import { type Datastore, datastoreState } from '../config/api-options.ts';
import type { Operation } from '../openapi/operations.ts';
import { preparedValidators } from '../openapi/prepared-validator.ts';
import type { CatalogueTerms } from './derive-catalogue.ts';
import type { PreparedCatalogue } from './prepare-specification.ts';
import { operationsFor, type Specification } from './specification.ts';

/** The options of a run that its cases depend on. */
export interface CatalogueSettings {
  readonly datastore?: Datastore;
  /** Names of the header fields that are in every request. */
  readonly headers: readonly string[];
  /** Operation ids and tags; empty for all operations. */
  readonly operation: readonly string[];
  /** True for a document that does not ship. */
  readonly isOther: boolean;
}

/** The catalogue of the whole document, and that of the run. */
export async function cataloguesOf(
  specification: Specification,
  { datastore, headers, operation, isOther }: CatalogueSettings,
): Promise<{ readonly whole: Catalogue; readonly catalogue: Catalogue }> {
  const state = datastore && datastoreState(datastore);
  const whole = await catalogueWith(specification, { state, headers });
  const inScope = catalogueInScope(whole, operation);
  if (!isOther) return { whole, catalogue: inScope };
  const { withCompiledSchemas } = await import('../catalogue/compiled-schemas.ts');
  return { whole, catalogue: withCompiledSchemas(inScope) };
}

/** The catalogue of a specification: what the build has prepared, if no term says otherwise (decision 0015). */
export async function catalogueWith(
  specification: Specification,
  terms: CatalogueTerms = {},
): Promise<Catalogue> {
  const { catalogue } = specification;
  const { state, headers = [] } = terms;
  if (catalogue && !state && headers.length === 0) return restored(specification, catalogue);
  const { catalogueFor } = await import('./derive-catalogue.ts');
  return catalogueFor(specification, terms);
}

function restored(specification: Specification, { cases, notes, schemas }: PreparedCatalogue): Catalogue {
  const { operations, unusable } = operationsFor(specification, preparedValidators(schemas));
  return {
    operations: new Map(operations.map((one) => [one.id, withNotes(one, notes[one.id])])),
    cases,
    unusable: [...specification.unusable, ...unusable],
    notCovered: specification.notCovered,
  };
}

const withNotes = (operation: Operation, notes: readonly string[] | undefined): Operation =>
  notes ? { ...operation, notes } : operation;
