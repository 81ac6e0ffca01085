import { isSameNoun, pathText } from '../match-rows.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { LengthRow } from '../rst/table-rows.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';
import { type Member, mapMembers, membersOf } from './members.ts';

/** Adds `maxLength` to the members that tables limit: `Database name` is the `name` of each of the `databases`. */
export function applyLengths(
  schema: JsonObject,
  rows: readonly LengthRow[],
  { place, unknown }: { readonly place: string; readonly unknown: Unknowns },
): JsonObject {
  const members = membersOf(schema);
  const limits = new Map<string, number>();
  for (const { name, maxLength, place: at } of rows) {
    const found = members.filter((member) => isNamed(member, name));
    for (const { path } of found) limits.set(pathText(path), maxLength);
    if (found.length === 0)
      unknown.push(
        `${place}, ${name} (${formatLocation(at)}): no example shows what has at most ${maxLength} characters; left out`,
      );
  }
  return mapMembers(schema, (inner, path, isItem) => {
    const maxLength = limits.get(pathText(path));
    return maxLength === undefined || isItem ? inner : { ...inner, maxLength };
  });
}

/** The last word is the member, the others the object around it. */
function isNamed({ path, schema }: Member, name: string): boolean {
  const words = name.split(/[\s-]+/);
  const around = words.slice(0, -1).join('');
  return (
    [schema.type].flat().includes('string') &&
    path.at(-1) === words.at(-1)?.toLowerCase() &&
    (around === '' ? path.length <= 2 : isSameNoun(around, path.at(-2) ?? ''))
  );
}
