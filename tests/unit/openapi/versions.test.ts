/** What differs between OpenAPI 3.0, 3.1 and 3.2, a row for each. */
import { atPath } from '../../../src/util/json-pointer.ts';
import { readingFiles, withOperation } from '../../support/documents.ts';

type Members = Readonly<Record<string, unknown>>;

const answer = (schema: unknown): Members => ({
  responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
});
const schemaAt = ['paths', '/a', 'get', 'responses', '200', 'content', 'application/json', 'schema'];

const read = (openapi: string, operation: Members, more: Members = {}) =>
  readingFiles({ 'document.yaml': { ...withOperation(operation, more), openapi } });

const schemas = { B: { type: 'string', minLength: 2 } };

/** A schema, and what it means in 3.0 and in 3.1. */
const rows: readonly [name: string, schema: unknown, in30: unknown, in31: unknown][] = [
  [
    'nullable',
    { type: 'string', nullable: true },
    { type: ['string', 'null'] },
    { type: ['string', 'null'] },
  ],
  [
    'nullable with values',
    { type: 'string', enum: ['a'], nullable: true },
    { type: ['string', 'null'], enum: ['a', null] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  ['nullable without a type', { nullable: true }, {}, {}],
  [
    'nullable beside allOf',
    { allOf: [{ $ref: '#/components/schemas/B' }], nullable: true },
    { anyOf: [{ type: 'null' }, { allOf: [schemas.B] }] },
    { anyOf: [{ type: 'null' }, { allOf: [schemas.B] }] },
  ],
  [
    'nullable beside a reference',
    { $ref: '#/components/schemas/B', nullable: true },
    { anyOf: [{ type: 'null' }, schemas.B] },
    { anyOf: [{ type: 'null' }, schemas.B] },
  ],
  [
    'keywords beside a reference',
    { $ref: '#/components/schemas/B', minLength: 1 },
    schemas.B,
    { allOf: [schemas.B], minLength: 1 },
  ],
  [
    'a limit that is excluded',
    { minimum: 1, exclusiveMinimum: 2 },
    { minimum: 1, exclusiveMinimum: 2 },
    { minimum: 1, exclusiveMinimum: 2 },
  ],
  [
    'example',
    { type: 'string', example: 'a' },
    { type: 'string', example: 'a' },
    { type: 'string', example: 'a' },
  ],
];

test.each(
  rows.flatMap(([name, schema, in30, in31]) => [
    [`${name}, 3.0`, '3.0.4', schema, in30] as const,
    [`${name}, 3.1`, '3.1.1', schema, in31] as const,
    [`${name}, 3.2`, '3.2.0', schema, in31] as const,
  ]),
)('%s', async (_name, version, schema, expected) => {
  const { document, format } = await read(version, answer(schema), { components: { schemas } });
  expect(atPath(document, ...schemaAt)).toEqual(expected);
  expect(format).toBe(`OpenAPI ${version}`);
});

test.each<[name: string, schema: unknown, expected: unknown]>([
  ['exclusiveMinimum', { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
  ['exclusiveMaximum', { maximum: 1, exclusiveMaximum: true }, { exclusiveMaximum: 1 }],
  ['one that excludes nothing', { minimum: 1, exclusiveMinimum: false }, { minimum: 1 }],
  ['one without a limit', { exclusiveMinimum: true }, {}],
  ['the type of a file', { type: 'file' }, {}],
])('in 3.0, %s', async (_name, schema, expected) => {
  const { document } = await read('3.0.3', answer(schema));
  expect(atPath(document, ...schemaAt)).toEqual(expected);
});

test.each<[name: string, schema: Members, keyword: string, says: string]>([
  ['a flag as a limit', { minimum: 1, exclusiveMinimum: true }, 'exclusiveMinimum', 'write the limit itself'],
  ['an unknown type', { type: 'file' }, 'type', 'write one of array'],
  ['required: true', { required: true }, 'required', 'write a list of the names'],
  ['a list of items', { items: [{}] }, 'items', 'prefixItems takes a list'],
  ['a flag in a pattern', { pattern: '(?i)a' }, 'pattern', 'write each letter in both cases'],
  ['a needless backslash', { pattern: 'a\\-b' }, 'pattern', 'write such a sign without a backslash'],
  ['an end of another language', { pattern: 'a\\Z' }, 'pattern', '$ for the end'],
  ['another dialect', { $schema: 'http://json-schema.org/draft-04/schema#' }, '$schema', '2020-12'],
])('%s makes only its operation unusable', async (_name, schema, keyword, says) => {
  const broken = answer({ type: 'object', properties: { p: schema } });
  const { document, unusable } = await readingFiles({
    'document.yaml': {
      ...withOperation({}),
      paths: { '/a': { get: answer({ type: 'string' }), put: { operationId: 'putA', ...broken } } },
    },
  });
  expect(unusable).toEqual([
    { id: 'putA', tags: [], method: 'PUT', path: '/a', why: expect.stringContaining(says) },
  ]);
  expect(unusable[0]?.why).toContain(
    `#/paths/~1a/put/responses/200/content/application~1json/schema/properties/p/${keyword}`,
  );
  expect(Object.keys(document.paths?.['/a'] ?? {})).toEqual(['x-documented-methods', 'get']);
});

test('what OpenAPI 3.2 adds is named, and the rest is used', async () => {
  const parameters = [{ name: 'all', in: 'querystring', content: { 'application/json': {} } }];
  const content = {
    'application/jsonl': { itemSchema: { type: 'object' } },
    'application/json': { schema: {}, examples: { a: { dataValue: 1, serializedValue: '1' } } },
  };
  const { document, unusable, notCovered, format } = await read(
    '3.2.0',
    { parameters, responses: { 200: { summary: 'Fine', content } } },
    {
      $self: 'https://api.example/openapi.yaml',
      tags: [{ name: 't', summary: 'T', parent: 'u', kind: 'nav' }],
      servers: [{ url: '/', name: 'here' }],
    },
  );
  expect({ unusable, format }).toEqual({ unusable: [], format: 'OpenAPI 3.2.0' });
  const content200 = '#/paths/~1a/get/responses/200/content';
  expect([...notCovered].sort()).toEqual([
    '$self: references by it are not followed (at #)',
    `itemSchema: items of a stream are not judged (at ${content200}/application~1jsonl)`,
    'parameters in: querystring (at #/paths/~1a/get)',
    `serializedValue of an example (at ${content200}/application~1json/examples/a)`,
  ]);
  expect(document.paths?.['/a']?.get).toMatchObject({
    parameters: [],
    responses: {
      200: {
        description: '',
        content: { 'application/jsonl': {}, 'application/json': { examples: { a: { value: 1 } } } },
      },
    },
  });
});

test('methods of OpenAPI 3.2 are documented, and cannot be used', async () => {
  const responses = { 200: { description: 'ok' } };
  const { document, unusable } = await readingFiles({
    'document.yaml': {
      ...withOperation({}),
      openapi: '3.2.0',
      paths: {
        '/a': { get: { responses }, query: { responses }, additionalOperations: { COPY: { responses } } },
      },
    },
  });
  expect(unusable.map(({ id, method }) => [id, method])).toEqual([
    ['QUERY-a', 'QUERY'],
    ['COPY-a', 'COPY'],
  ]);
  expect(atPath(document, 'paths', '/a', 'x-documented-methods')).toEqual(['GET', 'QUERY', 'COPY']);
});

test('the methods of a path count wherever they stand', async () => {
  const responses = { 200: { description: 'ok' } };
  const one = { responses };
  const { document } = await readingFiles({
    'document.yaml': {
      ...withOperation({}),
      paths: {
        '/a/{b}#start': { post: one },
        '/a/{b}#stop': { post: { ...one, operationId: 'stop' }, put: one },
        '/a/mine': { $ref: 'items.yaml#/mine', patch: one },
        '/other': { trace: one },
      },
    },
    'items.yaml': { mine: { get: one } },
  });
  const methodsOf = (key: string) => atPath(document, 'paths', key, 'x-documented-methods');
  expect(methodsOf('/a/{b}#start')).toEqual(['POST', 'PUT']);
  expect(methodsOf('/a/{b}#stop')).toEqual(['POST', 'PUT']);
  expect(methodsOf('/a/mine')).toEqual(['POST', 'PUT', 'GET', 'PATCH']);
  expect(methodsOf('/other')).toEqual(['TRACE']);
});
