import { SuiteError } from '../model/errors.ts';
import type { RunScope } from '../model/result.ts';
import type { UnusableOperation } from '../openapi/document.ts';
import type { Operation } from '../openapi/operations.ts';
import { documentedFor, responseFor } from '../openapi/responses.ts';
import { UnusableError } from '../openapi/unusable.ts';
import { type BaseOptions, type BaseRequest, baseRequestOf } from './base-request.ts';
import { buildCase } from './build-case.ts';
import type { Case, CaseDefinition } from './case.ts';
import { rules as allRules } from './derive/index.ts';
import type { Known, Rule } from './derive/rule.ts';
import { withNoteOnCases } from './notes.ts';
import { type NoFault, noFaultIn, noFaultNotes, siblingsAmong } from './siblings.ts';

/**
 * Cases of one operation that no rule can derive, because only the reference states them. They may build on
 * the base request.
 */
export interface Rows {
  readonly operationId: string;
  rows(base: BaseRequest): readonly CaseDefinition[];
}

export interface Catalogue {
  readonly operations: ReadonlyMap<string, Operation>;
  /** By operation, then by status, then in the order of rules and rows. */
  readonly cases: readonly Case[];
  /** Set where these are only some of the document's operations. */
  readonly scope?: RunScope;
  /** Operations that the document has beside these, and that cannot be used. @default none */
  readonly unusable?: readonly UnusableOperation[];
  /** What the document has of a newer OpenAPI, and the suite does not cover. @default nothing */
  readonly notCovered?: readonly string[];
}

/** `fits` chooses the example that derived cases build on; by default the first. */
export interface CatalogueOptions extends BaseOptions {
  readonly rows?: readonly Rows[];
  readonly rules?: readonly Rule[];
  /** The scope of a provider state, by its name. @default the narrowest */
  readonly scopeOf?: Known['scopeOf'];
}

/**
 * All cases of the operations: those that rules derive and those written as rows. A case about an
 * undocumented status is dropped: nothing says how it should be answered. So is one about a status that the document excludes.
 * @throws SuiteError of kind `configuration` when the document gives two cases the same id.
 */
export function catalogueOf(operations: readonly Operation[], options: CatalogueOptions = {}): Catalogue {
  const usable = new Map<string, Operation>();
  const cases: Case[] = [];
  const unusable: UnusableOperation[] = [];
  const asSent = operations.map((operation) => withoutGiven(operation, options));
  const siblings = siblingsAmong(asSent);
  for (const documented of asSent) {
    try {
      const derived = derivedFrom(documented, siblings(documented), options);
      usable.set(derived.operation.id, derived.operation);
      cases.push(...derived.cases);
    } catch (error) {
      if (!(error instanceof UnusableError)) throw error;
      unusable.push({ ...factsOf(documented), why: error.why });
    }
  }
  refuseDuplicates(cases);
  return { operations: usable, cases, ...(unusable.length > 0 && { unusable }) };
}

/** What is said of an operation that cannot be used, apart from the reason. */
export const factsOf = ({ id, tags, method, path }: Operation): Omit<UnusableOperation, 'why'> => ({
  ...{ id, tags, method, path },
});

function derivedFrom(
  operation: Operation,
  siblings: readonly Operation[],
  options: CatalogueOptions,
): { readonly operation: Operation; readonly cases: readonly Case[] } {
  const base = baseRequestOf(operation, options);
  const { definitions, noFaults } = definitionsOf(operation, base, options, siblings);
  const found = definitions.filter(([, { status }]) => isTestable(operation, status));
  const cases = withDistinctSlugs(found)
    .map(([derivedBy, definition]) => buildCase(operation, base, derivedBy, definition))
    .sort((a, b) => a.status - b.status);
  const notes = [...base.notes, ...noFaultNotes(noFaults)];
  return { operation: withNoteOnCases(withNotes(operation, notes), cases.length > 0), cases };
}

const isTestable = (operation: Operation, status: number): boolean =>
  documentedFor(operation, status) !== undefined && responseFor(operation, status)?.excluded === undefined;

function withoutGiven(operation: Operation, { givenHeaders = new Set() }: CatalogueOptions): Operation {
  const parameters = operation.parameters.filter(
    ({ in: place, name }) => place !== 'header' || !givenHeaders.has(name.toLowerCase()),
  );
  return parameters.length === operation.parameters.length ? operation : { ...operation, parameters };
}

function withNotes(operation: Operation, notes: readonly string[]): Operation {
  return notes.length === 0 ? operation : { ...operation, notes: [...(operation.notes ?? []), ...notes] };
}

type Defined = readonly [derivedBy: string, definition: CaseDefinition];

/** Names of a document may be the same in lower case: of what is derived from them, the second one gets a number. */
function withDistinctSlugs(found: readonly Defined[]): Defined[] {
  const seen = new Map<string, number>();
  return found.map(([derivedBy, definition]) => {
    const key = `${definition.status} ${definition.slug}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    const slug = times === 1 || derivedBy === 'rows' ? definition.slug : `${definition.slug}-${times}`;
    return [derivedBy, { ...definition, slug }];
  });
}

/** What rules and rows define for one operation, each with what defined it; and what rules define that is no fault. */
export function definitionsOf(
  operation: Operation,
  base: BaseRequest,
  { rows = [], rules = allRules, scopeOf = () => 'instance' }: CatalogueOptions,
  siblings: readonly Operation[] = [],
): { readonly definitions: readonly Defined[]; readonly noFaults: readonly NoFault[] } {
  const isKnown = base.unknown === undefined;
  const written = rows
    .filter(({ operationId }) => operationId === operation.id && isKnown)
    .flatMap((table) => table.rows(base));
  const derived: Defined[] = [];
  const noFaults: NoFault[] = [];
  for (const rule of rules) {
    if (!isKnown && !rule.withoutBase) continue;
    const known = [...derived.map(([, definition]) => definition), ...written];
    for (const definition of rule.derive(operation, base, { definitions: known, scopeOf })) {
      const noFault = rule.ofContent && noFaultIn(definition, base, operation, siblings);
      if (!noFault) derived.push([rule.id, definition]);
      else if (isTestable(operation, definition.status)) noFaults.push(noFault);
    }
  }
  return {
    definitions: [...derived, ...written.map((definition) => ['rows', definition] as const)],
    noFaults,
  };
}

/** Results are stored by id: of two cases with the same id, one would be lost. */
function refuseDuplicates(cases: readonly Case[]): void {
  const seen = new Set<string>();
  for (const { id } of cases) {
    if (seen.has(id))
      throw new SuiteError('configuration', `Two cases have the id ${id}; rename one of its slugs.`);
    seen.add(id);
  }
}
