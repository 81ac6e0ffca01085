import type { Json } from '../../model/json.ts';
import { jsonTypeOf } from '../rst/json-type.ts';
import type { Example, PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { ParameterRow } from '../rst/table-rows.ts';
import type { DraftContext, JsonObject, Unknowns } from './draft-context.ts';

export function parametersOf(
  { path, parameters: rows, requests }: PageOperation,
  { credentials, unknown }: DraftContext,
): Json[] {
  const inPath = [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name = '']) => name);
  const values = pathValues(path, requests, unknown);
  for (const { kind, name, place } of rows)
    if (kind === 'path' && !inPath.includes(name))
      unknown.push(
        `${path}, parameter ${name} (${formatLocation(place)}): where it belongs; it is not in the path, so it is left out`,
      );
  const saidElsewhere = (name: string) =>
    reserved.has(name.toLowerCase()) || credentials.has(name.toLowerCase());
  return [
    ...[...new Set(inPath)].map((name): Json => {
      const row = rows.find((one) => one.kind === 'path' && one.name === name);
      if (!row) unknown.push(`${path}, parameter ${name}: no table describes it; assumed to be a string`);
      const value = values.get(name);
      return { ...parameter(name, 'path', row, unknown), ...(value !== undefined && { example: value }) };
    }),
    ...oncePerName(
      rows.filter(({ kind, name }) => kind === 'query' || (kind === 'header' && !saidElsewhere(name))),
      path,
      unknown,
    ).map((row): Json => parameter(row.name, row.kind, row, unknown)),
  ];
}

/** Parameters must be unique (OpenAPI, Operation Object); header names are case-insensitive. */
function oncePerName(rows: readonly ParameterRow[], path: string, unknown: Unknowns): ParameterRow[] {
  const taken = new Set<string>();
  return rows.filter(({ kind, name, place }) => {
    const key = `${kind} ${kind === 'header' ? name.toLowerCase() : name}`;
    const isFirst = !taken.has(key);
    taken.add(key);
    if (!isFirst)
      unknown.push(
        `${path}, parameter ${name} (${formatLocation(place)}): which description holds; it is described twice, and the first is used`,
      );
    return isFirst;
  });
}

/** Header fields that OpenAPI describes elsewhere (Parameter Object). */
const reserved = new Set(['accept', 'content-type', 'authorization']);

function parameter(name: string, kind: string, row: ParameterRow | undefined, unknown: Unknowns): JsonObject {
  const schema = typeOf(row, unknown);
  return {
    name,
    in: kind,
    required: kind === 'path' || row?.required === true,
    ...(row && { description: row.description, 'x-citation': formatLocation(row.place) }),
    schema: kind === 'path' && schema.type !== 'integer' ? { ...schema, type: 'string' } : schema,
  };
}

/** Formats that pages use as types. */
const formats: Readonly<Record<string, string>> = {
  uuid: 'uuid',
  'csapi:uuid': 'uuid',
  date: 'date',
  datetime: 'date-time',
  uri: 'uri',
  url: 'uri',
};

function typeOf(row: ParameterRow | undefined, unknown: Unknowns): JsonObject {
  if (!row || row.type === '') return { type: 'string' };
  const type = jsonTypeOf(row.type);
  const format = formats[row.type.toLowerCase()];
  if (type === undefined)
    unknown.push(`${formatLocation(row.place)}: the type ${JSON.stringify(row.type)}; left out`);
  return { ...(type !== undefined && { type }), ...(format !== undefined && { format }) };
}

/** The values of path parameters in example requests, without their percent-encoding. */
function pathValues(
  path: string,
  requests: readonly Example[],
  unknown: Unknowns,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const template = path.split('/');
  for (const { start, place } of requests) {
    if (start.kind !== 'request') continue;
    const [target = ''] = start.target.split('?');
    const isSlashTooMany = target.endsWith('/') && !path.endsWith('/');
    const own = (isSlashTooMany ? target.slice(0, -1) : target).split('/');
    const at = `${path} (${formatLocation(place)})`;
    if (isSlashTooMany) unknown.push(`${at}: whether a slash may follow; the example has one`);
    if (own.length !== template.length) {
      unknown.push(`${at}: which path holds; that of the example is ${target}`);
      continue;
    }
    for (const [index, segment] of template.entries()) {
      const name = /^\{([^{}/]+)\}$/.exec(segment)?.[1];
      const value = decoded(own[index] ?? '');
      if (name === undefined || values.has(name)) continue;
      values.set(name, value);
      if (/%[0-9A-Fa-f]{2}/.test(value))
        unknown.push(`${at}, parameter ${name}: whether its value is ${value}; it is encoded more than once`);
    }
  }
  return values;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
