import { painter } from '../util/paint.ts';
import { alignedLines } from '../util/table.ts';
import { line } from '../util/text.ts';
import type { ComparisonReport, ComparisonTable } from './comparison-report.ts';

/** For a terminal, with aligned columns. */
export function comparisonToConsole(
  { title, remarks, tables }: ComparisonReport,
  { color }: { readonly color: boolean },
): string {
  const paint = painter(color);
  const parts = [
    [paint('bold', line(title)), ...remarks.map((remark) => line(remark))],
    ...tables.map((table) => [paint('bold', line(table.title)), ...rowsOf(table)]),
  ];
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function rowsOf({ head, rows }: ComparisonTable): string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => line(cell, 300)));
  return alignedLines(cells).map((line) => `  ${line}`);
}
