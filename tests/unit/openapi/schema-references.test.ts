/** References and identifiers of schemas, a row for each way to write them. */

import { schemaOf } from '../../../src/openapi/resolved.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { atPath } from '../../../src/util/json-pointer.ts';
import { readingFiles, withOperation } from '../../support/documents.ts';

type Members = Readonly<Record<string, unknown>>;

const at = (direction: 'request' | 'response') =>
  direction === 'response'
    ? ['responses', '200', 'content', 'application/json', 'schema']
    : ['requestBody', 'content', 'application/json', 'schema'];

/** Reads a document with a schema in one direction, and gives what is valid by it. */
async function reading(
  schema: unknown,
  schemas: Members = {},
  direction: 'request' | 'response' = 'response',
  files: Members = {},
) {
  const content = { content: { 'application/json': { schema } } };
  const operation =
    direction === 'response'
      ? { responses: { 200: { description: 'ok', ...content } } }
      : { requestBody: content };
  const document = withOperation(operation, { components: { schemas } });
  const { document: read, unusable } = await readingFiles({ ...files, 'document.yaml': document });
  if (unusable[0]) throw new Error(unusable[0].why);
  const found = atPath(read, 'paths', '/a', 'get', ...at(direction));
  const validate = validatorOf(schemaOf(found, 'schema', read.components?.schemas ?? {}));
  return (value: unknown) => validate(value).length === 0;
}

type Row = readonly [name: string, schema: unknown, schemas: Members, valid: unknown[], invalid: unknown[]];

const text = { type: 'string' };
const rows: readonly Row[] = [
  [
    'an identifier twice',
    { $ref: '#/components/schemas/A' },
    { A: { $id: 'https://s.example/x', ...text }, B: { $id: 'https://s.example/x', type: 'integer' } },
    ['a'],
    [1],
  ],
  [
    'both with one identifier, in use',
    { properties: { a: { $ref: '#/components/schemas/A' }, b: { $ref: '#/components/schemas/B' } } },
    { A: { $id: 'https://s.example/x', ...text }, B: { $id: 'https://s.example/x', type: 'integer' } },
    [{ a: 'a', b: 1 }],
    [{ a: 1 }, { b: 'b' }],
  ],
  [
    'an identifier in an example',
    { $ref: '#/components/schemas/A' },
    { A: { ...text, example: { $id: 'https://s.example/x' }, examples: [{ $anchor: 'x' }] } },
    ['a'],
    [1],
  ],
  [
    'an identifier as a constant',
    { const: { $id: 'https://s.example/x' } },
    {},
    [{ $id: 'https://s.example/x' }],
    [{}],
  ],
  [
    'members named like keywords',
    {
      type: 'object',
      properties: {
        $ref: text,
        $id: text,
        default: text,
        example: text,
        enum: text,
        properties: { properties: { $ref: text } },
      },
    },
    {},
    [{ $ref: 'a', properties: { $ref: 'a' } }],
    [{ $ref: 1 }, { $id: 1 }, { default: 1 }, { example: 1 }, { enum: 1 }, { properties: { $ref: 1 } }],
  ],
  [
    'a reference as a value',
    { enum: [{ $ref: '#/nowhere' }], default: { $ref: '#/nowhere' } },
    {},
    [{ $ref: '#/nowhere' }],
    [{}],
  ],
  ['true', true, {}, [1, null], []],
  ['false in a property', { properties: { a: false } }, {}, [{}], [{ a: 1 }]],
  ['a reference to true', { $ref: '#/components/schemas/A', minimum: 1 }, { A: true }, [1], [0]],
  ['a reference to false', { $ref: '#/components/schemas/A' }, { A: false }, [], [1]],
  [
    'a long chain',
    { $ref: '#/components/schemas/A0' },
    Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `A${index}`,
        index === 199 ? text : { $ref: `#/components/schemas/A${index + 1}` },
      ]),
    ),
    ['a'],
    [1],
  ],
  [
    'the middle of another schema',
    { $ref: '#/components/schemas/A/properties/b/items/allOf/0' },
    { A: { properties: { b: { items: { allOf: [text] } } } } },
    ['a'],
    [1],
  ],
  [
    'an escaped name',
    { $ref: '#/components/schemas/A/properties/b~1c~0d%20e%25' },
    { A: { properties: { 'b/c~d e%': text } } },
    ['a'],
    [1],
  ],
  ['an anchor', { $ref: '#here' }, { A: { $anchor: 'here', ...text } }, ['a'], [1]],
  [
    'a definition of its own',
    { $ref: '#/components/schemas/A' },
    { A: { $id: 'https://s.example/a', $ref: '#/$defs/b', $defs: { b: text } } },
    ['a'],
    [1],
  ],
  [
    'a dynamic reference',
    { $ref: '#/components/schemas/Tree' },
    {
      Tree: {
        $dynamicAnchor: 'node',
        type: 'object',
        properties: { kids: { items: { $dynamicRef: '#node' } } },
      },
    },
    [{ kids: [{ kids: [] }] }],
    [{ kids: [1] }],
  ],
  [
    'a schema within itself',
    { $ref: '#/components/schemas/A' },
    {
      A: {
        type: 'object',
        required: ['n'],
        properties: { n: text, next: { $ref: '#/components/schemas/A' } },
      },
    },
    [{ n: 'a', next: { n: 'b' } }],
    [{ n: 'a', next: {} }],
  ],
  [
    'limits on both sides of a reference within itself',
    { $ref: '#/components/schemas/B', minProperties: 1 },
    {
      B: { $ref: '#/components/schemas/A', minProperties: 2 },
      A: { properties: { next: { $ref: '#/components/schemas/A' } } },
    },
    [{ a: 1, b: 2 }],
    [{ a: 1 }],
  ],
  [
    'what is required on both sides',
    { $ref: '#/components/schemas/A', required: ['b'] },
    { A: { required: ['a'] } },
    [{ a: 1, b: 1 }],
    [{ a: 1 }, { b: 1 }],
  ],
  [
    'nothing but what both sides name',
    { $ref: '#/components/schemas/A', properties: { b: {} }, unevaluatedProperties: false },
    { A: { properties: { a: {} } } },
    [{ a: 1, b: 1 }],
    [{ c: 1 }],
  ],
];

test.each(rows)('%s', async (_name, schema, schemas, valid, invalid) => {
  const isValid = await reading(schema, schemas);
  expect([valid.filter((value) => !isValid(value)), invalid.filter(isValid)]).toEqual([[], []]);
});

test.each([
  ['a bare schema', 's.yaml', text],
  ['a schema in a file', 's.yaml#/A', { A: text }],
  ['a file that refers back', 's.yaml', { $ref: 'document.yaml#/components/schemas/T' }],
])('another file with %s', async (_name, $ref, file) => {
  const isValid = await reading({ $ref }, { T: text }, 'response', { 's.yaml': file });
  expect([isValid('a'), isValid(1)]).toEqual([true, false]);
});

test.each<[name: string, schema: unknown, schemas: Members, why: string]>([
  ['to nothing', { $ref: '#/components/schemas/B' }, {}, '"#/components/schemas/B" at #/paths'],
  ['to itself', { $ref: '#/components/schemas/A' }, { A: { $ref: '#/components/schemas/A' } }, 'without end'],
  [
    'in a circle',
    { $ref: '#/components/schemas/A' },
    { A: { allOf: [{ $ref: '#/components/schemas/B' }] }, B: { $ref: '#/components/schemas/A' } },
    'without end',
  ],
  ['to an anchor that is not there', { $ref: '#here' }, {}, 'no schema has the $anchor "here"'],
  ['to something else', { $ref: '#/info/title' }, {}, 'a schema was expected'],
])('a reference %s is refused with its place', (_name, schema, schemas, why) =>
  expect(reading(schema, schemas)).rejects.toThrow(why),
);

const sided = {
  type: 'object',
  required: ['id', 'secret', 'name'],
  properties: { id: { $ref: '#/components/schemas/Id' }, secret: { writeOnly: true }, name: text },
};
const Id = { readOnly: true, ...text };
test.each<['request' | 'response', Members, unknown[], unknown[]]>([
  [
    'request',
    sided,
    [{ secret: 1, name: 'a' }],
    [
      { id: 'a', name: 'a' },
      { secret: 1, name: 'a', id: 1 },
    ],
  ],
  ['response', sided, [{ id: 'a', name: 'a' }], [{ secret: 1, name: 'a' }]],
  [
    'request',
    { allOf: [{ $ref: '#/components/schemas/S' }, { required: ['id'] }] },
    [{ secret: 1, name: 'a' }],
    [{ name: 'a' }],
  ],
  [
    'response',
    { $ref: '#/components/schemas/S', required: ['secret', 'more'] },
    [{ id: 'a', name: 'a', more: 1 }],
    [{ id: 'a', name: 'a' }],
  ],
])('a %s need not have what the other side writes', async (direction, schema, valid, invalid) => {
  const isValid = await reading(schema, { Id, S: sided }, direction);
  expect([valid.filter((value) => !isValid(value)), invalid.filter(isValid)]).toEqual([[], []]);
});

test('the same words in two documents mean what each of them defines', async () => {
  const schema = { $ref: '#/components/schemas/A' };
  const asText = await reading(schema, { A: text });
  const asInteger = await reading(schema, { A: { type: 'integer' } });
  expect([asText('a'), asText(1), asInteger('a'), asInteger(1)]).toEqual([true, false, false, true]);
});
