import type { Json } from '../../model/json.ts';
import { jsonTypeOf } from '../rst/json-type.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { ParameterRow } from '../rst/table-rows.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';

/**
 * A schema of examples with what tables say of its members: their descriptions, and whether they are required, which
 * goes before what examples show. What no example shows has no place, and is said to be unknown.
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
    if (paths.length === 0) unknown.push(`${named}: no example shows where it stands; left out`);
    if (paths.length > 1) unknown.push(`${named}: which is meant, ${paths.join(' or ')}; the first is taken`);
  }
  return result;
}

interface RowContext {
  /** Where in the examples each row was found. */
  readonly found: ReadonlyMap<ParameterRow, string[]>;
  readonly place: string;
  readonly unknown: Unknowns;
}

function applyRows(schema: JsonObject, above: string, stating: RowContext): JsonObject {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = members(schema.properties).map(([name, property]): [string, JsonObject] => {
    const path = above === '' ? name : `${above}.${name}`;
    const row = rowOf(path, stating);
    const inside = applyRows(property, path, stating);
    if (!row) return [name, inside];
    if (row.required === true) required.add(name);
    if (row.required === false) required.delete(name);
    return [name, { ...inside, ...typeOf(row, property, path, stating), description: row.description }];
  });
  const { required: _shown, ...rest } = schema;
  return {
    ...rest,
    ...(required.size > 0 && { required: [...required] }),
    ...(schema.properties !== undefined && { properties: Object.fromEntries(properties) }),
    ...(isObject(schema.items) && { items: applyRows(schema.items, above, stating) }),
  };
}

/** The row that names a member, if this is the first one that it names; tables may leave out what a member stands in. */
function rowOf(path: string, { found }: RowContext): ParameterRow | undefined {
  const [closest] = [...found]
    .filter(([{ name }]) => path === name || path.endsWith(`.${name}`))
    .sort(([one], [other]) => other.name.length - one.name.length);
  if (!closest) return undefined;
  const [row, paths] = closest;
  paths.push(path);
  return paths.length === 1 ? row : undefined;
}

/** An example shows one value, so a table that has a wider type is right; of one that contradicts it, nobody knows. */
function typeOf(
  row: ParameterRow,
  property: JsonObject,
  path: string,
  { place, unknown }: RowContext,
): JsonObject {
  const said = jsonTypeOf(row.type);
  const shown = [property.type].flat();
  if (said === undefined || shown.includes(said)) return {};
  if (said === 'number' && shown.includes('integer'))
    return {
      type: shown.length === 1 ? said : shown.map((type) => (type === 'integer' ? said : (type ?? null))),
    };
  unknown.push(
    `${place}, ${path}: its type; the table has ${row.type}, the examples have ${shown.join(' or ')}`,
  );
  return {};
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const members = (properties: Json | undefined): [string, JsonObject][] =>
  Object.entries(isObject(properties) ? properties : {}).flatMap(([name, value]): [string, JsonObject][] =>
    isObject(value) ? [[name, value]] : [],
  );
