/** What stands beside a reference: `x-` members and words for people hold, of several the first (OpenAPI 3.1, 4.8.23). */
import { readingFiles, readOperation, withOperation } from '../../support/documents.ts';

type Members = Readonly<Record<string, unknown>>;

const responseOf = async (own: Members, responses: Members) => {
  const operation = await readOperation(
    withOperation({ responses: { 200: own } }, { components: { responses } }),
  );
  return (operation as { responses: Readonly<Record<string, Members>> }).responses[200];
};

const to = (name: string, beside: Members = {}) => ({ $ref: `#/components/responses/${name}`, ...beside });
const last = { description: 'last', 'x-a': 'last', 'x-b': 'last', headers: {} };

test.each<[string, Members, Members, Members]>([
  ['nothing', to('A'), { A: last }, last],
  ['an x- member', to('A', { 'x-a': 'own' }), { A: last }, { ...last, 'x-a': 'own' }],
  ['an x- member that the target has not', to('A', { 'x-c': 1 }), { A: last }, { ...last, 'x-c': 1 }],
  ['one that is false', to('A', { 'x-a': false }), { A: last }, { ...last, 'x-a': false }],
  ['a description', to('A', { description: 'own' }), { A: last }, { ...last, description: 'own' }],
  ['what does not hold', to('A', { headers: { X: {} } }), { A: last }, last],
  [
    'members along a chain',
    to('A', { 'x-a': 'first' }),
    { A: to('B', { 'x-b': 'second', 'x-c': 'second' }), B: last },
    { ...last, 'x-a': 'first', 'x-b': 'second', 'x-c': 'second' },
  ],
  [
    'the same member twice along a chain',
    to('A', { 'x-a': 'first' }),
    { A: to('B', { 'x-a': 'second', 'x-b': 'second' }), B: last },
    { ...last, 'x-a': 'first', 'x-b': 'second' },
  ],
  [
    'members in the midst of a chain',
    to('A'),
    { A: to('B', { 'x-a': 'second' }), B: to('C'), C: last },
    { ...last, 'x-a': 'second' },
  ],
])('%s', async (_name, own, responses, expected) =>
  expect(await responseOf(own, responses)).toEqual(expected),
);

test('a reference beside which something stands is followed from where that stands', async () => {
  const { document } = await readingFiles({
    'document.yaml': withOperation({
      responses: { 200: { $ref: 'parts/first.yaml#/ok', 'x-where': 'document' } },
    }),
    'parts/first.yaml': { ok: { $ref: 'second.yaml#/ok', 'x-provider-states': { $ref: 'no reference' } } },
    'parts/second.yaml': { ok: { description: 'ok', 'x-where': 'second' } },
  });
  expect(document.paths?.['/a']?.get?.responses?.[200]).toEqual({
    description: 'ok',
    'x-where': 'document',
    // What an x- member holds is its own affair.
    'x-provider-states': { $ref: 'no reference' },
  });
});

test('in a path item everything beside a reference holds', async () => {
  const { document } = await readingFiles({
    'document.yaml': {
      ...withOperation({}),
      paths: {
        '/a': {
          $ref: '#/components/pathItems/A',
          post: { operationId: 'own', responses: { 200: { description: 'own' } } },
          'x-undocumented-methods': { status: 405 },
        },
      },
      components: { pathItems: { A: { get: { responses: { 200: { description: 'A' } } } } } },
    },
  });
  expect(document.paths?.['/a']).toMatchObject({
    get: { responses: { 200: { description: 'A' } } },
    post: { operationId: 'own' },
    'x-undocumented-methods': { status: 405 },
  });
});

test.each([
  ['to itself', { A: to('A', { 'x-a': 1 }) }],
  ['round', { A: to('B', { 'x-a': 1 }), B: to('A', { 'x-a': 2 }) }],
])('a chain that leads %s is refused with its place', async (_name, responses) =>
  expect(responseOf(to('A'), responses)).rejects.toThrow('leads back to itself'),
);
