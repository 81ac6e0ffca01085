import { alignedLines } from '../util/table.ts';
import { line } from '../util/text.ts';
import type { ComparisonReport, ComparisonTable } from './comparison-report.ts';

/** For a terminal, with aligned columns. */
export function comparisonToConsole(
  { title, remarks, tables }: ComparisonReport,
  { color }: { readonly color: boolean },
): string {
  const bold = (text: string) => (color ? `\u001b[1m${text}\u001b[22m` : text);
  const parts = [
    [bold(line(title)), ...remarks.map((remark) => line(remark))],
    ...tables.map((table) => [bold(line(table.title)), ...rowsOf(table)]),
  ];
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function rowsOf({ head, rows }: ComparisonTable): string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => line(cell, 300)));
  return alignedLines(cells).map((line) => `  ${line}`);
}
