import { pathParameters } from '../../../src/catalogue/derive/path-parameters.ts';
import { derivedBy, type Members, smallOperation } from '../../support/small-operations.ts';

/** The values of paths that name nothing. */

const faultsOf = (parameters: readonly Members[], more: Members = {}) =>
  derivedBy(
    pathParameters,
    smallOperation({ parameters, ...more }, { method: 'get', path: '/shelves/{shelf}/{book}' }),
  );

const valueFor = (schema: unknown, more: Members = {}) => {
  const [fault] = faultsOf([{ in: 'path', name: 'shelf', required: true, schema, ...more }]);
  return fault?.request?.parameters?.shelf;
};

const uuid = '00000000-0000-4000-8000-000000000000';
const number = '2147483647';

test.each<[what: string, schema: unknown, value: string | undefined, more?: Members]>([
  ['anything', {}, uuid],
  ['text', { type: 'string' }, uuid],
  ['text that is too short for a UUID', { type: 'string', maxLength: 10 }, number],
  ['text of six letters', { type: 'string', pattern: '^a{6}$' }, 'aaaaaa'],
  ['text of five letters', { type: 'string', pattern: '^a{5}$' }, undefined],
  ['text that may be read as another', { type: 'string', pattern: '^a{6};$' }, undefined],
  ['text, shown as digits', { type: 'string' }, number, { example: '12' }],
  ['text, shown with digits at its end', { type: 'string' }, uuid, { example: 'a1' }],
  ['text, shown with digits at its beginning', { type: 'string' }, uuid, { example: '1a' }],
  [
    'text, shown as digits and as letters',
    { type: 'string' },
    uuid,
    { examples: { one: { value: '1' }, two: { value: 'two' } } },
  ],
  ['a whole number', { type: 'integer' }, number],
  ['a whole number above a limit', { type: 'integer', minimum: 3 }, number],
  ['a number of either type', { type: ['integer', 'number'] }, number],
  ['a number or text', { type: ['integer', 'string'] }, uuid],
  ['a truth value or text', { type: ['boolean', 'string'] }, uuid],
  ['one of many numbers', { type: 'integer', maximum: 10n ** 18n }, number],
  ['a truth value', { type: 'boolean' }, undefined],
  ['nothing', { type: ['boolean', 'null'] }, undefined],
  ['an object', { type: 'object' }, undefined],
  ['a single text', { const: 'northern' }, undefined],
  ['one of two texts', { allOf: [{ type: 'string' }, { enum: ['northern', 'southern'] }] }, undefined],
  ['one of few numbers', { type: 'integer', maximum: 999_999 }, undefined],
  ['one of few large numbers', { type: 'integer', minimum: 5_000_000, maximum: 5_500_000 }, undefined],
  ['one of few numbers above a limit', { exclusiveMinimum: 5_000_000, maximum: 5_500_000 }, undefined],
  ['one of few numbers below a limit', { minimum: 5_000_000, exclusiveMaximum: 5_500_000 }, undefined],
  ['one of few long numbers', { minimum: 10n ** 18n, maximum: 10n ** 18n + 9n }, undefined],
  [
    'a number or short text',
    { type: ['integer', 'string'], pattern: '^a{5}$', minimum: -1e7, maximum: 5 },
    '-10000000',
  ],
  ['a number or short text without a type', { pattern: '^a{5}$', minimum: -1e7, maximum: 5 }, '-10000000'],
  ['a limit that is no number', { type: 'string', maximum: 'ten' }, uuid],
])('%s', (_, schema, value, more = {}) => expect(valueFor(schema, more)).toBe(value));

test.each(['integer', 'number'])('a value of the type %s is between its limits', (type) => {
  const value = Number(valueFor({ type, minimum: -2_000_000, maximum: -1_000_000 }));
  expect(value).toBeGreaterThan(-2_000_000);
  expect(value).toBeLessThan(-1_000_000);
});

test('a value in a media type has no unknown one', () =>
  expect(
    faultsOf([{ in: 'path', name: 'shelf', required: true, content: { 'application/json': {} } }]),
  ).toEqual([]));

test('each parameter of the path has a case, and no other', () =>
  expect(
    faultsOf([
      { in: 'path', name: 'shelf', required: true, schema: { type: 'string' } },
      { in: 'path', name: 'book', required: true, schema: { type: 'integer' } },
      { in: 'query', name: 'page', schema: { type: 'integer' } },
    ]),
  ).toEqual([
    {
      slug: 'unknown-shelf',
      title: 'A path with an unknown shelf is not found',
      subject: 'a request whose shelf names nothing that the caller has',
      request: { parameters: { shelf: uuid } },
      absentResource: false,
      ...{ status: 404, requirements: [], tolerates: [] },
    },
    expect.objectContaining({ slug: 'unknown-book', request: { parameters: { book: number } } }),
  ]));

test('a document gives values of its own, or states', () => {
  const unknown = [
    {
      slug: 'burnt',
      title: 'A burnt one is gone',
      state: 'a burnt one',
      status: 410,
      requirements: ['GONE'],
    },
    { slug: 'strange', title: 'A strange one is refused', value: '?' },
  ];
  const parameters = ['shelf', 'book'].map((name) => ({
    ...{ in: 'path', name, required: true, schema: { type: 'string' } },
    'x-unknown-values': unknown,
  }));
  const [first, second, third] = faultsOf(parameters, { 'x-resource-parameter': 'shelf' });
  expect(first).toEqual({
    slug: 'burnt',
    title: 'A burnt one is gone',
    subject: 'a request whose shelf names nothing that the caller has',
    state: { name: 'a burnt one', params: {} },
    absentResource: true,
    ...{ status: 410, requirements: ['GONE'], tolerates: [] },
  });
  expect(second).toMatchObject({
    request: { parameters: { shelf: '?' } },
    absentResource: false,
    status: 404,
  });
  // Only the resource itself is absent.
  expect(third).toMatchObject({ state: { name: 'a burnt one' }, absentResource: false });
});
