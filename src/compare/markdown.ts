import { markdownText } from '../reporters/markdown-text.ts';
import type { ComparisonReport, ComparisonTable } from './comparison-report.ts';

/** A pull-request comment holds 65,536 characters; counted here in bytes, which are never fewer. */
const limit = 64_000;

/** For a comment or a job summary: as many rows as fit, in the order of the tables. */
export function comparisonToMarkdown({ title, remarks, tables }: ComparisonReport): string {
  const head = [`### ${markdownText(title)}`, ...remarks.map((remark) => markdownText(remark))].join('\n\n');
  const room = { left: limit - Buffer.byteLength(head) };
  const written = tables.map((table) => tableText(table, room));
  return `${[head, ...written.filter((text) => text !== '')].join('\n\n')}\n`;
}

/** Room for the sentence about omitted rows, and for line breaks. */
const reserve = 120;

function tableText({ title, head, rows }: ComparisonTable, room: { left: number }): string {
  const start = [`#### ${markdownText(title)}\n`, row(head), row(head.map(() => '---'))].join('\n');
  room.left -= Buffer.byteLength(start) + reserve;
  if (room.left < 0) return '';
  const taken: string[] = [];
  for (const text of rows.map((cells) => row(cells.map((cell) => markdownText(cell, 300))))) {
    if (Buffer.byteLength(text) + 1 > room.left) break;
    room.left -= Buffer.byteLength(text) + 1;
    taken.push(text);
  }
  const missed = rows.length - taken.length;
  return [
    start,
    ...taken,
    ...(missed > 0 ? ['', `_${missed} rows left out because of the size limit_`] : []),
  ].join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
