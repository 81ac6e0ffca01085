import type { CaseDefinition } from '../../../src/catalogue/case.ts';
import { acceptedExamples } from '../../../src/catalogue/derive/accepted-examples.ts';
import { credentialFaults } from '../../../src/catalogue/derive/credential-faults.ts';
import { rules } from '../../../src/catalogue/derive/index.ts';
import { methods } from '../../../src/catalogue/derive/methods.ts';
import { expectedAnswer, slugOf } from '../../../src/catalogue/derive/rule.ts';
import { answers, derivedBy, type Members, smallOperation } from '../../support/small-operations.ts';

/** What each rule derives of a small operation. */

const slugs = (definitions: readonly CaseDefinition[]) => definitions.map(({ slug }) => slug);
const body = (content: Members, more: Members = {}): Members => ({ requestBody: { content, ...more } });
const json = (schema: unknown, more: Members = {}): Members =>
  body({ 'application/json': { schema } }, { required: true, ...more });

const title = { type: 'object', required: ['title'], properties: { title: { const: 'Emma' } } };
const ofMethods = ['method-get', 'method-head', 'method-put', 'method-patch', 'method-delete'];
const always = { methods: [...ofMethods, 'method-unrecognised'] };
const valid = { 'accepted-examples': ['valid-request'] };
const forms = { 'equivalent-forms': ['body-chunked', 'media-type-case'] };
const formats = ['text-plain', 'text-html', 'octet-stream', 'xml', 'yaml', 'form', 'multipart'].map(
  (slug) => `media-type-${slug}`,
);
const notJson = ['body-malformed', 'body-not-json'];
const key = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } };

test.each<[what: string, members: Members, derived: Members, document?: Members]>([
  ['an operation that takes nothing', {}, { ...valid, ...always }],
  [
    'one without a success',
    { ...json(title), responses: answers(400) },
    {
      'body-faults': [
        'body-missing',
        ...notJson,
        'body-array',
        'body-string',
        'body-number',
        'body-boolean',
        'body-null',
      ],
      'property-faults': [
        ...['title-missing', 'title-null', 'title-boolean', 'title-number', 'title-string'],
        ...['title-array', 'title-object'],
      ],
      'media-types': [...formats, 'media-type-missing'],
      ...always,
    },
  ],
  ['one with a range of successes', { responses: answers('2XX') }, { ...valid, ...always }],
  [
    'one that states lead to',
    {
      responses: {
        200: { description: 'So.', 'x-provider-states': [{ slug: 'full', title: 'Full', name: 'full' }] },
      },
    },
    { 'provider-states': ['full'], ...always },
  ],
  [
    'a range that states lead to',
    {
      responses: {
        '2XX': {
          description: 'So.',
          'x-provider-states': [{ slug: 'full', title: 'Full', name: 'full', status: 204 }],
        },
      },
    },
    { 'provider-states': ['full'], ...always },
  ],
  [
    'a body of text',
    body({ 'text/plain': { example: 'Emma' } }, { required: true }),
    {
      'accepted-examples': ['example'],
      'equivalent-forms': ['body-chunked'],
      'body-faults': ['body-missing'],
      ...always,
    },
  ],
  [
    'a body of text that may be left out',
    body({ 'text/plain': { example: 'Emma' } }),
    {
      'accepted-examples': ['example'],
      'equivalent-forms': ['body-chunked'],
      ...always,
    },
  ],
  [
    'a body that is a number',
    json({ type: 'number', minimum: 5 }),
    {
      ...{ ...valid, ...forms },
      'body-faults': [
        'body-missing',
        'body-not-json',
        'body-array',
        'body-string',
        'body-boolean',
        'body-null',
        'body-object',
      ],
      'media-types': [...formats, 'media-type-missing'],
      ...always,
    },
  ],
  [
    'a body of any type',
    json({ const: 'Emma' }),
    {
      ...{ ...valid, ...forms },
      'body-faults': ['body-missing', ...notJson],
      'media-types': [...formats, 'media-type-missing'],
      ...always,
    },
  ],
  [
    'a body in either of two formats',
    body({ 'application/json': { schema: { const: 1 } }, 'text/xml': {} }),
    {
      ...{ ...valid, ...forms },
      'body-faults': ['body-not-json'],
      'media-types': formats.filter((slug) => slug !== 'media-type-xml'),
      ...always,
    },
  ],
  [
    'a credential that may be left out',
    { security: [{ key: [] }, {}] },
    { ...valid, ...always },
    { components: key },
  ],
])('%s', (_, members, derived, document = {}) => {
  const operation = smallOperation(members, document);
  const found = rules.map((rule) => [rule.id, derivedBy(rule, operation)] as const);
  const some = found.filter(([, definitions]) => definitions.length > 0);
  expect(Object.fromEntries(some.map(([id, definitions]) => [id, slugs(definitions)]))).toEqual(derived);
});

const noUuid = '00000000-0000-4000-8000-000000000000';
const pair = Buffer.from(`${noUuid}:${noUuid}`).toString('base64');

test.each<[what: string, scheme: Members, literals: readonly string[]]>([
  ['plain', { type: 'apiKey', in: 'header', name: 'X-Key' }, ['', noUuid, 'x']],
  ['bearer', { type: 'http', scheme: 'bearer' }, ['Bearer', `Bearer ${noUuid}`, 'Bearer x']],
  ['basic', { type: 'http', scheme: 'basic' }, ['Basic', `Basic ${pair}`, 'Basic x']],
])('a %s credential in each faulty form', (_, scheme, literals) => {
  const operation = smallOperation(
    { security: [{ key: [] }] },
    { components: { securitySchemes: { key: { ...scheme, 'x-invalid': { status: 403 } } } } },
  );
  const faults = derivedBy(credentialFaults, operation);
  expect(faults.map(({ request }) => request?.credential)).toEqual([
    'absent',
    ...literals.map((literal) => ({ literal })),
  ]);
  expect(new Set(faults.map(({ status }) => status))).toEqual(new Set([403]));
});

test('a valid request succeeds, and so does each that is documented', () => {
  const [plain] = derivedBy(acceptedExamples, smallOperation({ 'x-requirements': ['OWN'] }));
  expect(plain).toEqual({
    slug: 'valid-request',
    title: 'A valid POST request succeeds',
    subject: 'a valid request',
    ...{ status: 200, requirements: ['OWN'] },
  });
  const state = { name: 'a full shelf', params: {} };
  const examples = {
    One_Book: { summary: 'a book', value: 1, 'x-requirements': ['EXAMPLE'], 'x-provider-state': state },
    other: { value: 2 },
  };
  const operation = smallOperation({
    'x-requirements': ['OWN'],
    ...body({ 'application/json': { examples } }),
  });
  expect(derivedBy(acceptedExamples, operation)).toStrictEqual([
    {
      slug: 'one-book',
      title: 'The documented request "a book" is accepted',
      subject: 'a documented request',
      ...{ status: 200, requirements: ['EXAMPLE', 'OWN'], state },
      request: expect.objectContaining({ body: { kind: 'text', text: '1' } }),
    },
    {
      slug: 'other',
      title: 'The documented request "other" is accepted',
      subject: 'a documented request',
      ...{ status: 200, requirements: ['OWN'] },
      request: expect.objectContaining({ body: { kind: 'text', text: '2' } }),
    },
  ]);
});

test('methods without content have no body', () => {
  const requests = derivedBy(methods, smallOperation(json(title))).map(({ request }) => request);
  expect(requests).toStrictEqual([
    { method: 'GET', body: null, contentType: null },
    { method: 'HEAD', body: null, contentType: null },
    { method: 'PUT' },
    { method: 'PATCH' },
    { method: 'DELETE', body: null, contentType: null },
    { method: 'FROBNICATE' },
  ]);
});

test('methods are not allowed, and one that nobody knows is not implemented', () => {
  const operation = smallOperation(
    {},
    { method: 'get', 'x-undocumented-methods': { requirements: ['NONE'] } },
  );
  const [first, ...others] = derivedBy(methods, operation);
  expect(first).toMatchObject({
    title: 'The method POST is not allowed',
    subject: 'a method that the path does not document',
    ...{ status: 405, requirements: ['NONE'] },
  });
  expect(others.at(-1)).toMatchObject({
    title: 'An unrecognised method is not implemented',
    subject: 'an unrecognised method',
    ...{ status: 501, requirements: [], strength: 'should' },
  });
  expect(slugs(others)).toEqual(['method-put', 'method-patch', 'method-delete', 'method-unrecognised']);
});

test('an answer is the one that the document names, else the usual one', () => {
  const expectation = { requirements: ['A'], tolerates: [{ status: 404, ambiguity: 'X' }] };
  expect(expectedAnswer(expectation, 400)).toStrictEqual({ status: 400, ...expectation });
  expect(
    expectedAnswer({ ...expectation, status: 422, anyBody: 'Y' }, 400, {
      requirements: ['B'],
      tolerates: [{ status: 409, ambiguity: 'Z' }],
    }),
  ).toStrictEqual({
    status: 422,
    anyBody: 'Y',
    requirements: ['A', 'B'],
    tolerates: [
      { status: 404, ambiguity: 'X' },
      { status: 409, ambiguity: 'Z' },
    ],
  });
});

test('a name is part of an id in lower case, with one hyphen for what cannot stand there', () =>
  expect(slugOf('Flavor__Ref/x.y')).toBe('flavor-ref-x.y'));
