import { caseMeant } from '../catalogue/meant.ts';
import { matchesPattern } from '../catalogue/select.ts';
import type { CaseResult, Finding, Waiver, WaiverProblem, WaiverResult } from '../model/result.ts';
import { transportCheck } from './judge.ts';

export interface WaiverRules {
  readonly entries: readonly Waiver[];
  /** The day of the run, in UTC, as `YYYY-MM-DD`. */
  readonly today: string;
  /** True where the run is about some operations only: an entry may be about another one. @default false */
  readonly scoped?: boolean;
}

/** What a run has found: by case, and about itself. */
export interface RunFindings {
  readonly cases: readonly CaseResult[];
  readonly findings: readonly Finding[];
}

/** The `case` of a waiver that is about the run as a whole. No case id is without a slash. */
export const wholeRun = 'run';

/**
 * Marks the deviations that waivers cover, and says what is wrong with the waivers themselves. Verdicts do not change.
 * It works on recorded findings, so that a waiver can be copied from a report and never contains a secret.
 */
export function applyWaivers(
  found: RunFindings,
  { entries, today, scoped = false }: WaiverRules,
): RunFindings & { readonly waivers: readonly WaiverResult[] } {
  const numbered = entries.map((waiver, index) => ({ ...waiver, entry: index + 1 }));
  const valid = numbered.filter((waiver) => !hasExpired(waiver, today));
  const ofRun = valid.filter((waiver) => waiver.case === wholeRun);
  const marked: RunFindings = {
    cases: found.cases.map((item) => waivedCase(item, valid)),
    findings: found.findings.map((finding) => waivedFinding(finding, ofRun)),
  };
  const waivers = numbered.map((waiver): WaiverResult => {
    const problem = problemOf(waiver, marked, { today, scoped });
    return problem ? { ...waiver, problem } : waiver;
  });
  return { ...marked, waivers };
}

/** What the exit code is based on: everything without the waived deviations. */
export function withoutWaived(found: RunFindings): RunFindings {
  const { cases, findings } = found;
  if (!cases.some(hasWaived) && !findings.some(isWaived)) return found;
  const standing = (all: readonly Finding[]) => all.filter(({ waiver }) => waiver === undefined);
  return {
    cases: cases.map((item): CaseResult => {
      const verdict = item.waived === undefined ? item.verdict : 'conforms';
      return { ...item, verdict, findings: standing(item.findings) };
    }),
    findings: standing(findings),
  };
}

const isWaived = ({ waiver }: Finding): boolean => waiver !== undefined;
const hasWaived = ({ waived, findings }: CaseResult): boolean =>
  waived !== undefined || findings.some(isWaived);

/** Whether a waiver is about this deviation. What it does not name may be anything. */
function covers(waiver: Waiver, finding: Finding): boolean {
  const named = [waiver.location, waiver.actual, waiver.message];
  const met = [finding.location, finding.actual, finding.message];
  return (
    finding.severity === 'deviation' &&
    waiver.check === finding.check &&
    named.every((value, index) => value === undefined || value === met[index])
  );
}

function waivedFinding(finding: Finding, waivers: readonly WaiverResult[]): Finding {
  const waiver = waivers.find((one) => covers(one, finding));
  return waiver ? { ...finding, waiver: waiver.entry } : finding;
}

function waivedCase(item: CaseResult, waivers: readonly WaiverResult[]): CaseResult {
  if (item.verdict !== 'deviates') return item;
  const own = waivers.filter((waiver) => patternsOf(waiver).some((pattern) => matchesPattern(item, pattern)));
  const findings = item.findings.map((finding) => waivedFinding(finding, own));
  const deviations = findings.filter(({ severity }) => severity === 'deviation');
  const all = deviations.length > 0 && deviations.every(({ waiver }) => waiver !== undefined);
  if (!all) return { ...item, findings };
  const used = own.filter(({ entry }) => deviations.some(({ waiver }) => waiver === entry));
  return { ...item, findings, waived: [...new Set(used.map(({ reason }) => reason))].join('; ') };
}

/** What names the cases of a waiver: a pattern, or each id of a list. */
const patternsOf = (waiver: Waiver): readonly string[] => [waiver.case].flat();

/** How messages name the cases of a waiver. */
function casesOfWaiver(waiver: Waiver): string {
  const [first = '', ...others] = patternsOf(waiver);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** ISO dates compare as text. */
const hasExpired = ({ expires }: Waiver, today: string): boolean => today > expires;

type RulesOfRun = Required<Omit<WaiverRules, 'entries'>>;

/** The first problem: each id of a list must fit alone, so that the entry hides nothing that comes back later. */
function problemOf(waiver: WaiverResult, found: RunFindings, rules: RulesOfRun): WaiverResult['problem'] {
  const problems = patternsOf(waiver).map((pattern) => problemWith(pattern, waiver, found, rules));
  if (problems.every((problem) => problem?.kind === 'stale'))
    return { kind: 'stale', message: `${entryName(waiver)} is stale: this deviation is gone; remove it.` };
  return problems.find((problem) => problem !== undefined);
}

const entryName = (waiver: WaiverResult): string =>
  `Entry ${waiver.entry} (case ${casesOfWaiver(waiver)}, check ${waiver.check})`;

function problemWith(
  pattern: string,
  waiver: WaiverResult,
  { cases }: RunFindings,
  { today, scoped }: RulesOfRun,
): WaiverResult['problem'] {
  const listed = patternsOf(waiver).length > 1;
  const problem = (kind: WaiverProblem, what: string, hint = '') => ({
    kind,
    message: `${entryName(waiver)} ${what}.${hint}`,
  });
  const ofRun = pattern === wholeRun;
  const own = cases.filter((item) => matchesPattern(item, pattern));
  if (!ofRun && own.length === 0 && !scoped) {
    const hint = caseMeant(pattern, cases);
    return problem(
      'no-case',
      listed
        ? `names ${pattern}, which is no case; \`list\` shows them all, so correct or remove that id`
        : 'matches no case; `list` shows them all, so correct or remove it',
      // A list names cases only.
      listed && hint.includes('*') ? '' : hint,
    );
  }
  if (hasExpired(waiver, today))
    return problem('expired', `expired on ${waiver.expires}; mend the deviation, or renew the entry`);
  // Findings about the whole run depend on load and options: their absence proves nothing.
  if (ofRun || own.some(({ findings }) => findings.some((finding) => covers(waiver, finding))))
    return undefined;
  const changed = own.flatMap((item) => changeOf(waiver, item))[0];
  if (changed !== undefined)
    return problem('changed', `no longer fits: ${changed}; correct or remove ${listed ? 'that id' : 'it'}`);
  // A pattern may also be about operations that the run was not about.
  if (scoped && !own.some(({ id }) => id === pattern)) return undefined;
  return isStale(waiver, own)
    ? problem('stale', `is stale for ${pattern}: this deviation is gone; remove that id`)
    : undefined;
}

/** How a case deviates where the waiver's deviation is not met, if that looks like the same one, changed. */
function changeOf({ check }: Waiver, { id, findings }: CaseResult): string[] {
  const others = findings.filter(({ severity, waiver }) => severity === 'deviation' && waiver === undefined);
  const other = others.find((finding) => finding.check === check) ?? others.find(replacesOthers);
  if (!other) return [];
  const place = other.location === undefined ? '' : ` at ${other.location}`;
  const met = other.actual === undefined ? '' : `, actual ${other.actual}`;
  return [`${id} now deviates by ${other.check}${place}${met} ("${other.message}")`];
}

/** Deviations beside which findings of other checks do not count. */
const replacesOthers = ({ severity, check, location }: Finding): boolean =>
  severity === 'deviation' && (check === transportCheck || location === 'status');

const judged: ReadonlySet<string> = new Set(['conforms', 'tolerated', 'deviates']);

/** The waiver may be about one of these cases, and another run will show. */
const undecided: ReadonlySet<string> = new Set(['not-selected', 'errored', 'inconclusive']);

/**
 * Whether the deviation that the waiver names is gone. A case that was never sent, or whose answer the check did not
 * see, shows nothing. But where other cases of a pattern were judged, the ones that cannot be exercised do not keep
 * the waiver alive for ever.
 */
function isStale({ check }: Waiver, cases: readonly CaseResult[]): boolean {
  if (cases.some(({ verdict }) => undecided.has(verdict))) return false;
  return cases.some(
    ({ verdict, findings }) =>
      judged.has(verdict) && !findings.some((finding) => replacesOthers(finding) && finding.check !== check),
  );
}
