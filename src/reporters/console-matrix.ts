import type { CoverageRow, OperationResult, RunResult } from '../model/result.ts';
import { largest } from '../util/largest.ts';
import type { Paint } from '../util/paint.ts';
import { count, line, wrap } from '../util/text.ts';
import { conclusionStyles, coverageStyles } from './brief.ts';
import { codesByReason, type MatrixRow, matrixOf, worstRows } from './matrix.ts';
import { codeName, coverageMarks, type Group } from './queries.ts';

/** So many rows, reasons, and codes of a reason fit a screen or two. */
const most = { rows: 40, reasons: 8, codes: 12 };

/** The documented codes of several operations: a row for each, then why codes are not shown. */
export function consoleMatrix(result: RunResult, paint: Paint): string[] {
  const matrix = matrixOf(result);
  const rows = worstRows(matrix, most.rows);
  const left = matrix.rows.length - rows.length;
  const width = largest(rows.map(({ operation }) => nameOf(operation).length));
  return [
    paint('bold', `Documented codes of ${count(matrix.rows.length, 'operation')}`),
    `  ${''.padEnd(width)} ${matrix.codes.join(' ')}`,
    ...rows.map((row) => rowLine(row, width, paint)),
    ...(left > 0 ? [`  and ${left} more, none worse than these (in the html and JSON reports)`] : []),
    `  ${legend}`,
    ...reasonLines(result),
  ];
}

const legend = `${Object.entries(coverageMarks)
  .map(([verdict, mark]) => `${mark} ${verdict}`)
  .join(', ')}; nothing: not documented`;

const nameOf = ({ operationId }: OperationResult): string => line(operationId, 60);

/** The mark is in the middle of its column of three digits. */
function rowLine({ operation, cells }: MatrixRow, width: number, paint: Paint): string {
  const marks = cells.map((cell) => (cell ? ` ${markOf(cell, paint)} ` : '   ')).join(' ');
  const { conclusion } = operation;
  return `  ${nameOf(operation).padEnd(width)} ${marks} ${paint(conclusionStyles[conclusion], conclusion)}`;
}

const markOf = ({ verdict }: CoverageRow, paint: Paint): string =>
  paint(coverageStyles[verdict], coverageMarks[verdict]);

function reasonLines(result: RunResult): string[] {
  const groups = codesByReason(result);
  const left = groups.slice(most.reasons);
  return [
    ...groups.slice(0, most.reasons).flatMap((group) => reasonLine(group, result)),
    ...(left.length > 0
      ? [`  and ${count(left.flat().length, 'more code')} for ${count(left.length, 'other reason')}`]
      : []),
  ];
}

function reasonLine(group: Group<CoverageRow>, result: RunResult): string[] {
  const [{ verdict, reason = '' }] = group;
  const names = group.slice(0, most.codes).map((row) => line(codeName(row, result), 100));
  const left = group.length - names.length;
  return [
    `  ${coverageMarks[verdict]} ${verdict}: ${line(reason)}`,
    ...wrap(left > 0 ? [...names, `and ${left} more`] : names).map((text) => `      ${text}`),
  ];
}
