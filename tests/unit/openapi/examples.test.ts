import { readRequestBody } from '../../../src/openapi/read-request-body.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';

const read = (content: Readonly<Record<string, object>>, definitions = {}) =>
  readRequestBody({ content }, 'body', { definitions, validatorOf });

const json = (mediaType: object) => read({ 'application/json': mediaType });

const titled = { type: 'object', properties: { title: { type: 'string' } } };

test.each<readonly [what: string, mediaType: object, expected: readonly (readonly [string, unknown])[]]>([
  [
    'named',
    { schema: titled, example: 1, examples: { a: { value: { title: 'a' } } } },
    [['a', { title: 'a' }]],
  ],
  ['of OpenAPI 3.2', { examples: { a: { dataValue: 1 } } }, [['a', 1]]],
  ['null', { examples: { a: { value: null } } }, [['a', null]]],
  [
    'of the media type',
    { example: { title: 'a' }, schema: { ...titled, example: { title: 'b' } } },
    [['example', { title: 'a' }]],
  ],
  ['of the schema', { schema: { ...titled, example: { title: 'b' } } }, [['schema-example', { title: 'b' }]]],
  [
    'several of the schema',
    { schema: { ...titled, examples: [{ title: 'b' }, {}] } },
    [
      ['schema-example', { title: 'b' }],
      ['schema-example-2', {}],
    ],
  ],
  [
    'without what only answers have',
    {
      schema: {
        allOf: [{ properties: { id: { readOnly: true } } }],
        properties: { list: { items: { properties: { at: { readOnly: true } } } } },
        example: { id: 1, list: [{ at: 2, by: 3 }] },
      },
    },
    [['schema-example', { list: [{ by: 3 }] }]],
  ],
  ['none', { schema: titled }, []],
])('examples: %s', (_, mediaType, expected) => {
  const { body, notes } = json(mediaType);
  expect(body.examples.map(({ name, value }) => [name, value])).toEqual(expected);
  expect(notes).toEqual([]);
});

test('an example of a schema that others refer to is read', () => {
  const definitions = { shelf: { ...titled, example: { title: 'b' } } };
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/shelf' } } };
  expect(read(content, definitions).body.examples).toMatchObject([{ name: 'schema-example' }]);
});

test.each<readonly [what: string, content: Readonly<Record<string, object>>, note: string]>([
  [
    'an example that the schema refuses',
    { 'application/json': { schema: titled, examples: { a: { value: { title: 1 } } } } },
    'Its example "a" is left out, because its schema refuses it: at /title, a string was expected.',
  ],
  [
    'an example elsewhere',
    { 'application/json': { examples: { a: { externalValue: 'a.json' } } } },
    'Its example "a" is left out: it has no value in the document.',
  ],
])('a note says why there are no examples: %s', (_, content, note) => {
  const { body, notes } = read(content);
  expect(body.examples).toEqual([]);
  expect(notes).toEqual([note]);
});

test('a long integer in an example fits a schema of integers', () => {
  const { body } = json({ schema: { type: 'integer' }, example: 9007199254740993n });
  expect(body.examples).toMatchObject([{ value: 9007199254740993n }]);
});
