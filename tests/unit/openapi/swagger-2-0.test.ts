/** Swagger 2.0 in the form of OpenAPI 3.1, a row for each of its keywords. */
import { atPath } from '../../../src/util/json-pointer.ts';
import { readingFiles, readOperation } from '../../support/documents.ts';

type Members = Readonly<Record<string, unknown>>;

const ok = { 200: { description: 'ok' } };
const swagger = (operation: Members, more: Members = {}): Members => ({
  swagger: '2.0',
  info: { title: 'x', version: '1' },
  paths: { '/a': { get: { responses: ok, ...operation } } },
  ...more,
});

const body = { in: 'body', name: 'b', schema: { type: 'object' } };
const query = (more: Members) => ({ name: 'q', in: 'query', ...more });

test.each<[name: string, document: Members, path: readonly string[], expected: unknown]>([
  [
    'a parameter has the keywords of its schema',
    swagger({ parameters: [query({ type: 'integer', minimum: 1, maximum: 3, exclusiveMaximum: true })] }),
    ['parameters', '0'],
    { name: 'q', in: 'query', schema: { type: 'integer', minimum: 1, exclusiveMaximum: 3 } },
  ],
  ...(
    [
      ['csv', { style: 'form', explode: false }],
      ['ssv', { style: 'spaceDelimited', explode: false }],
      ['pipes', { style: 'pipeDelimited', explode: false }],
      ['multi', { style: 'form', explode: true }],
      [undefined, { style: 'form', explode: false }],
    ] as const
  ).map(([collectionFormat, style]): [string, Members, string[], unknown] => [
    `a list in the format ${collectionFormat}`,
    swagger({ parameters: [query({ type: 'array', items: { type: 'string' }, collectionFormat })] }),
    ['parameters', '0'],
    { name: 'q', in: 'query', ...style, schema: { type: 'array', items: { type: 'string' } } },
  ]),
  [
    'x-nullable',
    swagger({ parameters: [query({ type: 'string', enum: ['a'], 'x-nullable': true })] }),
    ['parameters', '0', 'schema'],
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  [
    'a body, in the media types of the operation',
    swagger({ consumes: ['application/x+json'], parameters: [body] }, { consumes: ['application/xml'] }),
    ['requestBody'],
    { required: false, content: { 'application/x+json': { schema: { type: 'object' } } } },
  ],
  [
    'a body, in those of the document',
    swagger({ parameters: [{ ...body, required: true }] }, { consumes: ['application/xml'] }),
    ['requestBody'],
    { required: true, content: { 'application/xml': { schema: { type: 'object' } } } },
  ],
  [
    'a body in no media type is JSON',
    swagger({ parameters: [body] }),
    ['requestBody', 'content'],
    { 'application/json': { schema: { type: 'object' } } },
  ],
  [
    'a body and a response by reference',
    swagger(
      { parameters: [{ $ref: '#/parameters/b' }], responses: { 404: { $ref: '#/responses/absent' } } },
      {
        parameters: { b: { ...body, schema: { $ref: '#/definitions/B' } } },
        responses: { absent: { description: 'no', schema: { $ref: '#/definitions/B' } } },
        definitions: { B: { type: 'string' } },
      },
    ),
    ['requestBody', 'content'],
    { 'application/json': { schema: { type: 'string' } } },
  ],
  [
    'fields of a form',
    swagger({
      parameters: [
        { name: 'a', in: 'formData', type: 'string', required: true },
        { name: 'b', in: 'formData', type: 'integer' },
      ],
    }),
    ['requestBody'],
    {
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            properties: { a: { type: 'string' }, b: { type: 'integer' } },
            required: ['a'],
          },
        },
      },
    },
  ],
  [
    'a file in a form',
    swagger({ parameters: [{ name: 'a', in: 'formData', type: 'file' }] }),
    ['requestBody', 'content'],
    { 'multipart/form-data': { schema: { type: 'object', properties: { a: {} } } } },
  ],
  [
    'a response, in the media types of the document, with its examples',
    swagger(
      { responses: { 200: { schema: { type: 'object' }, examples: { 'application/json': { a: 1 } } } } },
      { produces: ['application/json', 'application/xml'] },
    ),
    ['responses', '200', 'content'],
    {
      'application/json': { schema: { type: 'object' }, example: { a: 1 } },
      'application/xml': { schema: { type: 'object' } },
    },
  ],
  [
    'a file as a response',
    swagger({ produces: ['image/png'], responses: { 200: { description: 'x', schema: { type: 'file' } } } }),
    ['responses', '200', 'content'],
    { 'image/png': {} },
  ],
  [
    'header fields of a response',
    swagger({ responses: { 200: { description: 'x', headers: { 'X-A': { type: 'integer' } } } } }),
    ['responses', '200', 'headers'],
    { 'X-A': { schema: { type: 'integer' } } },
  ],
  [
    'a response without a body',
    swagger({ produces: ['application/json'] }),
    ['responses', '200', 'content'],
    {},
  ],
])('%s', async (_name, document, path, expected) => {
  expect(atPath(await readOperation(document), ...path)).toEqual(expected);
});

test('host, base path, schemes and credentials of a document', async () => {
  const { document, format } = await readingFiles({
    'document.yaml': swagger(
      { security: [{ oauth: ['read'] }] },
      {
        host: 'api.example:8443',
        basePath: '/v2',
        schemes: ['https', 'http'],
        securityDefinitions: {
          basic: { type: 'basic' },
          key: { type: 'apiKey', in: 'query', name: 'k' },
          oauth: {
            type: 'oauth2',
            flow: 'implicit',
            authorizationUrl: 'https://a.example',
            scopes: { read: 'r' },
          },
        },
      },
    ),
  });
  expect(format).toBe('Swagger 2.0');
  expect(document.servers).toEqual([
    { url: 'https://api.example:8443/v2' },
    { url: 'http://api.example:8443/v2' },
  ]);
  expect(document.components?.securitySchemes).toEqual({
    basic: { type: 'http', scheme: 'basic' },
    key: { type: 'apiKey', in: 'query', name: 'k' },
    oauth: { type: 'oauth2', flows: {} },
  });
});

test('parameters of the path are overridden by those of the operation, also a body', async () => {
  const document = swagger({
    parameters: [query({ type: 'integer' }), { ...body, schema: { type: 'array' } }],
  });
  const [item] = Object.values(document.paths as Record<string, Members>);
  const operation = await readOperation({
    ...document,
    paths: {
      '/a': {
        ...item,
        parameters: [query({ type: 'string' }), body, { ...query({ type: 'string' }), name: 'r' }],
      },
    },
  });
  expect(operation).toMatchObject({
    parameters: [
      { name: 'q', schema: { type: 'integer' } },
      { name: 'r', schema: { type: 'string' } },
    ],
    requestBody: { content: { 'application/json': { schema: { type: 'array' } } } },
  });
});
