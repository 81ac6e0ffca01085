import type { Block, ListBlock, Page, Section } from './blocks.ts';
import { readExplicitMarkup } from './explicit-markup.ts';
import { readGridTable } from './grid-table.ts';
import { type Load, pageLines } from './include.ts';
import {
  beginsTable,
  codeOf,
  dedented,
  indented,
  nestedNotes,
  paragraphOf,
  placeOf,
  runFrom,
} from './indentation.ts';
import {
  collapseWhitespace,
  type Line,
  type PageNote,
  parseError,
  type SourceLocation,
} from './source-location.ts';

/**
 * Reads a page with its includes.
 * @throws SuiteError naming file, line and what was expected there.
 */
export async function readPage(file: string, load: Load): Promise<Page> {
  const lines = await pageLines(file, load);
  const { sections, notes } = sectionsOf(lines, { file, line: 1 });
  const ofLines = lines.flatMap((line): PageNote[] =>
    line.note === undefined ? [] : [{ place: placeOf(line), what: line.note }],
  );
  return { file, sections, notes: [...ofLines, ...notes] };
}

/** What has been read so far. Every step consumes at least one line, so reading ends. */
interface ParserState {
  readonly lines: readonly Line[];
  readonly sections: OpenSection[];
  /** Styles of titles in the order of first use: the index determines the level. */
  readonly styles: string[];
  /** Targets whose section or block follows. */
  anchors: string[];
  readonly notes: PageNote[];
}

interface OpenSection extends Section {
  readonly anchors: string[];
  readonly blocks: Block[];
}

function sectionsOf(lines: readonly Line[], start: SourceLocation): Pick<Page, 'sections' | 'notes'> {
  const state: ParserState = {
    lines,
    sections: [section(start, '', 0, [])],
    styles: [],
    anchors: [],
    notes: [],
  };
  for (let at = 0; at < lines.length; ) at = step(state, at);
  const sections = state.sections.filter(
    ({ level, blocks, anchors }) => level > 0 || blocks.length + anchors.length > 0,
  );
  return { sections, notes: state.notes };
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
  if (/^\+[-=]/.test(text) || beginsTable(text)) return table(state, at);
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

function table(state: ParserState, at: number): number {
  const lines = runFrom(state.lines, at);
  // A table in a block quote is one all the same.
  add(state, readGridTable(dedented(lines)));
  return at + lines.length;
}

function paragraph(state: ParserState, at: number): number {
  const lines = [];
  for (let next = at; next < state.lines.length; next += 1) {
    const line = state.lines[next];
    const isNew = next > at && (titleAt(state.lines, next) || beginsTable(line?.text ?? ''));
    if (!line || line.text === '' || isNew) break;
    lines.push(line);
  }
  const text = collapseWhitespace(lines.map((line) => line.text).join(' '));
  const place = placeOf(lines[0] ?? { file: '', line: at });
  const end = at + lines.length;
  const introducesCode = text.endsWith('::');
  const shown = introducesCode ? text.slice(0, -1).replace(/^:$/, '') : text;
  if (shown !== '') add(state, paragraphOf(place, shown));
  if (!introducesCode) return end;
  const body = indented(state.lines, end);
  if (body.lines.length === 0) return end;
  add(state, codeOf(body.lines));
  return body.end;
}

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
    state.notes.push(...nestedNotes(body.lines));
    at = body.end;
    while (lines[at]?.text === '') at += 1;
  }
  add(state, { kind: 'list', place: placeOf(lines[start] ?? { file: '', line: 0 }), items });
  return at;
}

function explicitMarkup(state: ParserState, at: number): number {
  const { end, anchor, blocks, notes } = readExplicitMarkup(state.lines, at);
  if (anchor !== undefined) state.anchors.push(anchor);
  for (const block of blocks) add(state, block);
  state.notes.push(...notes);
  return end;
}
