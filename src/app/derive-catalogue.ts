import { cases } from '../../contracts/cases/index.ts';
import { type Catalogue, catalogueOf } from '../catalogue/catalogue.ts';
import { requestValueNames, secretValueName, valueNames } from '../config/api-options.ts';
import { SuiteError } from '../model/errors.ts';
import type { ProviderState } from '../model/provider-state.ts';
import { validatorOf } from '../openapi/schema.ts';
import { didYouMean } from '../util/nearest.ts';
import { isOfReference, operationsFor, type Specification, scopeOf } from './specification.ts';

/** What a run knows beforehand, and its catalogue depends on. */
export interface CatalogueTerms {
  /** Chooses the valid request that cases start from: one for such a state. */
  readonly state?: ProviderState | undefined;
  /** Names of header fields that are in every request. @default none */
  readonly headers?: readonly string[];
}

/** The catalogue of a specification, derived from its document and the rows of `contracts/`. */
export function catalogueFor(specification: Specification, terms: CatalogueTerms = {}): Catalogue {
  const all = catalogues.get(specification) ?? new Map<string, Catalogue>();
  catalogues.set(specification, all);
  const { state, headers = [] } = terms;
  const key = JSON.stringify([state, headers]);
  const known = all.get(key) ?? newCatalogue(specification, terms);
  if (all.size < rememberedCatalogues) all.set(key, known);
  return known;
}

/** As with the operations, for the terms of the first runs: mostly all have the same. */
const catalogues = new WeakMap<Specification, Map<string, Catalogue>>();
const rememberedCatalogues = 4;

function newCatalogue(specification: Specification, { state, headers = [] }: CatalogueTerms): Catalogue {
  const rows = isOfReference(specification) ? cases : [];
  const read = operationsFor(specification, validatorOf);
  const catalogue = catalogueOf(read.operations, {
    rows,
    scopeOf,
    ownValues,
    pathValues,
    ...(state && { fits: stateMatcher(state) }),
    givenHeaders: new Set(headers.map((name) => name.toLowerCase())),
  });
  checkStatements(specification, catalogue);
  const { unusable, notCovered } = specification;
  return {
    ...catalogue,
    unusable: [...unusable, ...read.unusable, ...(catalogue.unusable ?? [])],
    notCovered,
  };
}

/** Tells whether a state has the name and the parameters of a known one. */
const stateMatcher = (known: ProviderState) => (asked: ProviderState) =>
  asked.name === known.name &&
  Object.entries(known.params).every(([key, value]) => asked.params[key] === value);

/** Options give these, so an example of the document takes the place of none. */
const ownValues: ReadonlySet<string> = new Set(requestValueNames);

/** A run always has these, whether or not a document means the same by the name of a parameter. */
const pathValues: ReadonlySet<string> = new Set([valueNames.apiVersion, secretValueName]);

/**
 * A document of the reference may name only what `spec/` has. Any other names ids that only its users know.
 * @throws SuiteError of kind `configuration` for an unknown id.
 */
function checkStatements(specification: Specification, catalogue: Catalogue): void {
  if (!isOfReference(specification)) return;
  const { requirements, ambiguities } = specification;
  const check = (what: string, names: readonly string[], known: object, id: string) => {
    const unknown = names.find((name) => !Object.hasOwn(known, name));
    if (unknown !== undefined)
      throw new SuiteError(
        'configuration',
        `The document names the ${what} ${JSON.stringify(unknown)} (in the case ${id}), which the reference does not have.${didYouMean(unknown, Object.keys(known))} A document about something else has no x-reference.`,
      );
  };
  for (const { id, requirements: named, tolerates, anyBody } of catalogue.cases) {
    check('requirement', named, requirements, id);
    const all = [...tolerates.map(({ ambiguity }) => ambiguity), ...(anyBody === undefined ? [] : [anyBody])];
    check('ambiguity', all, ambiguities, id);
  }
}
