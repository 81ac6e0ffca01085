import { baseRequestOf, holdsCredential, successStatus } from '../../../src/catalogue/base-request.ts';
import { isClientError, isSuccess } from '../../../src/util/status-class.ts';
import { found } from '../../support/apis.ts';
import { operationOf, responseOf } from '../../support/runs.ts';
import { answers, type Members, smallOperation } from '../../support/small-operations.ts';

/** What a valid request has of the document beside its body. */

const requestOf = (parameters: readonly Members[], path = '/books/{id}') =>
  baseRequestOf(smallOperation({ parameters }, { path, method: 'get' }));

const inPath = (more: Members) => ({ in: 'path', name: 'id', required: true, ...more });
const oneOf = { enum: ['a', 'b'] };

test.each<[what: string, parameter: Members, value: string | undefined]>([
  ['its only permitted value', { schema: { enum: ['a'] } }, 'a'],
  ['none of two permitted values', { schema: oneOf }, undefined],
  ['the default of two permitted values', { schema: { ...oneOf, default: 'b' } }, 'b'],
  ['the example of two permitted values', { schema: { ...oneOf, example: 'b' } }, 'b'],
  ['the one that is shown beside two permitted values', { schema: oneOf, example: 'b' }, 'b'],
  ['what its schema shows', { schema: { type: 'string', example: 'x' } }, 'x'],
  ['no made value', { schema: { type: 'string', minLength: 1 } }, undefined],
  ['nothing, where nothing is allowed', { schema: { not: {} } }, undefined],
  ['no empty text', { schema: { type: 'string', example: '' } }, undefined],
  ['no empty text behind a point', { style: 'label', schema: { type: 'string', example: '' } }, undefined],
  ['members', { example: { R: 100, g: 'x' } }, 'R,100,g,x'],
  ['members with their values', { explode: true, example: { R: 100, g: 'x' } }, 'R=100,g=x'],
  ['items behind a point', { style: 'label', explode: true, example: ['a', 'b'] }, 'a.b'],
  ['items behind a name', { style: 'matrix', example: ['a', 'b'] }, 'a,b'],
  ['items, each behind a name', { style: 'matrix', explode: true, example: ['a', 'b'] }, 'a;id=b'],
  // The path has the name of the parameter already.
  ['no members behind names of their own', { style: 'matrix', explode: true, example: { a: 1 } }, undefined],
  ['JSON', { content: { 'application/json': { example: 'a b' } } }, '%22a%20b%22'],
])('a path has %s', (_, parameter, value) =>
  expect(requestOf([inPath(parameter)]).request.documented).toEqual(
    value === undefined ? undefined : { id: value },
  ),
);

test.each<[style: Members, path: string]>([
  [{}, '/books/{id}/{id}'],
  [{ style: 'label' }, '/books/.{id}/.{id}'],
  [{ style: 'matrix' }, '/books/;id={id}/;id={id}'],
  [{ content: { 'application/json': {} } }, '/books/{id}/{id}'],
])('a path in the style of %j is %s', (style, path) =>
  expect(requestOf([inPath({ schema: {}, ...style })], '/books/{id}/{id}').request.path).toBe(path),
);

test('what is in no path has no place there', () => {
  const inQuery = { in: 'query', name: 'id', style: 'label', required: true, example: 'x' };
  expect(requestOf([inPath({ schema: {} }), inQuery]).request.path).toBe('/books/{id}');
});

test('fields are in their places, and only those that have to be there', () => {
  const parameters = ['query', 'header', 'cookie'].flatMap((place) => [
    { in: place, name: 'a', required: true, example: 'x' },
    { in: place, name: 'b', example: 'x' },
  ]);
  const { request, notes } = requestOf([inPath({ schema: {} }), ...parameters]);
  expect(request).toStrictEqual({
    method: 'GET',
    path: '/books/{id}',
    parameters: {},
    query: [{ name: 'a', written: 'a=x' }],
    headers: [{ name: 'a', written: 'x' }],
    cookies: [{ name: 'a', written: 'a=x' }],
    credential: 'valid',
    credentialPlace: null,
    accept: '*/*',
    contentType: null,
    body: null,
  });
  expect(notes).toEqual([]);
});

test('a field has the first value that can stand there', () => {
  const examples = { one: { value: 'a\nb' }, two: { value: 'ok' } };
  const { request, notes } = requestOf([{ in: 'header', name: 'a', required: true, examples }]);
  expect(request.headers).toEqual([{ name: 'a', written: 'ok' }]);
  expect(notes).toEqual([]);
});

test('a parameter of a query has no value of the path with its name', () => {
  const inQuery = { in: 'query', name: 'id', required: true, example: 'x' };
  expect(requestOf([inPath({ schema: {} }), inQuery]).request.query).toEqual([
    { name: 'id', written: 'id=x', fixed: true },
  ]);
});

describe('a parameter that holds the credential', () => {
  const securitySchemes = {
    key: { type: 'apiKey', in: 'query', name: 'key' },
    token: { type: 'apiKey', in: 'header', name: 'X-Token' },
    account: { type: 'apiKey', in: 'header', name: 'X-Account' },
  };
  const holding = (place: string, name: string, ...schemes: readonly string[]) => {
    const security = schemes.length > 0 ? [Object.fromEntries(schemes.map((scheme) => [scheme, []]))] : [];
    const operation = smallOperation(
      { security, parameters: [{ in: place, name, schema: {} }] },
      { components: { securitySchemes } },
    );
    return holdsCredential(operation, found(operation.parameters[0]));
  };

  test.each<[place: string, name: string, schemes: readonly string[], holds: boolean]>([
    ['query', 'key', ['key'], true],
    ['query', 'Key', ['key'], false],
    ['query', 'page', ['key'], false],
    ['cookie', 'key', ['key'], false],
    ['query', 'key', [], false],
    ['header', 'X-Token', ['token'], true],
    ['header', 'x-token', ['token'], true],
    ['header', 'X-Other', ['token'], false],
    ['query', 'X-Token', ['token'], false],
    ['header', 'x-account', ['token', 'account'], true],
    ['header', 'x-token', ['token', 'account'], true],
    ['query', 'X-Account', ['token', 'account'], false],
    ['header', 'X-Other', ['token', 'account'], false],
  ])('in a %s by the name %s, beside %j: %s', (place, name, schemes, holds) =>
    expect(holding(place, name, ...schemes)).toBe(holds),
  );
});

test.each<[codes: readonly (number | string)[], status: number | undefined]>([
  [[404, 202, 201, 100], 201],
  [[400, '2XX'], 200],
  [['2XX', 204], 204],
  [[400, 'default'], undefined],
  [[], undefined],
])('of the codes %j, %j is the success', (codes, status) =>
  expect(successStatus(smallOperation({ responses: answers(...codes) }))).toBe(status),
);

test('the lowest code is the success that can be shown', () => {
  const [excluded, ...others] = [200, 206, 202, 201, 100].map((code) =>
    responseOf(code, code === 200 ? { excluded: 'So.' } : {}),
  );
  expect(successStatus(operationOf({ responses: new Map([found(excluded), ...others]) }))).toBe(201);
});

test('the first and the last of the codes of a kind', () => {
  expect([199, 200, 299, 300].filter(isSuccess)).toEqual([200, 299]);
  expect([399, 400, 499, 500].filter(isClientError)).toEqual([400, 499]);
});

test('a request with a known body is known, and one without has a reason', () => {
  const content = { 'application/json': {} };
  expect(baseRequestOf(smallOperation({}))).not.toHaveProperty('unknown');
  expect(baseRequestOf(smallOperation({ requestBody: { required: true, content } }))).toHaveProperty(
    'unknown',
  );
});
