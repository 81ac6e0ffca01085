/** Builds pages of the form of the reference's. */

type Row = readonly [string, string, string];

const widths = [16, 22, 28] as const;

/** A grid table of three columns; cells are wrapped. */
export function gridTable(header: Row, rows: readonly Row[]): string {
  const rule = (mark: string) => `+${widths.map((width) => mark.repeat(width)).join('+')}+`;
  const lines = (row: Row) => {
    const cells = row.map((text, column) => wrapped(text, (widths[column] ?? 0) - 1));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) => {
      const pieces = cells.map((cell, column) => (cell[line] ?? '').padEnd(widths[column] ?? 0));
      return `|${pieces.join('|')}|`;
    });
  };
  return [rule('-'), ...lines(header), rule('='), ...rows.flatMap((row) => [...lines(row), rule('-')])].join(
    '\n',
  );
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A block of code. */
export const code = (...lines: readonly string[]): string =>
  [
    '.. code::',
    '',
    ...lines
      .join('\n')
      .split('\n')
      .map((line) => (line === '' ? '' : `   ${line}`)),
  ].join('\n');

/** Parts of a page, an empty line between them. */
export const pageOf = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
