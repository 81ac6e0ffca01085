import type { Json } from '../../model/json.ts';
import { type MatchedRows, matchRows, type NamedMember, pathText } from '../match-rows.ts';
import { jsonTypeOf } from '../rst/json-type.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { ParameterRow } from '../rst/table-rows.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';
import { mapMembers, membersOf } from './members.ts';

interface ListedContext {
  /** What messages call the body. */
  readonly place: string;
  readonly unknown: Unknowns;
  /** What the examples of all pages of the same method and path show. */
  readonly wider: JsonObject;
}

/**
 * A copy with the members that tables list and no example of the page shows. They stand where an example of another page
 * of the same method and path has them, or else where the other rows of their kind do. A row whose place is not known is
 * left out and named.
 */
export function withListedMembers(
  schema: JsonObject,
  rows: readonly ParameterRow[],
  { place, unknown, wider }: ListedContext,
): JsonObject {
  const matched = matchRows(rows, membersOf(schema));
  const elsewhere = matchRows(rows, membersOf(wider)).rows;
  let result = schema;
  for (const row of matched.unmatched) {
    const named = `${place}, ${row.name} (${formatLocation(row.place)})`;
    const path = [...elsewhere].find(([, one]) => one === row)?.[0];
    const members = membersOf(result);
    const parent = path === undefined ? parentOf(row, matchRows(rows, members), members) : undefined;
    if (path !== undefined) {
      unknown.push(`${named}: whether it is ${path}; only an example of another page shows it`);
      result = grafted(result, wider, path.split('.'));
    } else if (parent) {
      unknown.push(`${named}: whether it belongs in ${parent.path || 'the body'}; no example shows it`);
      result = placed(result, parent, row);
    } else unknown.push(`${named}: no example shows where it belongs; left out`);
  }
  return result;
}

interface Parent {
  readonly path: string;
  /** The names that are missing below it. */
  readonly names: readonly string[];
}

/** The object that the row names, or the only one that has the members of the other rows of its kind. */
function parentOf(
  row: ParameterRow,
  { rows }: MatchedRows,
  members: readonly NamedMember[],
): Parent | undefined {
  const names = row.name.split('.');
  const [object] = names.length > 1 ? membersNamed(names.slice(0, -1), members) : [];
  if (object) return { path: pathText(object.path), names: names.slice(-1) };
  const parents = new Set<string>();
  for (const [path, other] of rows) {
    if (other.kind !== row.kind || other.within !== row.within) continue;
    parents.add(pathText(path.split('.').slice(0, -other.name.split('.').length)));
  }
  const [only, ...more] = parents;
  return only !== undefined && more.length === 0 ? { path: only, names } : undefined;
}

const membersNamed = (names: readonly string[], members: readonly NamedMember[]): readonly NamedMember[] =>
  members.filter(({ path }) => pathText(path.slice(-names.length)) === pathText(names));

function placed(schema: JsonObject, { path, names }: Parent, row: ParameterRow): JsonObject {
  const [name = '', ...inner] = names;
  return mapMembers(schema, (part, at) => {
    if (pathText(at) !== path || !isObject(part.properties)) return part;
    const { properties } = part;
    return { ...part, properties: { ...properties, [name]: nested(properties[name], inner, row) } };
  });
}

/** A copy that also has a member of another schema, with the objects and lists around it. */
function grafted(schema: JsonObject, wider: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  if (isObject(wider.items)) {
    const items = isObject(schema.items) ? schema.items : typeOnly(wider.items);
    return { ...schema, items: grafted(items, wider.items, path) };
  }
  const inner = membersOfObject(wider)[name];
  if (!isObject(inner)) return schema;
  const own = membersOfObject(schema);
  const before = own[name];
  const member = isObject(before) ? before : typeOnly(inner);
  return { ...schema, properties: { ...own, [name]: grafted(member, inner, rest) } };
}

const typeOnly = ({ type }: JsonObject): { [name: string]: Json } => (type === undefined ? {} : { type });

const membersOfObject = ({ properties }: JsonObject): { [name: string]: Json } =>
  isObject(properties) ? properties : {};

/** The schema of a member, in the objects that the row names around it. */
function nested(known: Json | undefined, inner: readonly string[], row: ParameterRow): Json {
  const [name, ...rest] = inner;
  const type = jsonTypeOf(row.type);
  if (name === undefined)
    return {
      ...(type !== undefined && { type }),
      ...(row.description !== '' && { description: row.description }),
    };
  const { properties = {}, ...others } = isObject(known) ? known : {};
  const before = isObject(properties) ? properties : {};
  return {
    ...others,
    type: 'object',
    properties: { ...before, [name]: nested(before[name], rest, row) },
  };
}

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
