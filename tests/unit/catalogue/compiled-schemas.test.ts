import { withCompiledSchemas } from '../../../src/catalogue/compiled-schemas.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { caseOf, operationOf } from '../../support/runs.ts';
import { type Members, smallOperation } from '../../support/small-operations.ts';

/** A schema of a document is compiled before a run, so that one which cannot be is known then. */

const broken = { type: 'string', pattern: '(' };
const fine = operationOf();
const known = { id: 'known', tags: [], method: 'GET', path: '/known', why: 'it is broken' };

const compiled = (operation: Operation) =>
  withCompiledSchemas({
    operations: new Map([
      [operation.id, operation],
      [fine.id, fine],
    ]),
    cases: [caseOf(), caseOf({ operationId: operation.id })],
    unusable: [known],
  });

const answer = (more: Members) => ({ description: 'So.', ...more });
const content = { 'application/json': {}, 'text/json': { schema: broken } };
const headers = { 'X-A': { schema: { type: 'string' } }, 'X-B': { schema: broken } };

test.each<[what: string, members: Members]>([
  ['a body', { requestBody: { content: { 'application/json': { schema: broken } } } }],
  ['an answer', { responses: { 200: answer({}), 400: answer({ content }) } }],
  ['a range of answers', { responses: { 200: answer({}), '4XX': answer({ content }) } }],
  ['a header field', { responses: { 200: answer({ headers }) } }],
])('an operation is left out for a schema of %s', (_, members) => {
  const { operations, cases, unusable } = compiled(smallOperation(members));
  expect([...operations.keys()]).toEqual([fine.id]);
  expect(cases).toEqual([caseOf()]);
  expect(unusable).toEqual([
    known,
    {
      id: 'books',
      tags: [],
      method: 'POST',
      path: '/books',
      why: expect.stringContaining('a schema cannot be compiled'),
    },
  ]);
});

test('an operation stays whose schemas can be compiled', () => {
  const operation = smallOperation({
    requestBody: { content: { 'application/json': { schema: { type: 'string' } } } },
    responses: { 200: answer({ content: { 'application/json': {} }, headers: { 'X-A': headers['X-A'] } }) },
  });
  const { operations, cases, unusable } = compiled(operation);
  expect([...operations.keys()]).toEqual(['books', fine.id]);
  expect(cases).toHaveLength(2);
  expect(unusable).toEqual([known]);
});

test('where nothing is unusable, nothing is said to be', () =>
  expect(withCompiledSchemas({ operations: new Map(), cases: [] })).toStrictEqual({
    operations: new Map(),
    cases: [],
    unusable: [],
  }));

test('what goes wrong otherwise is not hidden', () => {
  const validate = () => {
    throw new TypeError('broken');
  };
  const [entry] = [...fine.responses].map(([status, response]) => ({
    ...{ ...fine, id: 'other' },
    responses: new Map([[status, { ...response, headers: [{ name: 'X-A', required: false, validate }] }]]),
  }));
  expect(() => entry && compiled(entry)).toThrow('broken');
});
