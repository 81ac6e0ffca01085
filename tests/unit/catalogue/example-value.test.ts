import { sampleValueOf } from '../../../src/catalogue/example-value.ts';
import type { Value } from '../../../src/model/json.ts';
import type { Schema } from '../../../src/openapi/operations.ts';

const shown = (value: Value) => ({ value, made: false });
const made = (value: unknown) => ({ value, made: true });
const string = { type: 'string' };

test.each<[what: string, schema: Schema, given: readonly Value[], value: unknown]>([
  ['the first given value that fits', string, [1, 'a', 'b'], shown('a')],
  ['its example', { ...string, default: 'c', example: 'a', examples: ['b'] }, [], shown('a')],
  ['the first of its examples', { ...string, default: 'c', examples: [1, 'b'] }, [], shown('b')],
  ['its default', { enum: ['a', 'b'], default: 'b' }, [], shown('b')],
  ['its only value', { const: 'a' }, [], shown('a')],
  ['its first permitted value', { allOf: [string, { enum: ['a', 'b'] }] }, [], shown('a')],
  ['what it does not forbid', { ...string, example: 1, examples: 'no list', enum: ['b'] }, [], shown('b')],
  ['nothing, where it allows nothing', { not: {} }, ['a'], undefined],
  ['nothing, where it asks for a megabyte of text', { ...string, minLength: 1_000_000 }, [], undefined],
  ['a limit', { type: 'integer', minimum: 3 }, [], made(3)],
  ['a limit without a type', { maximum: 9 }, [], made(9)],
  [
    'what its parts show',
    { type: 'object', required: ['a', 'b'], properties: { a: { example: 'e' }, b: { default: 'f' } } },
    [],
    made({ a: 'e', b: 'f' }),
  ],
  [
    'no more than has to be there',
    { type: 'object', required: ['a'], properties: { a: { const: 1 }, b: { const: 2 } } },
    [],
    made({ a: 1 }),
  ],
  [
    'what its parts do not show, where that is wrong',
    { type: 'object', required: ['a'], properties: { a: { ...string, pattern: '^x{3}$', default: 'y' } } },
    [],
    made({ a: 'xxx' }),
  ],
  [
    'the first of permitted values of a part',
    { type: 'object', required: ['a'], properties: { a: { enum: ['x', 'y', 'z'] } } },
    [],
    made({ a: 'x' }),
  ],
  [
    'items that are shown',
    { type: 'array', minItems: 1, items: { ...string, example: 'e' } },
    [],
    made(['e']),
  ],
  [
    'a part with members',
    { type: 'object', required: ['a'], properties: { a: { type: 'object', default: { x: 1 } } } },
    [],
    made({ a: { x: 1 } }),
  ],
  [
    'the first of permitted items',
    { type: 'array', minItems: 1, items: { enum: ['z', 'y', 'x', 'w'] } },
    [],
    made(['z']),
  ],
  [
    'the first of permitted values under allOf',
    { allOf: [{ type: 'object', required: ['a'], properties: { a: { enum: ['z', 'y', 'x', 'w'] } } }] },
    [],
    made({ a: 'z' }),
  ],
  [
    'the first of permitted values behind a reference',
    {
      type: 'array',
      minItems: 1,
      items: { $ref: '#/components/schemas/Kind' },
      components: { schemas: { Kind: { enum: ['z', 'y', 'x', 'w'] } } },
    },
    [],
    made(['z']),
  ],
  [
    'text of no more than usual length',
    { ...string, minLength: 1, maxLength: 1000 },
    [],
    made(expect.stringMatching(/^.{1,40}$/)),
  ],
  [
    'what is shown under allOf',
    { allOf: [{ type: 'object', required: ['a'], properties: { a: { ...string, example: 'e' } } }] },
    [],
    made({ a: 'e' }),
  ],
  [
    'what is shown behind a reference',
    {
      $ref: '#/components/schemas/Book',
      components: {
        schemas: {
          Book: { type: 'object', required: ['a'], properties: { a: { ...string, example: 'e' } } },
        },
      },
    },
    [],
    made({ a: 'e' }),
  ],
  [
    'members whose names are those of keywords',
    {
      type: 'object',
      required: ['x-note', 'enum', 'example'],
      properties: { 'x-note': { const: 1 }, enum: { const: 2 }, example: { ...string, example: 'e' } },
    },
    [],
    made({ 'x-note': 1, enum: 2, example: 'e' }),
  ],
  [
    'one of its alternatives',
    { type: 'object', oneOf: [{ required: ['a'], properties: { a: { const: 1 } } }] },
    [],
    made({ a: 1 }),
  ],
  [
    'one of its alternatives, beside what always holds',
    {
      type: 'object',
      allOf: [{ required: ['b'], properties: { b: { const: 2 } } }],
      anyOf: [{ not: {} }, { required: ['a'], properties: { a: { const: 1 } } }],
    },
    [],
    made({ a: 1, b: 2 }),
  ],
  ['short text', { ...string, maxLength: 10_000_000 }, [], made(expect.stringMatching(/^.{0,40}$/))],
  [
    'text of its least length',
    { ...string, minLength: 50, maxLength: 10_000_000 },
    [],
    made(expect.stringMatching(/^.{50}$/)),
  ],
  ['few items', { type: 'array', maxItems: 1000, items: { const: 1 } }, [], made([1])],
  [
    'text of a pattern that is long',
    { ...string, pattern: '^a{60}$', maxLength: 100 },
    [],
    made('a'.repeat(60)),
  ],
])('%s', (_, schema, given, value) => expect(sampleValueOf(schema, given)).toEqual(value));

test('a limit has all its digits as far as numbers have them', () => {
  const long = { type: 'integer', minimum: 9007199254740994n, maximum: 9007199254740994n };
  const found = sampleValueOf({ type: 'object', required: ['n'], properties: { n: long } }, []);
  expect(found).toEqual(made({ n: 9007199254740994 }));
});

test('a value is one that can be used', () => {
  const isShort = (value: Value) => typeof value === 'string' && value.length < 3;
  expect(sampleValueOf(string, ['long', 'ab'], isShort)).toEqual(shown('ab'));
  expect(sampleValueOf({ ...string, minLength: 3 }, ['long'], isShort)).toBeUndefined();
});

test('where anything is allowed, one is made', () => expect(sampleValueOf({}, [])?.made).toBe(true));
