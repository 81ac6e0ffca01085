import type { OpenAPIV3_1 } from 'openapi-types';
import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { bytesOf } from '../../../src/catalogue/case.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';
import { buildRequest } from '../../../src/runner/request.ts';
import { found } from '../../support/apis.ts';

type Parts = Readonly<Record<string, unknown>>;

function operationOf(parts: Parts, path = '/books/{id}') {
  const document: unknown = {
    openapi: '3.1.0',
    info: { title: 'Books', version: '1.0.0' },
    paths: {
      [path]: {
        post: {
          operationId: 'books',
          responses: Object.fromEntries([201, 400, 404, 405].map((code) => [code, { description: 'So.' }])),
          ...parts,
        },
      },
    },
  };
  // Read as it is: a document of a user was validated before.
  const [operation] = operationsOf(document as OpenAPIV3_1.Document);
  if (!operation) throw new Error('There is no operation.');
  return operation;
}

const parameter = (place: string, name: string, more: Parts = {}) => ({
  in: place,
  name,
  required: true,
  ...more,
});

describe('values of parameters', () => {
  const built = (parts: Parts, given: Readonly<Record<string, string>> = {}, options = {}) =>
    buildRequest(baseRequestOf(operationOf(parts), options), 'http://t', given, 'suite');
  const urlOf = (...args: Parameters<typeof built>) => {
    const request = built(...args);
    return request.kind === 'request' ? request.request.url : request.names;
  };
  const id = parameter('path', 'id', { schema: { type: 'string' }, example: 'a b' });
  const limit = parameter('query', 'limit', { schema: { default: 7 } });

  test.each<
    readonly [
      what: string,
      parts: Parts,
      given: Readonly<Record<string, string>>,
      options: object,
      url: unknown,
    ]
  >([
    ['of the document', { parameters: [id, limit] }, {}, {}, 'http://t/books/a%20b?limit=7'],
    [
      'of the run or a state',
      { parameters: [id, limit] },
      { id: '1/2', limit: '8&' },
      {},
      'http://t/books/1%2F2?limit=8%26',
    ],
    ['that only options give', { parameters: [id] }, {}, { ownValues: new Set(['id']) }, ['id']],
    ['of a resource', { parameters: [id], 'x-resource-parameter': 'id' }, {}, {}, ['id']],
    [
      'that every run has',
      { parameters: [id, limit] },
      { limit: '8' },
      { pathValues: new Set(['limit']) },
      'http://t/books/a%20b?limit=7',
    ],
    [
      'never the credential',
      { parameters: [id, parameter('query', 'token', { example: 'x' })] },
      { token: 'secret' },
      {},
      'http://t/books/a%20b?token=x',
    ],
    [
      'that are not known',
      { parameters: [id, parameter('query', 'never', { schema: { not: {} } })] },
      {},
      {},
      ['never'],
    ],
    [
      'of several permitted ones, none',
      { parameters: [parameter('path', 'id', { schema: { enum: ['a', 'b'] } })] },
      {},
      {},
      ['id'],
    ],
  ])('%s', (_, parts, given, options, url) => expect(urlOf(parts, given, options)).toEqual(url));

  test('what is missing is said', () =>
    expect(
      baseRequestOf(operationOf({ parameters: [parameter('header', 'X-A', { schema: { enum: [] } })] }))
        .notes,
    ).toEqual([
      'No value is known for its header parameter X-A, which is required: give it an example that its schema allows.',
    ]));

  test('no case is about a header field that the user adds, or that holds the credential', () => {
    const operation = operationOf({ parameters: [id, parameter('header', 'X-A', { example: 'a' })] });
    const about = (options = {}) =>
      catalogueOf([operation], options).cases.filter(({ id: name }) => name.includes('header-x-a'));
    expect(about()).toHaveLength(1);
    expect(about({ givenHeaders: new Set(['x-a']) })).toEqual([]);
    expect(baseRequestOf(operation).request.headers).toEqual([{ name: 'X-A', written: 'a' }]);
  });
});

describe('bodies', () => {
  const bodyOf = (content: Parts, more: Parts = {}) => {
    const base = baseRequestOf(operationOf({ requestBody: { required: true, content, ...more } }));
    const { body, contentType } = base.request;
    return { ...base, text: body && Buffer.from(bytesOf(body)).toString(), contentType };
  };
  const titled = { type: 'object', required: ['title'], properties: { title: { example: 'Emma' }, id: {} } };

  test.each<readonly [what: string, content: Parts, contentType: string, text: string]>([
    ['of the schema', { 'application/json': { schema: titled } }, 'application/json', '{"title":"Emma"}'],
    [
      'long integers',
      { 'application/json': { schema: { const: [9007199254740993n] }, example: [9007199254740993n] } },
      'application/json',
      '[9007199254740993]',
    ],
    [
      'a form',
      {
        'application/x-www-form-urlencoded': {
          schema: titled,
          example: { title: 'a b', n: 9007199254740993n },
        },
      },
      'application/x-www-form-urlencoded',
      'title=a+b&n=9007199254740993',
    ],
    [
      'parts',
      {
        'multipart/form-data': {
          example: { title: 'a' },
          schema: { type: 'object', properties: { title: { type: 'string' } } },
        },
      },
      'multipart/form-data; boundary=conformance-part',
      '--conformance-part\r\nContent-Disposition: form-data; name="title"\r\n\r\na\r\n--conformance-part--\r\n',
    ],
    ['text', { 'text/plain': { example: 'Emma' } }, 'text/plain', 'Emma'],
    [
      'of modest length',
      { 'application/json': { schema: { type: 'string', minLength: 1, maxLength: 10_000_000 } } },
      'application/json',
      expect.stringMatching(/^"\w{1,40}"$/),
    ],
  ])('%s', (_, content, contentType, text) => expect(bodyOf(content)).toMatchObject({ contentType, text }));

  test.each<readonly [what: string, content: Parts]>([
    [
      'a file',
      {
        'multipart/form-data': {
          schema: { type: 'object', properties: { f: { type: 'string', format: 'binary' } } },
        },
      },
    ],
    ['bytes', { 'application/octet-stream': {} }],
    [
      'a schema that allows nothing',
      { 'application/json': { schema: { allOf: [{ type: 'string' }, { type: 'number' }] } } },
    ],
    ['anything', { 'application/json': {} }],
  ])('without a known body there are only cases that need none: %s', (_, content) => {
    const operation = operationOf({ requestBody: { required: true, content } }, '/books');
    const { cases, operations } = catalogueOf([operation]);
    expect(new Set(cases.map(({ derivedBy }) => derivedBy))).toEqual(new Set(['methods']));
    expect(found(operations.get('books')).notes?.join()).toMatch(
      /^No body in .* is known: .* no cases that need/,
    );
  });

  test('a body that may be left out is, where none is known', () => {
    const operation = operationOf({ requestBody: { content: { 'application/octet-stream': {} } } }, '/books');
    expect(catalogueOf([operation]).cases.map(({ id }) => id)).toContain('books/201/valid-request');
  });
});

test('the state of an operation is that of its valid request', () => {
  const state = { name: 'there is a book', params: { title: 'Emma' } };
  const { cases } = catalogueOf([operationOf({ 'x-provider-state': state }, '/books')]);
  expect(cases.find(({ id }) => id === 'books/201/valid-request')?.states).toEqual([state]);
});

test('names that are the same in lower case give cases of their own', () => {
  const names = ['a_b', 'a-b'].map((name) => parameter('query', name, { schema: { type: 'integer' } }));
  const ids = catalogueOf([operationOf({ parameters: names }, '/books')]).cases.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['books/400/query-a-b-text', 'books/400/query-a-b-text-2']));
  expect(new Set(ids).size).toBe(ids.length);
});
