import type { CaseResult, RunResult } from '../model/result.ts';
import { ownMember } from '../util/plain-object.ts';
import { line, longestReason } from '../util/text.ts';
import { citationLine, deviationLines, exchangeLines, findingLines } from './evidence.ts';
import { headlinesOf, maskingCause } from './lookup.ts';
import { describeReceived, deviationsOf, toleratingAmbiguities, waiverProblems } from './queries.ts';
import {
  casesSummary,
  coverageSummary,
  exitMeaning,
  headline,
  incompleteReasons,
  operationsLine,
} from './summary.ts';

/** What a case is in a format of test results; undefined if it passed. */
export type TestOutcome =
  | { readonly kind: 'skipped'; readonly lines: readonly string[]; readonly waived?: true }
  | {
      readonly kind: 'error' | 'failure';
      readonly type: string;
      readonly message: string;
      readonly lines: readonly string[];
    };

/** An outcome that makes a test fail. */
export type FailedOutcome = Exclude<TestOutcome, { readonly kind: 'skipped' }>;

/** The outcome of a case in a format of test results. */
export function caseOutcome(one: CaseResult, result: RunResult): TestOutcome | undefined {
  const reason = line(one.reason ?? 'no reason was recorded', longestReason);
  switch (one.verdict) {
    case 'deviates': {
      const findings = deviationsOf(one);
      const lines = [
        ...headlinesOf(one, result).map((headline) => `cause: ${line(headline)}`),
        ...findings.flatMap((finding) => deviationLines(finding, one, result)),
        ...evidenceOf(one),
      ];
      if (one.waived !== undefined)
        return { kind: 'skipped', lines: [`waived: ${line(one.waived)}`, ...lines], waived: true };
      const first = findings.find(({ waiver }) => waiver === undefined) ?? findings[0];
      const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
      const message = `${line(first?.message ?? reason)}${more}`;
      return { kind: 'failure', type: line(first?.check ?? 'verdict'), message, lines };
    }
    case 'errored':
    case 'inconclusive':
      return { kind: 'error', type: one.verdict, message: reason, lines: [reason, ...evidenceOf(one)] };
    case 'not-exercised':
    case 'not-consented': {
      const remedy = one.testableBy === undefined ? [] : [`testable by: ${line(one.testableBy)}`];
      return { kind: 'skipped', lines: [`${one.verdict}: ${reason}`, ...remedy] };
    }
    default:
      return undefined;
  }
}

function evidenceOf({ exchanges }: CaseResult): string[] {
  const exchange = exchanges.at(-1);
  return exchange ? exchangeLines(exchange) : [];
}

/** Details of a case with any verdict. */
export function caseDetails(one: CaseResult, result: RunResult): string[] {
  const masking = maskingCause(one, result);
  return [
    `verdict: ${one.verdict}${one.reason === undefined ? '' : `: ${line(one.reason, longestReason)}`}`,
    ...(masking ? [`masked, it shows nothing: ${line(masking.headline)}`] : []),
    ...one.requirements.map((id) => `requirement ${citationLine(id, ownMember(result.requirements, id))}`),
    ...(one.verdict === 'tolerated' ? toleratingAmbiguities(one) : []).map(
      (id) =>
        `tolerated: expected ${one.expect}, received ${describeReceived(one)}; ` +
        `ambiguity ${citationLine(id, ownMember(result.ambiguities, id))}`,
    ),
    ...one.findings
      .filter((finding) => finding.severity !== 'deviation')
      .flatMap((finding) => findingLines(finding, result)),
  ];
}

/** The run as a whole, as one more test. Skipped cases count as green, so this test fails whenever the run does. */
export function conclusionOutcome(result: RunResult): {
  readonly lines: readonly string[];
  readonly red?: FailedOutcome;
} {
  const { run } = result;
  const problems = waiverProblems(result).map((problem) => line(problem, 1000));
  const lines = [
    headline(result),
    ...operationsLine(result).map((text) => line(text)),
    `${coverageSummary(result)}; ${casesSummary(result)}; ${exitMeaning(result)}`,
    ...(run.insecure ? ['insecure: certificates were not verified'] : []),
    ...incompleteReasons(result),
    ...problems,
    ...run.findings.flatMap((finding) => findingLines(finding, result)),
    ...run.leftBehind.map(({ caseId, what, reason }) =>
      line(`left behind by ${caseId}: ${what} (${reason})`),
    ),
  ];
  if (run.exitCode === 0) return { lines };
  const message = [exitMeaning(result), ...incompleteReasons(result), ...problems].join('; ');
  return { lines, red: { kind: 'failure', type: `exit-${run.exitCode}`, message, lines } };
}
