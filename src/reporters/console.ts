import type { CaseResult, Cause, RunResult, Severity, Verdict } from '../model/result.ts';
import { type Paint, painter, type Style } from '../util/paint.ts';
import { ownMember } from '../util/plain-object.ts';
import { count, line, longestReason, wrap } from '../util/text.ts';
import { briefLines, codeLine, insecure, lastLine } from './brief.ts';
import { consoleMatrix } from './console-matrix.ts';
import { citationLine, deviationLines, exchangeLines, findingLines, waiverTerms } from './evidence.ts';
import { type ListedCause, listedCauses } from './listed-causes.ts';
import {
  type CaseFinding,
  casesIn,
  casesOf,
  causes,
  describeReceived,
  deviationsTitle,
  type FoundCause,
  groupBy,
  groupByReason,
  hasSeveralOperations,
  isWaived,
  requirementGroups,
  requirementsNotShown,
  toleratingAmbiguities,
  unprovenOperations,
  unwaivedCauses,
  waiverProblems,
  warnings,
} from './queries.ts';
import type { ReporterOptions } from './reporter.ts';
import {
  createdSummary,
  givenSummary,
  headline,
  incompleteReasons,
  operationsLine,
  specificationName,
} from './summary.ts';

const severityStyles: Readonly<Record<Severity, Style>> = {
  deviation: 'red',
  warning: 'yellow',
  note: 'dim',
};

/** The result for a terminal: deviations first and in full, everything else grouped and short. */
export function toConsole(result: RunResult, { color, brief = false }: ReporterOptions): string {
  const paint = painter(color);
  if (brief)
    return briefLines(result, paint)
      .map((text) => `${text}\n`)
      .join('');
  const sections = [
    head(result, paint),
    coverage(result, paint),
    waiversToMend(result, paint),
    deviations(result, paint),
    waived(result, paint),
    warned(result, paint),
    tolerated(result, paint),
    unproven(result, paint),
    reasons(result, 'Not exercised', paint, 'not-exercised'),
    reasons(result, 'Not consented', paint, 'not-consented'),
    reasons(result, 'Inconclusive or errored', paint, 'inconclusive', 'errored'),
    runFindings(result, paint),
    leftBehind(result, paint),
    requirementsToShow(result, paint),
    foot(result, paint),
  ];
  return sections
    .filter((section) => section.length > 0)
    .map((section) => `${section.join('\n')}\n`)
    .join('\n');
}

function head(result: RunResult, paint: Paint): string[] {
  const { suite, target, run } = result;
  const account = target.accountId === null ? '' : `, account ${target.accountId}`;
  const { sha256 } = suite.specification;
  return [
    paint('bold', headline(result)),
    line(`target: ${target.url}, version ${target.apiVersion}${account}`),
    line(`specification: ${specificationName(suite)} (sha256 ${sha256})`),
    ...operationsLine(result).map((text) => line(text)),
    line(`run: ${run.startedAt}, ${givenSummary(result)}`),
    ...[createdSummary(result)].filter(Boolean),
    ...insecure(result, paint),
    ...(run.stopped === undefined ? [] : [paint('red', `! STOPPED: ${line(run.stopped)}`)]),
  ];
}

function coverage(result: RunResult, paint: Paint): string[] {
  if (hasSeveralOperations(result)) return consoleMatrix(result, paint);
  return groupBy(result.coverage, (row) => row.operationId).flatMap((rows, index) => [
    ...(index > 0 ? [''] : []),
    paint('bold', `Documented codes of ${line(rows[0].operationId)}`),
    ...rows.map((row) => {
      const why = row.reason === undefined ? '' : ` (${line(row.reason)})`;
      return `  ${codeLine(row, `${row.status}`, paint)}${why}`;
    }),
  ]);
}

function waiversToMend(result: RunResult, paint: Paint): string[] {
  const problems = waiverProblems(result);
  return section(
    paint('bold', `Waivers to fix: ${problems.length}`),
    problems.map((problem) => paint('red', `  ✗ ${line(problem, 1000)}`)),
  );
}

function deviations(result: RunResult, paint: Paint): string[] {
  const all = unwaivedCauses(result);
  if (all.length === 0) return [];
  const shown = new Set<CaseResult>();
  return [
    paint('bold', deviationsTitle(all)),
    ...listedCauses(all, result).flatMap((one) => ['', ...causeLines(one, result, shown, paint)]),
  ];
}

/** Counted apart from the other deviations, and short, because they are known. */
function waived(result: RunResult, paint: Paint): string[] {
  const groups = causes(result).filter(({ found: [first] }) => isWaived(first));
  const number = groups.reduce((sum, { found }) => sum + found.length, 0);
  return section(
    paint('bold', `Waived: ${count(number, 'deviation')} in ${count(casesIn(groups), 'case')}`),
    groups.flatMap(({ cause, found }) => [
      `  ${paint('yellow', '~')} ${line(cause.headline)}`,
      ...indent([termsOf(found[0], result)]),
      ...indent(idsOf(found.map((occurrence) => occurrence.case))),
    ]),
  );
}

function termsOf({ case: one, finding }: CaseFinding, { run }: RunResult): string {
  const waiver = run.waivers?.find(({ entry }) => entry === finding.waiver);
  return waiver ? waiverTerms(waiver) : `waived: ${line(one.waived ?? '')}`;
}

/**
 * One cause: its first case in full, then the ids of the others, with their actual value where it differs. Of a list of
 * causes each in one line, and the first case of the first in full.
 */
function causeLines(
  { headline, causes: [{ cause, found }, ...more] }: ListedCause,
  result: RunResult,
  shown: Set<CaseResult>,
  paint: Paint,
): string[] {
  const [first, ...others] = found;
  const evidence = shown.has(first.case) ? ['exchange: shown above'] : exchangeOf(first.case, result);
  shown.add(first.case);
  const ids = others.map(({ case: { id }, finding }) =>
    finding.actual === first.finding.actual || finding.actual === undefined
      ? line(id)
      : `${line(id)} (actual: ${line(finding.actual, 100)})`,
  );
  return [
    paint('red', `  ✗ ${line(headline)}`),
    ...(more.length > 0 ? indent([{ cause, found }, ...more].map(memberLine)) : []),
    ...indent([`found in ${line(first.case.id)}: ${line(first.case.title)}`]),
    ...indent(deviationLines(first.finding, first.case, result)),
    ...indent(evidence).map((text) => paint('dim', text)),
    ...(ids.length > 0
      ? indent([`the same in ${count(ids.length, 'more case')}:`, ...indent(wrap(ids), 2)])
      : []),
    ...maskedLines(cause),
  ];
}

const memberLine = ({ cause, found: [first] }: FoundCause): string =>
  `- ${line(cause.headline)}: ${line(first.case.id)}`;

/** There may be a hundred, and none of them needs a look. */
const maskedShown = 6;

/** The cases that show nothing while an operation seems to be absent. */
function maskedLines({ masks = [] }: Cause): string[] {
  if (masks.length === 0) return [];
  const shown = masks.slice(0, maskedShown).map((id) => line(id));
  const left = masks.length - shown.length;
  const more = left > 0 ? [`and ${left} more (in the html and JSON reports)`] : [];
  const title = `masks ${count(masks.length, 'other case')}, which got the same answer and show nothing:`;
  return indent([title, ...indent(wrap([...shown, ...more]), 2)]);
}

function exchangeOf(one: CaseResult, result: RunResult): string[] {
  const exchange = one.exchanges.at(-1);
  const notes = one.findings.filter((finding) => finding.severity === 'note');
  return [
    ...notes.flatMap((note) => findingLines(note, result).slice(0, 1)),
    ...(exchange ? exchangeLines(exchange) : ['no exchange was recorded']),
  ];
}

function warned(result: RunResult, paint: Paint): string[] {
  const groups = warnings(result);
  return section(
    paint('bold', `Warnings: ${groups.reduce((sum, group) => sum + group.length, 0)}`),
    groups.map(([{ case: one, finding }, ...others]) => {
      const where = others.length > 0 ? `${line(one.id)} and ${others.length} more` : line(one.id);
      return `  ${paint('yellow', '!')} ${line(finding.message)} [${line(finding.check)}]: ${where}`;
    }),
  );
}

function tolerated(result: RunResult, paint: Paint): string[] {
  const cases = casesOf(result, 'tolerated');
  const groups = groupBy(cases, (one) => [toleratingAmbiguities(one), one.expect, describeReceived(one)]);
  return section(
    paint('bold', `Tolerated: ${count(cases.length, 'case')}, each allowed by an ambiguity of the reference`),
    groups.flatMap((group) => [
      `  ${paint('yellow', '~')} expected ${group[0].expect}, received ${describeReceived(group[0])}`,
      ...indent(
        toleratingAmbiguities(group[0]).map(
          (id) => `ambiguity ${citationLine(id, ownMember(result.ambiguities, id))}`,
        ),
      ),
      ...indent(idsOf(group)),
    ]),
  );
}

function unproven(result: RunResult, paint: Paint): string[] {
  return section(
    paint('bold', 'Refusals without a valid request that was accepted'),
    unprovenOperations(result).map((text) => `  ${paint('yellow', '–')} ${line(text)}`),
  );
}

function reasons(result: RunResult, title: string, paint: Paint, ...verdicts: Verdict[]): string[] {
  const groups = groupByReason(result, ...verdicts);
  return section(
    paint('bold', `${title}: ${count(casesOf(result, ...verdicts).length, 'case')}`),
    groups.flatMap((group) => [
      `  ${paint('yellow', '–')} ${group[0].verdict}: ${line(group[0].reason ?? 'no reason was recorded', longestReason)}`,
      ...(group[0].testableBy === undefined ? [] : indent([`testable by: ${line(group[0].testableBy)}`])),
      ...indent(idsOf(group)),
    ]),
  );
}

function runFindings(result: RunResult, paint: Paint): string[] {
  return section(
    paint('bold', 'Findings about the run'),
    result.run.findings.flatMap((finding) => {
      const [first = '', ...rest] = findingLines(finding, result);
      return [`  ${paint(severityStyles[finding.severity], first)}`, ...indent(rest)];
    }),
  );
}

function leftBehind({ run }: RunResult, paint: Paint): string[] {
  return section(
    paint('bold', 'Left behind on the target'),
    run.leftBehind.map(
      ({ caseId, what, reason }) => `  ! ${line(`${what}, by ${caseId}: `)}${line(reason, longestReason)}`,
    ),
  );
}

/** By code, because a code that was exercised shows most of them. */
function requirementsToShow(result: RunResult, paint: Paint): string[] {
  return section(
    paint('bold', `Requirements not shown: ${requirementsNotShown(result).length}`),
    requirementGroups(result).flatMap(({ codes, ids }) => [
      `  ${line(codes)}`,
      ...indent(wrap(ids.map((id) => line(id)))),
    ]),
  );
}

function foot(result: RunResult, paint: Paint): string[] {
  return [
    ...insecure(result, paint),
    ...incompleteReasons(result, 'number').map((text) => `– ${text}`),
    lastLine(result, paint),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function idsOf(cases: readonly CaseResult[]): string[] {
  return wrap(cases.map((one) => line(one.id)));
}

function indent(lines: readonly string[], by = 4): string[] {
  return lines.map((text) => ' '.repeat(by) + text);
}
