import type {
  CaseResult,
  Cause,
  CoverageRow,
  CoverageVerdict,
  Finding,
  RunResult,
  Statement,
  Verdict,
} from '../model/result.ts';
import { count } from '../util/text.ts';
import { carriersOf } from './lookup.ts';

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

/** A cause and its deviations. */
export interface FoundCause {
  readonly cause: Cause;
  readonly found: Group<CaseFinding>;
}

/**
 * The causes of the result, each with its deviations: one fault in forty cases is reported once. The worst come first,
 * because formats with a limit cut the end; waived ones come last.
 */
export function causes(result: RunResult): FoundCause[] {
  const byId = new Map(casesOf(result, 'deviates').map((one) => [one.id, one]));
  return result.causes.flatMap((cause) => {
    const [first, ...others] = cause.cases.flatMap((id): CaseFinding[] => {
      const one = byId.get(id);
      const finding = one && deviationsOf(one).find((other) => (other.cause ?? cause.id) === cause.id);
      return one && finding ? [{ case: one, finding }] : [];
    });
    return first ? [{ cause, found: [first, ...others] }] : [];
  });
}

export const unwaivedCauses = (result: RunResult): FoundCause[] =>
  causes(result).filter(({ found: [first] }) => !isWaived(first));

/** The number of cases with these causes; a case with several causes counts once. */
export const casesIn = (all: readonly FoundCause[]): number =>
  new Set(all.flatMap(({ found }) => found.map((occurrence) => occurrence.case))).size;

export const deviationsTitle = (all: readonly FoundCause[]): string =>
  `Deviations: ${count(all.length, 'cause')} in ${count(casesIn(all), 'case')}`;

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

/** What follows where no valid request of an operation was accepted, in words; once for each. */
export function unprovenOperations(result: RunResult): string[] {
  const unproven = result.cases.filter(({ baseUnproven }) => baseUnproven);
  return groupBy(unproven, ({ operationId }) => operationId).map(
    (group) =>
      `${group[0].operationId}: no valid request was accepted in this run, so ${count(group.length, 'refusal')} may have another reason than the fault of the case`,
  );
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

/**
 * Where the document states the code that a deviation is about, for one that names no requirement known here: of a status
 * the expected code, of a body or a header the code that was received.
 */
export function placeOf(finding: Finding, one: CaseResult, result: RunResult): string | undefined {
  const { requirement, location } = finding;
  if (requirement !== undefined && Object.hasOwn(result.requirements, requirement)) return undefined;
  const { operationId, expect } = one;
  const ofRequest = location === 'status' || location === 'exchange';
  const status = ofRequest ? expect : (receivedStatus(one) ?? expect);
  return result.coverage.find((row) => row.operationId === operationId && row.status === status)?.citation;
}

/**
 * Requirements of strength `must` that are neither shown, nor broken, nor excluded. One whose cases were all not selected
 * is left out: the selection says that already.
 */
export function requirementsNotShown(result: RunResult): [id: string, statement: Statement][] {
  return Object.entries(result.requirements).filter(
    ([id, { strength, verdict }]) =>
      strength === 'must' &&
      (verdict === undefined || verdict === 'incomplete') &&
      !isOutsideSelection(id, result),
  );
}

function isOutsideSelection(requirement: string, result: RunResult): boolean {
  const carriers = carriersOf(requirement, result);
  return carriers.length > 0 && carriers.every(({ verdict }) => verdict === 'not-selected');
}

/** Requirements that were not shown, by the codes that their cases are about. */
export function requirementGroups(result: RunResult): { readonly codes: string; readonly ids: string[] }[] {
  const codesOf = (id: string) => {
    const names = [...new Set(carriersOf(id, result).map((one) => codeName(one, result)))];
    if (names.length === 0) return 'no case';
    return names.length > 2 ? 'several codes' : names.join(' and ');
  };
  const named = requirementsNotShown(result).map(([id]) => ({ id, codes: codesOf(id) }));
  return groupBy(named, ({ codes }) => codes)
    .map((group) => ({ codes: group[0].codes, ids: group.map(({ id }) => id) }))
    .toSorted((one, other) => one.codes.localeCompare(other.codes, 'en'));
}

/** A documented code as lists name it: `operation/code`, or the code alone where the run has one operation. */
export function codeName(
  { operationId, status }: Pick<CoverageRow, 'operationId' | 'status'>,
  result: Pick<RunResult, 'operations'>,
): string {
  return hasSeveralOperations(result) ? `${operationId}/${status}` : `${status}`;
}

/** Each mark has a word beside it, or in a legend: color and glyph alone carry no information. */
export const coverageMarks: Readonly<Record<CoverageVerdict, string>> = {
  conforms: '✓',
  deviates: '✗',
  incomplete: '–',
  excluded: '∅',
};

/** More than one operation: then a report says of each what it says of the run. */
export const hasSeveralOperations = ({ operations }: Pick<RunResult, 'operations'>): boolean =>
  operations.length > 1;

export function coverageOf(result: RunResult, verdict: CoverageRow['verdict']): readonly CoverageRow[] {
  return result.coverage.filter((row) => row.verdict === verdict);
}
