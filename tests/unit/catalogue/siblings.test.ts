import type { OpenAPIV3_1 } from 'openapi-types';
import { text } from '../../../src/catalogue/case.ts';
import { type Catalogue, catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { gaps } from '../../../src/catalogue/gaps.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';
import { readingFiles } from '../../support/documents.ts';

type Members = Readonly<Record<string, unknown>>;

const responses = {
  201: { description: 'Made.' },
  400: { description: 'Not valid.' },
  405: { description: 'No such method.' },
  415: { description: 'No such format.' },
};

const json = (schema: Members, example?: unknown): Members => ({
  required: true,
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
});

const documentOf = (paths: OpenAPIV3_1.PathsObject): OpenAPIV3_1.Document => ({
  openapi: '3.1.0',
  info: { title: 'Shelves', version: '1' },
  paths,
});

const post = (operationId: string, members: Members) => ({ post: { operationId, responses, ...members } });

/** The catalogue of POST operations on one path: `things`, and what each of the others adds to it. */
const catalogueFor = (things: Members, others: Readonly<Record<string, Members>> = {}): Catalogue => {
  const all = Object.entries(others).map(([id, one]) => [`/things#${id}`, post(id, one)]);
  return catalogueOf(
    operationsOf(documentOf({ '/things': post('things', things), ...Object.fromEntries(all) })),
  );
};

const idsOf = ({ cases }: Catalogue, word: string): string[] =>
  cases
    .filter(({ id, operationId }) => operationId === 'things' && id.includes(word))
    .map(({ id }) => id.split('/')[2] ?? '');

/** An object whose members are text; those of `required` are not empty. */
const object = (...required: readonly string[]): Members => ({
  type: 'object',
  required,
  properties: Object.fromEntries(required.map((name) => [name, { type: 'string', minLength: 1 }])),
});

const named = { name: 'a' };
const copied = { name: 'a', source: 'b' };

test.each<[what: string, own: Members, other: Members, without: string, sent: string[]]>([
  [
    'a member that only this operation requires',
    { requestBody: json(object('name', 'source'), copied) },
    { requestBody: json(object('name'), named) },
    'source',
    [],
  ],
  [
    'a member that the sibling knows with another type',
    { requestBody: json(object('source'), { source: 'b' }) },
    { requestBody: json({ type: 'object', properties: { source: { type: ['number', 'null'] } } }, {}) },
    'source',
    ['source-boolean', 'source-array', 'source-object', 'source-empty'],
  ],
  [
    'a member that both require',
    { requestBody: json(object('name', 'source'), copied) },
    { requestBody: json(object('name'), named) },
    'name-',
    ['name-missing', 'name-null', 'name-boolean', 'name-number', 'name-array', 'name-object', 'name-empty'],
  ],
  [
    'no body, where the sibling has none',
    { requestBody: json(object('name'), named) },
    {},
    'body-missing',
    [],
  ],
  [
    'a body, where the sibling has none',
    { requestBody: json(object('name'), named) },
    {},
    'name-missing',
    ['name-missing'],
  ],
  [
    'no JSON, whatever a sibling allows',
    { requestBody: json(object('name'), named) },
    { requestBody: json({}, {}) },
    'body-',
    ['body-chunked', 'body-missing', 'body-malformed', 'body-not-json'],
  ],
  [
    'a media type that the sibling documents, by another name of it',
    { requestBody: json(object('name'), named) },
    { requestBody: { content: { 'text/xml': {} } } },
    'media-type-xml',
    [],
  ],
  [
    'a media type that no sibling documents, with a body that is valid for one',
    { requestBody: json(object('name'), named) },
    { requestBody: json({}, named) },
    'media-type-yaml',
    ['media-type-yaml'],
  ],
  [
    'a body that needs a parameter at the sibling',
    { requestBody: json(object('name'), named) },
    {
      requestBody: json({}, named),
      parameters: [{ name: 'all', in: 'query', required: true, schema: { type: 'boolean' } }],
    },
    'name-missing',
    ['name-missing'],
  ],
])('of siblings: %s', (_, own, other, word, sent) => {
  expect(idsOf(catalogueFor(own), word).length).toBeGreaterThan(0);
  expect(idsOf(catalogueFor(own, { other }), word)).toEqual(sent);
});

const kind = (schema: Members, required = true): Members => ({ name: 'kind', in: 'query', required, schema });
const limit: Members = { name: 'limit', in: 'query', required: false, schema: { type: 'boolean' } };
const isNew = { type: 'string', enum: ['new'] };

test.each<[what: string, others: Readonly<Record<string, Members>>, sent: string[]]>([
  ['no sibling', {}, ['query-kind-missing', 'query-kind-not-permitted', 'query-limit-text']],
  ['a sibling without it', { other: { parameters: [limit] } }, ['query-limit-text']],
  [
    'a sibling that requires another value',
    { other: { parameters: [kind({ const: 'no-such-value' }), limit] } },
    ['query-kind-missing', 'query-limit-text'],
  ],
  [
    'a sibling that another parameter is required of',
    { other: { parameters: [{ ...limit, required: true }] } },
    ['query-kind-missing', 'query-kind-not-permitted', 'query-limit-text'],
  ],
])('a parameter that is wrong, beside %s', (_, others, sent) => {
  const things = { parameters: [kind(isNew), limit] };
  expect(idsOf(catalogueFor(things, others), 'query-')).toEqual(sent);
});

test('what the document shows is no fault, also where the schema refuses it', () => {
  const things = { requestBody: json(object('name'), { name: '' }) };
  const shown = json({ type: 'object', required: ['size'] }, { name: null });
  const catalogue = catalogueFor(things, { other: { requestBody: shown } });
  expect(idsOf(catalogueFor({ requestBody: json(object('name')) }), 'name-')).toEqual(
    expect.arrayContaining(['name-null', 'name-empty']),
  );
  expect(idsOf(catalogue, 'name-')).toEqual([
    'name-missing',
    'name-boolean',
    'name-number',
    'name-array',
    'name-object',
  ]);
  expect(gaps(catalogue)).toEqual(
    expect.arrayContaining([
      'things: Requests that the document shows as examples of things are not sent as faults: name-empty.',
      'things: Requests that the document shows as examples of other are not sent as faults: name-null.',
    ]),
  );
});

test('what is not sent is named, and only where its code is documented', () => {
  const things = { requestBody: json(object('name', 'source')) };
  const others = { other: { requestBody: json(object('name')) } };
  expect(gaps(catalogueFor(things, others))).toEqual([
    'things: Requests that other accepts are not sent as faults: source-missing, source-null, source-boolean, source-number, source-array, source-object, source-empty.',
  ]);
  const withoutFaults = { ...things, responses: { 201: { description: 'Made.' } } };
  expect(gaps(catalogueFor(withoutFaults, others))).toEqual([]);
});

test("a row is its author's word, and other faults stay what they are", () => {
  const operations = operationsOf(
    documentOf({
      '/things/{id}': post('things', { requestBody: json(object('name')) }),
      '/things/{name}#other': post('other', { requestBody: json({}, {}) }),
    }),
  );
  const row = {
    slug: 'name-missing',
    title: 'x',
    status: 400,
    requirements: [],
    request: { body: text('{}') },
  };
  const { cases } = catalogueOf(operations, { rows: [{ operationId: 'things', rows: () => [row] }] });
  const own = cases.filter(({ operationId }) => operationId === 'things');
  expect(own.map(({ derivedBy, request }) => [derivedBy, request.body]).filter(([, body]) => body)).toEqual(
    expect.arrayContaining([['rows', text('{}')]]),
  );
  expect(own.map(({ id }) => id)).toEqual(expect.arrayContaining(['things/405/method-put']));
  expect(own.filter(({ derivedBy }) => derivedBy === 'property-faults')).toEqual([]);
});

test('a sibling that cannot be read may accept anything', () => {
  const broken = { type: 'object', properties: { name: { pattern: '(' } } };
  const catalogue = catalogueFor(
    { requestBody: json(object('name')) },
    { other: { requestBody: json(broken) } },
  );
  expect(idsOf(catalogue, 'name-')).toEqual([]);
  expect(idsOf(catalogue, 'body-malformed')).toEqual(['body-malformed']);
});

test('a method that any key of a path documents is documented for all of them', async () => {
  const { document } = await readingFiles({
    'document.yaml': documentOf({
      '/things/{id}': { get: { operationId: 'things', responses } },
      '/things/{id}#start': {
        post: { operationId: 'start', responses },
        put: { operationId: 'stop', responses },
      },
    }),
  });
  const { cases } = catalogueOf(operationsOf(document));
  const methods = cases.filter(({ derivedBy, status }) => derivedBy === 'methods' && status === 405);
  for (const operation of ['things', 'start', 'stop'])
    expect(
      methods.filter((one) => one.operationId === operation).map(({ request }) => request.method),
    ).toEqual(['PATCH', 'DELETE']);
});
