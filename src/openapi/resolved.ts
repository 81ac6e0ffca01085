import type { OpenAPIV3_1 } from 'openapi-types';
import { isPlainObject } from '../util/plain-object.ts';
import { type Definitions, definitionsOfDocument } from './definitions.ts';
import { type Extent, extentOf } from './extent.ts';
import type { Schema } from './operations.ts';
import { unusable } from './unusable.ts';
import type { ValidatorOf } from './violations.ts';

export type { Definitions };

/** What it takes to read the schemas of a document. */
export interface Schemas {
  /** What they refer to. */
  readonly definitions: Definitions;
  readonly validatorOf: ValidatorOf;
}

/** Schemas are compiled to code in which each of their values is written out, and examples are copied into requests. */
const maxSize = 20_000;

const extents = new WeakMap<object, Extent>();

/** @throws SuiteError of kind `configuration` for a part of the document that is too large to be worked on */
export function requireModestSize(part: unknown, where: string): void {
  if (typeof part !== 'object' || part === null) return;
  if (extentOf({ node: part, file: '' }, undefined, extents).size > maxSize)
    throw unusable(where, `there are more than ${maxSize} values, references and aliases written out`);
}

/** A schema that stands by itself: what it refers to is in its own `components.schemas`. */
export function schemaOf(schema: unknown, where: string, definitions: Definitions): Schema {
  if (schema === false) return { not: {} };
  if (!isPlainObject(schema)) return {};
  requireModestSize(schema, where);
  const known = wholeSchemas.get(definitions) ?? new WeakMap<object, Schema>();
  wholeSchemas.set(definitions, known);
  const whole = known.get(schema) ?? withDefinitions(schema, definitions);
  known.set(schema, whole);
  return whole;
}

/** One object for each schema of a document, as it is compiled once. */
const wholeSchemas = new WeakMap<Definitions, WeakMap<object, Schema>>();

function withDefinitions(schema: Schema, definitions: Definitions): Schema {
  const names = new Set<string>();
  addNamesIn(schema, definitions, names);
  if (names.size === 0) return schema;
  const whole = {
    ...schema,
    components: { schemas: Object.fromEntries([...names].map((name) => [name, definitions[name]])) },
  };
  definitionsOfDocument.set(whole, definitions);
  return whole;
}

const prefix = '#/components/schemas/';

/** What a schema refers to, if it is a reference; otherwise the schema itself. */
export function target(schema: Schema, root: Schema): Schema {
  const { $ref: reference } = schema;
  if (typeof reference !== 'string' || !isPlainObject(root.components)) return schema;
  const { schemas } = root.components;
  const found = isPlainObject(schemas) ? schemas[reference.slice(prefix.length)] : undefined;
  return isPlainObject(found) ? found : schema;
}

const namesIn = new WeakMap<object, ReadonlySet<string>>();

/** Adds the names of all definitions that a value refers to, at whatever remove. */
function addNamesIn(value: object, definitions: Definitions, all: Set<string>): void {
  for (const name of ownNamesIn(value)) {
    if (all.has(name)) continue;
    all.add(name);
    const definition = definitions[name];
    if (typeof definition === 'object' && definition !== null) addNamesIn(definition, definitions, all);
  }
}

/** Parts of a schema are shared, and each is looked at once. */
function ownNamesIn(value: object): ReadonlySet<string> {
  const known = namesIn.get(value);
  if (known) return known;
  const found = new Set<string>();
  if ('$ref' in value && typeof value.$ref === 'string' && value.$ref.startsWith(prefix))
    found.add(value.$ref.slice(prefix.length));
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) for (const name of ownNamesIn(inner)) found.add(name);
  namesIn.set(value, found);
  return found;
}

/** A part of a document as `readDocument` gives it, where every reference but those to schemas was followed. */
export function unreferenced<T extends object>(
  part: T | OpenAPIV3_1.ReferenceObject | undefined,
): T | undefined {
  return part === undefined || isReference(part) ? undefined : part;
}

const isReference = (part: object): part is OpenAPIV3_1.ReferenceObject => '$ref' in part;
