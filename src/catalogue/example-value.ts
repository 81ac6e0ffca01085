import { generateSync } from 'json-schema-faker';
import type { Value } from '../model/json.ts';
import { type Applied, appliedBy, excludes } from '../openapi/applied.ts';
import { schemaKeywords } from '../openapi/assemble/positions.ts';
import type { Schema } from '../openapi/operations.ts';
import { isValue } from '../util/exact-json.ts';
import { isPlainObject } from '../util/plain-object.ts';

/** A value that a schema allows, and whether the document shows it. */
export interface SampleValue {
  readonly value: Value;
  readonly made: boolean;
}

/**
 * A value for a schema: the first of the given ones, then of those in the schema, that it allows; otherwise a made one.
 * The same at each call.
 * @param usable what else is asked of it
 */
export function sampleValueOf(
  schema: Schema,
  given: readonly Value[],
  usable: (value: Value) => boolean = () => true,
): SampleValue | undefined {
  const schemas = appliedBy(schema);
  const fits = (value: Value) => usable(value) && !excludes(schemas, value);
  for (const value of [...given, ...documentedValues(schemas)])
    if (fits(value)) return { value, made: false };
  for (const value of madeValues(schema, schemas)) if (fits(value)) return { value, made: true };
  return undefined;
}

/** Examples, default, constant and first permitted value. */
export const documentedValues = ({ all }: Applied): Value[] =>
  [
    ...all.map(({ example }) => example),
    ...all.flatMap(({ examples }): unknown[] => (Array.isArray(examples) ? examples : [])),
    ...all.map((schema) => schema.default),
    ...all.map((schema) => schema.const),
    ...all.flatMap(({ enum: values }): unknown[] => (Array.isArray(values) ? values : [])),
  ].filter(isValue);

/** The generator is random, and not all of its values are valid: each of these seeds is tried. */
const seeds = [1, 2, 3, 5, 8, 13];

/** Made values, not all of them valid: first such as use what parts of the schema show. */
export function* madeValues(schema: Schema, { all }: Applied): Generator<Value> {
  yield* all.flatMap(({ minimum, maximum }) => [minimum, maximum]).filter(isValue);
  for (const documented of [true, false])
    for (const variant of variantsOf(schema)) {
      const prepared = preparedFor(variant, documented);
      for (const seed of seeds) {
        const value = generated(prepared, seed, documented);
        if (isValue(value)) yield value;
      }
    }
}

const mostVariants = 4;

/** The schema, and with each of its alternatives: the generator passes over these where the schema has a type as well. */
function variantsOf(schema: Schema): Schema[] {
  const { oneOf, anyOf, allOf, ...others } = schema;
  const parts: unknown[] = Array.isArray(allOf) ? allOf : [];
  const alternatives: unknown[] = [oneOf, anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const variants = alternatives.slice(0, mostVariants).map((one) => ({ ...others, allOf: [...parts, one] }));
  return [schema, ...variants];
}

function generated(schema: Schema, seed: number, documented: boolean): unknown {
  try {
    return generateSync(schema, {
      seed,
      optionalsProbability: 0,
      fixedProbabilities: true,
      maxDefaultItems: 1,
      minItems: 1,
      useExamplesValue: documented,
      useDefaultValue: documented,
    });
  } catch {
    // It cannot follow some schemas; whether there is a value at all is said by who asked for one.
    return undefined;
  }
}

/** Numbers of a schema that the generator calculates with. */
const limits: ReadonlySet<string> = new Set([
  ...['exclusiveMaximum', 'exclusiveMinimum', 'maximum', 'minimum', 'multipleOf'],
]);

/** What the generator is asked for at most: it takes any length up to the longest, and schemas allow megabytes. */
const modest: ReadonlyMap<string, number> = new Map([
  ['minLength', 10_000],
  ['minItems', 100],
  ['minProperties', 100],
]);
const usual = { maxLength: ['minLength', 40], maxItems: ['minItems', 2] } as const;

/** A schema as the generator reads it, which does not know `example` and takes any permitted value. */
function preparedFor(schema: Schema, documented: boolean): Schema {
  const done = new Map<Schema, Schema>();
  const inner = (value: unknown): unknown => (isPlainObject(value) ? prepared(value) : value);
  const byName = (value: unknown): unknown =>
    isPlainObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item)]))
      : value;
  const keyword = (name: string, value: unknown): unknown => {
    const kind = schemaKeywords.get(name);
    if (kind === 'map') return byName(value);
    if (kind !== undefined) return Array.isArray(value) ? value.map(inner) : inner(value);
    if (name === 'components' && isPlainObject(value)) return { schemas: byName(value.schemas) };
    if (name === 'enum' && documented && Array.isArray(value)) return value.slice(0, 1);
    if (typeof value !== 'number' && typeof value !== 'bigint') return value;
    return limits.has(name) ? Number(value) : Math.min(Number(value), modest.get(name) ?? Number(value));
  };
  const prepared = (one: Schema): Schema => {
    const known = done.get(one);
    if (known) return known;
    const { example, ...others } = one;
    const made = Object.fromEntries(
      Object.entries({ ...(example !== undefined && { examples: [example] }), ...others, ...shortened(one) })
        .filter(([name]) => !name.startsWith('x-'))
        .map(([name, value]) => [name, keyword(name, value)]),
    );
    done.set(one, made);
    return made;
  };
  return prepared(schema);
}

/** The most that a schema allows, brought down to what it needs. */
const shortened = (schema: Schema): Schema =>
  Object.fromEntries(
    Object.entries(usual).flatMap(([most, [least, enough]]) => {
      const [allowed, needed] = [schema[most], schema[least] ?? 0];
      // A pattern may need more.
      const isFree = schema.pattern === undefined || Number(allowed) > 10_000;
      return typeof allowed === 'number' && typeof needed === 'number' && isFree
        ? [[most, Math.min(allowed, Math.max(needed, enough))]]
        : [];
    }),
  );
