import type { RunResult } from '../model/result.ts';
import { markdownText } from './markdown-text.ts';
import { matrixOf, worstRows } from './matrix.ts';
import { coverageMarks } from './queries.ts';

/** Operations and codes. An operation id has no character that would break a cell, except in a report made by hand. */
export function markdownMatrix(result: RunResult, maximumRows: number): string {
  const { codes, rows } = matrixOf(result);
  const shown = worstRows({ codes, rows }, maximumRows);
  const left = rows.length - shown.length;
  const lines = shown.map(({ operation: { operationId, conclusion }, cells }) => {
    const marks = cells.map((cell) => (cell ? coverageMarks[cell.verdict] : ''));
    return `| ${[markdownText(operationId, 100), conclusion, ...marks].join(' | ')} |`;
  });
  const legend = Object.entries(coverageMarks).map(([verdict, mark]) => `${mark} ${verdict}`);
  return [
    `| operation | | ${codes.join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(codes.length)}`,
    ...lines,
    '',
    `<sub>${legend.join(', ')}${left > 0 ? `; ${left} more operations, none worse than these` : ''}</sub>`,
  ].join('\n');
}
