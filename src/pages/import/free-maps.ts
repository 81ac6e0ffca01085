import type { Json } from '../../model/json.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import { matchRows, pathText } from '../match-rows.ts';
import type { ParameterRow } from '../rst/table-rows.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';
import { mapMembers, membersOf, propertiesOf } from './members.ts';

/** Names under which APIs have whatever their user puts there. */
const usualNames = new Set(['values', 'metadata', 'labels', 'annotations']);

/** So many members that are all of one kind are entries rather than members. */
const manyEntries = 16;

const keyWords = /\bkey[- ]?(\/|and |and the )?values?\b|\bkeys? and (the )?values?\b/i;

/**
 * A copy in which objects with free keys have `additionalProperties` in place of the keys that an example happens to
 * show: these are neither required nor all.
 */
export function withFreeMaps(
  schema: JsonObject,
  rows: readonly ParameterRow[],
  { place, unknown }: { readonly place: string; readonly unknown: Unknowns },
): JsonObject {
  const { rows: matched } = matchRows(rows, membersOf(schema));
  return mapMembers(schema, (inner, path) => {
    const name = path.at(-1);
    const entries = propertiesOf(inner);
    if (name === undefined || entries.length === 0 || [inner.type].flat().includes('array')) return inner;
    const why = reasonOf(name, entries, matched.get(pathText(path)));
    if (why === undefined) return inner;
    unknown.push(`${place}, ${pathText(path)}: whether its keys are free; taken so because ${why}`);
    const { properties: _entries, required: _keys, ...rest } = inner;
    return { ...rest, additionalProperties: anyOf(entries.map(([, entry]) => entry)) };
  });
}

function reasonOf(
  name: string,
  entries: readonly [string, JsonObject][],
  row: ParameterRow | undefined,
): string | undefined {
  const isScalar = ({ type }: JsonObject) =>
    ![type].flat().some((one) => one === 'object' || one === 'array');
  if (!entries.every(([, entry]) => isScalar(entry))) return undefined;
  if (row && keyWords.test(row.description)) return 'the page speaks of keys and values';
  if (usualNames.has(name)) return `it is called ${name}`;
  const kinds = new Set(entries.map(([, { type }]) => JSON.stringify(type)));
  return entries.length >= manyEntries && kinds.size === 1
    ? `it has ${entries.length} members of one kind`
    : undefined;
}

/** A schema that the values of all entries fit. */
function anyOf(entries: readonly JsonObject[]): Json {
  const types = [...new Set(entries.flatMap(({ type }) => (type === undefined ? [] : [type].flat())))];
  if (types.length === 0 || entries.some(({ type }) => type === undefined)) return true;
  const [only, ...more] = types;
  return { type: more.length === 0 ? (only ?? null) : types };
}

/** A copy without formats: an example shows a value of one format, and not that others are refused. */
export const withoutFormats = (schema: JsonObject): JsonObject =>
  mapMembers(schema, ({ format: _shown, ...inner }) => inner);

/**
 * A copy whose members have the types that more examples show.
 * @param wider a schema of examples that include those of the first
 */
export function widened(schema: JsonObject, wider: JsonObject): JsonObject {
  const others = new Map(propertiesOf(wider));
  return {
    ...schema,
    ...(wider.type !== undefined && { type: wider.type }),
    ...(schema.properties !== undefined && {
      properties: Object.fromEntries(
        propertiesOf(schema).map(([name, inner]) => [name, widened(inner, others.get(name) ?? inner)]),
      ),
    }),
    ...(isPlainObject(schema.items) &&
      isPlainObject(wider.items) && { items: widened(schema.items, wider.items) }),
  };
}
