import type { Catalogue } from '../catalogue/catalogue.ts';
import { withCompiledSchemas } from '../catalogue/compiled-schemas.ts';
import { catalogueInScope } from '../catalogue/scope.ts';
import { type Datastore, datastoreState } from '../config/api-options.ts';
import { catalogueFor, type Specification } from './specification.ts';

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
export function cataloguesOf(
  specification: Specification,
  { datastore, headers, operation, isOther }: CatalogueSettings,
): { readonly whole: Catalogue; readonly catalogue: Catalogue } {
  const whole = catalogueFor(specification, { state: datastore && datastoreState(datastore), headers });
  const inScope = catalogueInScope(whole, operation);
  return { whole, catalogue: isOther ? withCompiledSchemas(inScope) : inScope };
}
