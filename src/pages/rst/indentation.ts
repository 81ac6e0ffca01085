import type { CodeBlock, Paragraph } from './blocks.ts';
import {
  collapseWhitespace,
  indentOf,
  type Line,
  type PageNote,
  type SourceLocation,
} from './source-location.ts';

/** Blocks that are recognised by their indentation: the content of directives, of items, and of literal blocks. */

export const placeOf = ({ file, line }: SourceLocation): SourceLocation => ({ file, line });

/** The indented lines from `at` on, including empty lines between them; `end` is the line after the last. */
export function indented(lines: readonly Line[], at: number): { lines: Line[]; end: number } {
  let end = at;
  for (let next = at; next < lines.length; next += 1) {
    const text = lines[next]?.text ?? '';
    if (text.startsWith(' ')) end = next + 1;
    else if (text !== '') break;
  }
  const own = lines.slice(at, end);
  const first = own.findIndex(({ text }) => text !== '');
  return { lines: first < 0 ? [] : own.slice(first), end };
}

/** Lines without the indentation that all of them have. */
export function dedented(lines: readonly Line[]): Line[] {
  const margins = lines.filter(({ text }) => text !== '').map(({ text }) => indentOf(text));
  const margin = margins.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  return lines.map((line) => ({ ...line, text: line.text.slice(margin) }));
}

export function codeOf(lines: readonly Line[]): CodeBlock {
  const own = dedented(lines);
  return { kind: 'code', place: placeOf(own[0] ?? { file: '', line: 0 }), lines: own };
}

/** The lines from `at` to the next empty line. */
export function runFrom(lines: readonly Line[], at: number): Line[] {
  let end = at;
  while ((lines[end]?.text ?? '') !== '') end += 1;
  return lines.slice(at, end);
}

export function paragraphOf(place: SourceLocation, words: string): Paragraph {
  const text = collapseWhitespace(words);
  const strong = text.length > 4 && text.startsWith('**') && text.endsWith('**');
  return { kind: 'paragraph', place: placeOf(place), text, strong };
}

/** The beginning of a grid table, at any indentation. */
export const beginsTable = (text: string): boolean => /^ *\+[-=]+\+/.test(text);

/** Tables and code inside an item, a note or another directive: these are read as text only. */
export function nestedNotes(lines: readonly Line[]): PageNote[] {
  return lines.flatMap((line, index) => {
    const { text } = line;
    const isTable = beginsTable(text) && (lines[index - 1]?.text ?? '') === '';
    const directive = /^ *\.\. ([a-z-]+)::/.exec(text)?.[1];
    const what = isTable ? 'a table' : directive === undefined ? undefined : `the directive ${directive}`;
    return what === undefined
      ? []
      : [{ place: placeOf(line), what: `${what} inside an item or a note, read as text only` }];
  });
}
