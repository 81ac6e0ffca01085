import type { CaseResult, Finding, RunResult, Verdict } from '../model/result.ts';
import { differingConditions } from './conditions.ts';

/**
 * How a case, or the run as a whole, changed between two runs. `conditions`: it was sent or judged in one of them only,
 * and the runs differ in driver, consent or options.
 */
export type Direction = 'worse' | 'better' | 'conditions' | 'other' | 'new' | 'gone';

export interface Change {
  readonly direction: Direction;
  /** Id of the case; `run` for the run as a whole. */
  readonly id: string;
  readonly was: string;
  readonly is: string;
  /** The difference, where the verdicts do not show it. */
  readonly why: string;
}

/** The changes between two runs, in the order of the later catalogue; removed cases come last. */
export function changesBetween(before: RunResult, after: RunResult): Change[] {
  const alike = differingConditions(before, after).length === 0;
  const earlier = new Map(before.cases.map((item) => [item.id, item]));
  const later = new Set(after.cases.map(({ id }) => id));
  const gone = before.cases.filter(({ id }) => !later.has(id));
  return [
    ...ofRun(before.run.findings, after.run.findings),
    ...after.cases.flatMap((item) => changeOf(earlier.get(item.id), item, alike, absence(before))),
    ...gone.filter(isSelected).map(({ id, verdict }) => change('gone', id, verdict, absence(after))),
  ];
}

/** Why a run does not have a case. */
const absence = ({ run }: RunResult): string => (run.scope ? 'outside the scope' : 'not in the catalogue');

const change = (direction: Direction, id: string, was: string, is: string, why = ''): Change => ({
  direction,
  id,
  was,
  is,
  why,
});

/** Whether the case was selected for its run. */
export const isSelected = ({ verdict }: CaseResult): boolean => verdict !== 'not-selected';

function changeOf(
  before: CaseResult | undefined,
  after: CaseResult,
  alike: boolean,
  absent: string,
): Change[] {
  const { id, verdict: is } = after;
  const known = before && isSelected(before) ? before : undefined;
  if (!known) return isSelected(after) ? [change('new', id, before ? 'not selected' : absent, is)] : [];
  if (!isSelected(after)) return [change('gone', id, known.verdict, 'not selected')];
  const { verdict: was } = known;
  if (was === 'deviates' && is === 'deviates') return deviationChange(id, known.findings, after.findings);
  if (was === is) return [];
  const why = after.reason ?? deviationsOf(after.findings)[0]?.message ?? '';
  const both = rank[was] !== undefined && rank[is] !== undefined;
  return [change(alike || both ? directionOf(was, is) : 'conditions', id, was, is, why)];
}

/** 3 for a documented answer, 2 for a tolerated one, 1 for a deviation. Other verdicts say nothing about the target. */
const rank: Readonly<Partial<Record<Verdict, number>>> = { conforms: 3, tolerated: 2, deviates: 1 };

/**
 * A case that had a result and has none now is worse; otherwise a run without results would never be worse. A
 * deviation that is no longer exercised is not better.
 */
function directionOf(was: Verdict, is: Verdict): Direction {
  const [before, after] = [rank[was], rank[is]];
  if (before !== undefined && after !== undefined) return after > before ? 'better' : 'worse';
  if (after !== undefined) return is === 'deviates' ? 'worse' : 'better';
  return before === undefined || was === 'deviates' ? 'other' : 'worse';
}

function deviationChange(id: string, before: readonly Finding[], after: readonly Finding[]): Change[] {
  const [more, less] = [without(after, before), without(before, after)];
  if (more.length > 0) return [change('worse', id, 'deviates', 'deviates differently', messages(more))];
  return less.length > 0
    ? [change('better', id, 'deviates', 'deviates less', `no longer: ${messages(less)}`)]
    : [];
}

function ofRun(before: readonly Finding[], after: readonly Finding[]): Change[] {
  const [more, less] = [without(after, before), without(before, after)];
  return [
    ...(more.length > 0 ? [change('worse', 'run', '', 'deviates', messages(more))] : []),
    ...(less.length > 0 ? [change('better', 'run', 'deviates', '', `no longer: ${messages(less)}`)] : []),
  ];
}

const deviationsOf = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === 'deviation');

const messages = (findings: readonly Finding[]): string => findings.map(({ message }) => message).join('; ');

/** The deviations that only one run has. `actual` counts only for statuses: elsewhere it varies from run to run. */
function without(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const keyOf = ({ check, location, actual, message }: Finding) =>
    JSON.stringify([check, location, location === 'status' ? actual : message]);
  const known = new Set(deviationsOf(others).map(keyOf));
  return deviationsOf(findings).filter((finding) => !known.has(keyOf(finding)));
}
