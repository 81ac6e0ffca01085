import { createReference } from '../../../src/reference/index.ts';
import { good, inState, member, origin, read, requestOf, send, upgradeTo } from './support.ts';

const documented = [
  { from: ['mysql', '5.1'], to: ['mysql', '5.7'] },
  { from: ['mysql', '5.6'], to: ['mysql', '5.7'] },
  { from: ['mysql', '5.6'], to: ['mariadb', '10.4enc'] },
  { from: ['mariadb', '10'], to: ['mariadb', '10.4'] },
  { from: ['mariadb', '10.1'], to: ['mariadb', '10.4'] },
  { from: ['mariadb', '10.4'], to: ['mariadb', '10.4enc'] },
] as const;

test.each(documented)('$from to $to is accepted', async ({ from, to }) => {
  const { reference, values } = inState('an instance runs a datastore', { type: from[0], version: from[1] });
  const { status, body } = await send(reference, { ...values, body: upgradeTo(to[0], to[1]) });
  expect(status).toBe(202);
  expect(member(body, 'instance', 'datastore')).toEqual({ type: to[0], version: to[1] });
});

test.each([
  { title: 'type in another case', change: { body: upgradeTo('MySQL', '5.7') } },
  { title: 'media type with parameter', change: { contentType: 'Application/JSON; charset=UTF-8' } },
  { title: 'path with .json', change: { suffix: '/action.json' } },
  { title: 'query', change: { suffix: '/action?a=b' } },
  { title: 'Accept of another kind', change: { headers: { Accept: 'application/xml' } } },
])('$title is accepted', async ({ change }) => {
  expect(await send(createReference(), change)).toMatchObject({
    status: 202,
    body: { instance: { datastore: { type: 'mysql', version: '5.7' } } },
  });
});

test('the answer describes a new replica in BUILD', async () => {
  const now = () => new Date('2026-11-23T10:20:30.456Z');
  const reference = createReference({ now, accountId: '1234', instanceId: 'old' });
  const { status, headers, body } = await send(reference);
  expect(status).toBe(202);
  expect(headers.get('Content-Type')).toBe('application/json');
  const id = String(member(body, 'instance', 'id'));
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const links = (path: string) => [
    { rel: 'self', href: `${origin}/v1.0/1234/${path}` },
    { rel: 'bookmark', href: `${origin}/${path}` },
  ];
  expect(body).toEqual({
    instance: {
      id,
      name: 'default_upgrade',
      status: 'BUILD',
      created: '2026-11-23T10:20:30Z',
      updated: '2026-11-23T10:20:30Z',
      hostname: `${id}.clouddb.example`,
      datastore: { type: 'mysql', version: '5.7' },
      flavor: { id: '2', name: '1GB Instance', ram: 1024, links: links('flavors/2') },
      volume: { size: 1 },
      schedule: { enabled: false },
      links: links(`instances/${id}`),
      replica_of: { id: 'old', links: links('instances/old') },
      available_upgrades: { current_version: 'UNKNOWN', upgrades: [] },
    },
  });
});

test('both instances then stay in VERIFY_UPGRADE and refuse another upgrade', async () => {
  let time = Date.parse('2026-11-23T10:00:00Z');
  const reference = createReference({ now: () => new Date(time) });
  time += 60_000;
  const { body } = await send(reference);
  const instanceId = String(member(body, 'instance', 'id'));
  expect(await read(reference)).toMatchObject({
    instance: {
      status: 'VERIFY_UPGRADE',
      datastore: { type: 'mysql', version: '5.6' },
      created: '2026-11-23T10:00:00Z',
      updated: '2026-11-23T10:01:00Z',
    },
  });
  expect(await read(reference, { instanceId })).toMatchObject({
    instance: { status: 'VERIFY_UPGRADE', replica_of: { id: reference.defaults.instanceId } },
  });
  expect((await send(reference)).status).toBe(422);
  expect((await send(reference, { instanceId })).status).toBe(422);
});

test('the list shows the instances of the account alone', async () => {
  const reference = createReference();
  reference.states.setUp('an instance runs a datastore', {});
  await send(reference);
  const { accountId, token, instanceId } = reference.defaults;
  const response = await reference.fetch(
    new Request(`${origin}/v1.0/${accountId}/instances`, { headers: { 'X-Auth-Token': token } }),
  );
  expect(response.status).toBe(200);
  const { instances }: { instances: { id: string; replica_of?: { id: string } }[] } = JSON.parse(
    await response.text(),
  );
  expect(instances).toHaveLength(2);
  expect(instances).toContainEqual(expect.objectContaining({ id: instanceId }));
  expect(instances).toContainEqual(
    expect.objectContaining({ replica_of: expect.objectContaining({ id: instanceId }) }),
  );
});

test('an observer may read', async () => {
  const { reference, values } = inState('the token may only read');
  expect(await read(reference, values)).toMatchObject({ instance: { status: 'ACTIVE' } });
});

test('a rate limit counts upgrades per account and says when to come again', async () => {
  let time = 0;
  const reference = createReference({ now: () => new Date(time), rateLimit: { requests: 2, perMs: 2500 } });
  const statusOf = async (change = {}) => (await send(reference, { body: {}, ...change })).status;
  expect(await statusOf()).toBe(400);
  expect(await statusOf({ method: 'GET', suffix: '' })).toBe(200);
  expect(await statusOf()).toBe(400);
  const limited = await send(reference);
  expect([limited.status, limited.headers.get('Retry-After')]).toEqual([413, '3']);
  const other = reference.states.setUp('an instance runs a datastore', {});
  expect(await statusOf(other?.values)).toBe(400);
  time = 2500;
  expect(await statusOf({ body: good })).toBe(202);
});

test('another contract version can be served', async () => {
  const reference = createReference({ apiVersion: 'v2.0' });
  expect((await send(reference, { version: 'v1.0' })).status).toBe(404);
  expect((await send(reference)).status).toBe(202);
});

test('the start can be fixed', async () => {
  const start = {
    accountId: '1234',
    token: 'secret-token',
    instanceId: 'd4603f69-ec7e-4e9b-803f-600b9205576f',
    datastore: { type: 'MariaDB', version: '10.1' },
  };
  const reference = createReference(start);
  expect(reference.defaults).toEqual({
    ...start,
    datastore: { type: 'mariadb', version: '10.1' },
    version: 'v1.0',
  });
  expect((await send(reference, { body: upgradeTo('mariadb', '10.4') })).status).toBe(202);
  expect(() => createReference({ datastore: { type: 'mysql', version: '9' } })).toThrow(RangeError);
});

test('an empty token lets nobody in, though one was given', async () => {
  const reference = createReference({ token: '' });
  expect((await send(reference, { token: null })).status).toBe(401);
});

test('a body of unknown length is read whole', async () => {
  const reference = createReference();
  const request = requestOf(reference);
  request.headers.delete('Content-Length');
  expect((await reference.fetch(request)).status).toBe(202);
});
