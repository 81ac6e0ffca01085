import type { CoverageRow, CoverageVerdict, RunResult } from '../model/result.ts';
import { largest } from '../util/largest.ts';
import type { Paint, Style } from '../util/paint.ts';
import { line } from '../util/text.ts';
import { causes, codeName, isWaived, waiverProblems } from './queries.ts';
import { casesSummary, coverageSummary, exitMeaning, headline } from './summary.ts';

/** Each mark has a word beside it: color and glyph alone carry no information. */
const marks: Readonly<Record<CoverageVerdict, readonly [mark: string, style: Style]>> = {
  conforms: ['✓', 'green'],
  deviates: ['✗', 'red'],
  incomplete: ['–', 'yellow'],
};

/** The headline, one line for each code and for each cause, and the last line. */
export function briefLines(result: RunResult, paint: Paint): string[] {
  const names = result.coverage.map((row) => line(codeName(row, result)));
  const width = largest(names.map((name) => name.length));
  return [
    paint('bold', headline(result)),
    ...insecure(result, paint),
    ...(result.run.stopped === undefined ? [] : [paint('red', `! STOPPED: ${line(result.run.stopped)}`)]),
    ...result.coverage.map((row, index) => `  ${codeLine(row, (names[index] ?? '').padEnd(width), paint)}`),
    ...waiverProblems(result).map((problem) => paint('red', `✗ ${line(problem, 1000)}`)),
    ...result.run.findings
      .filter(({ severity, waiver }) => severity === 'deviation' && waiver === undefined)
      .map(({ message }) => paint('red', `✗ the run: ${line(message)}`)),
    ...causes(result).map(({ cause, found: [first] }) =>
      isWaived(first)
        ? `${paint('yellow', '~')} waived: ${line(cause.headline)}`
        : paint('red', `✗ ${line(cause.headline)}`),
    ),
    ...result.run.leftBehind.map(({ what, caseId }) => `! left behind: ${line(`${what}, by ${caseId}`)}`),
    lastLine(result, paint),
  ];
}

/** What a report for a terminal says first and last, so that it is not overlooked. */
export function insecure({ run }: RunResult, paint: Paint): string[] {
  return run.insecure
    ? [paint('red', '! INSECURE: certificates were not verified; the answers may come from anyone')]
    : [];
}

const widest = Math.max(...Object.keys(marks).map((verdict) => verdict.length));

/** A documented code, its verdict, and the verdicts of its cases. */
export function codeLine({ verdict, cases }: CoverageRow, name: string, paint: Paint): string {
  const [mark, style] = marks[verdict];
  return `${paint(style, `${mark} ${name}  ${verdict.padEnd(widest)}`)}  ${tally(cases)}`;
}

function tally(cases: CoverageRow['cases']): string {
  const parts = Object.entries(cases).map(([verdict, number]) => `${number} ${verdict}`);
  return parts.join(', ') || 'no case';
}

/** The run in one line. */
export function lastLine(result: RunResult, paint: Paint): string {
  const style = result.run.exitCode === 0 ? 'green' : 'red';
  const last = `${coverageSummary(result)}; ${result.conclusion}; ${casesSummary(result)}; ${exitMeaning(result)}`;
  return paint(style, last);
}
