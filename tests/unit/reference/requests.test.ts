import { createReference } from '../../../src/reference/index.ts';
import { type Call, call, calling } from './call.ts';
import { member } from './support.ts';

const one = '/instances/{instanceId}';
const endpoint = 'https://endpoint/v1.0/1234';

const create = (instance: unknown): Call => ({ method: 'POST', path: '/instances', body: { instance } });
const least = { flavorRef: 2, volume: { size: 2 } };
const withMember = (more: unknown): Call => create(Object.assign({}, least, more));
const action = (body: unknown): Call => ({ method: 'POST', path: `${one}/action`, body });
const resize = (body: unknown): Call => action({ resize: body });
const patch = (instance: unknown): Call => ({ method: 'PATCH', path: one, body: { instance } });
const put = (instance: unknown): Call => ({ method: 'PUT', path: one, body: { instance } });

/** Forms of requests that the pages show or describe. */
const accepted: readonly (readonly [title: string, status: number, call: Call])[] = [
  ['only what is required', 200, create(least)],
  ['a flavor by its URL', 200, withMember({ flavorRef: `${endpoint}/flavors/1` })],
  ['a flavor by its id as text', 200, withMember({ flavorRef: '8' })],
  ['a name of 255 characters', 200, withMember({ name: '\u{1F42C}'.repeat(255) })],
  ['the largest volume', 200, withMember({ volume: { size: 300 } })],
  ['a datastore', 200, withMember({ datastore: { type: 'MySQL', version: '5.7' } })],
  ['a datastore without a version', 200, withMember({ datastore: { type: 'percona' } })],
  ['an empty source', 200, withMember({ replica_of: '' })],
  [
    'databases and users',
    200,
    withMember({
      databases: [{ name: 'a', character_set: 'utf8', collate: 'utf8_general_ci' }, { name: 'b' }],
      users: [{ name: 'u', password: 'p', host: '%', databases: [{ name: 'a' }] }],
    }),
  ],
  ['a replica of any size', 200, withMember({ replica_of: '{instanceId}', name: 'copy' })],
  [
    'a replica with the datastore',
    200,
    withMember({ replica_of: '{instanceId}', datastore: { type: 'mysql', version: '5.6' } }),
  ],
  ['a flavor to resize to by its URL', 202, resize({ flavorRef: `${endpoint}/flavors/3` })],
  ['a volume of the limit', 202, resize({ volume: { size: 1024 } })],
];

test.each(accepted)('%s is accepted', async (_title, status, one) => {
  const { send } = calling('an instance runs a datastore');
  expect((await send(one)).status).toBe(status);
});

const anyWrong = [null, true, 1.5, {}, [], ''];
const wrong = (name: string, make: (value: unknown) => Call, values: readonly unknown[] = anyWrong) =>
  values.map((value) => [`${name} ${JSON.stringify(value)}`, 400, make(value)] as const);

const refused: readonly (readonly [title: string, status: number, call: Call])[] = [
  ...wrong('create: instance', create),
  ...wrong('create: flavorRef', (flavorRef) => withMember({ flavorRef }), [
    ...anyWrong,
    99,
    -1,
    'small',
    'ftp://a/flavors/1',
  ]),
  ...wrong('create: volume', (volume) => withMember({ volume })),
  ...wrong('create: size', (size) => withMember({ volume: { size } }), [...anyWrong, 0, -1, '2', 301]),
  ...wrong('create: name', (name) => withMember({ name }), [...anyWrong, 'x'.repeat(256)]),
  ...wrong('create: replica_of', (replica) => withMember({ replica_of: replica }), [null, 1, {}]),
  ...wrong('create: configuration', (configuration) => withMember({ configuration })),
  ...wrong('create: datastore', (datastore) => withMember({ datastore }), [
    null,
    'mysql',
    [],
    { type: 'oracle' },
    { version: '9' },
    { type: 'mysql', name: 'x' },
  ]),
  ...wrong('create: databases', (databases) => withMember({ databases }), [
    null,
    {},
    ['a'],
    [{}],
    [{ name: 1 }],
    [{ name: 'a', x: 1 }],
  ]),
  ...wrong('create: users', (users) => withMember({ users }), [
    null,
    {},
    [{ name: 'u' }],
    [{ name: 'u', password: 'p', databases: [{}] }],
  ]),
  ...wrong('create: restorePoint', (restorePoint) => withMember({ restorePoint }), [
    null,
    'id',
    {},
    { backupRef: '' },
  ]),
  ['create: without a flavor', 400, create({ volume: { size: 1 } })],
  ['create: without a volume', 400, create({ flavorRef: 1 })],
  ['create: an unknown member', 400, withMember({ flavour: 1 })],
  [
    'create: another member',
    400,
    { method: 'POST', path: '/instances', body: { instance: least, other: 1 } },
  ],
  ['create: an unknown configuration group', 404, withMember({ configuration: 'unknown' })],
  ['create: an unknown backup', 404, withMember({ restorePoint: { backupRef: 'unknown' } })],
  ['create: a volume beyond the limit', 413, withMember({ volume: { size: 1025 } })],
  ['create: an obsolete version', 422, withMember({ datastore: { type: 'mariadb', version: '10' } })],
  ['replica: of an unknown instance', 404, withMember({ replica_of: 'unknown' })],
  [
    'replica: with another datastore',
    400,
    withMember({ replica_of: '{instanceId}', datastore: { type: 'mysql', version: '5.7' } }),
  ],
  ['replica: with too small a flavor', 422, withMember({ replica_of: '{instanceId}', flavorRef: 1 })],
  ...wrong('resize', resize, [...anyWrong, { flavorRef: 3, volume: { size: 9 } }, { size: 9 }]),
  ...wrong('resize: flavorRef', (flavorRef) => resize({ flavorRef }), [...anyWrong, 2, 99]),
  ...wrong('resize: size', (size) => resize({ volume: { size } }), [...anyWrong, 0, 1, -1, '9']),
  ['resize: a volume beyond the limit', 413, resize({ volume: { size: 1025 } })],
  ...wrong('restart', (restart) => action({ restart }), [null, true, '', [], { force: true }]),
  ['two actions', 400, action({ restart: {}, resize: { flavorRef: 3 } })],
  ['another action', 400, action({ reboot: {} })],
  ...wrong('patch', patch, [...anyWrong, { name: 'a', replica_of: '' }, { configuration: '' }]),
  ...wrong('patch: name', (name) => patch({ name }), [...anyWrong, 'x'.repeat(256)]),
  ...wrong('patch: replica_of', (replica) => patch({ replica_of: replica }), [null, 1, {}, 'another']),
  ...wrong('put', put, [...anyWrong, { name: 'a' }]),
  ...wrong('put: configuration', (configuration) => put({ configuration }), [null, 1, {}]),
  ['put: an unknown configuration group', 404, put({ configuration: 'unknown' })],
];

test('what is refused changes nothing', async () => {
  const { send } = calling('an instance runs a datastore');
  const readAll = async () =>
    [await send({ path: '/instances' }), await send({ path: one })].map(({ body }) => body);
  const before = await readAll();
  const statuses: (readonly [string, number])[] = [];
  for (const [title, , refusedCall] of refused) statuses.push([title, (await send(refusedCall)).status]);
  expect(statuses).toEqual(refused.map(([title, status]) => [title, status]));
  expect(await readAll()).toEqual(before);
});

test('a source has two replicas at most, and a replica none', async () => {
  const { send } = calling('an instance runs a datastore');
  const replicate = (source = '{instanceId}') => send(withMember({ replica_of: source }));
  const first = await replicate();
  expect([first.status, (await replicate()).status, (await replicate()).status]).toEqual([200, 200, 422]);
  expect((await replicate(String(member(first.body, 'instance', 'id')))).status).toBe(422);
});

test('MySQL 5.1 is not replicated', async () => {
  const { send } = calling('an instance runs a datastore', { type: 'mysql', version: '5.1' });
  expect((await send(withMember({ replica_of: '{instanceId}' }))).status).toBe(422);
});

test('a source with a flavor under 1 GB is not replicated', async () => {
  const { send } = calling('an instance runs a datastore');
  await send(resize({ flavorRef: 1 }));
  expect((await send(withMember({ replica_of: '{instanceId}' }))).status).toBe(422);
});

test('a new instance runs MySQL 8.0 unless another datastore is named', async () => {
  const { send } = calling('an instance runs a datastore');
  expect((await send(create(least))).body).toMatchObject({
    instance: { datastore: { type: 'mysql', version: '8.0' }, flavor: { id: '2' }, volume: { size: 2 } },
  });
});

test('an account has 25 instances at most, until one is deleted', async () => {
  const { send } = calling('the instance quota is used up');
  const over = await send(create(least));
  expect(over).toMatchObject({
    status: 413,
    body: { overLimit: { details: expect.stringContaining('25') } },
  });
  expect((await send(withMember({ replica_of: '{instanceId}' }))).status).toBe(413);
  expect((await send({ method: 'DELETE', path: one })).status).toBe(202);
  expect((await send(create(least))).status).toBe(200);
});

describe('roles', () => {
  const calls: readonly (readonly [permission: string, call: Call, success: number])[] = [
    ['read', { path: '/instances' }, 200],
    ['read', { path: one }, 200],
    ['read', { path: '/flavors' }, 200],
    ['create', create(least), 200],
    ['update', patch({ name: 'x' }), 202],
    ['update', put({ configuration: '' }), 200],
    ['update', action({ restart: {} }), 202],
    ['delete', { method: 'DELETE', path: one }, 202],
  ];
  test.each([
    { state: 'an instance runs a datastore', may: ['read', 'create', 'update', 'delete'] },
    { state: 'the token may not delete', may: ['read', 'create', 'update'] },
    { state: 'the token may only read', may: ['read'] },
  ])('$state: $may', async ({ state, may }) => {
    const { send } = calling(state);
    for (const [permission, one, success] of calls)
      expect([permission, (await send(one)).status]).toEqual([
        permission,
        may.includes(permission) ? success : 403,
      ]);
  });
});

describe('rate limits', () => {
  const rows: readonly (readonly [call: Call, perMinute: number])[] = [
    [{ url: '/' }, 100],
    [{ url: '/v1.0' }, 100],
    [{ path: '/instances' }, 100],
    [{ path: one }, 100],
    [create({}), 20],
    [{ method: 'DELETE', path: '/instances/absent' }, 20],
    [action({ restart: null }), 5],
    [{ path: '/flavors' }, 100],
    [{ path: '/flavors/1' }, 100],
  ];

  test.each(rows)('%j: %i a minute', async (one, perMinute) => {
    let time = 0;
    const reference = createReference({ now: () => new Date(time), limits: true });
    const statusOf = async () => (await call(reference, one)).status;
    for (let sent = 0; sent < perMinute; sent += 1) expect(await statusOf()).not.toBe(413);
    time = 40_500;
    const { status, headers, body } = await call(reference, one);
    expect([status, headers.get('Retry-After')]).toEqual([413, '20']);
    expect(body).toMatchObject({ overLimit: { details: expect.any(String) } });
    time = 60_000;
    expect(await statusOf()).not.toBe(413);
  });

  test('are off by default, and no page names one for datastores', async () => {
    for (const [reference, one] of [
      [createReference(), action({ restart: null })],
      [createReference({ limits: true }), { path: '/datastores' }],
    ] as const)
      for (let sent = 0; sent < 101; sent += 1) expect((await call(reference, one)).status).not.toBe(413);
  });
});
