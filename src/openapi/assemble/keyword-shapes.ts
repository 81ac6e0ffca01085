/**
 * What a single schema looks like, apart from the schemas within it: JSON Schema 2020-12, with what OpenAPI 3.0 and Swagger
 * 2.0 have instead.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { rounded } from '../../util/exact-json.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import { line } from '../../util/text.ts';

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const count = { type: 'integer', minimum: 0 };
const names = { type: 'array', items: { type: 'string' }, uniqueItems: true };
const schema = { type: ['object', 'boolean'] };
const schemas = { type: 'array', minItems: 1, items: schema };
const schemasByName = { type: 'object', additionalProperties: schema };

const shape = {
  type: 'object',
  properties: {
    type: { anyOf: [{ enum: types }, { type: 'array', minItems: 1, items: { enum: types } }] },
    enum: { type: 'array' },
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    ...Object.fromEntries(
      ['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'].map((name) => [
        name,
        { type: 'number' },
      ]),
    ),
    ...Object.fromEntries(
      ['Length', 'Items', 'Properties', 'Contains'].flatMap((what) => [
        [`max${what}`, count],
        [`min${what}`, count],
      ]),
    ),
    pattern: { type: 'string' },
    uniqueItems: { type: 'boolean' },
    required: names,
    dependentRequired: { type: 'object', additionalProperties: names },
    format: { type: 'string' },
    properties: schemasByName,
    patternProperties: schemasByName,
    dependentSchemas: schemasByName,
    ...Object.fromEntries(['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((name) => [name, schemas])),
    ...Object.fromEntries(
      ['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then'].map(
        (name) => [name, schema],
      ),
    ),
    unevaluatedItems: schema,
    unevaluatedProperties: schema,
  },
};

/** What to write in place of a value that is often met. */
const advice: Readonly<Record<string, string>> = {
  type: `write one of ${types.join(', ')}, or a list of them`,
  required: 'write a list of the names of required members',
  exclusiveMinimum: 'write the limit itself as exclusiveMinimum, and leave minimum out',
  exclusiveMaximum: 'write the limit itself as exclusiveMaximum, and leave maximum out',
  items: 'write one schema; prefixItems takes a list',
  properties: 'write schemas by the names of the members',
  enum: 'write a list of values',
};

// The shape itself is no user's schema: to check it would take most of the time.
const validate = new Ajv2020({ strict: false, logger: false, validateSchema: false, meta: false }).compile(
  shape,
);

/** Dialects whose keywords mean what the suite takes them for. */
const dialects =
  /^https?:\/\/(json-schema\.org\/draft\/2020-12\/schema|spec\.openapis\.org\/oas\/3\.[12]\/dialect\/[^#]*)#?$/;

/** What is wrong with a schema, the schemas within it apart: the keyword, and what to write instead. */
export interface SchemaFault {
  readonly keyword: string;
  readonly why: string;
}

/** @param own a schema that is not boolean */
export function faultOf(own: Readonly<Record<string, unknown>>): SchemaFault | undefined {
  const { $schema: dialect } = own;
  if (typeof dialect === 'string' && !dialects.test(dialect))
    return {
      keyword: '$schema',
      why: `the schema is written in ${shown(dialect)}; write it in JSON Schema 2020-12, the dialect of OpenAPI 3.1`,
    };
  for (const pattern of patternsOf(own)) {
    const why = patternFault(pattern);
    if (why !== undefined) return { keyword: 'pattern', why };
  }
  // What is within is looked at by itself.
  const limits = Object.entries(own).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  if (validate(Object.fromEntries(limits))) return undefined;
  const keyword = validate.errors?.[0]?.instancePath.split('/')[1] ?? '';
  const value = own[keyword];
  const instead = advice[keyword] ?? `see ${keyword} in JSON Schema 2020-12`;
  return { keyword, why: `${keyword} cannot be ${shown(value)}: ${instead}` };
}

const shown = (value: unknown): string => line(JSON.stringify(rounded(value)) ?? 'nothing', 100);

const patternsOf = ({ pattern, patternProperties }: Readonly<Record<string, unknown>>): string[] => [
  ...(typeof pattern === 'string' ? [pattern] : []),
  ...(isPlainObject(patternProperties) ? Object.keys(patternProperties) : []),
];

/** Forms of other languages, and what JavaScript has for them. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/^\(\?[a-z]+\)/, 'it has no flags within a pattern: write each letter in both cases, such as [Aa]'],
  [/\\[AZz]/, 'write ^ for the beginning and $ for the end'],
  [/\(\?P</, 'write (?<name>…) for a group with a name'],
  [/[*+?}]\+|\(\?>/, 'it has no possessive repetitions and no atomic groups'],
  [/\\p\{Is|\[\[:/, 'write a class such as \\p{L} or [A-Za-z]'],
  [/\\([-_#@%&"'`~:;,<>=! ])/, 'write such a sign without a backslash; in a class, - comes last'],
];

/** With the flag that JSON Schema recommends (2020-12, section 6.4), and the validator uses. */
function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch {
    const [, instead = 'write it as JavaScript reads it with the flag u'] =
      foreign.find(([form]) => form.test(pattern)) ?? [];
    return `the pattern ${line(JSON.stringify(pattern), 200)} is not a regular expression of JavaScript (ECMA-262, with the flag u), which JSON Schema asks for; ${instead}`;
  }
}
