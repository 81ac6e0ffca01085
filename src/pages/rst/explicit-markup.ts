import type { Block } from './blocks.ts';
import { readDirectiveTable, tableDirectives } from './directive-table.ts';
import { readGridTable } from './grid-table.ts';
import { codeOf, dedented, indented, nestedNotes, paragraphOf, placeOf } from './indentation.ts';
import { collapseWhitespace, type Line, type PageNote, parseError } from './source-location.ts';

/** A target, a directive or a comment, with everything in it. */
export interface ExplicitMarkup {
  /** The line after it. */
  readonly end: number;
  /** The name of a target. */
  readonly anchor?: string;
  readonly blocks: readonly Block[];
  readonly notes: readonly PageNote[];
}

const codeDirectives = new Set([
  'code',
  'code-block',
  'sourcecode',
  'highlight',
  'literal',
  'parsed-literal',
]);

/**
 * Reads what starts with two dots.
 * @throws SuiteError naming the line that cannot be read.
 */
export function readExplicitMarkup(lines: readonly Line[], at: number): ExplicitMarkup {
  const line = lines[at];
  if (!line) return { end: at + 1, blocks: [], notes: [] };
  const rest = line.text.slice(2).trimStart();
  const target = /^_`?([^`:]+)`?: *$/.exec(rest)?.[1];
  if (target !== undefined) return { end: at + 1, anchor: target.trim(), blocks: [], notes: [] };
  const { lines: content, end } = indented(lines, at + 1);
  const [, name = '', argument = ''] = /^([A-Za-z][\w.+-]*)::(?: (.*))?$/.exec(rest) ?? [];
  if (name === '') return { end, blocks: [], notes: [] };
  if (name === 'include') throw parseError(line, 'an include at the margin of the page', line.text);
  return { end, ...directive({ line, name, argument, content }) };
}

interface Directive {
  readonly line: Line;
  readonly name: string;
  readonly argument: string;
  readonly content: readonly Line[];
}

type Content = Pick<ExplicitMarkup, 'blocks' | 'notes'>;

function directive({ line, name, argument, content }: Directive): Content {
  const caption = argument === '' ? [] : [paragraphOf(line, argument)];
  if (tableDirectives.has(name))
    return { blocks: [...caption, readDirectiveTable(name, line, content)], notes: [] };
  const own = withoutOptions(content);
  if (codeDirectives.has(name)) {
    if (own.length === 0) throw parseError(line, 'indented lines of code after the directive', line.text);
    return { blocks: [codeOf(own)], notes: [] };
  }
  // `.. table:: Caption` contains a grid table.
  if (name === 'table' && own.length > 0)
    return { blocks: [...caption, readGridTable(dedented(own))], notes: [] };
  const text = collapseWhitespace([argument, ...own.map((one) => one.text)].join(' '));
  const place = placeOf((argument === '' ? own[0] : undefined) ?? line);
  return { blocks: text === '' ? [] : [{ kind: 'note', place, name, text }], notes: nestedNotes(own) };
}

/** The content without options such as `:linenos:` at the start of a directive, and the empty line after them. */
function withoutOptions(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex(({ text }) => !/^ +:[\w-]+:/.test(text));
  const rest = first < 0 ? [] : lines.slice(first);
  const start = rest.findIndex(({ text }) => text !== '');
  return start < 0 ? [] : rest.slice(start);
}
