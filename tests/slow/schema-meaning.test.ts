/** An assembled schema allows what its source allows: the source is compiled as it is, references and all. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { Assembler } from '../../src/openapi/assemble/assemble.ts';
import { Source } from '../../src/openapi/assemble/source.ts';
import { schemaOf } from '../../src/openapi/resolved.ts';
import { UnusableError } from '../../src/openapi/unusable.ts';
import { isPlainObject } from '../../src/util/plain-object.ts';

type Members = Readonly<Record<string, unknown>>;

const names = ['A', 'B', 'C'];
/** References that lead somewhere from anywhere: within C, which has an identifier, `#` is another document. */
const reference = fc.constantFrom(
  ...names.map((name) => `file:///document#/components/schemas/${name}`),
  ...['A', 'B'].map((name) => `file:///document#${name}`),
  ...['A', 'B'].map((name) => `file:///document#/components/schemas/${name}/$defs/part`),
  'https://schemas.example/C',
  'https://schemas.example/C#C',
  'https://schemas.example/C#/$defs/part',
  'file:///document#/components/schemas/B/properties/$ref',
);

const member = fc.constantFrom('a', 'b', '$ref', '$id', 'default', 'enum', 'example');
const data = fc.constantFrom<unknown>(
  null,
  1,
  'x',
  { $ref: '#nowhere' },
  { $id: 'https://schemas.example/C' },
);
const number = fc.integer({ min: -2, max: 6 });

const { schema } = fc.letrec<{ schema: unknown; keywords: Members }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2, depthSize: 'xsmall' },
    fc.boolean(),
    fc.record({ $ref: reference }),
    tie('keywords'),
    fc
      .tuple(reference, tie('keywords'))
      .map(([$ref, keywords]) => ({ ...(isPlainObject(keywords) && keywords), $ref })),
  ),
  keywords: fc.record(
    {
      type: fc.oneof(
        fc.constantFrom('object', 'string', 'integer', 'array', 'null'),
        fc.constant(['object', 'null']),
      ),
      required: fc.uniqueArray(member, { maxLength: 2 }),
      minimum: number,
      maximum: number,
      exclusiveMinimum: number,
      minLength: fc.integer({ min: 0, max: 2 }),
      minProperties: fc.integer({ min: 0, max: 2 }),
      minItems: fc.integer({ min: 0, max: 2 }),
      const: data,
      enum: fc.array(data, { minLength: 1, maxLength: 3 }),
      examples: fc.array(data, { maxLength: 2 }),
      default: data,
      'x-note': data,
      description: fc.constantFrom('one', 'two'),
      properties: fc.dictionary(member, tie('schema'), { maxKeys: 2 }),
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b$'), tie('schema'), { maxKeys: 1 }),
      additionalProperties: tie('schema'),
      unevaluatedProperties: tie('schema'),
      dependentSchemas: fc.dictionary(member, tie('schema'), { maxKeys: 1 }),
      propertyNames: fc.constantFrom({ maxLength: 4 }, true),
      items: tie('schema'),
      prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      unevaluatedItems: tie('schema'),
      contains: tie('schema'),
      allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      not: tie('schema'),
      if: tie('schema'),
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: tie('schema'),
      else: tie('schema'),
    },
    { requiredKeys: [] },
  ),
}));

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    data,
    number,
    fc.constantFrom('', 'xx', true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(member, tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** A document of three schemas, each with an anchor and a definition of its own; the last with an identifier. */
const document = fc
  .tuple(schema, schema, schema, fc.array(schema, { minLength: 3, maxLength: 3 }))
  .map(([a, b, c, parts]) => {
    const named = [a, b, c].map(
      (one, index): Members => ({
        // In a schema with nothing but a reference, ajv looks for definitions in what that refers to.
        minLength: 0,
        ...(isPlainObject(one) ? one : one === false ? { not: {} } : {}),
        $anchor: names[index],
        $defs: { part: parts[index] },
      }),
    );
    const [first, second, third] = named;
    const properties = isPlainObject(second?.properties) ? second.properties : {};
    return {
      $id: 'file:///document',
      components: {
        schemas: {
          A: first,
          B: { ...second, properties: { $ref: {}, ...properties } },
          C: { $id: 'https://schemas.example/C', ...third },
        },
      },
    };
  });

const isNote = (keyword: string) => ['default', 'examples', 'x-note'].includes(keyword);

/** Whether a value is one of schemas by the names of members. */
const isNamed = (value: Members) =>
  Object.values(value).every((one) => isPlainObject(one) || typeof one === 'boolean');

/** What the source says; undefined for a schema that has no meaning, or whose validation does not end. */
function original(whole: Members): ((value: unknown) => boolean | undefined) | undefined {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
  try {
    // It would take identifiers in them for those of schemas.
    ajv.addSchema(
      JSON.parse(JSON.stringify(whole), function (this: Members, name, one) {
        return isNote(name) && !isNamed(this) ? undefined : one;
      }),
    );
    const validate = ajv.compile({ $ref: 'file:///document#/components/schemas/A' });
    return (one) => attempt(() => validate(one) === true);
  } catch {
    return undefined;
  }
}

/** What the suite makes of it; undefined for a schema that applies itself to the same value. */
function assembled(whole: Members): ((value: unknown) => boolean) | undefined {
  const file = '/document';
  const source = new Source(file, '3.1', new Map([[file, whole]]), new Map());
  const { schemas } = new Assembler(source);
  const place = { file, pointer: '/components/schemas/A', value: { $ref: '#/components/schemas/A' } };
  const made = unlessEndless(() => schemas.schema(place, 'response'));
  if (made === undefined) return undefined;
  const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
  const validate = ajv.compile(schemaOf(made, 'A', Object.fromEntries(schemas.definitions)));
  return (one) => validate(one) === true;
}

function unlessEndless<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnusableError && error.why.includes('without end')) return undefined;
    throw error;
  }
}

/** A schema that applies itself to the same value has no end. */
function attempt(work: () => boolean): boolean | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

test('an assembled schema allows what its source allows', () =>
  fc.assert(
    fc.property(document, fc.array(value, { minLength: 5, maxLength: 10 }), (whole, values) => {
      const expected = original(whole);
      fc.pre(expected !== undefined);
      const said = values.flatMap((one) => {
        const valid = expected?.(one);
        return valid === undefined ? [] : [[one, valid] as const];
      });
      const actual = assembled(whole);
      fc.pre(actual !== undefined);
      expect(said.map(([one]) => [one, actual?.(one)])).toEqual(said);
    }),
    { numRuns: Number(process.env.MEANING_RUNS ?? 100), interruptAfterTimeLimit: 5000 },
  ));
