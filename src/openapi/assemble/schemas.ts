import { isPlainObject, membersOf } from '../../util/plain-object.ts';
import type { Schema } from '../operations.ts';
import { unusable } from '../unusable.ts';
import { faultOf } from './keyword-shapes.ts';
import { inJsonSchema } from './openapi-3-0.ts';
import { definitionKeywords, referenceOf, schemaKeywords } from './positions.ts';
import { type Located, memberAt, type Source } from './source.ts';

/** Who writes what a schema describes. A request need not have `readOnly` members, nor an answer `writeOnly` ones. */
export type Direction = 'request' | 'response';

/**
 * What a schema that is referred to may have, in values, to be written out where it is used: in a document of few schemas,
 * and of many, where what is written out in many places takes long to compile.
 */
const longestWrittenOut = { few: 300, many: 100 };
const manySchemas = 100;

/** From this many values on, nothing that a schema refers to is written out in it. */
const longSchema = 400;

/** The validator is recursive. */
const mostNested = 400;

const notDemanded = { request: 'readOnly', response: 'writeOnly' } as const;

/** Keywords that only describe: beside a reference, they do not change what is valid. */
const annotations: ReadonlySet<string> = new Set([
  ...['$comment', 'default', 'deprecated', 'description', 'discriminator', 'example', 'examples'],
  ...['externalDocs', 'readOnly', 'summary', 'title', 'writeOnly', 'xml'],
]);
const isAnnotation = (keyword: string): boolean =>
  annotations.has(keyword) || (keyword.startsWith('x-') && keyword !== 'x-should');

/** Keywords that have done their work once references are followed. */
const resolvedKeywords: ReadonlySet<string> = new Set([
  ...['$ref', '$dynamicRef', '$id', '$anchor', '$dynamicAnchor', '$schema', '$vocabulary'],
  ...definitionKeywords,
]);

/** Keywords that apply schemas to the value itself. */
const appliedInPlace: ReadonlySet<string> = new Set([
  ...['allOf', 'anyOf', 'dependentSchemas', 'else', 'if', 'not', 'oneOf', 'then'],
]);

const staticReference = (schema: Schema): string | undefined =>
  referenceOf(schema) ?? (typeof schema.$dynamicRef === 'string' ? schema.$dynamicRef : undefined);

type Written = Schema | boolean;

interface Converted {
  readonly schema: Written;
  /** Values in it, with those that it shares with others. */
  readonly size: number;
}

/**
 * Schemas of a document in JSON Schema 2020-12, with references followed. What is small is written out where it is
 * referred to. What is long or within itself stands once, in `definitions`, and is referred to by
 * `#/components/schemas/NAME`.
 */
export class Schemas {
  readonly definitions = new Map<string, Written>();
  readonly #source: Source;
  readonly #longest: number;
  readonly #converted = { request: new Map<unknown, Converted>(), response: new Map<unknown, Converted>() };
  readonly #names = { request: new Map<unknown, string>(), response: new Map<unknown, string>() };
  /** One object for each: who compiles it need not do so again. */
  readonly #references = new Map<string, Schema>();
  /** Schemas that do not apply themselves to the same value. */
  readonly #settled = new WeakSet<object>();
  readonly #open = { request: new Set<unknown>(), response: new Set<unknown>() };

  constructor(source: Source) {
    this.#source = source;
    const { components, definitions } = membersOf(source.root.value);
    const schemas = [definitions, membersOf(components).schemas].flatMap((all) =>
      Object.keys(membersOf(all)),
    );
    this.#longest = schemas.length > manySchemas ? longestWrittenOut.many : longestWrittenOut.few;
  }

  /** @throws SuiteError of kind `configuration` for a schema that cannot be used, with its place */
  schema(place: Located, direction: Direction): Written {
    return this.#convert(place, direction).schema;
  }

  #convert(place: Located, direction: Direction): Converted {
    const { value } = place;
    if (typeof value === 'boolean') return { schema: value, size: 1 };
    if (!isPlainObject(value))
      throw unusable(this.#source.nameOf(place), 'a schema was expected, an object or true or false');
    const known = this.#converted[direction].get(value);
    if (known) return known;
    const open = this.#open[direction];
    if (open.size > mostNested)
      throw unusable(
        this.#source.nameOf(place),
        `it is nested deeper than ${mostNested} schemas, with references followed`,
      );
    this.#refuseEndless(place, new Set());
    open.add(value);
    try {
      const own = inJsonSchema(value, this.#source.version);
      const fault = faultOf(own);
      if (fault) throw unusable(this.#source.nameOf(memberAt(place, fault.keyword, undefined)), fault.why);
      let made = this.#write({ ...place, value: own }, direction, this.#longest);
      if (made.size > longSchema) made = this.#write({ ...place, value: own }, direction, 0);
      this.#converted[direction].set(value, made);
      const name = this.#names[direction].get(value);
      if (name !== undefined) this.definitions.set(name, made.schema);
      return made;
    } finally {
      open.delete(value);
    }
  }

  /** A schema that applies itself to the same value is one that no validation ends for. */
  #refuseEndless(place: Located, above: Set<unknown>): void {
    const { value } = place;
    if (!isPlainObject(value) || this.#settled.has(value)) return;
    if (above.has(value))
      throw unusable(
        this.#source.nameOf(place),
        'the schema applies itself to the same value, without end; put what refers to it into a property or an item',
      );
    above.add(value);
    const within = this.#source.withId(place);
    const own = isPlainObject(value) ? inJsonSchema(value, this.#source.version) : {};
    const reference = staticReference(own);
    if (reference !== undefined) this.#refuseEndless(this.#source.follow(reference, within), above);
    for (const [keyword, inner] of Object.entries(own))
      if (appliedInPlace.has(keyword) && typeof inner === 'object' && inner !== null)
        for (const [name, part] of schemaKeywords.get(keyword) === 'one'
          ? [['', inner]]
          : Object.entries(inner))
          this.#refuseEndless(memberAt(memberAt(within, keyword, inner), String(name), part), above);
    above.delete(value);
    this.#settled.add(value);
  }

  #write(place: Located, direction: Direction, longest: number): Converted {
    const own = isPlainObject(place.value) ? place.value : {};
    const within = this.#source.withId(place);
    const written: Record<string, unknown> = {};
    let size = 1;
    for (const [keyword, value] of Object.entries(own)) {
      if (resolvedKeywords.has(keyword)) continue;
      const at = memberAt(within, keyword, value);
      const inner = this.#keyword(keyword, at, direction, longest);
      written[keyword] = inner.value;
      size += inner.size;
    }
    const reference = staticReference(own);
    const target =
      reference === undefined
        ? undefined
        : this.#referTo(this.#source.follow(reference, within), direction, longest);
    const whole = target ? beside(target.schema, written) : written;
    const dropped = this.#membersOfOtherSide(within, direction, new Set());
    return { schema: notDemanding(whole, dropped), size: size + (target?.size ?? 0) };
  }

  #keyword(
    keyword: string,
    at: Located,
    direction: Direction,
    longest: number,
  ): { value: unknown; size: number } {
    const { value } = at;
    const one = (place: Located): Converted =>
      longest === 0 && referenceOf(place.value) !== undefined
        ? this.#write(place, direction, 0)
        : this.#convert(place, direction);
    const kind = schemaKeywords.get(keyword);
    if (kind === 'one' && (typeof value === 'boolean' || isPlainObject(value))) {
      const { schema, size } = one(at);
      return { value: schema, size };
    }
    if (kind === 'list' && Array.isArray(value)) {
      const all = value.map((item: unknown, index) => one(memberAt(at, String(index), item)));
      return { value: all.map(({ schema }) => schema), size: sum(all) };
    }
    if (kind === 'map' && isPlainObject(value)) {
      const all = Object.entries(value).map(([name, item]) => [name, one(memberAt(at, name, item))] as const);
      return {
        value: Object.fromEntries(all.map(([name, { schema }]) => [name, schema])),
        size: sum(all.map(([, converted]) => converted)),
      };
    }
    // The validator would take what looks like an identifier for one, also in an example.
    const isData = keyword === 'const' || keyword === 'enum';
    return { value: !isData && holdsIdentifier(value) ? null : value, size: 1 };
  }

  /** What stands for a schema where it is referred to. */
  #referTo(target: Located, direction: Direction, longest: number): Converted {
    if (this.#open[direction].has(target.value)) return this.#byName(target, direction);
    const converted = this.#convert(target, direction);
    // A boolean has no identity that a name could be kept by, and is as short as a reference.
    return converted.size > Math.max(longest, 1) ? this.#byName(target, direction) : converted;
  }

  #byName(target: Located, direction: Direction): Converted {
    const names = this.#names[direction];
    const name = names.get(target.value) ?? this.#newName(target, direction);
    names.set(target.value, name);
    const converted = this.#converted[direction].get(target.value);
    if (converted) this.definitions.set(name, converted.schema);
    const reference = this.#references.get(name) ?? { $ref: `#/components/schemas/${name}` };
    this.#references.set(name, reference);
    return { schema: reference, size: 2 };
  }

  #newName({ pointer }: Located, direction: Direction): string {
    const last = (pointer.split('/').at(-1) ?? '').replaceAll(/[^A-Za-z0-9_-]/g, '_');
    let number = 1;
    const name = () => `${direction}.${last}${number === 1 ? '' : `.${number}`}`;
    const taken = new Set(this.#names[direction].values());
    while (taken.has(name())) number += 1;
    return name();
  }

  /** Members that a schema, or one that applies together with it, marks as written by the other side. */
  #membersOfOtherSide(place: Located, direction: Direction, seen: Set<unknown>): ReadonlySet<string> {
    const { value } = place;
    if (!isPlainObject(value) || seen.has(value)) return new Set();
    seen.add(value);
    const found = new Set<string>();
    const properties = isPlainObject(value.properties) ? value.properties : {};
    for (const [name, property] of Object.entries(properties)) {
      const at = memberAt(memberAt(place, 'properties', properties), name, property);
      if (this.#isMarked(at, notDemanded[direction])) found.add(name);
    }
    const parts = Array.isArray(value.allOf) ? value.allOf : [];
    const beside = parts.map((part: unknown, index) =>
      memberAt(memberAt(place, 'allOf', parts), String(index), part),
    );
    const reference = referenceOf(value);
    const within = this.#source.withId(place);
    const all = reference === undefined ? beside : [...beside, this.#source.follow(reference, within)];
    for (const part of all)
      for (const name of this.#membersOfOtherSide(part, direction, seen)) found.add(name);
    return found;
  }

  #isMarked(place: Located, mark: 'readOnly' | 'writeOnly', depth = 0): boolean {
    const { value } = place;
    if (!isPlainObject(value) || depth > 50) return false;
    if (value[mark] === true) return true;
    const reference = referenceOf(value);
    if (
      reference !== undefined &&
      this.#isMarked(this.#source.follow(reference, this.#source.withId(place)), mark, depth + 1)
    )
      return true;
    const parts: unknown[] = Array.isArray(value.allOf) ? value.allOf : [];
    return parts.some((part) => this.#isMarked({ ...place, value: part }, mark, depth + 1));
  }
}

/** A schema whose `required`, and that of schemas which apply together with it, is without some names. */
function notDemanding(schema: Written, dropped: ReadonlySet<string>): Written {
  if (dropped.size === 0 || typeof schema === 'boolean') return schema;
  const { required, allOf, ...others } = schema;
  const left = Array.isArray(required) ? required.filter((name: unknown) => !dropped.has(String(name))) : [];
  return {
    ...others,
    ...(left.length > 0 && { required: left }),
    ...(Array.isArray(allOf) && {
      allOf: allOf.map((part: unknown) => (isPlainObject(part) ? notDemanding(part, dropped) : part)),
    }),
  };
}

function holdsIdentifier(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return '$id' in value || '$anchor' in value || Object.values(value).some(holdsIdentifier);
}

const sum = (all: readonly Converted[]): number => all.reduce((total, { size }) => total + size, 1);

/** A schema with keywords beside the reference to it: both hold (JSON Schema 2020-12, section 8.2.3.1). */
function beside(target: Written, keywords: Readonly<Record<string, unknown>>): Written {
  const names = Object.keys(keywords);
  if (names.length === 0) return target;
  if (typeof target === 'object' && !('$ref' in target) && names.every(isAnnotation))
    return { ...target, ...keywords };
  if (typeof target === 'object' && '$ref' in target && Object.keys(target).length === 1)
    return { ...target, ...keywords };
  const parts: unknown[] = Array.isArray(keywords.allOf) ? keywords.allOf : [];
  return { ...keywords, allOf: [target, ...parts] };
}
