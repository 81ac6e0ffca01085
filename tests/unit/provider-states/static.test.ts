import type { ProviderState } from '../../../src/model/provider-state.ts';
import { staticDriver } from '../../../src/provider-states/static.ts';

const { signal } = new AbortController();
const state = (name: string, params: ProviderState['params'] = {}): ProviderState => ({ name, params });
const busy = (status: string) => state('busy', { type: 'mysql', version: '5.6', status });

const driver = staticDriver(
  [
    { state: state('busy', { status: 'BUILD' }), values: { instanceId: 'b' } },
    { state: state('busy', { type: 'mysql' }), values: { instanceId: 'm' }, scope: 'account' },
    { state: state('expired'), values: { token: 'old-token' } },
    { state: state('unavailable'), values: {} },
  ],
  'stateValues',
);

test.each<[string, ProviderState, object]>([
  ['the first that fits serves', busy('BUILD'), { values: { instanceId: 'b' } }],
  ['else the next, with its scope', busy('BACKUP'), { values: { instanceId: 'm' }, scope: 'account' }],
  [
    'an entry without parameters serves any',
    state('expired', { a: 'b' }),
    { values: { token: 'old-token' } },
  ],
  ['values may be none', state('unavailable'), { values: {} }],
])('%s', async (_name, asked, expected) =>
  expect(await driver.setUp(asked, signal)).toEqual({ outcome: 'ready', ...expected }),
);

test.each([
  [state('busy', { status: 'BACKUP', type: 'mariadb' }), '"busy" (status BACKUP, type mariadb)'],
  [state('absent', { type: 'mariadb' }), '"absent".'],
])('without one that fits it says what is missing, and where it could stand: %j', async (asked, says) =>
  expect(await driver.setUp(asked, signal)).toEqual({
    outcome: 'not-supported',
    reason: expect.stringContaining(says),
    testableBy: 'stateValues',
  }),
);

// `done` would mean that the resource is as it was, and may be given again after a wrong acceptance.
test.each([[[]], [['i2']]])('a teardown is never done: created %j', async (created) =>
  expect(await driver.tearDown({ ...busy('BUILD'), values: { instanceId: 'b' }, created }, signal)).toEqual({
    outcome: 'not-supported',
  }),
);
