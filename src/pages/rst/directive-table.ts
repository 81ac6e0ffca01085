import type { Cell, Row, Table } from './blocks.ts';
import { dedented, placeOf } from './indentation.ts';
import { collapseWhitespace, indentOf, type Line, parseError } from './source-location.ts';

/** Options of a directive, such as `:header-rows: 1`, each with its line. */
type Options = ReadonlyMap<string, { readonly value: string; readonly line: Line }>;

/** Options that do not change what a table says. */
const layout = new Set(['align', 'class', 'name', 'width', 'widths']);

export const tableDirectives = new Set(['list-table', 'csv-table']);

/**
 * Reads the content of `.. list-table::` or `.. csv-table::`.
 * @throws SuiteError naming the line that cannot be read.
 */
export function readDirectiveTable(name: string, at: Line, lines: readonly Line[]): Table {
  const { options, content } = splitOptions(lines);
  const supported = new Set([...layout, 'header-rows', ...(name === 'csv-table' ? ['header'] : [])]);
  for (const [option, { line }] of options)
    if (!supported.has(option))
      throw parseError(line, `a ${name} without the option ${option}`, line.text.trim());
  const rows = name === 'list-table' ? listRows(content) : csvRows(content);
  const header = options.get('header');
  const own = header
    ? csvRows([{ ...header.line, text: header.value }])
    : rows.slice(0, headerRows(options, at));
  const others = header ? rows : rows.slice(own.length);
  const [first, ...more] = [...own, ...others];
  if (!first) throw parseError(at, 'rows in the table', at.text);
  const uneven = more.find(({ cells }) => cells.length !== first.cells.length);
  if (uneven)
    throw parseError(
      uneven.place,
      `a row of ${first.cells.length} cells, as the first one has`,
      `${uneven.cells.length}`,
    );
  return { kind: 'table', place: placeOf(first.place), header: own, rows: others };
}

function headerRows(options: Options, at: Line): number {
  const option = options.get('header-rows');
  const count = Number(option?.value ?? 0);
  if (Number.isInteger(count) && count >= 0) return count;
  throw parseError(option?.line ?? at, 'a number of rows', option?.value);
}

function splitOptions(lines: readonly Line[]): { options: Options; content: Line[] } {
  const options = new Map<string, { value: string; line: Line }>();
  let at = 0;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    const [, name, value = ''] = /^ +:([\w-]+):(.*)$/.exec(line?.text ?? '') ?? [];
    if (!line || name === undefined) break;
    options.set(name, { value: value.trim(), line });
  }
  return { options, content: dedented(lines.slice(at).filter(({ text }) => text !== '')) };
}

/** Rows as items of a list, their cells as items of a list inside: `* - cell`. */
function listRows(lines: readonly Line[]): Row[] {
  const rows: { place: Line; cells: { place: Line; text: string }[] }[] = [];
  for (const line of lines) {
    const { text } = line;
    const begins = /^[*+-] +- ?/.exec(text)?.[0];
    const row = rows.at(-1);
    if (begins !== undefined) {
      rows.push({ place: line, cells: [{ place: line, text: text.slice(begins.length) }] });
    } else if (row && /^ +- ?/.test(text) && indentOf(text) === indentOfCells(row.place.text)) {
      row.cells.push({ place: line, text: text.trimStart().slice(1) });
    } else {
      const cell = row?.cells.at(-1);
      if (!cell || !text.startsWith(' '))
        throw parseError(line, 'a row "* - cell", or a cell "- cell" in it', text);
      cell.text += ` ${text}`;
    }
  }
  return rows.map(({ place, cells }) => ({
    place: placeOf(place),
    cells: cells.map((cell): Cell => ({ place: placeOf(cell.place), text: collapseWhitespace(cell.text) })),
  }));
}

/** Where the `-` of a cell is, in the row that begins with this line. */
const indentOfCells = (text: string): number => text.indexOf('-', 1);

/** Rows of comma-separated values. A quoted cell may go over lines and hold commas; `""` in it is a quote. */
function csvRows(lines: readonly Line[]): Row[] {
  const rows: { place: Line; cells: Cell[] }[] = [];
  let open: { place: Line; text: string } | undefined;
  let row: { place: Line; cells: Cell[] } | undefined;
  const close = (place: Line, text: string) => {
    row?.cells.push({ place: placeOf(place), text: collapseWhitespace(text) });
  };
  for (const line of lines) {
    if (!open) {
      row = { place: line, cells: [] };
      rows.push(row);
    }
    let rest = open ? line.text : line.text.trimStart();
    for (;;) {
      if (!open && rest.trimStart().startsWith('"')) {
        open = { place: line, text: '' };
        rest = rest.trimStart().slice(1);
      }
      if (!open) {
        const comma = rest.indexOf(',');
        close(line, comma < 0 ? rest : rest.slice(0, comma));
        if (comma < 0) break;
        rest = rest.slice(comma + 1);
        continue;
      }
      const end = endOfQuoted(rest);
      open.text += ` ${rest.slice(0, end < 0 ? undefined : end).replaceAll('""', '"')}`;
      if (end < 0) break;
      close(open.place, open.text);
      open = undefined;
      const after = rest.slice(end + 1).trimStart();
      if (after === '') break;
      if (!after.startsWith(',')) throw parseError(line, 'a comma after the closing quotes of a cell', after);
      rest = after.slice(1);
    }
  }
  if (open) throw parseError(open.place, 'the closing quotes of the cell', open.place.text);
  return rows.map(({ place, cells }) => ({ place: placeOf(place), cells }));
}

/** The index of the quote that ends a cell; -1 if nothing ends it. */
function endOfQuoted(text: string): number {
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}
