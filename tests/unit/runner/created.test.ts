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
  readonly status?: number;
  /** JSON text. */
  readonly body?: string;
  readonly operations?: readonly Operation[];
  readonly request?: Parameters<typeof caseOf>[0];
  readonly before?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
  /** The values of the run. */
  readonly own?: Readonly<Record<string, string>>;
}

const madeBy = ({
  status = 201,
  body = '{"id": "l-1"}',
  operations = [making(), removing()],
  request,
  before = [],
  values = { branch: 'west' },
  own = { branch: 'east', [credentialValue]: 'good-token' },
}: Given) =>
  createdBy(
    answered({ status, body, values: { [credentialValue]: 'bad', ...values } }),
    caseOf({ operationId: 'add', risk: 'create', ...request }),
    {
      operations: new Map(operations.map((one) => [one.id, one])),
      values: own,
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
  ['the same behind a byte order mark', '\uFEFF{"id": 12345678901234567}', '12345678901234567'],
  ['nothing in one of several objects', '{"made": {"id": "l-1"}, "links": {}}', undefined],
  ['nothing in a list', '[{"id": "l-1"}]', undefined],
  ['nothing in what is no id', '{"id": "", "loan": true}', undefined],
  ['nothing in no body', '', undefined],
  ['nothing in what is not JSON', 'made l-1', undefined],
  ['nothing in null', 'null', undefined],
  ['nothing in an object without members', '{}', undefined],
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
  const slashed = [renew, removing('/{branch}/loans/{loan}/')];
  expect(removalIn(madeBy({ request, operations: slashed }))).toMatchObject({ loan: 'l-1' });
  expect(madeBy({ request, operations, body: '{}' })).toBeUndefined();
  const silent = { ...renew, responses: new Map([responseOf(201)]) };
  expect(madeBy({ request, operations: [silent, removing()] })).toBeUndefined();
});

test('a change of no resource makes nothing', () => {
  const renew = making({ id: 'renewLoan', responses: new Map([responseOf(201, { created: '/id' })]) });
  const request = { operationId: 'renewLoan', risk: 'change' } as const;
  expect(madeBy({ request, operations: [renew, removing()] })).toBeUndefined();
});

test.each<[string, string, readonly Operation[]]>([
  ['the parameter by which it is removed', 'loan', [making(), removing()]],
  ['the last word of the path, where nothing removes it', 'loans', [making()]],
  ['the same before a parameter and a slash', 'loans', [making({ path: '/loans/{branch}/' })]],
  ['a resource, where the path has no words', 'resource', [making({ path: '/{branch}' })]],
])('what was made is called by %s', (_what, kind, operations) =>
  expect(madeBy({ operations })?.kind).toBe(kind),
);

test('what is not known of it is not there', () => {
  expect(madeBy({ body: '{}' })).not.toHaveProperty('id');
  expect(madeBy({ operations: [making()] })).not.toHaveProperty('removal');
});

test('a request for a made-up path makes what the path names', () => {
  const put = operationOf({ id: 'add', method: 'PUT', path: '/{branch}/loans/{loan}' });
  const request = { request: { method: 'PUT', path: put.path, parameters: { loan: 'nowhere' } } };
  const made = madeBy({
    request,
    operations: [put, removing()],
    values: { branch: 'west', loan: 'nowhere' },
    body: '',
  });
  expect(made).toMatchObject({ id: 'nowhere', kind: 'loan' });
  expect(removalIn(made)).toMatchObject({ loan: 'nowhere', branch: 'west' });
});

test('a request for a made-up path that is answered otherwise makes nothing', () => {
  const put = operationOf({ id: 'add', method: 'PUT', path: '/{branch}/loans/{loan}' });
  const request = { request: { method: 'PUT', path: put.path, parameters: { loan: 'nowhere' } } };
  expect(madeBy({ request, operations: [put, removing()], status: 200 })).toBeUndefined();
});

test.each<[string, Given['request']]>([
  ['a POST, in a made-up place', { request: { method: 'POST', parameters: { branch: 'nowhere' } } }],
  ['a PUT without one', { request: { method: 'PUT' } }],
])('the answer names what was made by %s', (_what, request) =>
  expect(madeBy({ request })).toMatchObject({ id: 'l-1', kind: 'loan' }),
);

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
    'the same where the path names several things',
    { operations: [making({ path: '/{city}/{branch}/loans' }), removing('/{city}/{branch}/loans/{loan}')] },
    {
      by: '/{city}/{branch}/loans/{loan}',
      branch: 'west',
      loan: 'l-1',
      [credentialValue]: 'good-token',
    },
  ],
  [
    'the same where the one path or the other ends in a slash',
    { operations: [making({ path: '/{branch}/loans/' }), removing()] },
    { by: '/{branch}/loans/{loan}', branch: 'west', loan: 'l-1', [credentialValue]: 'good-token' },
  ],
  [
    'the same where both do',
    { operations: [making({ path: '/{branch}/loans/' }), removing('/{branch}/loans/{loan}/')] },
    { by: '/{branch}/loans/{loan}/', branch: 'west', loan: 'l-1', [credentialValue]: 'good-token' },
  ],
  [
    'the same without values that the request did not have',
    { values: {}, own: {} },
    { by: '/{branch}/loans/{loan}', loan: 'l-1' },
  ],
  ['none that empties the whole list', { operations: [making(), removing('/{branch}/loans')] }, undefined],
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
    'its operation, where its id is as long as a path may have it',
    { body: `{"id": "${'i'.repeat(2000)}"}` },
    {
      by: '/{branch}/loans/{loan}',
      branch: 'west',
      loan: 'i'.repeat(2000),
      [credentialValue]: 'good-token',
    },
  ],
  [
    'none of a longer id',
    { body: `{"id": "${'i'.repeat(2001)}"}` },
    'a target may read its id as another one, so it was not removed',
  ],
  [
    'none of a path',
    { body: '{"id": "a/b"}' },
    'a target may read its id as another one, so it was not removed',
  ],
])('it is removed by %s', (_what, given, removal) => expect(removalIn(madeBy(given))).toStrictEqual(removal));

test('the operation of a made-up path may call its parameters differently', () => {
  const put = operationOf({ id: 'add', method: 'PUT', path: '/{branch}/loans/{loan}' });
  const request = { request: { method: 'PUT', path: put.path, parameters: { loan: 'nowhere' } } };
  const operations = [put, removing('/{house}/loans/{key}')];
  expect(removalIn(madeBy({ request, operations }))).toMatchObject({ house: 'west', key: 'nowhere' });
});

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
