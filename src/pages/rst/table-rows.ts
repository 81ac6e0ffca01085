import type { Cell, Row, Table } from './blocks.ts';
import { parseError, type SourceLocation } from './source-location.ts';

/** A row of the table of response codes. */
export interface CodeRow {
  readonly place: SourceLocation;
  readonly code: number;
  readonly name: string;
  readonly description: string;
}

export type ParameterKind = 'path' | 'query' | 'header' | 'body' | 'response-body';

/** A row of a table of parameters. */
export interface ParameterRow {
  readonly place: SourceLocation;
  readonly kind: ParameterKind;
  readonly name: string;
  /** As the page writes it, such as `String`; empty if the table has no such column. */
  readonly type: string;
  /** Undefined if the page says neither. */
  readonly required?: boolean;
  readonly description: string;
}

/** The column whose head matches; -1 if there is none, or the table has no head. */
export function columnOf({ header }: Table, name: RegExp): number {
  const [row] = header;
  return row ? row.cells.findIndex((cell) => name.test(withoutMarkup(cell.text))) : -1;
}

/** The cell under a matching head; in a table without a head, the cell in the usual column. */
function cellUnder(table: Table, row: Row, name: RegExp, usual: number): Cell | undefined {
  const column = columnOf(table, name);
  return column >= 0 ? row.cells[column] : table.header.length === 0 ? row.cells[usual] : undefined;
}

export function codeRow(table: Table, row: Row): CodeRow {
  const cell = cellUnder(table, row, /\bcodes?$/i, 0) ?? row.cells[0];
  const text = withoutMarkup(cell?.text ?? '');
  if (!/^[1-5]\d\d$/.test(text)) throw parseError(cell?.place ?? row.place, 'a status code', text);
  return {
    place: row.place,
    code: Number(text),
    name: withoutMarkup(cellUnder(table, row, /^name$/i, 1)?.text ?? ''),
    description: withoutMarkup(cellUnder(table, row, /^description$/i, 2)?.text ?? ''),
  };
}

export function parameterRow(table: Table, row: Row, kind: ParameterKind): ParameterRow {
  const cell = cellUnder(table, row, /^(parameter )?name$|^parameter$/i, 0) ?? row.cells[0];
  const name = parameterName(cell?.text ?? '');
  if (name === '') throw parseError(cell?.place ?? row.place, 'the name of a parameter', cell?.text);
  const type = withoutMarkup(cellUnder(table, row, /^(data )?type$/i, 1)?.text ?? '');
  const required = /\brequired\b/i.test(type) ? true : /\boptional\b/i.test(type) ? false : undefined;
  return {
    place: row.place,
    kind,
    name,
    type: type.replace(/\(?\b(required|optional)\b\)?\.?/i, '').trim(),
    ...(required !== undefined && { required }),
    description: withoutMarkup(cellUnder(table, row, /^description$/i, 2)?.text ?? ''),
  };
}

/** `{accountId}` and `**name**` are the parameters `accountId` and `name`. */
export const parameterName = (text: string): string => withoutMarkup(text).replaceAll(/[{}]/g, '').trim();

/** Text without the marks of bold, italic and literal, and without escapes. */
export const withoutMarkup = (text: string): string =>
  text.replaceAll('\\ ', '').replaceAll('\\', '').replaceAll(/[*`]/g, '').trim();
