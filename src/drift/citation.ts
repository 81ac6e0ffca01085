import { createHash } from 'node:crypto';
import type { Json } from '../result.ts';
import type { Block, Section } from '../rst/blocks.ts';
import { methodAndPath } from '../rst/http-message.ts';
import { type LabelledBlock, type PageOperation, parameterName, plain } from '../rst/operation.ts';
import type { Place } from '../rst/place.ts';

/**
 * Where a page states something.
 *
 * `section`: `introduction`, the title of a section, or words of what leads in to a table, a list or an example.
 * `row`: what a row of a table is about; the number of an item of a list; `method and path`; `paragraph N`.
 * `part` of an example: `start line`, `header NAME`, `member.of.body`, or `member.*` for the names of its members.
 */
export interface Citation {
  readonly section: string;
  readonly row?: string;
  readonly part?: string;
}

/** The smallest things of a page that can be cited, each once. */
export interface Piece {
  readonly place: Place;
  /** How a finding calls it. */
  readonly name: string;
  readonly text: string;
  readonly section: Section;
  /** The table, list or example it is part of; undefined for prose, and for method and path. */
  readonly block?: Block;
  readonly row?: string;
  readonly part?: string;
}

/** What a citation leads to. */
export type Resolved =
  | {
      readonly kind: 'found';
      readonly place: Place;
      /** What the digest is taken of. */
      readonly text: string;
      readonly pieces: readonly Piece[];
      /** Where the same may stand after lines were added or taken away: the other items of a numbered row. */
      readonly siblings: readonly Piece[];
    }
  | {
      readonly kind: 'lost';
      readonly why: string;
      /** The nearest thing that is there. */
      readonly place?: Place;
      readonly siblings: readonly Piece[];
    };

/**
 * The digest of a cited text. White space does not count, nor does where lines are wrapped: every run of it is one
 * space. Cells of a row are joined by `|`; JSON is taken without its layout. 16 hexadecimal digits of SHA-256 tell
 * any two texts apart that somebody might write.
 */
export function digestOf(text: string): string {
  return createHash('sha256').update(normalised(text)).digest('hex').slice(0, 16);
}

/** Text as the digest takes it: composed characters, one space for each run of white space. */
export const normalised = (text: string): string =>
  text.normalize('NFC').split(/\s/).filter(Boolean).join(' ');

/** All that can be cited on a page. What merely leads in to a table, a list or an example is none of it. */
export const piecesOf = (page: PageOperation): Piece[] => [...piecesOfText(page), ...piecesOfExamples(page)];

function piecesOfText(page: PageOperation): Piece[] {
  const leadIns = new Set<Block>(page.blocks.flatMap(({ labels }) => labels));
  const counts = new Map<Section, number>();
  return page.blocks
    .filter(({ block }) => !leadIns.has(block))
    .flatMap((found) => {
      const { block, section } = found;
      if (block.kind !== 'paragraph' && block.kind !== 'note') return piecesOfBlock(found);
      const count = (counts.get(section) ?? 0) + 1;
      counts.set(section, count);
      const { place, text } = block;
      return [{ place, text, section, ...named(section, `paragraph ${count}`) }];
    });
}

const named = (section: Section, row: string) => ({ name: `${section.title}, ${row}`, row });

function piecesOfBlock({ block, section }: LabelledBlock): Piece[] {
  if (block.kind === 'list')
    return block.items.map(({ place, text }, index) => ({
      place,
      text,
      section,
      block,
      row: String(index + 1),
      name: `${section.title}, item ${index + 1}`,
    }));
  if (block.kind === 'table')
    return block.rows.map(({ place, cells }) => {
      const row = parameterName(cells[0]?.text ?? '');
      const text = [...new Set(cells)].map((cell) => cell.text).join(' | ');
      return { place, text, section, block, row, name: `${section.title}, row ${row}` };
    });
  return block.kind === 'code' ? piecesOfCode(block, section) : [];
}

function piecesOfCode(block: Extract<Block, { kind: 'code' }>, section: Section): Piece[] {
  const operation = methodAndPath(block);
  if (operation) {
    const text = `${operation.method} ${operation.path}`;
    return [{ place: block.place, text, section, ...named(section, 'method and path') }];
  }
  return [];
}

/** The pieces of an example: its first line, its header fields, the values of its body that hold no other. */
function piecesOfExamples(page: PageOperation): Piece[] {
  const key = ({ file, line }: Place) => `${line} ${file}`;
  const owners = new Map(page.blocks.map((found) => [key(found.block.place), found]));
  return [...page.requests, ...page.responses].flatMap((example) => {
    const owner = owners.get(key(example.place));
    if (!owner) return [];
    const { block, section } = owner;
    const piece = (place: Place, part: string, text: string): Piece => {
      return { place, text, section, block, part, name: `${example.label}, ${part}` };
    };
    const { start, headers, body } = example;
    const first =
      start.kind === 'request'
        ? `${start.method} ${start.target}`
        : start.kind === 'response'
          ? `${start.status}`
          : '';
    return [
      ...(first === '' ? [] : [piece(example.place, 'start line', first)]),
      ...headers.map(({ place, name, value }) => piece(place, `header ${name}`, `${name}: ${value}`)),
      ...(body
        ? leaves(body.value, []).map(({ path, value }) =>
            piece(body.places.get(pointerOf(path)) ?? example.place, path.join('.'), JSON.stringify(value)),
          )
        : []),
    ];
  });
}

const samePlace = (one: Place, other: Place): boolean => one.file === other.file && one.line === other.line;

const pointerOf = (path: readonly string[]): string =>
  path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

interface Leaf {
  readonly path: readonly string[];
  readonly value: Json;
}

function leaves(value: Json, path: readonly string[]): Leaf[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (inner.length === 0) return [{ path, value }];
  return inner.flatMap(([name, one]) => leaves(one, [...path, name]));
}

interface FoundBlock {
  readonly block?: Block;
  readonly why: string;
}

/** The table, list or example that words of its lead-in name. `list of …` and the plural say nothing more. */
export function blockNamed(page: PageOperation, name: string): FoundBlock {
  const words = name.toLowerCase();
  const wanted = words.startsWith('list of ') ? words.slice('list of '.length) : words;
  const found = page.blocks.filter(
    ({ block, labels }) =>
      (wanted === words || block.kind === 'list') &&
      labels.some(({ text }) => plain(text).toLowerCase().includes(wanted)),
  );
  const [one, more] = found;
  if (!one) return { why: `nothing on the page is led in to by words like "${name}"` };
  if (more)
    return { why: `"${name}" fits several things on the page, the first on line ${one.block.place.line}` };
  return { block: one.block, why: '' };
}

/** Follows a citation. */
export function resolve(page: PageOperation, citation: Citation, pieces: readonly Piece[]): Resolved {
  const scope = scopeOf(page, citation.section, pieces);
  if (typeof scope === 'string') return { kind: 'lost', why: scope, siblings: [] };
  if (citation.part !== undefined) return partOf(page, scope, citation.part);
  const rows = citation.row === undefined ? scope : scope.filter(({ row }) => row === citation.row);
  const [first] = rows;
  // Who cites a table or a list as a whole speaks of no line of it in particular.
  const covered = citation.row === undefined ? [] : rows;
  const isNumbered = /^(paragraph )?\d+$/.test(citation.row ?? '');
  const isItem = (piece: Piece) =>
    piece.block === undefined ? piece.row !== 'method and path' : piece.block.kind === 'list';
  const siblings = isNumbered ? scope.filter((piece) => piece !== first && isItem(piece)) : [];
  if (first) return { kind: 'found', place: first.place, text: textOf(rows), pieces: covered, siblings };
  const why = `there is no ${citation.row ?? 'text'} in "${citation.section}"`;
  return { kind: 'lost', why, ...placeIn(scope), siblings };
}

const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('\n');

function placeIn([first]: readonly Piece[]): { readonly place?: Place } {
  return first ? { place: first.block?.place ?? first.place } : {};
}

function scopeOf(page: PageOperation, name: string, pieces: readonly Piece[]): readonly Piece[] | string {
  const section =
    name === 'introduction'
      ? page.sections[0]
      : page.sections.find(({ title }) => title.toLowerCase() === name.toLowerCase());
  if (section) return pieces.filter((piece) => piece.section === section && piece.block === undefined);
  const { block, why } = blockNamed(page, name);
  return block ? pieces.filter((piece) => piece.block === block) : why;
}

function partOf(page: PageOperation, scope: readonly Piece[], part: string): Resolved {
  const wanted = part.toLowerCase();
  const exact = scope.find((piece) => piece.part?.toLowerCase() === wanted);
  if (exact) return { kind: 'found', place: exact.place, text: exact.text, pieces: [exact], siblings: [] };
  const names = part.endsWith('*');
  const path = part.split('.').filter((name) => name !== '*');
  const example = [...page.requests, ...page.responses].find(({ place }) =>
    scope.some((piece) => piece.block && samePlace(piece.block.place, place)),
  );
  const value = example?.body && at(example.body.value, path);
  const place = example?.body?.places.get(pointerOf(path));
  if (value === undefined || place === undefined)
    return { kind: 'lost', why: `the example has no ${part}`, ...placeIn(scope), siblings: [] };
  if (names) {
    const members = typeof value === 'object' && value !== null ? Object.keys(value).sort() : [];
    return { kind: 'found', place, text: members.join(' '), pieces: [], siblings: [] };
  }
  const prefix = `${path.join('.')}.`;
  const below = scope.filter((piece) => piece.part?.startsWith(prefix));
  return { kind: 'found', place, text: JSON.stringify(value), pieces: below, siblings: [] };
}

function at(value: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, name) => {
    if (Array.isArray(found)) return found[Number(name)];
    return typeof found === 'object' && found !== null && Object.hasOwn(found, name)
      ? found[name]
      : undefined;
  }, value);
}
