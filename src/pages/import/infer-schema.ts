import type { Json } from '../../model/json.ts';
import { pointerTo } from '../../util/json-pointer.ts';

/** An inferred JSON Schema. */
export type InferredSchema = { readonly [keyword: string]: Json };

/** A value of an example; `elided` says whether `...` omits something at a pointer. */
export interface Sample {
  readonly value: Json;
  readonly elided: (pointer: string) => boolean;
}

export interface SchemaInference {
  readonly schema: InferredSchema;
  /** What the examples do not show, each with its place in the value. */
  readonly unknown: readonly string[];
}

/** The value at one place of one example. */
interface SampleValue {
  readonly value: Json;
  readonly pointer: string;
  readonly sample: Sample;
}

/**
 * The schema that all examples fit: types, formats that all strings have, members that all objects have.
 * Examples need not show all values, so nothing becomes an `enum`.
 */
export function inferSchema(samples: readonly Sample[]): SchemaInference {
  const unknown: string[] = [];
  const occurrences = samples.map((sample) => ({ value: sample.value, pointer: '', sample }));
  return { schema: schemaOf(occurrences, '', unknown), unknown };
}

function schemaOf(occurrences: readonly SampleValue[], shown: string, unknown: string[]): InferredSchema {
  const types = [...new Set(occurrences.map(({ value }) => typeOf(value)))];
  // An integer is also a number.
  const merged = types.includes('number') ? types.filter((type) => type !== 'integer') : types;
  const [type = 'null', ...more] = merged;
  if (merged.includes('null'))
    unknown.push(`${shown || 'the body'}: an example has null, which does not show its other types`);
  // What every example has as null has another type as well, which is not known.
  if (type === 'null' && more.length === 0) return {};
  return {
    type: more.length === 0 ? type : merged,
    ...(merged.includes('string') && formatOf(occurrences)),
    ...(merged.includes('object') && objectKeywords(occurrences, shown, unknown)),
    ...(merged.includes('array') && arrayKeywords(occurrences, shown, unknown)),
  };
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Formats that can be recognised reliably. */
const formats: readonly (readonly [format: string, pattern: RegExp])[] = [
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['uri', /^https?:\/\/[^\s/]+(\/\S*)?$/],
  ['ipv4', /^(\d{1,3}\.){3}\d{1,3}$/],
  ['email', /^[\w.+-]+@[\w-]+\.[\w.-]+$/],
];

function formatOf(occurrences: readonly SampleValue[]): InferredSchema {
  const texts = occurrences.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const found = formats.find(([, pattern]) =>
    texts.every((text) => text.length < 1000 && pattern.test(text)),
  );
  return found ? { format: found[0] } : {};
}

type Members = { readonly [name: string]: Json };

const isMembers = (value: Json): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectKeywords(
  occurrences: readonly SampleValue[],
  shown: string,
  unknown: string[],
): InferredSchema {
  const objects = occurrences.flatMap((one) =>
    isMembers(one.value) ? [{ ...one, members: one.value }] : [],
  );
  const names = [...new Set(objects.flatMap(({ members }) => Object.keys(members)))];
  const elided = objects.some(({ sample, pointer }) => sample.elided(pointer));
  if (elided) unknown.push(`${shown || 'the body'}: an example omits members (...)`);
  const properties = names.map((name): [string, Json] => {
    const below = objects.flatMap(({ members, pointer, sample }) => {
      const value = members[name];
      return value === undefined ? [] : [{ value, pointer: pointerTo(pointer, name), sample }];
    });
    return [name, schemaOf(below, shown === '' ? name : `${shown}.${name}`, unknown)];
  });
  const required = names.filter((name) => objects.every(({ members }) => Object.hasOwn(members, name)));
  return {
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(properties),
  };
}

function arrayKeywords(
  occurrences: readonly SampleValue[],
  shown: string,
  unknown: string[],
): InferredSchema {
  const items = occurrences.flatMap(({ value, pointer, sample }) =>
    Array.isArray(value)
      ? value.map((item: Json, index) => ({
          value: item,
          pointer: pointerTo(pointer, String(index)),
          sample,
        }))
      : [],
  );
  if (items.length > 0) return { items: schemaOf(items, `${shown}[]`, unknown) };
  unknown.push(`${shown || 'the body'}: the type of its items; every example has an empty list`);
  return {};
}
