import type { CaseResult, Finding, RunResult, Verdict } from '../model/result.ts';

/** How a case, or the run as a whole, has changed from one run to the next. */
export type Direction = 'worse' | 'better' | 'other' | 'new' | 'gone';

export interface Change {
  readonly direction: Direction;
  /** Id of the case; `run` for the run as a whole. */
  readonly id: string;
  readonly was: string;
  readonly is: string;
  /** What tells the two apart, where the verdicts do not. */
  readonly why: string;
}

/** What changed between two runs, in the order of the later one's catalogue; what is gone comes last. */
export function changesBetween(before: RunResult, after: RunResult): Change[] {
  const earlier = new Map(before.cases.map((item) => [item.id, item]));
  const later = new Set(after.cases.map(({ id }) => id));
  const gone = before.cases.filter(({ id }) => !later.has(id));
  return [
    ...ofRun(before.run.findings, after.run.findings),
    ...after.cases.flatMap((item) => changeOf(earlier.get(item.id), item)),
    ...gone.filter(isSelected).map(({ id, verdict }) => change('gone', id, verdict, 'not in the catalogue')),
  ];
}

const change = (direction: Direction, id: string, was: string, is: string, why = ''): Change => ({
  direction,
  id,
  was,
  is,
  why,
});

/** Whether a run was about the case. */
export const isSelected = ({ verdict }: CaseResult): boolean => verdict !== 'not-selected';

function changeOf(before: CaseResult | undefined, after: CaseResult): Change[] {
  const { id, verdict: is } = after;
  const known = before && isSelected(before) ? before : undefined;
  if (!known)
    return isSelected(after) ? [change('new', id, before ? 'not selected' : 'not in the catalogue', is)] : [];
  if (!isSelected(after)) return [change('gone', id, known.verdict, 'not selected')];
  const { verdict: was } = known;
  if (was === 'deviates' && is === 'deviates') return deviationChange(id, known.findings, after.findings);
  if (was === is) return [];
  const why = after.reason ?? deviationsOf(after.findings)[0]?.message ?? '';
  return [change(directionOf(was, is), id, was, is, why)];
}

/** What a verdict shows: 3 as documented, 2 allowed, 1 a deviation; nothing of the target for all others. */
const rank: Readonly<Partial<Record<Verdict, number>>> = { conforms: 3, tolerated: 2, deviates: 1 };

/**
 * What was shown and no longer is has got worse, or a run that shows nothing would never be. But a deviation that is
 * merely not brought about any more has not got better.
 */
function directionOf(was: Verdict, is: Verdict): Direction {
  const [before, after] = [rank[was], rank[is]];
  if (before !== undefined && after !== undefined) return after > before ? 'better' : 'worse';
  if (after !== undefined) return is === 'deviates' ? 'worse' : 'better';
  return before === undefined || was === 'deviates' ? 'other' : 'worse';
}

function deviationChange(id: string, before: readonly Finding[], after: readonly Finding[]): Change[] {
  const [more, less] = [without(after, before), without(before, after)];
  if (more.length > 0) return [change('worse', id, 'deviates', 'deviates otherwise', messages(more))];
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

/** The deviations of one run that the other has not. Of most checks `actual` is what the target happened to answer. */
function without(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const keyOf = ({ check, location, actual, message }: Finding) =>
    JSON.stringify([check, location, location === 'status' ? actual : message]);
  const known = new Set(deviationsOf(others).map(keyOf));
  return deviationsOf(findings).filter((finding) => !known.has(keyOf(finding)));
}
