import { type Line, parseError } from './source-location.ts';

/** Pages of a reference are shorter. Without a limit, a wrong file would be read completely. */
export const maxPageBytes = 2 * 1024 * 1024;
const tabWidth = 8;
const newline = 0x0a;

/**
 * The lines of a file, with tabs expanded as in reStructuredText (to the next multiple of eight).
 * @throws SuiteError naming the line that is not UTF-8.
 */
export function linesOf(file: string, bytes: Uint8Array): Line[] {
  if (bytes.byteLength > maxPageBytes)
    throw parseError({ file, line: 1 }, `a page of at most ${maxPageBytes / 1024 / 1024} MB`);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const lines: Line[] = [];
  let start = 0;
  while (start < bytes.byteLength) {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.byteLength : found;
    const place = { file, line: lines.length + 1 };
    let text: string;
    try {
      text = decoder.decode(bytes.subarray(start, end));
    } catch {
      throw parseError(place, 'text in UTF-8');
    }
    lines.push({ ...place, text: withoutTabs(text).trimEnd() });
    start = end + 1;
  }
  return lines;
}

function withoutTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let expanded = '';
  for (const part of text.split('\t')) {
    // The width of a tab depends on the text before it; the spaces after the last part are trimmed later.
    expanded += part;
    expanded += ' '.repeat(tabWidth - (expanded.length % tabWidth));
  }
  return expanded;
}
