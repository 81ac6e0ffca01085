import { sampleValueOf } from '../catalogue/example-value.ts';
import type { Json } from '../model/json.ts';
import type { Schema } from '../openapi/operations.ts';
import { validatorOf } from '../openapi/schema.ts';
import { isPlainObject } from '../util/plain-object.ts';
import {
  anything,
  arrayContaining,
  boolean,
  eachLike,
  equality,
  escapeRegExp,
  exampleIn,
  integer,
  matching,
  number,
  onlyMember,
  regex,
  sameType,
  type Template,
} from './matchers.ts';
import { type MergedSchema, mergeAllOf } from './merge-schema.ts';

/** A JSON body in Pact's terms, and what Pact cannot check. */
export interface BodyTemplate {
  readonly template: Template;
  /** What the schema demands and the template does not check, in words. */
  readonly unseen: readonly string[];
  /** Requirements that the template checks. */
  readonly requirements: readonly string[];
}

/**
 * The matching rules for a response schema. Only values that the schema fixes are fixed. Undefined when there is no
 * example that the schema allows: then the mock server would answer what the suite as the consumer refuses.
 */
export function bodyTemplate(schema: Schema): BodyTemplate | undefined {
  const unseen: string[] = [];
  const requirements = new Set<string>();
  const template = new Walk(unseen, requirements).of(schema, '');
  const isAllowed = validatorOf(schema)(exampleIn(template)).every(({ advisory }) => advisory);
  return isAllowed ? { template, unseen, requirements: [...requirements] } : undefined;
}

/** One walk through a schema, which notes what the template does not check. */
class Walk {
  readonly #unseen: string[];
  readonly #requirements: Set<string>;

  constructor(unseen: string[], requirements: Set<string>) {
    this.#unseen = unseen;
    this.#requirements = requirements;
  }

  of(raw: Schema, pointer: string): Template {
    const found = mergeAllOf(raw);
    const { schema } = found;
    if (isPlainObject(schema['x-should'])) this.#note(pointer, 'what is only advised');
    const template = this.#said(raw, found, pointer);
    if (template === undefined) {
      this.#note(pointer, 'a value of any type');
      return anything(exampleOf(raw, simpleExamples));
    }
    for (const requirement of found.requirements) this.#requirements.add(requirement);
    return template;
  }

  /** Undefined when a schema demands nothing that Pact could check, but that there is a value. */
  #said(raw: Schema, found: MergedSchema, pointer: string): Template | undefined {
    const { schema } = found;
    if (schema.const !== undefined && isJson(schema.const)) return matching(schema.const, equality);
    switch (schema.type) {
      case 'object':
        return this.#object(found, pointer);
      case 'array':
        return this.#array(found, pointer);
      case 'string':
        return this.#text(raw, schema, pointer);
      case 'integer':
        return this.#integer(raw, schema, pointer);
      case 'number':
        return matching(exampleOf(raw, [1.5, 1]), number);
      case 'boolean':
        return matching(exampleOf(raw, [true, false]), boolean);
      default:
        return undefined;
    }
  }

  #object({ required, optional, closed }: MergedSchema, pointer: string): Template {
    for (const name of optional) this.#note(`${pointer}/${name}`, 'a member that may be absent');
    const members = required.map(([name, schema]): [string, Template] => [
      name,
      this.of(schema, `${pointer}/${name}`),
    ]);
    const [only] = members;
    if (closed && only && members.length === 1 && optional.length === 0) return onlyMember(...only);
    if (closed) this.#note(pointer, 'members that are not documented');
    return Object.fromEntries(members);
  }

  #array({ schema, contains }: MergedSchema, pointer: string): Template {
    const items = isPlainObject(schema.items) ? schema.items : undefined;
    if (contains.length > 0) {
      if (items) this.#note(`${pointer}/*`, 'items beside the required ones');
      const variants = contains.map((one) => this.of({ allOf: [items ?? {}, one] }, `${pointer}/*`));
      return arrayContaining(variants);
    }
    const item = items && this.of(items, `${pointer}/*`);
    const min = typeof schema.minItems === 'number' ? schema.minItems : 0;
    return item === undefined ? matching([], sameType) : eachLike(item, min);
  }

  #text(raw: Schema, schema: Schema, pointer: string): Template {
    if (formatOf(schema)) this.#note(pointer, `what ${schema.format} asks for beyond a pattern`);
    return matching(exampleOf(raw, textsFor(schema)), sameType, ...patternsOf(schema).map(regex));
  }

  #integer(raw: Schema, { minimum }: Schema, pointer: string): Template {
    const example = exampleOf(raw, [1]);
    if (minimum === 1) return matching(example, integer, regex('^[1-9][0-9]*$'));
    if (minimum !== undefined) this.#note(pointer, `a minimum of ${minimum}`);
    return matching(example, integer);
  }

  #note(pointer: string, what: string): void {
    this.#unseen.push(`${pointer || '/'}: ${what}`);
  }
}

/** Examples and patterns of the formats that the document uses. Pact checks only the pattern. */
const formats: Readonly<Record<string, readonly [example: string, pattern: string]>> = {
  'date-time': [
    '2013-03-18T19:09:17Z',
    '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[Tt ]([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?([Zz]|[+-]([01]\\d|2[0-3])(:?[0-5]\\d)?)$',
  ],
  uri: ['https://service.example/resource', '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$'],
  uuid: ['d4603f69-ec7e-4e9b-803f-600b9205576f', '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'],
};

const formatOf = ({ format }: Schema) => (typeof format === 'string' ? formats[format] : undefined);

/** The patterns that a text must match. */
function patternsOf(schema: Schema): readonly string[] {
  const { pattern, enum: values, minLength } = schema;
  if (Array.isArray(values)) return [`^(${values.map((value) => escapeRegExp(String(value))).join('|')})$`];
  const [, ofFormat] = formatOf(schema) ?? [];
  const patterns = [typeof pattern === 'string' ? whole(pattern) : undefined, ofFormat];
  const given = patterns.filter((one) => one !== undefined);
  if (given.length > 0) return given;
  return typeof minLength === 'number' && minLength > 0 ? [`^[\\s\\S]{${minLength},}$`] : [];
}

/** In JSON Schema a pattern may match anywhere in the text; Pact matches the whole text. */
function whole(pattern: string): string {
  const start = pattern.startsWith('^') ? '' : '^[\\s\\S]*';
  const end = pattern.endsWith('$') ? '' : '[\\s\\S]*$';
  return `${start}${pattern}${end}`;
}

/** Texts to try as an example of a schema, the most telling first. */
function textsFor({ 'x-should': advice, enum: values, format }: Schema): readonly unknown[] {
  const advised = isPlainObject(advice) ? [advice.enum, formatExample(advice.format)] : [];
  const known = Object.values(formats).map(([example]) => example);
  return [values, ...advised, formatExample(format), 'text', 'TEXT', '1', known].flat();
}

/** Values to try where any type is allowed. */
const simpleExamples: readonly unknown[] = ['text', 1, true, null, {}, []];

/**
 * A value that the schema allows, with which the mock server and stubs answer: rather one that also keeps to what is
 * advised. The first where none is found.
 */
function exampleOf(schema: Schema, candidates: readonly unknown[]): Json {
  const fitting = candidates.filter(isJson);
  const validate = validatorOf(schema);
  const advised = fitting.find((candidate) => validate(candidate).length === 0);
  const sampled = advised ?? sampleValueOf(schema, fitting, isJson)?.value;
  return isJson(sampled) ? sampled : (fitting[0] ?? null);
}

function formatExample(format: unknown): string[] {
  const known = typeof format === 'string' ? formats[format] : undefined;
  return known ? [known[0]] : [];
}

function isJson(value: unknown): value is Json {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  return Object.values(Object(value)).every(isJson);
}
