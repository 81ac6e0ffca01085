import type { Schema } from '../openapi/operations.ts';
import { isPlainObject } from '../util/plain-object.ts';

/** A schema with the parts of `allOf` merged, as far as a Pact template can use them. */
export interface MergedSchema {
  readonly schema: Schema;
  /** Required members, each with all parts of its schema. */
  readonly required: readonly (readonly [name: string, schema: Schema])[];
  /** Names of the members that may be absent. */
  readonly optional: readonly string[];
  readonly closed: boolean;
  /** The schemas of required items. */
  readonly contains: readonly Schema[];
  /** Requirements of the schema itself and of its parts. */
  readonly requirements: readonly string[];
}

/** Merges the parts of a schema. */
export function mergeAllOf(schema: Schema): MergedSchema {
  const parts = partsOf(schema);
  const names = [
    ...new Set(parts.flatMap(({ properties }) => Object.keys(isPlainObject(properties) ? properties : {}))),
  ];
  const needed = new Set(
    parts.flatMap(({ required }): unknown[] => (Array.isArray(required) ? required : [])),
  );
  return {
    schema: Object.assign({}, ...parts),
    required: names.filter((name) => needed.has(name)).map((name) => [name, memberOf(parts, name)]),
    optional: names.filter((name) => !needed.has(name)),
    closed: parts.some(({ additionalProperties }) => additionalProperties === false),
    contains: parts.flatMap(({ contains }) => (isPlainObject(contains) ? [contains] : [])),
    requirements: parts.flatMap((part) => {
      const requirement = part['x-requirement'];
      return typeof requirement === 'string' ? [requirement] : [];
    }),
  };
}

function partsOf(schema: Schema): readonly Schema[] {
  const { allOf, ...own } = schema;
  const others = Array.isArray(allOf) ? allOf.filter(isPlainObject).flatMap(partsOf) : [];
  return [own, ...others];
}

function memberOf(parts: readonly Schema[], name: string): Schema {
  const found = parts.flatMap(({ properties }) => {
    const member = isPlainObject(properties) ? properties[name] : undefined;
    return isPlainObject(member) ? [member] : [];
  });
  return found.length === 1 ? (found[0] ?? {}) : { allOf: found };
}
