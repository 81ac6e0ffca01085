import type { Value } from '../model/json.ts';
import { rounded } from '../util/exact-json.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { type Definitions, definitionsOfDocument } from './definitions.ts';
import type { Schema } from './operations.ts';
import { schemaOf, target } from './resolved.ts';
import { validatorOf } from './schema.ts';

/** Schemas that all apply to one value: what one of them excludes is not valid by the schema as a whole. */
export interface Applied {
  /** As they stand in the document. */
  readonly given: readonly Schema[];
  /** With what they refer to, and with what `allOf` adds to them. */
  readonly all: readonly Schema[];
  /** The schema whose references they use. */
  readonly root: Schema;
}

export const appliedBy = (schema: Schema): Applied => applied([schema], schema);

function applied(given: readonly Schema[], root: Schema): Applied {
  const all = new Set<Schema>();
  const pending = [...given].reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (all.has(next)) continue;
    all.add(next);
    const parts: unknown[] = Array.isArray(next.allOf) ? next.allOf : [];
    pending.push(...parts.flatMap(schemaIn).reverse(), target(next, root));
  }
  return { given, all: [...all], root };
}

/** The schema `false` excludes everything, and `true` nothing. */
const schemaIn = (value: unknown): Schema[] =>
  isPlainObject(value) ? [value] : value === false ? [{ not: {} }] : [];

/** What applies to a member of an object. */
export const memberOf = ({ all, root }: Applied, name: string): Applied =>
  applied(
    all.flatMap(({ properties }) =>
      isPlainObject(properties) && Object.hasOwn(properties, name) ? schemaIn(properties[name]) : [],
    ),
    root,
  );

/** What applies to every item of an array. */
export const itemsOf = ({ all, root }: Applied): Applied =>
  applied(
    all.flatMap(({ items }) => schemaIn(items)),
    root,
  );

/** The names of members that have to be there. */
export const requiredBy = ({ all }: Applied): readonly string[] => [
  ...new Set(
    all.flatMap(({ required }) =>
      Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
    ),
  ),
];

/** The types that are left; undefined if any type may be. */
export function typesOf({ all }: Applied): readonly string[] | undefined {
  const lists = all.flatMap(({ type }) => (type === undefined ? [] : [[type].flat().map(String)]));
  const [first, ...others] = lists;
  return first?.filter((type) => others.every((list) => list.includes(type)));
}

/** The value of the first schema that has the keyword. */
export const keywordOf = ({ all }: Applied, keyword: string): unknown =>
  all.find((schema) => schema[keyword] !== undefined)?.[keyword];

/** Whether a value breaks the schemas. A validator is compiled only where nothing simpler decides. */
export function excludes(schemas: Applied, value: Value): boolean {
  if (schemas.all.some((schema) => excludesByItself(schema, value))) return true;
  const kind = kindOf(value);
  const open = (keyword: string) =>
    logical.has(keyword) || (keywordsOf[kind]?.has(keyword) ?? (kind === 'array' || kind === 'object'));
  if (
    !schemas.all.some((schema) =>
      Object.keys(schema).some((keyword) => !isAnnotation(keyword) && open(keyword)),
    )
  )
    return false;
  return validatorFor(schemas)(rounded(value)).some(({ advisory }) => !advisory);
}

/** One validator of all that applies. */
export function validatorFor({ given, root }: Applied): ReturnType<typeof validatorOf> {
  const [only] = given;
  const whole = given.length === 1 && only ? only : { allOf: given };
  return validatorOf(whole === root ? root : schemaOf(whole, 'a part of a schema', definitionsOf(root)));
}

function definitionsOf(root: Schema): Definitions {
  const { components } = root;
  const own = isPlainObject(components) && isPlainObject(components.schemas) ? components.schemas : undefined;
  return definitionsOfDocument.get(root) ?? own ?? noDefinitions;
}

const noDefinitions: Definitions = {};

type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

function kindOf(value: Value): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const kind = typeof value;
  if (kind === 'bigint') return 'number';
  return kind === 'boolean' || kind === 'number' || kind === 'string' ? kind : 'object';
}

const isInteger = (value: Value): boolean => typeof value === 'bigint' || Number.isInteger(value);

/** Keywords that need a validator for a value of a kind; all of them for arrays and objects. */
const keywordsOf: Readonly<Partial<Record<Kind, ReadonlySet<string>>>> = {
  null: new Set(),
  boolean: new Set(),
  number: new Set(['exclusiveMaximum', 'exclusiveMinimum', 'maximum', 'minimum', 'multipleOf']),
  string: new Set(['format', 'maxLength', 'minLength', 'pattern']),
};

/** Keywords that may exclude a value of any kind, beside those which `excludesByItself` decides. */
const logical: ReadonlySet<string> = new Set(['anyOf', 'else', 'if', 'not', 'oneOf', 'then']);

/** Keywords that exclude nothing, or are looked at already. */
const annotations: ReadonlySet<string> = new Set([
  ...['$comment', '$ref', 'allOf', 'components', 'default', 'deprecated', 'description'],
  ...['discriminator', 'example', 'examples', 'externalDocs', 'readOnly', 'title', 'type'],
  ...['writeOnly', 'xml'],
]);
const isAnnotation = (keyword: string): boolean => annotations.has(keyword) || keyword.startsWith('x-');

/** What type, values and emptiness alone exclude. */
function excludesByItself(schema: Schema, value: Value): boolean {
  const kind = kindOf(value);
  if (schema.type !== undefined) {
    const types: unknown[] = [schema.type].flat();
    if (!types.includes(kind) && !(types.includes('integer') && isInteger(value))) return true;
  }
  if (kind !== 'array' && kind !== 'object') {
    const { enum: values, const: only } = schema;
    const isAllowed = (one: unknown) => one === value || (typeof one === 'bigint' && one === exact(value));
    if (Array.isArray(values) && !values.some(isAllowed)) return true;
    if (only !== undefined && !isAllowed(only)) return true;
  }
  return value === '' && typeof schema.minLength === 'number' && schema.minLength > 0;
}

/** A whole number with all its digits. */
const exact = (value: Value): unknown =>
  typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
