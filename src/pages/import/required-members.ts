import { pathText } from '../match-rows.ts';
import type { ParameterRow } from '../rst/table-rows.ts';
import type { JsonObject } from './draft-context.ts';
import type { Member } from './members.ts';

export interface RequiredMembers {
  /** Paths of the members that a request must have. */
  readonly required: ReadonlySet<string>;
  /** Rows that say so of a member which an example does without. */
  readonly contradicted: readonly { readonly row: ParameterRow; readonly path: string }[];
}

/**
 * The members that the page says are required, with the objects around them: a request without these has no such
 * member either. An object that has a row of its own, or a list, is required only if its row says so; what every example
 * wraps its body in is required as well.
 */
export function requiredByRows(
  rows: ReadonlyMap<string, ParameterRow>,
  members: readonly Member[],
): RequiredMembers {
  const byPath = new Map(members.map((member) => [pathText(member.path), member]));
  const outermost = members.filter(({ path }) => path.length === 1);
  const required = new Set<string>();
  const contradicted: { row: ParameterRow; path: string }[] = [];
  for (const [path, row] of rows) {
    if (row.required !== true) continue;
    const member = byPath.get(path);
    if (!member?.always) contradicted.push({ row, path });
    else for (let one: Member | undefined = member; one; one = above(one)) required.add(pathText(one.path));
  }
  function above({ path }: Member): Member | undefined {
    const around = byPath.get(pathText(path.slice(0, -1)));
    if (!around?.always) return undefined;
    const own = rows.get(pathText(around.path));
    if (own) return own.required === true ? around : undefined;
    const isWrapper = around.path.length === 1 && outermost.length === 1;
    return isWrapper || !isList(around.schema) ? around : undefined;
  }
  return { required, contradicted };
}

const isList = ({ type }: JsonObject): boolean => [type].flat().includes('array');
