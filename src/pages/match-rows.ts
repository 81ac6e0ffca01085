import type { ParameterRow } from './rst/table-rows.ts';

/** A member by the names from the outermost object on. Lists are passed through. */
export interface NamedMember {
  readonly path: readonly string[];
}

export const pathText = (path: readonly string[]): string => path.join('.');

/** Which row of the tables is about which member. */
export interface MatchedRows {
  /** By the path of the member. */
  readonly rows: ReadonlyMap<string, ParameterRow>;
  /** Rows that no member fits. */
  readonly unmatched: readonly ParameterRow[];
  /** Rows that several members fit, the used one first. */
  readonly ambiguous: readonly { readonly row: ParameterRow; readonly paths: readonly string[] }[];
}

/**
 * Finds the member that each row is about. Tables leave out the path to a member, or name only the object that has it
 * (`Applies To`). A member belongs to the row that names most of its path; a row to the outermost member that is left.
 */
export function matchRows(rows: readonly ParameterRow[], members: readonly NamedMember[]): MatchedRows {
  const firsts = rows.filter((row, index) => rows.findIndex((one) => isSame(one, row)) === index);
  const candidates = new Map<ParameterRow, NamedMember[]>(firsts.map((row) => [row, []]));
  for (const member of members) {
    const [best] = firsts
      .map((row) => ({ row, fit: fitOf(row, member) }))
      .filter(({ fit }) => fit > 0)
      .sort((one, other) => other.fit - one.fit);
    if (best) candidates.get(best.row)?.push(member);
  }
  const found = new Map<string, ParameterRow>();
  const unmatched: ParameterRow[] = [];
  const ambiguous: { row: ParameterRow; paths: string[] }[] = [];
  for (const [row, all] of candidates) {
    const best = Math.max(...all.map((member) => fitOf(row, member)));
    const own = all
      .filter((member) => fitOf(row, member) === best)
      .sort((one, other) => one.path.length - other.path.length);
    const [first, ...more] = own.map(({ path }) => pathText(path));
    if (first === undefined) unmatched.push(row);
    else found.set(first, row);
    if (first !== undefined && more.length > 0) ambiguous.push({ row, paths: [first, ...more] });
  }
  return { rows: found, unmatched, ambiguous };
}

const isSame = (one: ParameterRow, other: ParameterRow): boolean =>
  one.name === other.name && one.within === other.within;

/** How much of a member's path a row names; 0 if it is about another one. */
function fitOf({ name, within }: ParameterRow, { path }: NamedMember): number {
  const named = name.split('.');
  const tail = path.slice(-named.length);
  const last = named.length - 1;
  if (tail.length < named.length) return 0;
  if (!named.every((one, at) => (at === last ? one === tail[at] : isSameNoun(one, tail[at] ?? '')))) return 0;
  if (within === undefined) return named.length;
  const around = path.slice(0, -named.length);
  // The nearest object counts more than one further out.
  if (isSameNoun(within, around.at(-1) ?? '')) return named.length + 0.5;
  if (around.some((one) => isSameNoun(within, one))) return named.length + 0.25;
  // The words of tables need not be names: such a row gets what no other is about.
  return named.length / 100;
}

/** Whether two names are one noun: `Database` is an item of `databases`. */
export function isSameNoun(one: string, other: string): boolean {
  const noun = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
      .replace(/s$/, '');
  return noun(one) !== '' && noun(one) === noun(other);
}
