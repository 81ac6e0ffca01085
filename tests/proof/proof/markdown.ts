/** What pages are put together from. */

export const section = (title: string, text: string): string => `## ${title}\n\n${text}`;

export const list = (items: readonly string[]): string =>
  items.length === 0 ? 'Nothing.' : items.map((item) => `- ${item}`).join('\n');

/** A line of a table. What stands in a cell must not end it. */
export const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;

export const rows = (heads: readonly string[], body: readonly (readonly string[])[]): string =>
  [line(heads), line(heads.map(() => '---')), ...body.map(line)].join('\n');
