import { credentialValue } from '../../../src/catalogue/case.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { type Created, createdBy, createdResources } from '../../../src/runner/created.ts';
import { found } from '../../support/apis.ts';
import { answered } from '../../support/exchanges.ts';
import { caseOf, operationOf, responseOf } from '../../support/runs.ts';

/** Without a resource that its path names. */
function making(different: Partial<Operation> = {}): Operation {
  const { resourceParameter: _, ...operation } = operationOf({
    id: 'add',
    path: '/{branch}/loans',
    responses: new Map([responseOf(201)]),
    ...different,
  });
  return operation;
}

const removing = (path = '/{branch}/loans/{loan}', different: Partial<Operation> = {}) =>
  operationOf({ id: 'remove', method: 'DELETE', path, ...different });

interface Given {
  /** JSON text. */
  readonly body?: string;
  readonly operations?: readonly Operation[];
  readonly request?: Parameters<typeof caseOf>[0];
  readonly before?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
}

const madeBy = ({
  body = '{"id": "l-1"}',
  operations = [making(), removing()],
  request,
  before = [],
  values,
}: Given) =>
  createdBy(
    answered({ status: 201, body, values: { branch: 'west', [credentialValue]: 'bad', ...values } }),
    caseOf({ operationId: 'add', risk: 'create', ...request }),
    {
      operations: new Map(operations.map((one) => [one.id, one])),
      values: { branch: 'east', [credentialValue]: 'good-token' },
      wasThereBefore: (id) => before.includes(id),
    },
  );

const removalIn = (made: Created | undefined) => {
  const { removal } = found(made);
  return typeof removal === 'object' ? { by: removal.operation.path, ...removal.values } : removal;
};

test.each<[string, string, string | undefined]>([
  ['a member of the parameter’s name', '{"loan": "l-1", "id": "other"}', 'l-1'],
  ['`id`', '{"id": "l-1", "name": "x"}', 'l-1'],
  ['either in the one object of the answer', '{"made": {"id": "l-1"}}', 'l-1'],
  ['a number, by its digits', '{"id": 12345678901234567}', '12345678901234567'],
  ['nothing in one of several objects', '{"made": {"id": "l-1"}, "links": {}}', undefined],
  ['nothing in a list', '[{"id": "l-1"}]', undefined],
  ['nothing in what is no id', '{"id": "", "loan": true}', undefined],
  ['nothing in no body', '', undefined],
])('the id of what was made is %s', (_what, body, id) => expect(madeBy({ body })?.id).toBe(id));

test('the link of the answer comes first', () => {
  const linked = making({ responses: new Map([responseOf(201, { created: '/made/key' })]) });
  const made = madeBy({ body: '{"id": "x", "made": {"key": "l-1"}}', operations: [linked, removing()] });
  expect(made).toMatchObject({ id: 'l-1', kind: 'loan' });
  const [, response] = responseOf(201, { created: '/made/key' });
  const ofRange = making({ responses: new Map(), otherResponses: new Map([['2XX', response]]) });
  const body = '{"id": "x", "made": {"key": "l-1"}}';
  expect(madeBy({ body, operations: [ofRange, removing()] })?.id).toBe('l-1');
});

test('a change makes what the link of its answer names, and nothing else', () => {
  const renew = operationOf({
    path: '/{branch}/loans/{loan}/renew',
    responses: new Map([responseOf(201, { created: '/id' })]),
  });
  const request = { operationId: 'renewLoan', risk: 'change' } as const;
  const operations = [renew, removing()];
  expect(removalIn(madeBy({ request, operations }))).toMatchObject({
    by: '/{branch}/loans/{loan}',
    loan: 'l-1',
  });
  expect(madeBy({ request, operations, body: '{}' })).toBeUndefined();
  const silent = { ...renew, responses: new Map([responseOf(201)]) };
  expect(madeBy({ request, operations: [silent, removing()] })).toBeUndefined();
});

test('a request for a made-up path makes what the path names', () => {
  const put = operationOf({ id: 'add', method: 'PUT', path: '/{branch}/loans/{loan}' });
  const request = { request: { method: 'PUT', path: put.path, parameters: { loan: 'nowhere' } } };
  const made = madeBy({ request, operations: [put, removing()], values: { loan: 'nowhere' }, body: '' });
  expect(made).toMatchObject({ id: 'nowhere', kind: 'loan' });
  expect(removalIn(made)).toMatchObject({ loan: 'nowhere', branch: 'west' });
});

test('a DELETE makes nothing', () =>
  expect(madeBy({ request: { request: { method: 'DELETE' } } })).toBeUndefined());

test.each<[string, Given, object | string | undefined]>([
  [
    'the operation below its path, with the account of the request and a good credential',
    {},
    { by: '/{branch}/loans/{loan}', branch: 'west', loan: 'l-1', [credentialValue]: 'good-token' },
  ],
  [
    'the same where it calls the account differently',
    { operations: [making(), removing('/{house}/loans/{loan}')] },
    {
      by: '/{house}/loans/{loan}',
      house: 'west',
      branch: 'west',
      loan: 'l-1',
      [credentialValue]: 'good-token',
    },
  ],
  [
    'none that removes something else',
    { operations: [making(), removing('/{branch}/books/{book}')] },
    undefined,
  ],
  ['none that is no DELETE', { operations: [making(), removing(undefined, { method: 'PUT' })] }, undefined],
  ['none without an id', { body: '{}' }, 'the answer names no id by which it could be removed'],
  [
    'none of what was there before',
    { before: ['l-1'] },
    'its id was in use before the request, so it was not removed',
  ],
  [
    'none of a dot segment',
    { body: '{"id": ".."}' },
    'a target may read its id as another one, so it was not removed',
  ],
  [
    'none of a path',
    { body: '{"id": "a/b"}' },
    'a target may read its id as another one, so it was not removed',
  ],
])('it is removed by %s', (_what, given, removal) => expect(removalIn(madeBy(given))).toEqual(removal));

test('reports have what has an id, in the order in which it was made', () => {
  const one = (id: string | undefined, at: number, removedAt?: Date): Created => ({
    caseId: 'a',
    kind: 'loan',
    ...(id !== undefined && { id }),
    createdAt: new Date(at),
    ...(removedAt && { removedAt }),
  });
  expect(
    createdResources([one('late', 2000), one(undefined, 1000), one('early', 0, new Date(3000))]),
  ).toEqual([
    {
      kind: 'loan',
      id: 'early',
      createdAt: '1970-01-01T00:00:00.000Z',
      removedAt: '1970-01-01T00:00:03.000Z',
    },
    { kind: 'loan', id: 'late', createdAt: '1970-01-01T00:00:02.000Z' },
  ]);
});
