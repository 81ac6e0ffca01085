import { createReference, type LifeCycleTimes, type Process } from '../../../src/reference/index.ts';
import { type Call, call } from './call.ts';
import { good, member } from './support.ts';

const times: LifeCycleTimes = { build: 1000, restart: 2000, resize: 3000, detach: 4000, delete: 6000 };
const one = '/instances/{instanceId}';
const newInstance = { name: 'new', flavorRef: 3, volume: { size: 2 } };
const create = (more: unknown): Call => ({
  method: 'POST',
  path: '/instances',
  body: { instance: Object.assign({}, newInstance, more) },
});
const action = (body: unknown): Call => ({ method: 'POST', path: `${one}/action`, body });

/** A reference with a clock that a test moves. */
function clocked(lifeCycleTimes: Partial<LifeCycleTimes> = times) {
  let time = Date.parse('2026-11-23T10:00:00Z');
  const reference = createReference({ now: () => new Date(time), lifeCycleTimes });
  const send = (one: Call, instanceId = reference.defaults.instanceId) =>
    call(reference, one, { instanceId });
  return {
    send,
    pass(ms: number) {
      time += ms;
    },
    read: async (instanceId?: string) => member((await send({ path: one }, instanceId)).body, 'instance'),
    status: async (instanceId?: string) => {
      const { status, body } = await send({ path: one }, instanceId);
      return status === 200 ? member(body, 'instance', 'status') : status;
    },
    /** Sends, and gives the id in the answer. */
    made: async (one: Call) => String(member((await send(one)).body, 'instance', 'id')),
  };
}

interface Row {
  readonly process: Process;
  readonly change: Call;
  readonly status: string;
  /** What the instance has when it is done. */
  readonly has: Readonly<Record<string, unknown>>;
}

const rows: readonly Row[] = [
  { process: 'restart', change: action({ restart: {} }), status: 'RESTART', has: {} },
  {
    process: 'resize',
    change: action({ resize: { flavorRef: 4 } }),
    status: 'RESIZE',
    has: { flavor: expect.objectContaining({ id: '4' }) },
  },
  {
    process: 'resize',
    change: action({ resize: { volume: { size: 9 } } }),
    status: 'RESIZE',
    has: { volume: { size: 9, used: expect.any(Number) } },
  },
];

describe.each(rows)('$process: $status', ({ process, change, status, has }) => {
  test('lasts as long as it is said to, and ends in ACTIVE', async () => {
    const { send, pass, read } = clocked();
    expect(await send(change)).toMatchObject({ status: 202, body: '' });
    pass(times[process] - 1);
    expect(await read()).toMatchObject({ status, updated: '2026-11-23T10:00:00Z' });
    expect((await send(change)).status).toBe(422);
    pass(60_000);
    const updated = new Date(Date.parse('2026-11-23T10:00:00Z') + times[process]).toISOString();
    expect(await read()).toMatchObject({ status: 'ACTIVE', updated: updated.replace('.000Z', 'Z'), ...has });
  });

  test('without times, the next read shows its end', async () => {
    const { send, read } = clocked({});
    await send(change);
    expect(await read()).toMatchObject({ status: 'ACTIVE', ...has });
  });
});

test('a new instance is built, and has no use of its volume until then', async () => {
  const { send, pass, read } = clocked();
  const { status, body } = await send(create({}));
  expect([status, member(body, 'instance', 'status')]).toEqual([200, 'BUILD']);
  const id = String(member(body, 'instance', 'id'));
  expect(await read(id)).toEqual(member(body, 'instance'));
  expect(await read(id)).toMatchObject({ status: 'BUILD', volume: { size: 2 }, flavor: { id: '3' } });
  expect(member(await read(id), 'volume', 'used')).toBeUndefined();
  pass(1000);
  expect(await read(id)).toMatchObject({ status: 'ACTIVE', volume: { size: 2, used: expect.any(Number) } });
});

test('a deletion is scheduled, shuts the instance down, and removes it', async () => {
  const { send, pass, status } = clocked();
  expect(await send({ method: 'DELETE', path: one })).toMatchObject({ status: 202, body: '' });
  expect(await status()).toBe('DELETION_PENDING');
  expect((await send({ method: 'DELETE', path: one })).status).toBe(422);
  pass(3000);
  expect(await status()).toBe('SHUTDOWN');
  pass(3000);
  expect(await status()).toBe(404);
  expect(member((await send({ path: '/instances' })).body, 'instances')).toEqual([]);
});

test('a new replica restarts its source; a detached one is no replica', async () => {
  const { send, pass, status, read, made } = clocked();
  const source = member(await read(), 'id');
  const id = await made(create({ replica_of: source }));
  expect([await status(), await status(id)]).toEqual(['RESTART', 'BUILD']);
  pass(2000);
  expect([await status(), await status(id)]).toEqual(['ACTIVE', 'ACTIVE']);
  expect(await read(id)).toMatchObject({
    replica_of: { id: source },
    datastore: { type: 'mysql', version: '5.6' },
  });
  expect(await read()).toMatchObject({ replicas: [{ id, name: 'new' }] });
  expect((await send({ method: 'DELETE', path: one })).status).toBe(422);

  const detach: Call = { method: 'PATCH', path: one, body: { instance: { replica_of: '' } } };
  expect(await send(detach, id)).toMatchObject({ status: 202, body: '' });
  expect([await status(id), member(await read(id), 'replica_of', 'id')]).toEqual(['DETACH_REPLICA', source]);
  pass(4000);
  expect(await status(id)).toBe('ACTIVE');
  expect([member(await read(id), 'replica_of'), member(await read(), 'replicas')]).toEqual([
    undefined,
    undefined,
  ]);
  expect((await send(detach, id)).status).toBe(422);
});

test('an upgrade lasts until its replica is detached', async () => {
  const { send, pass, status, made } = clocked();
  const id = await made(action(good));
  expect([await status(), await status(id)]).toEqual(['VERIFY_UPGRADE', 'BUILD']);
  pass(1000);
  expect([await status(), await status(id)]).toEqual(['VERIFY_UPGRADE', 'VERIFY_UPGRADE']);
  await send({ method: 'PATCH', path: one, body: { instance: { replica_of: '' } } }, id);
  pass(3999);
  expect([await status(), await status(id)]).toEqual(['VERIFY_UPGRADE', 'DETACH_REPLICA']);
  pass(1);
  expect([await status(), await status(id)]).toEqual(['ACTIVE', 'ACTIVE']);
});

test('a configuration group may need a restart', async () => {
  const { reference, values } = (() => {
    const own = createReference();
    const setUp = own.states.setUp('a configuration group exists', {});
    return { reference: own, values: setUp?.values ?? {} };
  })();
  const send = (one: Call) => call(reference, one, values);
  const shown = async () => member((await send({ path: one })).body, 'instance');
  const update = (configuration: string): Call => ({
    method: 'PUT',
    path: one,
    body: { instance: { configuration } },
  });
  expect(await send(update('{configurationId}'))).toMatchObject({ status: 200, body: '' });
  expect(await shown()).toMatchObject({
    status: 'RESTART_REQUIRED',
    configuration: {
      id: values.configurationId,
      name: 'state',
      links: [{ rel: 'self' }, { rel: 'bookmark' }],
    },
  });
  expect((await send(action({ restart: {} }))).status).toBe(202);
  expect(await shown()).toMatchObject({ status: 'ACTIVE', configuration: {} });
  expect((await send(update(''))).status).toBe(200);
  expect(member(await shown(), 'configuration')).toBeUndefined();
  expect((await send(update('unknown'))).status).toBe(404);
});

test.each(['BACKUP', 'BLOCKED', 'ERROR', 'FAILED', 'REBOOT', 'SHUTDOWN', 'REPLICATION_ERROR'])(
  'an instance in %s can be deleted and nothing else',
  async (status) => {
    const reference = createReference();
    const setUp = reference.states.setUp('the instance is busy', { status });
    const send = (one: Call) => call(reference, one, setUp?.values);
    for (const change of [...rows.map((row) => row.change), action(good)])
      expect((await send(change)).status).toBe(422);
    expect((await send({ method: 'PATCH', path: one, body: { instance: { name: 'x' } } })).status).toBe(422);
    expect((await send({ method: 'DELETE', path: one })).status).toBe(202);
    expect((await send({ path: one })).status).toBe(404);
  },
);
