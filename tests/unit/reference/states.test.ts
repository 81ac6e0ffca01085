import { createReference, StateError } from '../../../src/reference/index.ts';
import { good, inState, member, read, send } from './support.ts';

interface Row {
  readonly name: string;
  /** What it gives beside the values of every state. */
  readonly gives?: readonly string[];
  readonly status: number;
  readonly scope?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Every state, and the answer to an upgrade in it. */
const rows: readonly Row[] = [
  { name: 'an instance runs a datastore', status: 202 },
  { name: 'no such instance', status: 404 },
  { name: 'the token has expired', status: 401 },
  { name: 'the token may only read', status: 403 },
  { name: 'the token may not delete', status: 202 },
  { name: 'the instance belongs to another account', status: 403 },
  { name: 'the instance quota is used up', status: 202, scope: 'account' },
  { name: 'a flavor exists', status: 202 },
  {
    name: 'a datastore version exists',
    status: 202,
    gives: ['datastoreId', 'datastoreType', 'versionId'],
  },
  { name: 'a configuration group exists', status: 202, gives: ['configurationId'] },
  { name: 'no operation is implemented', status: 501, scope: 'account' },
  { name: 'the service has a fault', status: 500, scope: 'account' },
  { name: 'the account is over its limit', status: 413, scope: 'account' },
  { name: 'the instance is busy', status: 422, params: { status: 'BACKUP' } },
  { name: 'the instance is replicated', status: 422, params: { role: 'source' } },
  { name: 'the instance is replicated', status: 422, params: { role: 'replica' } },
  { name: 'the instance has a fault', status: 500 },
  { name: 'upgrades are not implemented', status: 501, scope: 'account' },
  { name: 'the service is unavailable', status: 503, scope: 'account' },
];

test('the table above has every state', () => {
  expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(createReference().states.names));
});

test.each(rows)('$name $params', async ({ name, status, scope = 'instance', params, gives = [] }) => {
  const { reference, values, scope: given } = inState(name, params);
  const foreign = name === 'the instance belongs to another account';
  const always = ['accountId', 'instanceId', 'version', 'flavorId', 'volumeSize'];
  const names = [...always, ...(foreign ? [] : ['token']), ...gives];
  expect(Object.keys(values).sort()).toEqual(names.sort());
  expect(given).toBe(scope);
  expect((await send(reference, values)).status).toBe(status);
  // Isolation: neither the default account nor another set-up of the state notices.
  const again = reference.states.setUp(name, { type: 'mysql', version: '5.6', ...params });
  expect(again?.values.accountId).not.toBe(values.accountId);
  expect(again?.values.instanceId).not.toBe(values.instanceId);
  expect((await send(reference, again?.values)).status).toBe(status);
  expect((await send(reference)).status).toBe(202);
});

test.each(rows)('teardown of $name $params leaves nothing', async ({ name, params = {} }) => {
  const { reference, values } = inState(name, params);
  const { body } = await send(reference, values);
  const created = member(body, 'instance', 'id');
  expect(
    reference.states.tearDown(name, params, values, created === undefined ? [] : [String(created)]),
  ).toBe(true);
  const expected = values.token === undefined ? 403 : 401;
  expect((await send(reference, values)).status).toBe(expected);
  expect((await send(reference)).status).toBe(202);
});

test('the instance of another account is absent under one’s own path', async () => {
  const { reference, values } = inState('the instance belongs to another account');
  expect((await send(reference, { instanceId: values.instanceId ?? '' })).status).toBe(404);
});

test('the instance runs the datastore asked for, or the default one', async () => {
  const reference = createReference({ datastore: { type: 'mariadb', version: '10' } });
  for (const { params, expected } of [
    { params: { type: 'MySQL', version: '5.1' }, expected: { type: 'mysql', version: '5.1' } },
    { params: {}, expected: { type: 'mariadb', version: '10' } },
  ]) {
    const setUp = reference.states.setUp('an instance runs a datastore', params);
    expect(await read(reference, setUp?.values)).toMatchObject({ instance: { datastore: expected } });
  }
});

test('teardown removes what was created elsewhere, and frees the source of it', async () => {
  const { reference, values } = inState('an instance runs a datastore');
  const { body } = await send(reference);
  const instanceId = String(member(body, 'instance', 'id'));
  reference.states.tearDown('an instance runs a datastore', {}, values, [instanceId]);
  expect((await send(reference, { method: 'GET', suffix: '', instanceId })).status).toBe(404);
  expect(await read(reference)).toMatchObject({ instance: { status: 'ACTIVE' } });
});

test('teardown never removes what was there at the start', async () => {
  const reference = createReference();
  const { accountId, instanceId } = reference.defaults;
  expect(reference.states.tearDown('no such instance', {}, { accountId }, [instanceId])).toBe(true);
  expect((await send(reference, { body: good })).status).toBe(202);
});

test('an unknown state is said to be one', () => {
  const { states } = createReference();
  expect(states.setUp('the moon is full', {})).toBeNull();
  expect(states.tearDown('the moon is full', {}, {}, [])).toBe(false);
});

test.each([
  { name: 'an instance runs a datastore', params: { type: 'oracle', version: '1' } },
  { name: 'an instance runs a datastore', params: { type: 'mysql', version: '10.4' } },
  { name: 'an instance runs a datastore', params: { type: 'mysql' } },
  { name: 'an instance runs a datastore', params: { type: 'mysql', version: 5.6 } },
  { name: 'the instance is busy', params: {} },
  { name: 'the instance is busy', params: { status: 'ACTIVE' } },
  { name: 'the instance is busy', params: { status: 'TIRED' } },
  { name: 'the instance is replicated', params: { role: 'both' } },
  { name: 'the token may only read', params: { role: 'both' } },
  { name: 'the instance has a fault', params: { role: 'both' } },
])('$name cannot be with $params', ({ name, params }) => {
  expect(() => createReference().states.setUp(name, params)).toThrow(StateError);
});
