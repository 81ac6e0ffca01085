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
    lines.push({ ...place, ...withPlainSpaces(withoutTabs(text).trimEnd()) });
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

/** Spaces that look like the usual one, and characters that show nothing. Editors put both into pages unseen. */
const otherSpaces = /[\u00a0\u2000-\u200a\u202f\u205f]/g;
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

function withPlainSpaces(text: string): Pick<Line, 'text' | 'note'> {
  const spaces = text.match(otherSpaces) ?? [];
  const hidden = text.match(invisible) ?? [];
  if (spaces.length + hidden.length === 0) return { text };
  const said = [
    ...(spaces.length > 0 ? [`${namesOf(spaces)}, read as a space`] : []),
    ...(hidden.length > 0 ? [`the invisible ${namesOf(hidden)}, ignored`] : []),
  ];
  return { text: text.replaceAll(otherSpaces, ' ').replaceAll(invisible, ''), note: said.join('; ') };
}

const namesOf = (characters: readonly string[]): string =>
  [...new Set(characters)]
    .map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(', ');
