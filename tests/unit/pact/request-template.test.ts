import type { Case } from '../../../src/catalogue/case.ts';
import { json, repeated, text } from '../../../src/catalogue/case.ts';
import { requestTemplate } from '../../../src/pact/request-template.ts';

/** A case's request in Pact's terms. */

/** A value that the provider state is asked for. */
const asked = (name: string) => `\${${name}}`;

const request: Case['request'] = {
  method: 'POST',
  path: '/{version}/things/{thingId}',
  parameters: {},
  credential: 'valid',
  credentialPlace: { in: 'header', name: 'X-Key', form: 'plain' },
  accept: 'application/json',
  contentType: 'application/json',
  body: json({ a: 1, b: 'x' }),
};
const item = (changes: Partial<Case['request']> = {}, uses?: readonly string[]): Case => ({
  id: 'make/202/x',
  operationId: 'make',
  status: 202,
  title: 'It is made',
  requirements: [],
  risk: 'change',
  expect: 202,
  tolerates: [],
  states: [],
  derivedBy: 'rows',
  request: { ...request, ...changes },
  ...(uses && { uses }),
});
const examples = { version: 'v1', thingId: 't-1', token: 'secret' };

test('values come from the provider state, with examples and what any of them looks like', () => {
  expect(requestTemplate(item(), examples)).toMatchObject({
    path: {
      expression: `/${asked('version')}/things/${asked('thingId')}`,
      value: '/v1/things/t-1',
      regex: '^/[^/]+/things/[^/]+$',
    },
    headers: { 'X-Key': { expression: asked('token'), value: 'secret' } },
  });
});

test('what a case fixes stays as it is, percent-encoded', () => {
  const { path, headers } = requestTemplate(
    item({ parameters: { thingId: 'a b.' }, credential: { literal: '' } }),
    examples,
  );
  expect(path).toMatchObject({
    expression: `/${asked('version')}/things/a%20b.`,
    regex: '^/[^/]+/things/a%20b\\.$',
  });
  expect(headers['X-Key']).toBe('');
  expect(requestTemplate(item({ parameters: { thingId: 'x', version: 'y' } }), examples).path).toBe(
    '/y/things/x',
  );
});

test('what the case does not take from its state is the caller’s own', () => {
  const { path, headers } = requestTemplate(item({}, ['thingId']), examples);
  expect(path).toMatchObject({ expression: `/${asked('caller.version')}/things/${asked('thingId')}` });
  expect(headers['X-Key']).toMatchObject({ expression: asked('caller.token') });
});

describe('what the document shows in a path', () => {
  const shown = { documented: { thingId: '7' } };
  const given: Partial<Case> = { states: [{ name: 'a thing exists', params: {} }] };
  const own = { version: 'v1', token: 'secret' };

  test.each<[string, Partial<Case>, string]>([
    ['is given by the state of a valid request', given, asked('thingId')],
    ['and by that state for a refusal', { ...given, expect: 405, stateOptional: true }, asked('thingId')],
    ['stays in a state of another kind, which need not give it', { ...given, expect: 401 }, '7'],
    ['stays without a state', {}, '7'],
  ])('%s', (_name, changes, id) => {
    const { path } = requestTemplate({ ...item(shown), ...changes }, own);
    expect(path).toMatchObject({ expression: `/${asked('version')}/things/${id}`, value: '/v1/things/7' });
  });
});

describe('values of a provider state in a body', () => {
  const bodyValues = {
    '/a/size': { name: 'size', documented: 2 },
    '/a/ref': { name: 'ref', documented: 'small' },
  };
  const bodyOf = (body: string) => requestTemplate(item({ body: text(body), bodyValues }), examples).body;

  test('are asked for, with the document’s as examples, as a number where that is one', () => {
    expect(bodyOf('{"a":{"size":2,"ref":"small"}}')).toEqual({
      kind: 'json',
      template: {
        a: {
          size: expect.objectContaining({ expression: asked('size'), dataType: 'INTEGER', value: 2 }),
          ref: expect.objectContaining({ expression: asked('ref'), value: 'small' }),
        },
      },
    });
  });

  test.each([
    ['what the case has put in their place stays', '{"a":{"ref":"large","size":3}}', 'json'],
    ['a body that is damaged on purpose stays, byte for byte', '{"a":{"size":2,', 'bytes'],
  ])('%s', (_name, body, kind) => {
    const found = bodyOf(body);
    expect(found.kind).toBe(kind);
    expect(JSON.stringify(found)).not.toContain('expression');
  });
});

test.each<[string, Partial<Case['request']>, string]>([
  ['JSON as Pact writes it', {}, 'json'],
  ['no body', { body: null }, 'none'],
  ['members in another order', { body: text('{"b":1,"a":2}') }, 'bytes'],
  ['space', { body: text('{ "a": 1 }') }, 'bytes'],
  ['JSON that is no structure', { body: json('text') }, 'bytes'],
  ['what is no JSON', { body: text('{"a":') }, 'bytes'],
  ['another media type', { contentType: 'text/plain' }, 'bytes'],
  ['no media type', { contentType: null }, 'bytes'],
  ['a long text', { body: repeated('{"a":"', 'x', 2_000_000, '"}') }, 'json'],
  ['a long structure', { body: repeated('{"a":', '[', 5, `${']'.repeat(5)}}`) }, 'bytes'],
])('%s', (_name, changes, kind) => expect(requestTemplate(item(changes), examples).body.kind).toBe(kind));

test('a long text is not written down', () => {
  const { body } = requestTemplate(item({ body: repeated('{"a":"', 'x', 2_000_000, '"}') }), examples);
  expect(JSON.stringify(body).length).toBeLessThan(300);
  expect(body).toMatchObject({ template: { a: { regex: 'x{2000000}', value: 'x' } } });
});
