import type { Conclusion, CoverageRow, CoverageVerdict, RunResult } from '../model/result.ts';
import { largest } from '../util/largest.ts';
import type { Paint, Style } from '../util/paint.ts';
import { line } from '../util/text.ts';
import { listedCauses } from './listed-causes.ts';
import { codesSummary } from './matrix.ts';
import {
  causes,
  codeName,
  coverageMarks,
  hasSeveralOperations,
  isWaived,
  waiverProblems,
} from './queries.ts';
import { casesSummary, coverageSummary, exitMeaning, headline } from './summary.ts';

export const coverageStyles: Readonly<Record<CoverageVerdict, Style>> = {
  conforms: 'green',
  deviates: 'red',
  incomplete: 'yellow',
  excluded: 'dim',
};

export const conclusionStyles: Readonly<Record<Conclusion, Style>> = {
  conformant: 'green',
  deviates: 'red',
  incomplete: 'yellow',
};

const conclusionMarks: Readonly<Record<Conclusion, string>> = {
  conformant: coverageMarks.conforms,
  deviates: coverageMarks.deviates,
  incomplete: coverageMarks.incomplete,
};

/** The headline, one line for each code (of several operations, for each of these) and for each cause, and the last line. */
export function briefLines(result: RunResult, paint: Paint): string[] {
  return [
    paint('bold', headline(result)),
    ...insecure(result, paint),
    ...(result.run.stopped === undefined ? [] : [paint('red', `! STOPPED: ${line(result.run.stopped)}`)]),
    ...(hasSeveralOperations(result) ? operationLines(result, paint) : codeLines(result, paint)),
    ...waiverProblems(result).map((problem) => paint('red', `✗ ${line(problem, 1000)}`)),
    ...result.run.findings
      .filter(({ severity, waiver }) => severity === 'deviation' && waiver === undefined)
      .map(({ message }) => paint('red', `✗ the run: ${line(message)}`)),
    ...listedCauses(causes(result), result).map(({ headline: words, causes: [{ found }] }) =>
      isWaived(found[0])
        ? `${paint('yellow', '~')} waived: ${line(words)}`
        : paint('red', `✗ ${line(words)}`),
    ),
    ...result.run.leftBehind.map(({ what, caseId }) => `! left behind: ${line(`${what}, by ${caseId}`)}`),
    lastLine(result, paint),
  ];
}

function codeLines(result: RunResult, paint: Paint): string[] {
  return result.coverage.map((row) => `  ${codeLine(row, line(codeName(row, result)), paint)}`);
}

/** An operation, its conclusion, and the verdicts of its codes. */
function operationLines({ operations }: RunResult, paint: Paint): string[] {
  const names = operations.map(({ operationId }) => line(operationId, 60));
  const width = largest(names.map((name) => name.length));
  return operations.map((operation, index) => {
    const { conclusion } = operation;
    const name = (names[index] ?? '').padEnd(width);
    const start = `${conclusionMarks[conclusion]} ${name}  ${conclusion.padEnd('conformant'.length)}`;
    return `  ${paint(conclusionStyles[conclusion], start)}  ${codesSummary(operation)}`;
  });
}

/** What a report for a terminal says first and last, so that it is not overlooked. */
export function insecure({ run }: RunResult, paint: Paint): string[] {
  return run.insecure
    ? [paint('red', '! INSECURE: certificates were not verified; the answers may come from anyone')]
    : [];
}

const widest = Math.max(...Object.keys(coverageStyles).map((verdict) => verdict.length));

/** A documented code, its verdict, and the verdicts of its cases. */
export function codeLine({ verdict, cases }: CoverageRow, name: string, paint: Paint): string {
  return `${paint(coverageStyles[verdict], `${coverageMarks[verdict]} ${name}  ${verdict.padEnd(widest)}`)}  ${tally(cases)}`;
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
