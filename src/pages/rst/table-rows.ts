import type { Cell, Row, Table } from './blocks.ts';
import { parseError, type SourceLocation } from './source-location.ts';

/** A row of the table of response codes; a row about several codes is one for each. */
export interface CodeRow {
  readonly place: SourceLocation;
  readonly code: number;
  readonly name: string;
  readonly description: string;
}

export type ParameterKind = 'path' | 'query' | 'header' | 'body' | 'response-body';

/** A row of a table of parameters, or of the attributes of a body. */
export interface ParameterRow {
  readonly place: SourceLocation;
  readonly kind: ParameterKind;
  /** With the members around it, if the row names them: `volume.size`. */
  readonly name: string;
  /** What the column `Applies To` says: the object that has the member. */
  readonly within?: string;
  /** As the page writes it, such as `String`; empty if the table has no such column. */
  readonly type: string;
  /** Undefined if the page says neither. */
  readonly required?: boolean;
  /** What the page says instead: required under a condition, for example. */
  readonly otherRequired?: string;
  readonly description: string;
}

/** A row that limits the length of a member. */
export interface LengthRow {
  readonly place: SourceLocation;
  /** As the page has it: `Database name`. */
  readonly name: string;
  readonly maxLength: number;
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

/** The heads of the columns that are read of each kind of table. */
const heads = {
  code: /\bcodes?$/i,
  codeName: /^name$/i,
  name: /^(parameter |attribute )?name$|^parameter$|^attribute$/i,
  within: /^applies to$/i,
  type: /^(data )?type$/i,
  required: /^(required|mandatory|optional)\??$|^required\/optional$/i,
  description: /^description$/i,
} as const;

const ofCodes = [heads.code, heads.codeName, heads.description];
const ofParameters = [heads.name, heads.within, heads.type, heads.required, heads.description];

/** The heads of columns that are not read. */
export function unreadColumns({ header }: Table, kind: 'codes' | 'parameters'): readonly Cell[] {
  const known = kind === 'codes' ? ofCodes : ofParameters;
  return [...new Set(header[0]?.cells)].filter(
    ({ text }) => text !== '' && !known.some((head) => head.test(withoutMarkup(text))),
  );
}

/** @throws SuiteError if the cell holds something else than codes. */
export function codeRows(table: Table, row: Row): CodeRow[] {
  const cell = cellUnder(table, row, heads.code, 0) ?? row.cells[0];
  const text = withoutMarkup(cell?.text ?? '');
  // `200 203` and `400, 500` are two codes each.
  const codes = text.split(/[\s,;/]+(?:(?:and|or) )?/);
  if (!codes.every((code) => /^[1-5]\d\d$/.test(code)))
    throw parseError(cell?.place ?? row.place, 'a status code', text);
  return codes.map((code) => ({
    place: row.place,
    code: Number(code),
    name: withoutMarkup(cellUnder(table, row, heads.codeName, 1)?.text ?? ''),
    description: withoutMarkup(cellUnder(table, row, heads.description, 2)?.text ?? ''),
  }));
}

/**
 * What a row says of each parameter that it names.
 * @throws SuiteError if it names none
 */
export function parameterRows(table: Table, row: Row, kind: ParameterKind): ParameterRow[] {
  const cell = cellUnder(table, row, heads.name, 0) ?? row.cells[0];
  const names = parameterNames(cell?.text ?? '');
  if (names.length === 0) throw parseError(cell?.place ?? row.place, 'the name of a parameter', cell?.text);
  const type = withoutMarkup(cellUnder(table, row, heads.type, 1)?.text ?? '');
  const description = withoutMarkup(cellUnder(table, row, heads.description, 2)?.text ?? '');
  const within = withoutMarkup(cellUnder(table, row, heads.within, -1)?.text ?? '');
  const said = withoutMarkup(cellUnder(table, row, heads.required, -1)?.text ?? '');
  const required =
    requiredIn(said, columnOf(table, /^optional\??$/i) >= 0) ?? wordIn(type) ?? wordIn(description);
  return names.map((name) => ({
    place: row.place,
    kind,
    name,
    ...(within !== '' && { within }),
    type: type.replace(wordOfNeed, '').trim(),
    ...(required !== undefined && { required }),
    ...(required === undefined && said !== '' && { otherRequired: said }),
    description: description.replace(wordAtStart, '').trim(),
  }));
}

const wordOfNeed = /\(?\b(required|optional)\b\)?\.?/i;
/** In a description only the first word counts, and only in brackets: others may be about anything. */
const wordAtStart = /^\((required|optional)\)\.?/i;

function wordIn(text: string): boolean | undefined {
  const [, word] = wordAtStart.exec(text) ?? (text.length < 60 ? wordOfNeed.exec(text) : null) ?? [];
  return word === undefined ? undefined : word.toLowerCase() === 'required';
}

/** What a cell of the column `Required` says; undefined for a condition. */
function requiredIn(text: string, isOptionalColumn: boolean): boolean | undefined {
  if (/^(yes|true|y)\.?$/i.test(text)) return !isOptionalColumn;
  if (/^(no|false|n)\.?$/i.test(text)) return isOptionalColumn;
  if (/^(required|mandatory)\.?$/i.test(text)) return true;
  return /^optional\.?$/i.test(text) ? false : undefined;
}

/** `{accountId}` and `**name**` are `accountId` and `name`; `(volume) size / type` is `volume.size` and `volume.type`. */
function parameterNames(text: string): string[] {
  const [, above, names = ''] = /^\s*(?:\(([\w.-]+)\)\s*)?(.*)$/.exec(parameterName(text)) ?? [];
  return names
    .replaceAll(/\s+/g, ' ')
    .split(' / ')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => (above === undefined ? name : `${above}.${name}`));
}

/** `{accountId}` and `**name**` are the parameters `accountId` and `name`. */
export const parameterName = (text: string): string => withoutMarkup(text).replaceAll(/[{}]/g, '').trim();

/** Whether a table restricts values: a head such as `Restriction` and `Value`. */
export const isOfLimits = (table: Table): boolean =>
  columnOf(table, /^(restriction|limit)s?$/i) === 0 && columnOf(table, /^values?$/i) === 1;

/** The limits of length in a table, and the rows that say something else. */
export function lengthRows({ rows }: Table): { readonly lengths: LengthRow[]; readonly others: Row[] } {
  const lengths: LengthRow[] = [];
  const others: Row[] = [];
  for (const row of rows) {
    const [what = '', value = ''] = row.cells.map(({ text }) => withoutMarkup(text));
    const [, name] = /^(.+?) (?:max(?:imum|\.)?) length$/i.exec(what) ?? [];
    if (name !== undefined && /^\d{1,9}$/.test(value))
      lengths.push({ place: row.place, name, maxLength: Number(value) });
    else if (name === undefined || !/^unlimited\b/i.test(value)) others.push(row);
  }
  return { lengths, others };
}

/** Text without the marks of bold, italic and literal, and without escapes. */
export const withoutMarkup = (text: string): string =>
  text.replaceAll('\\ ', '').replaceAll('\\', '').replaceAll(/[*`]/g, '').trim();
