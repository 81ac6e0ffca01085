import type { Case } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Invariant } from '../checks/invariants.ts';
import { SuiteError } from '../model/errors.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Contract, ContractInteraction } from './contract.ts';
import { interactionsOf } from './interaction.ts';
import { bodyExamples, type Examples } from './request-body.ts';

/** A catalogue with the cases as contracts express them. */
export interface VerificationCatalogue {
  /**
   * Every case. Those of a contract have only the requirements that Pact checks; strict interactions are separate
   * cases.
   */
  readonly catalogue: Catalogue;
  /** The interactions, by the id of their case in this catalogue. */
  readonly interactions: ReadonlyMap<string, ContractInteraction>;
  readonly strict: ReadonlySet<string>;
  /** What the document shows for values that a state may leave out, by the id of the case. */
  readonly documented: ReadonlyMap<string, Examples>;
}

/**
 * Combines the catalogue with contracts.
 * @throws SuiteError of kind `configuration` when a contract names a case that the catalogue does not have
 */
export function verificationCatalogue(
  catalogue: Catalogue,
  contracts: readonly Contract[],
  invariants: readonly Invariant[],
): VerificationCatalogue {
  const all = contracts.flatMap((contract) => contract.interactions);
  const interactions = new Map(all.map((written) => [written.id, written]));
  const known = new Set(catalogue.cases.map(({ id }) => id));
  const strange = all.find(({ caseId }) => !known.has(caseId));
  if (strange)
    throw new SuiteError(
      'configuration',
      `A contract is about ${strange.caseId}, which is not a case of the catalogue; generate the contracts again.`,
    );
  const shown = new Map(
    interactionsOf(catalogue, { examples: {}, invariants }).map((one) => [one.id, one.shown]),
  );
  const strict = new Set<string>();
  const cases = catalogue.cases.flatMap((item) => {
    const operation = catalogue.operations.get(item.operationId);
    const said = all.filter(({ caseId }) => caseId === item.id);
    if (said.length === 0 || !operation) return [item];
    return said.map((written): Case => {
      if (written.id !== item.id) strict.add(written.id);
      return {
        ...item,
        id: written.id,
        title: written.description.slice(written.id.length + ': '.length),
        requirements: seen(item, operation, invariants, shown.get(written.id) ?? []),
      };
    });
  });
  const documented = new Map(
    cases.map(({ id, request }) => [id, { ...bodyExamples(request), ...request.documented }]),
  );
  return { catalogue: { ...catalogue, cases }, interactions, strict, documented };
}

/** The requirements that Pact checks: those on content only as far as the interaction expresses them. */
function seen(
  { requirements, status }: Case,
  { responses, checkRequirements }: Operation,
  invariants: readonly Invariant[],
  shown: readonly string[],
): readonly string[] {
  const unseen = new Set([
    ...(responses.get(status)?.contentRequirements ?? []),
    ...Object.values(checkRequirements),
    ...invariants.map(({ requirement }) => requirement),
  ]);
  return [...requirements.filter((id) => !unseen.has(id)), ...shown];
}
