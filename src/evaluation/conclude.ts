import { type AllowedCode, allowsCode } from '../catalogue/allowed-code.ts';
import { exitCodes, type SuiteError } from '../model/errors.ts';
import type { CaseResult, Conclusion, CoverageRow, Finding, Statement } from '../model/result.ts';
import { tooManyExcluded } from '../util/excluded-codes.ts';

/** A requirement of `spec/requirements/`, with its citation as text. */
export interface Requirement extends Omit<Statement, 'verdict'> {
  /** Why no case shows it. */
  readonly excluded?: string;
}

/**
 * Whether the run has shown each requirement: by a case that carries it and was answered as expected or as an ambiguity
 * tolerates,
 * and by no deviation that names it. What only should be is not shown where a warning names it either.
 */
export function requirementVerdicts(
  requirements: Readonly<Record<string, Requirement>>,
  cases: readonly CaseResult[],
): Record<string, Statement> {
  const shown = new Set(
    cases
      .filter(({ verdict }) => verdict === 'conforms' || verdict === 'tolerated')
      .filter((item) => !isBesideTheCase(item))
      .flatMap((item) => item.requirements),
  );
  const named = (by: Finding['severity']) =>
    new Set(
      cases.flatMap(({ findings }) =>
        findings.filter(({ severity }) => severity === by).map(({ requirement }) => requirement),
      ),
    );
  const [broken, warned] = [named('deviation'), named('warning')];
  return Object.fromEntries(
    Object.entries(requirements).map(([id, { excluded, ...statement }]): [string, Statement] => {
      if (excluded !== undefined) return [id, { ...statement, verdict: 'excluded' }];
      if (broken.has(id)) return [id, { ...statement, verdict: 'deviates' }];
      const doubted = statement.strength === 'should' && warned.has(id);
      return [id, { ...statement, verdict: shown.has(id) && !doubted ? 'conforms' : 'incomplete' }];
    }),
  );
}

/** Tolerated with a status that the case does not name, as no *must* asks for the expected one: that shows nothing. */
function isBesideTheCase({ verdict, expect, tolerates, exchanges }: CaseResult): boolean {
  if (verdict !== 'tolerated') return false;
  const status = exchanges.at(-1)?.response?.status;
  return status !== undefined && status !== expect && !tolerates.some((item) => item.status === status);
}

export interface Evidence {
  readonly cases: readonly CaseResult[];
  readonly coverage: readonly CoverageRow[];
  readonly requirements: Readonly<Record<string, Statement>>;
  readonly findings: readonly Finding[];
  /** Ids of operations without a code that a case could be about: nothing can be shown of them. @default none */
  readonly withoutCode?: readonly string[];
}

const doubtful = new Set(['inconclusive', 'errored']);

/**
 * The conclusion of a run (decision 0001). `conformant` needs every documented status and every *must*, in a run of
 * the whole catalogue: a selection never conforms, even if it selects everything.
 */
export function concludeRun(
  { cases, coverage, requirements, findings, withoutCode = [] }: Evidence,
  selection = false,
): Conclusion {
  if (cases.some(({ verdict }) => verdict === 'deviates')) return 'deviates';
  if (findings.some(({ severity }) => severity === 'deviation')) return 'deviates';
  const incomplete =
    selection ||
    cases.length === 0 ||
    withoutCode.length > 0 ||
    tooManyExcluded(coverage) ||
    coverage.some(({ verdict }) => verdict !== 'conforms' && verdict !== 'excluded') ||
    Object.values(requirements).some(
      ({ strength, verdict }) => strength === 'must' && verdict === 'incomplete',
    ) ||
    cases.some(({ verdict }) => doubtful.has(verdict) || verdict === 'not-selected');
  return incomplete ? 'incomplete' : 'conformant';
}

export interface ExitRules {
  readonly allowIncomplete: readonly AllowedCode[];
  /** Warnings count as deviations do. */
  readonly strict: boolean;
  /** True when only some cases were selected: the exit code then judges these alone. */
  readonly selection: boolean;
  readonly interrupted: boolean;
  /** What interrupted the run, if not its user. */
  readonly interruptedBy?: SuiteError;
  /** A waiver that has expired or does not fit fails the run in any case. @default false */
  readonly waiversToMend?: boolean;
}

/** The exit code. Waivers and allowed codes change it and nothing else: the evidence is without what was waived. */
export function exitCodeOf(conclusion: Conclusion, evidence: Evidence, rules: ExitRules): number {
  if (rules.interrupted) return rules.interruptedBy?.exitCode ?? exitCodes.interrupted;
  const { cases, findings } = evidence;
  const all = [...findings, ...cases.flatMap((item) => item.findings)];
  const warned = rules.strict && all.some(({ severity }) => severity === 'warning');
  if (conclusion === 'deviates' || warned || rules.waiversToMend) return exitCodes.deviates;
  if (conclusion === 'conformant') return exitCodes.conformant;
  const settled = rules.selection
    ? selectionShown(evidence, rules.allowIncomplete)
    : allowed(evidence, rules.allowIncomplete);
  // Whatever may be missing, a run that has shown nothing says nothing of the target.
  return settled && cases.some(isShown) ? exitCodes.conformant : exitCodes.incomplete;
}

const isShown = ({ verdict }: CaseResult): boolean => verdict === 'conforms' || verdict === 'tolerated';

/** Every selected case was shown, or was not sent and is about an allowed code. */
function selectionShown({ cases }: Evidence, codes: readonly AllowedCode[]): boolean {
  const settled = (item: CaseResult) =>
    isShown(item) || (!doubtful.has(item.verdict) && allowsCode(codes, item));
  return cases.filter(({ verdict }) => verdict !== 'not-selected').every(settled);
}

/** Everything that is missing is about an allowed code, and no case is inconclusive or errored. */
function allowed(
  { cases, coverage, requirements, withoutCode = [] }: Evidence,
  codes: readonly AllowedCode[],
): boolean {
  if (cases.some(({ verdict }) => doubtful.has(verdict)) || withoutCode.length > 0) return false;
  const missing = coverage.filter(
    ({ verdict }) => verdict !== 'conforms' && (verdict !== 'excluded' || tooManyExcluded(coverage)),
  );
  if (!missing.every((row) => allowsCode(codes, row))) return false;
  const [carried, needed] = [new Set<string>(), new Set<string>()];
  for (const item of cases) {
    const isAllowed = allowsCode(codes, item);
    for (const id of item.requirements) (isAllowed ? carried : needed).add(id);
  }
  return Object.entries(requirements).every(
    ([id, { strength, verdict }]) =>
      strength !== 'must' || verdict !== 'incomplete' || (carried.has(id) && !needed.has(id)),
  );
}
