import { SuiteError } from '../model/errors.ts';
import type { Operation } from '../openapi/operations.ts';
import { type BaseRequest, baseRequestOf, type StateFilter } from './base-request.ts';
import { buildCase } from './build-case.ts';
import type { Case, CaseDefinition } from './case.ts';
import { rules as allRules } from './derive/index.ts';
import type { Rule } from './derive/rule.ts';

/** Cases that only the reference can state, for one operation. A body may be made from the base request's. */
export interface Rows {
  readonly operationId: string;
  rows(base: BaseRequest): readonly CaseDefinition[];
}

export interface Catalogue {
  readonly operations: ReadonlyMap<string, Operation>;
  /** By operation, then by status, then in the order of rules and rows. */
  readonly cases: readonly Case[];
}

export interface CatalogueOptions {
  readonly rows?: readonly Rows[];
  /** Chooses the request that derived cases build on; by default the first example. */
  readonly fits?: StateFilter;
  readonly rules?: readonly Rule[];
}

/**
 * All cases of the operations: those that rules derive and those written as rows. A case about a status that the
 * operation does not document is dropped: nothing could be said of it.
 * @throws SuiteError of kind `configuration` when the document gives two cases the same id.
 */
export function catalogueOf(operations: readonly Operation[], options: CatalogueOptions = {}): Catalogue {
  const { rows = [], fits = () => true, rules = allRules } = options;
  const cases = operations.flatMap((operation) => {
    const base = baseRequestOf(operation, fits);
    const drafts: (readonly [derivedBy: string, draft: CaseDefinition])[] = [
      ...rules.flatMap((rule) =>
        rule.derive(operation, base).map((draft): [string, CaseDefinition] => [rule.id, draft]),
      ),
      ...rows
        .filter(({ operationId }) => operationId === operation.id)
        .flatMap((table) => table.rows(base).map((draft): [string, CaseDefinition] => ['rows', draft])),
    ];
    return drafts
      .filter(([, { status }]) => operation.responses.has(status))
      .map(([derivedBy, draft]) => buildCase(operation, base, derivedBy, draft))
      .sort((a, b) => a.status - b.status);
  });
  refuseDuplicates(cases);
  return { operations: new Map(operations.map((operation) => [operation.id, operation])), cases };
}

/** Results are kept by id: of two cases with the same one, the other's would be lost. */
function refuseDuplicates(cases: readonly Case[]): void {
  const seen = new Set<string>();
  for (const { id } of cases) {
    if (seen.has(id))
      throw new SuiteError('configuration', `Two cases have the id ${id}; rename one of its slugs.`);
    seen.add(id);
  }
}
