import { queryParameters } from '../../../src/catalogue/derive/query-parameters.ts';
import { answers, derivedBy, type Members, smallOperation } from '../../support/small-operations.ts';

/** The wrong values of parameters in queries, header fields and cookies. */

const faultsOf = (parameters: readonly Members[], members: Members = {}, document: Members = {}) =>
  derivedBy(queryParameters, smallOperation({ parameters, ...members }, { method: 'get', ...document }));

const ofSchema = (schema: unknown, more: Members = {}) =>
  Object.fromEntries(
    faultsOf([{ in: 'query', name: 'q', schema, ...more }]).map(({ slug, request }) => [
      slug.replace('query-q-', ''),
      request?.query?.map(({ written }) => written?.replace('q=', '')).join(),
    ]),
  );

const text = 'text';
const fraction = '5.7';

test.each<[what: string, schema: unknown, faults: Members]>([
  ['text', { type: 'string' }, {}],
  ['anything', {}, {}],
  ['a truth value', { type: 'boolean' }, { text }],
  ['a number', { type: 'number' }, { text }],
  [
    'a whole number with limits',
    { type: 'integer', minimum: 1, maximum: 10 },
    { text, fraction, 'below-minimum': '0', 'above-maximum': '11' },
  ],
  [
    'a number between limits that it is not itself',
    { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 10 },
    { text, 'below-minimum': '1', 'above-maximum': '10' },
  ],
  [
    'a number with limits that are fractions',
    { type: 'number', minimum: 0.5, maximum: 1.5 },
    { text, 'below-minimum': '-0.5', 'above-maximum': '2.5' },
  ],
  [
    'a long whole number with limits',
    { type: 'integer', minimum: 9007199254740994n, maximum: 9007199254740998n },
    { text, fraction, 'below-minimum': '9007199254740993', 'above-maximum': '9007199254740999' },
  ],
  ['a limit that is written with an exponent', { type: 'number', maximum: 1e300, minimum: -1e300 }, { text }],
  ['a limit that is no number', { type: 'number', maximum: 'ten' }, { text }],
  ['short text', { type: 'string', maxLength: 3 }, { 'too-long': 'aaaa' }],
  ['text that is too long to send', { type: 'string', maxLength: 2001 }, {}],
  ['the longest text to send', { type: 'string', maxLength: 2000 }, { 'too-long': 'a'.repeat(2001) }],
  ['one of two texts', { type: 'string', enum: ['a', 'b'] }, { 'not-permitted': 'no-such-value' }],
  ['a single text', { allOf: [{ type: 'string' }, { const: 'a' }] }, { 'not-permitted': 'no-such-value' }],
  [
    'a text that is tried otherwise',
    { type: 'string', enum: ['no-such-value'] },
    { 'not-permitted': '2147483647' },
  ],
  ['text of digits', { type: 'string', pattern: '^\\d+$' }, { mismatch: text }],
  ['text of letters', { type: 'string', pattern: '^[a-z]+$' }, { mismatch: '-' }],
  ['text of letters and hyphens', { type: 'string', pattern: '^[a-z-]+$' }, { mismatch: '%21' }],
  ['text without digits', { type: 'string', pattern: '^\\D+$' }, { mismatch: '1' }],
  ['text with any pattern', { type: 'string', pattern: '' }, {}],
  ['a value that is tried once', { type: 'integer', pattern: '^\\d+$' }, { text, fraction, mismatch: '-' }],
  ['a list', { type: 'array', items: { type: 'integer' } }, { text, fraction }],
  ['a list of anything', { type: 'array' }, {}],
])('%s', (_, schema, faults) => expect(ofSchema(schema)).toEqual(faults));

test('of a parameter in a media type, only its absence is a fault', () => {
  const content = { 'application/json': { schema: { type: 'integer' } } };
  expect(ofSchema(undefined, { content })).toEqual({});
  expect(ofSchema(undefined, { content, required: true, example: 1 })).toEqual({ missing: '' });
});

test('the credential is no parameter', () => {
  const schemes = { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'key' } } };
  const secured = { components: schemes, security: [{ key: [] }] };
  const parameters = ['key', 'page'].map((name) => ({ in: 'query', name, schema: { type: 'integer' } }));
  expect(faultsOf(parameters, {}, secured).map(({ slug }) => slug)).toEqual([
    'query-page-text',
    'query-page-fraction',
  ]);
});

const invalid = { status: 422, requirements: ['VALID'] };
const other = (place: string) => ({ in: place, name: 'other', required: true, example: 'x' });
const one = (place: string) => ({
  ...{ in: place, name: 'One', required: true, schema: { type: 'boolean', default: true } },
  'x-invalid': invalid,
});
const kept = { query: 'other=x', header: 'x', cookie: 'other=x' };
const members = { query: 'query', header: 'headers', cookie: 'cookies' };
const called = { query: 'query parameter', header: 'header field', cookie: 'cookie' };

describe.each(['query', 'header', 'cookie'] as const)('in the place %s', (place) => {
  const requestWith = (...fields: readonly Members[]) => ({
    [members[place]]: [{ name: 'other', written: kept[place] }, ...fields],
  });
  const written = place === 'header' ? text : `One=${text}`;

  test('one of two is wrong, or is missing', () =>
    expect(faultsOf([other(place), one(place)]).slice(1)).toEqual([
      {
        slug: `${place}-one-missing`,
        title: `A request whose ${called[place]} One is missing is refused`,
        subject: 'a request without a required parameter',
        request: requestWith(),
        ...{ status: 422, requirements: ['VALID'], tolerates: [] },
      },
      {
        slug: `${place}-one-text`,
        title: `A request whose ${called[place]} One is text is refused`,
        subject: 'a request with a parameter of a wrong type',
        request: requestWith({ name: 'One', written, fixed: true }),
        ...{ status: 422, requirements: ['VALID'], tolerates: [] },
      },
    ]));

  test('one that need not be sent is sent alone', () => {
    const [fault, ...more] = faultsOf([{ ...one(place), required: false }]);
    expect(fault?.request).toEqual({ [members[place]]: [{ name: 'One', written, fixed: true }] });
    expect(more).toEqual([]);
  });
});

test('an answer that is not documented otherwise is 400', () =>
  expect(
    faultsOf([{ in: 'query', name: 'q', schema: { type: 'boolean' } }], { responses: answers(200) }),
  ).toEqual([expect.objectContaining({ status: 400, requirements: [] })]));
