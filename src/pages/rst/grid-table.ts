import type { Cell, Row, Table } from './blocks.ts';
import { collapseWhitespace, type Line, parseError } from './source-location.ts';

/**
 * Reads a grid table, whose cells may span rows and columns.
 *
 * Every `+` at the end of a rule segment is a column boundary, every line with a rule segment a row boundary.
 * They divide the table into smallest cells; neighbours without a rule between them are joined. Each
 * character is visited a fixed number of times, even in damaged tables.
 */
export function readGridTable(lines: readonly Line[]): Table {
  const [first] = lines;
  if (!first) throw new Error('A table has at least one line.');
  const grid: Grid = { lines, text: lines.map(({ text }) => Array.from(text)) };
  checkOutline(grid);
  const rules = [...grid.text.keys()].filter((index) => segmentsOf(grid.text[index] ?? []).length > 0);
  const columns = columnsOf(grid, rules);
  const regions = joined(grid, rules, columns);
  const rows = rowsOf(grid, rules, columns, regions);
  const double = rules.find((rule) => rule > 0 && grid.text[rule]?.includes('='));
  const headerRows = double === undefined || double === rules.at(-1) ? 0 : rules.indexOf(double);
  return { kind: 'table', place: first, header: rows.slice(0, headerRows), rows: rows.slice(headerRows) };
}

interface Grid {
  readonly lines: readonly Line[];
  /** Each line as an array of characters, so that surrogate pairs count as one column. */
  readonly text: readonly (readonly string[])[];
}

const isRule = (character: string | undefined): boolean => character === '-' || character === '=';

/** The rule segments of a line: from one `+` to the next with only rule characters between them. */
function segmentsOf(text: readonly string[]): [start: number, end: number][] {
  const segments: [number, number][] = [];
  let start = -1;
  for (const [column, character] of text.entries()) {
    if (character === '+') {
      if (start >= 0 && column > start + 1) segments.push([start, column]);
      start = column;
    } else if (!isRule(character)) start = -1;
  }
  return segments;
}

/** First and last line are complete rules; every line between starts and ends in the same columns. */
function checkOutline({ lines, text }: Grid): void {
  const [first, top] = [lines[0], text[0] ?? []];
  const last = lines.at(-1);
  if (!first || !last) return;
  if (!isWholeRule(top))
    throw parseError(first, 'a rule of + and - as the first line of a table', first.text);
  for (const [index, line] of lines.entries()) {
    const own = text[index] ?? [];
    if (!['|', '+'].includes(own[0] ?? ''))
      throw parseError(line, 'a line of the table, or an empty line after it', line.text);
    if (own.length !== top.length || !['|', '+'].includes(own.at(-1) ?? ''))
      throw parseError(line, `a line of the table that ends with | or + in column ${top.length}`, line.text);
  }
  if (lines.length < 3 || !isWholeRule(text.at(-1) ?? []))
    throw parseError(last, 'a rule of + and - as the last line of a table', last.text);
}

const isWholeRule = (text: readonly string[]): boolean =>
  text.length > 2 &&
  text[0] === '+' &&
  text.at(-1) === '+' &&
  text.every((one) => one === '+' || isRule(one));

function columnsOf({ text }: Grid, rules: readonly number[]): number[] {
  const columns = new Set(rules.flatMap((rule) => segmentsOf(text[rule] ?? []).flat()));
  return [...columns].sort((a, b) => a - b);
}

/** Joined cells: `find` returns the same number for all cells of a region. */
interface Regions {
  find(row: number, column: number): number;
}

function joined(grid: Grid, rules: readonly number[], columns: readonly number[]): Regions {
  const width = columns.length - 1;
  const height = rules.length - 1;
  const parents = Array.from({ length: width * height }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    for (let above = parents[at] ?? at; above !== at; above = parents[at] ?? at) {
      // Path halving: no chain of cells is walked twice.
      parents[at] = parents[above] ?? above;
      at = above;
    }
    return at;
  };
  const join = (one: number, other: number) => {
    parents[Math.max(root(one), root(other))] = Math.min(root(one), root(other));
  };
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const own = row * width + column;
      const right = column + 1 < width && !hasVerticalRule(grid, rules, row, columns[column + 1] ?? 0);
      if (right) join(own, own + 1);
      const below = row + 1 < height && !hasHorizontalRule(grid, rules[row + 1] ?? 0, columns, column);
      if (below) join(own, own + width);
    }
  }
  return { find: (row, column) => root(row * width + column) };
}

function hasHorizontalRule(
  { text }: Grid,
  rule: number,
  columns: readonly number[],
  column: number,
): boolean {
  const segment = (text[rule] ?? []).slice((columns[column] ?? 0) + 1, columns[column + 1]);
  return segment.every((character) => character === '+' || isRule(character));
}

/** Whether a column has `|` in all lines between two rules; if only in some, the table is damaged. */
function hasVerticalRule(
  { lines, text }: Grid,
  rules: readonly number[],
  row: number,
  column: number,
): boolean {
  const [from, to] = [(rules[row] ?? 0) + 1, rules[row + 1] ?? 0];
  const without = [];
  for (let index = from; index < to; index += 1) if (text[index]?.[column] !== '|') without.push(index);
  const [gap] = without;
  if (gap === undefined || to === from) return true;
  if (without.length === to - from) return false;
  const line = lines[gap];
  if (!line) return false;
  throw parseError(line, `| in column ${column + 1}, as in the other lines of this row`, line.text);
}

interface Bounds {
  top: number;
  bottom: number;
  left: number;
  right: number;
  count: number;
}

function rowsOf(
  grid: Grid,
  rules: readonly number[],
  columns: readonly number[],
  regions: Regions,
): readonly Row[] {
  const [width, height] = [columns.length - 1, rules.length - 1];
  const bounds = boundsOf(width, height, regions);
  const cells = new Map<number, Cell>();
  for (const [region, { top, bottom, left, right, count }] of bounds) {
    const from = (rules[top] ?? 0) + 1;
    const place = placeAt(grid, from);
    if (count !== (bottom - top + 1) * (right - left + 1))
      throw parseError(place, 'rectangular cells; part of a rule is missing', grid.lines[from]?.text);
    const segments = [];
    for (let line = from; line < (rules[bottom + 1] ?? 0); line += 1)
      segments.push((grid.text[line] ?? []).slice((columns[left] ?? 0) + 1, columns[right + 1]).join(''));
    const offset = Math.max(
      0,
      segments.findIndex((segment) => segment.trim() !== ''),
    );
    cells.set(region, { place: placeAt(grid, from + offset), text: collapseWhitespace(segments.join(' ')) });
  }
  return Array.from({ length: height }, (_, row) => ({
    place: placeAt(grid, (rules[row] ?? 0) + 1),
    cells: Array.from({ length: width }, (_each, column) => cells.get(regions.find(row, column))).filter(
      (cell) => cell !== undefined,
    ),
  }));
}

function boundsOf(width: number, height: number, regions: Regions): Map<number, Bounds> {
  const bounds = new Map<number, Bounds>();
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const region = regions.find(row, column);
      const known = bounds.get(region);
      if (!known) bounds.set(region, { top: row, bottom: row, left: column, right: column, count: 1 });
      else {
        known.bottom = row;
        known.left = Math.min(known.left, column);
        known.right = Math.max(known.right, column);
        known.count += 1;
      }
    }
  }
  return bounds;
}

function placeAt({ lines }: Grid, index: number) {
  const { file = '', line = 0 } = lines[index] ?? {};
  return { file, line };
}
