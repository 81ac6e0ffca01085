import type { CaseResult, Finding, RunResult, Waiver } from '../model/result.ts';
import { wholeRun } from './waivers.ts';

/** A waiver without what only a person can say, and what it was drafted from. */
export interface DraftedWaiver {
  readonly waiver: Omit<Waiver, 'reason' | 'owner' | 'expires'>;
  /** What deviates, in words. */
  readonly headline: string;
  /** The deviation; of several, the first. */
  readonly finding: Finding;
}

/**
 * A waiver for each cause that no waiver covers, and for each such finding about the run. It names the cases by their
 * ids, so that it hides nothing new: neither another case nor another answer.
 */
export function draftWaivers({ cases, causes, run }: RunResult): readonly DraftedWaiver[] {
  const ofRun = run.findings.filter(isUnwaived).map((finding): DraftedWaiver => {
    return { waiver: { case: wholeRun, ...marksOf(finding) }, headline: finding.message, finding };
  });
  const byId = new Map(cases.map((item) => [item.id, item]));
  const ofCases = causes.flatMap(({ id, headline, cases: ids }) => {
    const items = ids.flatMap((name) => byId.get(name) ?? []);
    return drafted(id, headline, items);
  });
  return [...ofRun, ...ofCases];
}

const isUnwaived = ({ severity, waiver }: Finding): boolean =>
  severity === 'deviation' && waiver === undefined;

/** One, unless the target answered the cases of the cause differently, such as redirects to several places. */
function drafted(cause: string, headline: string, items: readonly CaseResult[]): DraftedWaiver[] {
  const drafts = new Map<string, { finding: Finding; ids: string[] }>();
  for (const { id, findings } of items) {
    for (const finding of findings.filter((one) => one.cause === cause && isUnwaived(one))) {
      const key = JSON.stringify(marksOf(finding));
      const draft = drafts.get(key) ?? { finding, ids: [] };
      if (!draft.ids.includes(id)) draft.ids.push(id);
      drafts.set(key, draft);
    }
  }
  return [...drafts.values()].map(({ finding, ids: [first = '', ...others] }) => ({
    waiver: { case: others.length === 0 ? first : [first, ...others], ...marksOf(finding) },
    headline,
    finding,
  }));
}

/**
 * What a deviation is known by, and the same in every run. Of most checks `actual` is what the target happened to
 * answer (ids, times); of a wrong status or header it is the deviation itself, and the message does not always have it.
 */
function marksOf({ check, location, actual, message }: Finding): Omit<DraftedWaiver['waiver'], 'case'> {
  const isActualStable =
    actual !== undefined && (location === 'status' || location?.startsWith('header ') === true);
  return {
    check,
    ...(location !== undefined && { location }),
    ...(isActualStable ? { actual } : { message }),
  };
}
