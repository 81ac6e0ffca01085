import type { CaseResult, CoverageRow, OperationResult, RunResult } from '../model/result.ts';
import { tooManyExcluded } from '../util/excluded-codes.ts';
import { ownMember } from '../util/plain-object.ts';
import { concludeRun, type Evidence } from './conclude.ts';
import type { DocumentedStatus } from './coverage.ts';

/** What the document calls an operation. */
export type OperationFacts = Pick<OperationResult, 'operationId' | 'title' | 'tag'>;

/** Ids of the operations that document no code, or none that is not excluded. */
export function withoutCode(
  operations: readonly OperationFacts[],
  documented: readonly DocumentedStatus[],
): string[] {
  const testable = documented.filter(({ excluded }) => excluded === undefined);
  const known = new Set(testable.map(({ operationId }) => operationId));
  return operations.map(({ operationId }) => operationId).filter((id) => !known.has(id));
}

/**
 * The conclusion of each operation, by the rules for a run (decision 0035). A requirement counts for every operation that
 * has a case of it. A deviation of the run as a whole is that of its only operation. Of several any may have
 * caused it, so that none of them is conformant.
 */
export function operationResults(
  operations: readonly OperationFacts[],
  evidence: Evidence,
  selection: boolean,
): OperationResult[] {
  const casesOf = groupByOperation(evidence.cases);
  const rowsOf = groupByOperation(evidence.coverage);
  const several = operations.length > 1;
  const ofRun = evidence.findings.some(({ severity }) => severity === 'deviation');
  const noneConforms = selection || (several && ofRun) || tooManyExcluded(evidence.coverage);
  return operations.map(({ operationId, title, tag }) => {
    const cases = casesOf.get(operationId) ?? [];
    const coverage = rowsOf.get(operationId) ?? [];
    const own: Evidence = {
      cases,
      // A fifth of the codes may be excluded in all, wherever they are.
      coverage: coverage.filter(({ verdict }) => verdict !== 'excluded'),
      requirements: requirementsOf(cases, evidence.requirements),
      findings: several ? [] : evidence.findings,
    };
    return {
      operationId,
      title,
      ...(tag !== undefined && { tag }),
      conclusion: concludeRun(own, noneConforms),
      codes: codesOf(coverage),
    };
  });
}

/** The number of codes by verdict. */
export function codesOf(coverage: readonly Pick<CoverageRow, 'verdict'>[]): OperationResult['codes'] {
  const codes = { conforms: 0, deviates: 0, incomplete: 0, excluded: 0 };
  for (const { verdict } of coverage) codes[verdict] += 1;
  return codes;
}

function requirementsOf(
  cases: readonly CaseResult[],
  requirements: RunResult['requirements'],
): RunResult['requirements'] {
  const ids = new Set<string>();
  for (const item of cases) for (const id of item.requirements) ids.add(id);
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const statement = ownMember(requirements, id);
      return statement ? [[id, statement]] : [];
    }),
  );
}

function groupByOperation<T extends { readonly operationId: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.operationId);
    if (group) group.push(item);
    else groups.set(item.operationId, [item]);
  }
  return groups;
}

/** For a report of a version of the suite that did not write them: the operations that its codes name. */
export function operationsOfStored({
  cases,
  coverage,
  requirements,
  run,
  conclusion,
}: Pick<RunResult, 'cases' | 'coverage' | 'requirements' | 'run' | 'conclusion'>): OperationResult[] {
  const ids = [...new Set(coverage.map(({ operationId }) => operationId))];
  const operations = ids.map((operationId) => ({ operationId, title: operationId }));
  const { only, skip, shard } = run.options;
  const selection = [only, skip, shard].some((option) => option !== undefined);
  const evidence = { cases, coverage, requirements, findings: run.findings };
  return operationResults(operations, evidence, selection).map((operation) => ({
    ...operation,
    // Of the only operation nothing else can be true than of the run.
    ...((ids.length === 1 || conclusion === 'conformant') && { conclusion }),
  }));
}
