import type { CaseResult, Finding, RunResult, Waiver } from '../model/result.ts';
import { wholeRun } from './waivers.ts';

/** A waiver without what only a person can say, and what it was drafted from. */
export interface DraftedWaiver {
  readonly waiver: Omit<Waiver, 'reason' | 'owner' | 'expires'>;
  /** The deviation; of several, the first. */
  readonly finding: Finding;
  /** The cases it is about; none when it is about the run as a whole. */
  readonly cases: readonly CaseResult[];
}

interface Deviation {
  /** Absent when it is about the run as a whole. */
  readonly case?: CaseResult;
  readonly finding: Finding;
}

/** A waiver for each deviation that no waiver covers; one by pattern where all cases of a status share it. */
export function draftWaivers({ cases, run }: RunResult): readonly DraftedWaiver[] {
  const deviations: Deviation[] = [
    ...run.findings.map((finding) => ({ finding })),
    ...cases
      .filter(({ verdict }) => verdict === 'deviates')
      .flatMap((item) => item.findings.map((finding) => ({ case: item, finding }))),
  ].filter(({ finding }) => finding.severity === 'deviation' && finding.waiver === undefined);
  return groups(deviations).flatMap((group) => drafted(group, cases));
}

/** Deviations of one status with the same marks, in order of first appearance. */
function groups(deviations: readonly Deviation[]): Deviation[][] {
  const found = new Map<string, Deviation[]>();
  for (const deviation of deviations) {
    const { case: item, finding } = deviation;
    const key = JSON.stringify([item && statusPattern(item), marksOf(finding)]);
    found.set(key, [...(found.get(key) ?? []), deviation]);
  }
  return [...found.values()];
}

const statusPattern = ({ operationId, status }: CaseResult): string => `${operationId}/${status}/*`;

/**
 * What a deviation is known by, and the same in every run. Of most checks `actual` is what the target happened to
 * answer (ids, times); of a wrong status it is the deviation itself, and the message only repeats it.
 */
function marksOf({ check, location, actual, message }: Finding): Omit<DraftedWaiver['waiver'], 'case'> {
  const ofStatus = location === 'status' && actual !== undefined;
  return {
    check,
    ...(location !== undefined && { location }),
    ...(ofStatus ? { actual } : { message }),
  };
}

function drafted(group: readonly Deviation[], all: readonly CaseResult[]): DraftedWaiver[] {
  const [first] = group;
  if (!first) return [];
  const { finding } = first;
  const marks = marksOf(finding);
  if (!first.case) return [{ waiver: { case: wholeRun, ...marks }, finding, cases: [] }];
  const pattern = statusPattern(first.case);
  const cases = [...new Set(group.flatMap((deviation) => deviation.case ?? []))];
  const ofStatus = all.filter((item) => statusPattern(item) === pattern);
  if (cases.length > 1 && cases.length === ofStatus.length)
    return [{ waiver: { case: pattern, ...marks }, finding, cases }];
  return cases.map((item) => ({
    waiver: { case: item.id, ...marks },
    finding: group.find((deviation) => deviation.case === item)?.finding ?? finding,
    cases: [item],
  }));
}
