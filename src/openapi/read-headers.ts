import type { OpenAPIV3_1 } from 'openapi-types';
import { isPlainObject } from '../util/plain-object.ts';
import { ExtensionReader } from './extensions.ts';
import { isJsonMediaType } from './media-type.ts';
import type { ResponseHeader, Schema } from './operations.ts';
import { type Schemas, schemaOf, target } from './resolved.ts';
import type { Validator } from './violations.ts';

/** Reads a documented header field of an answer. */
export function readHeader(
  name: string,
  header: OpenAPIV3_1.HeaderObject,
  where: string,
  { definitions, validatorOf }: Schemas,
): ResponseHeader {
  const extensions = new ExtensionReader(header, where);
  const should = extensions.optionalString('x-should');
  const requirement = extensions.optionalString('x-requirement');
  const [mediaType, content] = Object.entries(header.content ?? {})[0] ?? [];
  const schema = schemaOf(header.schema ?? content?.schema, `${where}/schema`, definitions);
  return {
    name,
    required: header.required === true,
    ...(should !== undefined && { should }),
    ...(requirement !== undefined && { requirement }),
    ...(mediaType === undefined && isListed(schema) && { isList: true }),
    validate:
      mediaType === undefined
        ? validatorOfText(schema, header.explode === true, validatorOf(schema))
        : validatorOfContent(mediaType, validatorOf(schema)),
  };
}

const isListed = (schema: Schema): boolean => typesOf(schema, schema).has('array');

/** A field whose value is a whole document of a media type, such as JSON. */
function validatorOfContent(mediaType: string, validate: Validator): Validator {
  if (!isJsonMediaType(mediaType)) return () => [];
  return (text) => {
    try {
      return validate(JSON.parse(String(text)));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return [{ pointer: '', keyword: 'content', expected: 'JSON', advisory: false }];
    }
  };
}

/** A field in the style `simple`. Text may be read in several ways, of which one has to fit. */
function validatorOfText(schema: Schema, explode: boolean, validate: Validator): Validator {
  return (text) => {
    if (typeof text !== 'string') return validate(text);
    const found = readingsOf(text, schema, { root: schema, explode }).map(validate);
    return found.find((violations) => violations.every(({ advisory }) => advisory)) ?? found[0] ?? [];
  };
}

interface Reading {
  /** Holds what schemas refer to. */
  readonly root: Schema;
  /** Whether members of an object are written `name=value`. */
  readonly explode: boolean;
}

/** The values that a text may mean by the types in its schema, the likeliest first. */
function readingsOf(text: string, schema: Schema, reading: Reading): unknown[] {
  const types = typesOf(schema, reading.root);
  const mayBe = (...names: string[]) => types.size === 0 || names.some((name) => types.has(name));
  return [
    ...(types.has('array') ? [listOf(text, schema, reading)] : []),
    ...(types.has('object') ? [objectOf(text, schema, reading)] : []),
    ...(mayBe('integer', 'number') && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? [Number(text)] : []),
    ...(mayBe('boolean') && /^(?:true|false)$/.test(text) ? [text === 'true'] : []),
    ...(types.has('null') && (text === '' || text === 'null') ? [null] : []),
    text,
  ];
}

const partsOf = (text: string): string[] => (text === '' ? [] : text.split(',').map((part) => part.trim()));

function listOf(text: string, schema: Schema, reading: Reading): unknown[] {
  const { items } = target(schema, reading.root);
  return partsOf(text).map((part) => memberOf(part, items, reading));
}

function objectOf(text: string, schema: Schema, reading: Reading): Record<string, unknown> {
  const { properties } = target(schema, reading.root);
  const parts = partsOf(text);
  const pairs = reading.explode
    ? parts.map((part) => [part.split('=')[0] ?? '', part.slice(part.indexOf('=') + 1)] as const)
    : parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ''] as const] : []));
  return Object.fromEntries(
    pairs.map(([name, value]) => [
      name,
      memberOf(value, isPlainObject(properties) ? properties[name] : undefined, reading),
    ]),
  );
}

/** A list within a list cannot be told from the outer one, so members are no more than text, numbers and truth values. */
function memberOf(text: string, schema: unknown, { root }: Reading): unknown {
  if (!isPlainObject(schema)) return text;
  const types = typesOf(schema, root);
  if (types.size === 0 || types.has('string')) return text;
  return readingsOf(
    text,
    { type: [...types].filter((type) => !['array', 'object'].includes(type)) },
    { root, explode: false },
  )[0];
}

/** The types that a schema names, itself or in what it is composed of. */
function typesOf(schema: Schema, root: Schema, depth = 0): ReadonlySet<string> {
  if (depth > 8) return new Set();
  const own = target(schema, root);
  const named = [own.type].flat().filter((type) => typeof type === 'string');
  const parts = [own.allOf, own.anyOf, own.oneOf].flat().filter(isPlainObject);
  return new Set([...named, ...parts.flatMap((part) => [...typesOf(part, root, depth + 1)])]);
}
