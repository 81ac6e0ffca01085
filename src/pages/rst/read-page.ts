import type { Block, CodeBlock, ListBlock, Page, Section } from './blocks.ts';
import { readGridTable } from './grid-table.ts';
import { type Load, pageLines } from './include.ts';
import {
  collapseWhitespace,
  indentOf,
  type Line,
  parseError,
  type SourceLocation,
} from './source-location.ts';

/**
 * Reads a page with its includes.
 * @throws SuiteError naming file, line and what was expected there.
 */
export async function readPage(file: string, load: Load): Promise<Page> {
  return { file, sections: sectionsOf(await pageLines(file, load), { file, line: 1 }) };
}

/** What has been read so far. Every step consumes at least one line, so reading ends. */
interface ParserState {
  readonly lines: readonly Line[];
  readonly sections: OpenSection[];
  /** Styles of titles in the order of first use: the index determines the level. */
  readonly styles: string[];
  /** Targets whose section or block follows. */
  anchors: string[];
}

interface OpenSection extends Section {
  readonly anchors: string[];
  readonly blocks: Block[];
}

function sectionsOf(lines: readonly Line[], start: SourceLocation): Section[] {
  const state: ParserState = { lines, sections: [section(start, '', 0, [])], styles: [], anchors: [] };
  for (let at = 0; at < lines.length; ) at = step(state, at);
  return state.sections.filter(
    ({ level, blocks, anchors }) => level > 0 || blocks.length + anchors.length > 0,
  );
}

const section = (place: SourceLocation, title: string, level: number, anchors: string[]): OpenSection => ({
  place: { file: place.file, line: place.line },
  title,
  level,
  anchors,
  blocks: [],
});

/** Reads the element that starts at a line; returns the line after it. */
function step(state: ParserState, at: number): number {
  const line = state.lines[at];
  if (!line || line.text === '') return at + 1;
  const { text } = line;
  if (text === '..' || text.startsWith('.. ')) return explicitMarkup(state, at);
  const title = titleAt(state.lines, at);
  if (title) {
    openSection(state, title);
    return title.end;
  }
  if (isTransition(state.lines, at)) return at + 1;
  if (/^\+[-=]/.test(text)) return table(state, at);
  if (/^={2,} +=/.test(text)) throw parseError(line, 'a grid table; simple tables are not supported', text);
  if (bulletWidth(text) > 0) return list(state, at);
  return paragraph(state, at);
}

function add(state: ParserState, block: Block): void {
  const current = state.sections.at(-1);
  if (!current) return;
  current.blocks.push(block);
  // A target that is not before a title names its section.
  for (const anchor of state.anchors.splice(0)) current.anchors.push(anchor);
}

interface Title {
  readonly place: SourceLocation;
  readonly text: string;
  readonly style: string;
  readonly end: number;
}

const adornments = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

/** The punctuation character of a line that repeats only this one. */
function adornment(text: string | undefined): string | undefined {
  const [first] = text ?? '';
  if (text === undefined || text.length < 2 || first === undefined || !adornments.has(first))
    return undefined;
  for (const character of text) if (character !== first) return undefined;
  return first;
}

const shortestAdornment = 4;

function titleAt(lines: readonly Line[], at: number): Title | undefined {
  const [first, second, third] = [lines[at], lines[at + 1], lines[at + 2]];
  if (!first || !second || second.text === '') return undefined;
  const over = adornment(first.text);
  if (over !== undefined && third?.text === first.text)
    return { place: second, text: collapseWhitespace(second.text), style: `${over} ${over}`, end: at + 3 };
  const under = adornment(second.text);
  const fits = second.text.length >= Math.min(shortestAdornment, first.text.length);
  if (under === undefined || over !== undefined || !fits || first.text.startsWith(' ')) return undefined;
  return { place: first, text: collapseWhitespace(first.text), style: under, end: at + 2 };
}

function openSection(state: ParserState, { place, text, style }: Title): void {
  if (!state.styles.includes(style)) state.styles.push(style);
  state.sections.push(section(place, text, state.styles.indexOf(style) + 1, state.anchors));
  state.anchors = [];
}

const isTransition = (lines: readonly Line[], at: number): boolean =>
  (lines[at]?.text.length ?? 0) >= shortestAdornment &&
  adornment(lines[at]?.text) !== undefined &&
  (lines[at + 1]?.text ?? '') === '';

/** The lines from `at` to the next empty line. */
function runFrom(lines: readonly Line[], at: number): Line[] {
  let end = at;
  while ((lines[end]?.text ?? '') !== '') end += 1;
  return lines.slice(at, end);
}

function table(state: ParserState, at: number): number {
  const lines = runFrom(state.lines, at);
  add(state, readGridTable(lines));
  return at + lines.length;
}

function paragraph(state: ParserState, at: number): number {
  const lines = [];
  for (let next = at; next < state.lines.length; next += 1) {
    const line = state.lines[next];
    const isNew = next > at && (titleAt(state.lines, next) || /^\+[-=]+\+/.test(line?.text ?? ''));
    if (!line || line.text === '' || isNew) break;
    lines.push(line);
  }
  const text = collapseWhitespace(lines.map((line) => line.text).join(' '));
  const place = placeOf(lines[0] ?? { file: '', line: at });
  const end = at + lines.length;
  const introducesCode = text.endsWith('::');
  const shown = introducesCode ? text.slice(0, -1).replace(/^:$/, '') : text;
  const strong = shown.length > 4 && shown.startsWith('**') && shown.endsWith('**');
  if (shown !== '') add(state, { kind: 'paragraph', place, text: shown, strong });
  if (!introducesCode) return end;
  const body = indented(state.lines, end);
  if (body.lines.length === 0) return end;
  add(state, codeOf(body.lines));
  return body.end;
}

const placeOf = ({ file, line }: SourceLocation): SourceLocation => ({ file, line });

/** The width of a bullet or an enumerator with the space after it; 0 if the line starts no item. */
function bulletWidth(text: string): number {
  const [marker = ''] = /^(?:[-*+•‣⁃]|\d{1,3}[.)]|#\.|\(\d{1,3}\)) +/.exec(text) ?? [];
  return marker.length;
}

function list(state: ParserState, start: number): number {
  const { lines } = state;
  const items: ListBlock['items'][number][] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at];
    const width = bulletWidth(line?.text ?? '');
    if (!line || width === 0) break;
    const body = indented(lines, at + 1);
    const text = [line.text.slice(width), ...body.lines.map((one) => one.text)].join(' ');
    items.push({ place: placeOf(line), text: collapseWhitespace(text) });
    at = body.end;
    while (lines[at]?.text === '') at += 1;
  }
  add(state, { kind: 'list', place: placeOf(lines[start] ?? { file: '', line: 0 }), items });
  return at;
}

/** The indented lines from `at` on, including empty lines between them; `end` is the line after the last. */
function indented(lines: readonly Line[], at: number): { lines: Line[]; end: number } {
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

function codeOf(lines: readonly Line[]): CodeBlock {
  const margins = lines.filter(({ text }) => text !== '').map(({ text }) => indentOf(text));
  const margin = margins.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const own = lines.map((line) => ({ ...line, text: line.text.slice(margin) }));
  return { kind: 'code', place: placeOf(own[0] ?? { file: '', line: 0 }), lines: own };
}

const codeDirectives = new Set([
  'code',
  'code-block',
  'sourcecode',
  'highlight',
  'literal',
  'parsed-literal',
]);
const tableDirectives = new Set(['list-table', 'csv-table']);

function explicitMarkup(state: ParserState, at: number): number {
  const line = state.lines[at];
  if (!line) return at + 1;
  const rest = line.text.slice(2).trimStart();
  const target = /^_`?([^`:]+)`?: *$/.exec(rest)?.[1];
  if (target !== undefined) {
    state.anchors.push(target.trim());
    return at + 1;
  }
  const body = indented(state.lines, at + 1);
  const [, name = '', argument = ''] = /^([A-Za-z][\w.+-]*)::(?: (.*))?$/.exec(rest) ?? [];
  if (name === '') return body.end;
  if (name === 'include') throw parseError(line, 'an include at the margin of the page', line.text);
  if (tableDirectives.has(name)) throw parseError(line, `a grid table; ${name} is not supported`, line.text);
  const content = withoutOptions(body.lines);
  if (codeDirectives.has(name)) {
    if (content.length === 0) throw parseError(line, 'indented lines of code after the directive', line.text);
    add(state, codeOf(content));
  } else directive(state, line, name, argument, content);
  return body.end;
}

/** The content without options such as `:linenos:` at the start of a directive, and the empty line after them. */
function withoutOptions(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex(({ text }) => !/^ +:[\w-]+:/.test(text));
  const rest = first < 0 ? [] : lines.slice(first);
  const start = rest.findIndex(({ text }) => text !== '');
  return start < 0 ? [] : rest.slice(start);
}

function directive(
  state: ParserState,
  line: Line,
  name: string,
  argument: string,
  content: readonly Line[],
): void {
  // `.. table:: Caption` contains a grid table.
  if (name === 'table' && content.length > 0) {
    const { lines } = codeOf(content);
    if (argument !== '')
      add(state, {
        kind: 'paragraph',
        place: placeOf(line),
        text: collapseWhitespace(argument),
        strong: false,
      });
    add(state, readGridTable(lines));
    return;
  }
  const text = collapseWhitespace([argument, ...content.map((one) => one.text)].join(' '));
  const place = placeOf((argument === '' ? content[0] : undefined) ?? line);
  if (text !== '') add(state, { kind: 'note', place, name, text });
}
