import type { Json } from '../../model/json.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import { jsonTypeOf } from '../rst/json-type.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { ParameterRow } from '../rst/table-rows.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';

/**
 * Adds table rows to a schema from examples: descriptions, and whether members are required; tables take
 * precedence over examples. A row that no example shows is reported as unknown.
 */
export function applyTableRows(
  schema: JsonObject,
  rows: readonly ParameterRow[],
  place: string,
  unknown: Unknowns,
): JsonObject {
  const firsts = rows.filter((row, index) => rows.findIndex(({ name }) => name === row.name) === index);
  const found = new Map<ParameterRow, string[]>(firsts.map((row) => [row, []]));
  const result = applyRows(schema, '', { found, place, unknown });
  for (const [row, paths] of found) {
    const named = `${place}, ${row.name} (${formatLocation(row.place)})`;
    if (paths.length === 0) unknown.push(`${named}: no example shows where it belongs; left out`);
    if (paths.length > 1)
      unknown.push(`${named}: which one is meant, ${paths.join(' or ')}; the first is used`);
  }
  return result;
}

interface RowContext {
  /** The paths in the examples that each row matches. */
  readonly found: ReadonlyMap<ParameterRow, string[]>;
  readonly place: string;
  readonly unknown: Unknowns;
}

function applyRows(schema: JsonObject, above: string, context: RowContext): JsonObject {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = members(schema.properties).map(([name, property]): [string, JsonObject] => {
    const path = above === '' ? name : `${above}.${name}`;
    const row = rowOf(path, context);
    const inside = applyRows(property, path, context);
    if (!row) return [name, inside];
    if (row.required === true) required.add(name);
    if (row.required === false) required.delete(name);
    return [name, { ...inside, ...typeOf(row, property, path, context), description: row.description }];
  });
  const { required: _shown, ...rest } = schema;
  return {
    ...rest,
    ...(required.size > 0 && { required: [...required] }),
    ...(schema.properties !== undefined && { properties: Object.fromEntries(properties) }),
    ...(isPlainObject(schema.items) && { items: applyRows(schema.items, above, context) }),
  };
}

/** The row for a member, if this is its first match; tables may omit the path to a member. */
function rowOf(path: string, { found }: RowContext): ParameterRow | undefined {
  const [closest] = [...found]
    .filter(([{ name }]) => path === name || path.endsWith(`.${name}`))
    .sort(([one], [other]) => other.name.length - one.name.length);
  if (!closest) return undefined;
  const [row, paths] = closest;
  paths.push(path);
  return paths.length === 1 ? row : undefined;
}

/** A wider type in the table is right, because an example shows only one value; a contradiction is unknown. */
function typeOf(
  row: ParameterRow,
  property: JsonObject,
  path: string,
  { place, unknown }: RowContext,
): JsonObject {
  const documented = jsonTypeOf(row.type);
  const shown = [property.type].flat();
  if (documented === undefined || shown.includes(documented)) return {};
  if (documented === 'number' && shown.includes('integer'))
    return {
      type:
        shown.length === 1
          ? documented
          : shown.map((type) => (type === 'integer' ? documented : (type ?? null))),
    };
  unknown.push(
    `${place}, ${path}: its type; the table has ${row.type}, the examples have ${shown.join(' or ')}`,
  );
  return {};
}

const members = (properties: Json | undefined): [string, JsonObject][] =>
  Object.entries(isPlainObject(properties) ? properties : {}).flatMap(
    ([name, value]): [string, JsonObject][] => (isPlainObject(value) ? [[name, value]] : []),
  );
