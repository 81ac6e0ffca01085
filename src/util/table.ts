import { visible } from './text.ts';

/** Rows as lines with aligned columns; the last column is not padded. No cell can begin another line. */
export function alignedLines(given: readonly (readonly string[])[]): string[] {
  const rows = given.map((row) => row.map((cell) => visible(cell)));
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** The same as one text. */
export const table = (rows: readonly (readonly string[])[]): string =>
  alignedLines(rows)
    .map((line) => `${line}\n`)
    .join('');
