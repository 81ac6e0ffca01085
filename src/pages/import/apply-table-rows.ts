import { type MatchedRows, matchRows, pathText } from '../match-rows.ts';
import { jsonTypeOf } from '../rst/json-type.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { ParameterRow } from '../rst/table-rows.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';
import { mapMembers, membersOf, propertiesOf } from './members.ts';
import { requiredByRows } from './required-members.ts';

interface RowContext {
  /** What messages call the body. */
  readonly place: string;
  readonly unknown: Unknowns;
}

/**
 * Adds table rows to the schema of a request: descriptions and types. Only members of which the page says so are
 * required: an example shows what may be sent, not what must be.
 */
export function applyToRequest(
  schema: JsonObject,
  rows: readonly ParameterRow[],
  context: RowContext,
): JsonObject {
  const members = membersOf(schema);
  const matched = matchRows(rows, members);
  reportRows(matched, context);
  const { required, contradicted } = requiredByRows(matched.rows, members);
  for (const { row, path } of contradicted)
    context.unknown.push(
      `${context.place}, ${path} (${formatLocation(row.place)}): whether it is required; the table says so, but an example does without`,
    );
  return mapMembers(schema, (inner, path, isItem) => {
    const names = propertiesOf(inner).flatMap(([name]) =>
      required.has(pathText([...path, name])) ? [name] : [],
    );
    return withRequired(isItem ? inner : described(inner, path, matched, context), names);
  });
}

/** Adds table rows to the schema of an answer, whose members are required if every example has them. */
export function applyToResponse(
  schema: JsonObject,
  rows: readonly ParameterRow[],
  context: RowContext,
): JsonObject {
  const matched = matchRows(rows, membersOf(schema));
  reportRows(matched, context);
  return mapMembers(schema, (inner, path, isItem) => {
    const shown = Array.isArray(inner.required) ? inner.required.map(String) : [];
    const names = shown.filter((name) => matched.rows.get(pathText([...path, name]))?.required !== false);
    return withRequired(isItem ? inner : described(inner, path, matched, context), names);
  });
}

function reportRows({ rows, ambiguous }: MatchedRows, { place, unknown }: RowContext): void {
  const named = (row: ParameterRow) => `${place}, ${row.name} (${formatLocation(row.place)})`;
  for (const { row, paths } of ambiguous)
    unknown.push(`${named(row)}: which one is meant, ${paths.join(' or ')}; the first is used`);
  for (const row of rows.values())
    if (row.otherRequired !== undefined)
      unknown.push(`${named(row)}: when it is required; the table says ${JSON.stringify(row.otherRequired)}`);
}

function withRequired(schema: JsonObject, names: string[]): JsonObject {
  const { required: _shown, properties, ...rest } = schema;
  return {
    ...rest,
    ...(names.length > 0 && { required: names }),
    ...(properties !== undefined && { properties }),
  };
}

function described(
  schema: JsonObject,
  path: readonly string[],
  { rows }: MatchedRows,
  context: RowContext,
): JsonObject {
  const row = rows.get(pathText(path));
  if (!row) return schema;
  return {
    ...schema,
    ...typeOf(row, schema, pathText(path), context),
    ...(row.description !== '' && { description: row.description }),
  };
}

/** A wider type in the table is right, because an example shows only one value; a contradiction is unknown. */
function typeOf(
  row: ParameterRow,
  property: JsonObject,
  path: string,
  { place, unknown }: RowContext,
): JsonObject {
  const documented = jsonTypeOf(row.type);
  const shown = [property.type ?? []].flat();
  if (row.type === '' || (documented !== undefined && shown.includes(documented))) return {};
  if (documented === 'number' && shown.includes('integer'))
    return {
      type: shown.length === 1 ? documented : shown.map((type) => (type === 'integer' ? documented : type)),
    };
  // Examples that have only null show no type.
  if (documented !== undefined && shown.length === 0) return { type: [documented, 'null'] };
  unknown.push(
    `${place}, ${path} (${formatLocation(row.place)}): its type; the table has ${row.type}, the examples have ${shown.join(' or ')}`,
  );
  return {};
}
