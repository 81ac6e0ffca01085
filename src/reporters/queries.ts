import type { CaseResult, CoverageRow, Finding, RunResult, Statement, Verdict } from '../model/result.ts';

/** A group is never empty; its first member represents it. */
export type Group<T> = readonly [first: T, ...others: T[]];

/** Items that share a key, in order of first appearance. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => unknown): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const name = JSON.stringify(key(item));
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}

/** A finding and its case. */
export interface CaseFinding {
  readonly case: CaseResult;
  readonly finding: Finding;
}

/** The deviations of a case. A deviating case without one yields its reason as a deviation. */
export function deviationsOf(result: CaseResult): readonly Finding[] {
  const found = result.findings.filter((finding) => finding.severity === 'deviation');
  if (found.length > 0 || result.verdict !== 'deviates') return found;
  return [{ check: 'verdict', severity: 'deviation', message: result.reason ?? 'no finding was recorded' }];
}

/** Whether a waiver covers a deviation. */
export const isWaived = ({ case: { waived }, finding: { waiver } }: CaseFinding): boolean =>
  waived !== undefined || waiver !== undefined;

/** What is wrong with the waivers, and what to do about it. */
export function waiverProblems({ run }: RunResult): string[] {
  return (run.waivers ?? []).flatMap(({ problem }) => problem?.message ?? []);
}

/** Whether anything deviates that no waiver covers. */
export function hasUnwaivedDeviation(result: RunResult): boolean {
  return (
    casesOf(result, 'deviates').some(({ waived }) => waived === undefined) ||
    result.run.findings.some(({ severity, waiver }) => severity === 'deviation' && waiver === undefined)
  );
}

/**
 * The deviations of all cases, grouped by cause: one fault in forty cases is reported once. The most frequent
 * causes come first, because formats with a limit cut the end; waived ones come last.
 */
export function causes(result: RunResult): Group<CaseFinding>[] {
  const occurrences = casesOf(result, 'deviates').flatMap((one) =>
    deviationsOf(one).map((finding) => ({ case: one, finding })),
  );
  const groups = groupBy(occurrences, (occurrence) => {
    const { check, message, location, waiver } = occurrence.finding;
    return [isWaived(occurrence) && [waiver, occurrence.case.waived], check, message, location];
  });
  const rank = ([first]: Group<CaseFinding>) => Number(isWaived(first));
  return groups.sort((one, other) => rank(one) - rank(other) || other.length - one.length);
}

/** The warnings of all cases, equal ones together. */
export function warnings(result: RunResult): Group<CaseFinding>[] {
  const occurrences = result.cases.flatMap((one) =>
    one.findings
      .filter((finding) => finding.severity === 'warning')
      .map((finding) => ({ case: one, finding })),
  );
  return groupBy(occurrences, ({ finding: { check, message, location } }) => [check, message, location]);
}

export function casesOf(result: RunResult, ...verdicts: Verdict[]): CaseResult[] {
  return result.cases.filter((one) => verdicts.includes(one.verdict));
}

/** Cases of one verdict with the same reason and remedy. */
export function groupByReason(result: RunResult, ...verdicts: Verdict[]): Group<CaseResult>[] {
  return groupBy(casesOf(result, ...verdicts), (one) => [one.verdict, one.reason, one.testableBy]);
}

/** The status of the last answer, if there was one. */
export function receivedStatus(result: CaseResult): number | undefined {
  return result.exchanges.at(-1)?.response?.status;
}

/** What was received. A tolerated case with the expected status has another body. */
export function describeReceived(result: CaseResult): string {
  const status = receivedStatus(result);
  if (status === undefined) return 'no answer';
  return status === result.expect ? `${status} with another body` : String(status);
}

/** Ids of the ambiguities that allow the received status; all of the case if none is for this status. */
export function toleratingAmbiguities(result: CaseResult): string[] {
  const received = receivedStatus(result);
  const fitting = result.tolerates.filter((tolerance) => tolerance.status === received);
  return [...new Set((fitting.length > 0 ? fitting : result.tolerates).map(({ ambiguity }) => ambiguity))];
}

/** Requirements of strength `must` that are neither shown, nor broken, nor excluded. */
export function requirementsNotShown(result: RunResult): [id: string, statement: Statement][] {
  return Object.entries(result.requirements).filter(
    ([, { strength, verdict }]) => strength === 'must' && (verdict === undefined || verdict === 'incomplete'),
  );
}

export function coverageOf(result: RunResult, verdict: CoverageRow['verdict']): readonly CoverageRow[] {
  return result.coverage.filter((row) => row.verdict === verdict);
}
