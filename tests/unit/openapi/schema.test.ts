import type { Json } from '../../../src/model/json.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { only } from '../../support/apis.ts';

const ofTitle = (schema: Readonly<Record<string, unknown>>) => ({ properties: { title: schema } });

describe('the description of each keyword', () => {
  test.each<[Readonly<Record<string, unknown>>, Json, string, string]>([
    [{ type: 'string' }, 1, 'type', 'a string'],
    [{ type: 'integer' }, 1.5, 'type', 'an integer'],
    [{ type: ['array', 'null'] }, 1, 'type', 'an array or a null'],
    [{ required: ['a'] }, {}, 'required', 'a member "a"'],
    [{ properties: {}, additionalProperties: false }, { b: 1 }, 'additionalProperties', 'no member "b"'],
    [{ const: 400 }, '400', 'const', '400'],
    [{ enum: ['a', 'b'] }, 'c', 'enum', 'one of "a", "b"'],
    [{ format: 'uuid' }, 'x', 'format', 'a string of the form "uuid"'],
    [{ pattern: '^a' }, 'b', 'pattern', 'a string that matches ^a'],
    [{ minLength: 1 }, '', 'minLength', 'a string that is not empty'],
    [{ minLength: 2 }, 'a', 'minLength', 'at least 2 characters'],
    [{ maxLength: 2 }, 'abc', 'maxLength', 'at most 2 characters'],
    [{ minimum: 1 }, 0, 'minimum', 'a number of at least 1'],
    [{ maximum: 1 }, 2, 'maximum', 'a number of at most 1'],
    [{ minItems: 1 }, [], 'minItems', 'at least 1 items'],
    [
      { contains: { type: 'object', properties: { rel: { const: 'self' } }, required: ['rel'] } },
      [{ rel: 'next' }, {}],
      'contains',
      'an item with rel "self"',
    ],
    [{ contains: { type: 'string' } }, [1], 'contains', 'an item with {"type":"string"}'],
    [{ multipleOf: 2 }, 3, 'multipleOf', 'multipleOf 2'],
    [{ uniqueItems: true }, [1, 1], 'uniqueItems', 'uniqueItems true'],
    [
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      1,
      'anyOf',
      'anyOf [{"type":"string"},{"type":"null"}]',
    ],
  ])('%j', (schema, value, keyword, expected) => {
    expect(only(validatorOf(ofTitle(schema))({ title: value }))).toMatchObject({
      pointer: '/title',
      keyword,
      expected,
      advisory: false,
    });
  });
});

test('a valid value has no violation, an invalid one has one for each fault', () => {
  const validate = validatorOf({
    type: 'object',
    required: ['a', 'b'],
    properties: { a: { type: 'string' }, b: { type: 'integer' } },
  });
  expect(validate({ a: '', b: 1, c: null })).toEqual([]);
  expect(
    validate({ a: 1 })
      .map(({ pointer, keyword }) => `${pointer} ${keyword}`)
      .sort(),
  ).toEqual([' required', '/a type']);
});

test('a pattern that fails silences the format of the same string', () => {
  const validate = validatorOf({ pattern: '^\\d{4}-', format: 'date-time' });
  expect(validate('x').map(({ keyword }) => keyword)).toEqual(['pattern']);
  expect(validate('2026-13-01').map(({ keyword }) => keyword)).toEqual(['format']);
});

describe('x-should', () => {
  const validate = validatorOf({
    type: 'object',
    'x-requirement': 'WHOLE',
    'x-should': { required: ['name'] },
    properties: {
      state: {
        type: 'string',
        'x-requirement': 'STATE',
        'x-should': { 'x-requirement': 'KNOWN', enum: ['A'] },
      },
    },
  });

  test.each<[string, Json, (readonly [boolean, string])[]]>([
    ['all is well', { name: 'n', state: 'A' }, []],
    ['an advisory value', { name: 'n', state: 'B' }, [[true, 'KNOWN']]],
    ['an advisory member', {}, [[true, 'WHOLE']]],
    [
      'a wrong type, which is more',
      { name: 'n', state: 1 },
      [
        [false, 'STATE'],
        [true, 'KNOWN'],
      ],
    ],
    ['no object', 7, [[false, 'WHOLE']]],
  ])('%s', (_name, value, expected) => {
    const found = validate(value).map(({ advisory, requirement }) => [advisory, requirement]);
    expect(found.sort()).toEqual([...expected].sort());
  });
});

test('the nearest requirement counts, also through arrays and escaped names', () => {
  const validate = validatorOf({
    'x-requirement': 'OUTER',
    properties: {
      'a/b~c d': { type: 'array', items: { 'x-requirement': 'ITEM', type: 'object', required: ['x'] } },
      plain: { type: 'string' },
    },
  });
  expect(
    validate({ 'a/b~c d': [{}], plain: 1 }).map(({ pointer, requirement }) => [pointer, requirement]),
  ).toEqual([
    ['/a~1b~0c d/0', 'ITEM'],
    ['/plain', 'OUTER'],
  ]);
});

test.each([
  ['120', true],
  ['0', true],
  ['Fri, 31 Dec 2027 23:59:59 GMT', true],
  ['Friday, 31-Dec-27 23:59:59 GMT', true],
  ['Sun Nov  6 08:49:37 1994', true],
  ['-1', false],
  ['1.5', false],
  ['soon', false],
  ['2027-12-31T23:59:59Z', false],
  ['Abc, 31 Dec 2027 23:59:59 GMT', false],
  ['Fri, 31 Dez 2027 23:59:59 GMT', false],
  ['Fri, 32 Dec 2027 23:59:59 GMT', false],
  ['Fri, 31 Dec 2027 25:59:59 GMT', false],
  ['Fri, 31 Dec 2027 23:60:00 GMT', false],
  ['fri, 31 dec 2027 23:59:59 gmt', false],
  ['Thusday, 31-Dec-27 23:59:59 GMT', false],
  ['', false],
])('Retry-After: %s is well-formed: %s', (value, fits) =>
  expect(validatorOf({ type: 'string', format: 'retry-after' })(value).length === 0).toBe(fits),
);
