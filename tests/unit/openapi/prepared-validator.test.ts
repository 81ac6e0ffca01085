import { prepareSchemas } from '../../../src/openapi/prepare-schemas.ts';
import { preparedValidators } from '../../../src/openapi/prepared-validator.ts';
import { schemaOf } from '../../../src/openapi/resolved.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { PatternTimeError, withPatternLimit } from '../../../src/openapi/slow-pattern.ts';
import { maxErrors } from '../../../src/openapi/violations.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A validator of a schema that was prepared, stored as JSON and read again. */
function prepared(schema: Schema) {
  const stored = JSON.parse(JSON.stringify(prepareSchemas([schema])));
  return preparedValidators(stored)(JSON.parse(JSON.stringify(schema)));
}

const definitions = {
  Name: { type: 'string', minLength: 2 },
  Tree: {
    properties: {
      name: { $ref: '#/components/schemas/Name' },
      all: { items: { $ref: '#/components/schemas/Tree' } },
    },
  },
};
const referring = schemaOf({ items: { $ref: '#/components/schemas/Tree' } }, 'here', definitions);
const many = Array.from({ length: maxErrors + 10 }, () => 'a');

test.each<[what: string, schema: Schema, values: readonly unknown[]]>([
  ['types', { type: ['string', 'null'] }, ['a', null, 1]],
  [
    'members',
    { required: ['a'], additionalProperties: false, properties: { a: { enum: ['x'] } } },
    [{}, { a: 'y', b: 1 }],
  ],
  ['characters', { minLength: 2, maxLength: 3 }, ['😀', '😀😀', 'abcd']],
  ['equal values', { enum: [{ a: [1] }] }, [{ a: [1] }, { a: [2] }]],
  ['formats', { format: 'date-time' }, ['2026-01-02T03:04:05Z', '2026-13-02T03:04:05Z', 'now']],
  [
    'other formats',
    { anyOf: [{ format: 'uri' }, { format: 'uuid' }, { format: 'hostname' }] },
    ['a:b', '*', 'a b'],
  ],
  ['the format of a pause', { format: 'retry-after' }, ['120', 'soon']],
  ['patterns', { pattern: '^a+$', format: 'date' }, ['aa', 'b']],
  [
    'distinct items',
    { uniqueItems: true },
    [
      [1, 2],
      [{ a: 1 }, { a: 1 }],
    ],
  ],
  ['a branch', { oneOf: [{ type: 'string' }, { minimum: 3 }] }, ['a', 4, 1]],
  [
    'an item',
    { contains: { properties: { rel: { const: 'self' } }, required: ['rel'] } },
    [[], [{ rel: 'self' }]],
  ],
  [
    'good practice',
    { properties: { a: { 'x-should': { type: 'string' }, 'x-requirement': 'A' } } },
    [{ a: 1 }],
  ],
  ['more errors than are kept', { items: { 'x-should': { minLength: 2 }, maxLength: 0 } }, [many]],
  ['more errors than are kept, none of good practice', { items: { maxLength: 0 } }, [many]],
  [
    'itself',
    { properties: { all: { items: { $ref: '#' } } }, maxProperties: 1 },
    [{ all: [{ a: 1, b: 2 }] }],
  ],
  ['what a document defines', referring, [[{ name: 'a', all: [{ name: '' }] }], [{ name: 'ab' }]]],
  ['nothing', { not: {} }, [1]],
])('a prepared schema says the same of %s', (_what, schema, values) => {
  for (const value of values) expect(prepared(schema)(value)).toEqual(validatorOf(schema)(value));
  expect(values.some((value) => prepared(schema)(value).length > 0)).toBe(true);
});

test('the patterns of a prepared schema have as little time', () => {
  const validate = prepared({ pattern: '^(a+)+$' });
  expect(() => withPatternLimit(20, () => validate(`${'a'.repeat(40)}!`))).toThrow(PatternTimeError);
});

test('a schema that was not prepared is named', () => {
  const validate = preparedValidators(prepareSchemas([{ type: 'string' }]))({ type: 'number' });
  expect(() => validate(1)).toThrow('The schema {"type":"number"} was not prepared.');
});

test('equal schemas of a document are one, whatever they hold of what they refer to', () => {
  const again = { ...referring };
  expect(Object.keys(prepareSchemas([referring, again, { type: 'string' }]))).toHaveLength(2);
});
