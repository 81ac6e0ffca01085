import fc from 'fast-check';
import type { Schema } from '../../../src/openapi/operations.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { type BodyTemplate, bodyTemplate } from '../../../src/pact/body-template.ts';
import { exampleIn } from '../../../src/pact/matchers.ts';

/** From JSON Schema to Pact's matching rules. */

function templateOf(schema: Schema): BodyTemplate {
  const found = bodyTemplate(schema);
  if (!found) throw new Error('There is no example.');
  return found;
}

const type = 'pact:matcher:type';
const text = { [type]: 'type' };
const regex = (pattern: string) => ({ [type]: 'regex', regex: pattern });

test.each<[string, Record<string, unknown>, unknown]>([
  ['a text', { type: 'string' }, { [type]: 'type', value: 'text' }],
  [
    'a text that is not empty',
    { type: 'string', minLength: 1 },
    { [type]: [text, regex('^[\\s\\S]{1,}$')], value: 'text' },
  ],
  [
    'a pattern',
    { type: 'string', pattern: '^[A-Z]+$' },
    { [type]: [text, regex('^[A-Z]+$')], value: 'TEXT' },
  ],
  [
    'a pattern without anchors, which Pact would put there',
    { type: 'string', pattern: 'ex' },
    { [type]: [text, regex('^[\\s\\S]*ex[\\s\\S]*$')], value: 'text' },
  ],
  [
    'a pattern and a format',
    { type: 'string', pattern: 'e$', format: 'uri' },
    {
      [type]: [text, regex('^[\\s\\S]*e$'), regex('^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$')],
      value: 'https://service.example/resource',
    },
  ],
  [
    'one of several texts',
    { type: 'string', enum: ['a.b', 'c'] },
    { [type]: [text, regex('^(a\\.b|c)$')], value: 'a.b' },
  ],
  ['an integer', { type: 'integer' }, { [type]: 'integer', value: 1 }],
  [
    'a positive integer',
    { type: 'integer', minimum: 1 },
    { [type]: [{ [type]: 'integer' }, regex('^[1-9][0-9]*$')], value: 1 },
  ],
  ['a boolean', { type: 'boolean' }, { [type]: 'boolean', value: true }],
  ['a constant', { const: 404 }, { [type]: 'equality', value: 404 }],
  [
    'items',
    { type: 'array', items: { type: 'boolean' } },
    { [type]: 'type', min: 0, value: [{ [type]: 'boolean', value: true }] },
  ],
  [
    'items that have to be there',
    {
      type: 'array',
      contains: { type: 'object', required: ['rel'], properties: { rel: { const: 'self' } } },
    },
    { [type]: 'arrayContains', variants: [{ rel: { [type]: 'equality', value: 'self' } }] },
  ],
  [
    'parts laid one over the other',
    {
      allOf: [
        { type: 'object', required: ['code'], properties: { code: { type: 'integer' } } },
        { properties: { code: { const: 400 } } },
      ],
    },
    { code: { [type]: 'equality', value: 400 } },
  ],
  [
    'one member and no other',
    { type: 'object', required: ['a'], additionalProperties: false, properties: { a: { type: 'boolean' } } },
    {
      [type]: [{ [type]: 'notEmpty' }, { [type]: 'eachKey', rules: [{ ...regex('^a$'), value: 'a' }] }],
      value: { a: { [type]: 'boolean', value: true } },
    },
  ],
])('%s', (_name, schema, template) => expect(templateOf(schema).template).toEqual(template));

test('what it does not say, it lists', () => {
  const { template, unseen } = templateOf({
    type: 'object',
    required: ['any', 'size', 'list'],
    additionalProperties: false,
    'x-should': { required: ['name'] },
    properties: {
      any: {},
      size: { type: 'integer', minimum: 7 },
      name: { type: 'string' },
      list: { type: 'array', items: { type: 'object' }, contains: { type: 'object' } },
    },
  });
  expect(Object.keys(Object(template))).toEqual(['any', 'size', 'list']);
  // That it is there is checked.
  expect(Object(template).any).toEqual({ ...regex('[\\s\\S]*'), value: 'text' });
  expect(unseen.map((what) => what.split(':')[0])).toEqual(['/', '/name', '/any', '/size', '/list/*', '/']);
});

test('it shows the requirements of what it says, and of nothing else', () => {
  const { requirements } = templateOf({
    type: 'object',
    'x-requirement': 'WHOLE',
    required: ['said', 'unsaid'],
    properties: {
      said: {
        type: 'string',
        'x-requirement': 'SAID',
        'x-should': { 'x-requirement': 'ADVICE', minLength: 3 },
      },
      unsaid: { 'x-requirement': 'UNSAID' },
      optional: { type: 'string', 'x-requirement': 'OPTIONAL' },
    },
  });
  expect([...requirements].sort()).toEqual(['SAID', 'WHOLE']);
});

/** What a document may ask of a value, for each kind a few. */
const leaf = fc.oneof(
  fc.constantFrom<Schema>(
    {},
    { type: ['integer', 'string'], minimum: 1, minLength: 1 },
    { type: ['string', 'null'] },
    {
      anyOf: [
        { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
        { type: 'null' },
      ],
    },
    { enum: [7, 'seven'] },
    { type: 'string', enum: ['A', 'B'] },
    { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' },
    { type: 'string', minLength: 10 },
    { type: 'string', format: 'date-time' },
    { type: 'integer', minimum: 5 },
    { type: 'integer', maximum: 0 },
    { type: 'number', maximum: 1 },
    { type: 'boolean', const: false },
  ),
);
const schemas = fc.letrec<{ any: Schema }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'))
      .map((properties): Schema => ({ type: 'object', required: Object.keys(properties), properties })),
    tie('any').map((items): Schema => ({ type: 'array', items })),
    tie('any').map((contains): Schema => ({ type: 'array', contains })),
  ),
}));

test('its example is one that the schema allows, for any schema', () => {
  fc.assert(
    fc.property(schemas.any, (schema) => {
      const { template } = templateOf(schema);
      expect(validatorOf(schema)(exampleIn(template))).toEqual([]);
    }),
  );
});

test('there is none where no example is found that the schema allows', () => {
  expect(bodyTemplate({ type: 'object', required: ['a'], properties: { a: { not: {} } } })).toBeUndefined();
  expect(bodyTemplate({ type: 'object', oneOf: [{ required: ['a'] }, { required: ['b'] }] })).toBeUndefined();
});

describe('a date', () => {
  const { template, unseen } = templateOf({ type: 'string', format: 'date-time' });
  const [, { regex: pattern }] = Object(template)[type];

  test.each([
    '2026-02-28T23:59:59Z',
    '2016-12-31T23:59:60Z',
    '2026-11-23t00:00:00.123456789z',
    '2026-11-23T12:00:00+02:00',
    '2026-11-23T12:00:00-0430',
  ])('%s is one', (value) => expect(value).toMatch(new RegExp(pattern)));

  test.each([
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00',
    '2026-01-01',
  ])('%s is not a date', (value) => expect(value).not.toMatch(new RegExp(pattern)));

  test('may be one that no calendar has, and that is said', () =>
    expect(unseen).toEqual(['/: what date-time asks for beyond a pattern']));
});
