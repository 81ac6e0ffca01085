import type { ProviderState } from '../../../src/model/provider-state.ts';
import { ownValuesDriver } from '../../../src/provider-states/own-values.ts';

const { signal } = new AbortController();
const values = { accountId: '7' };
const state = (name: string, params: ProviderState['params'] = {}): ProviderState => ({ name, params });

const driver = ownValuesDriver({
  states: [
    { state: state('runs', { type: 'mysql', version: '5.6' }), values },
    { state: state('absent'), values: { instanceId: 'none' } },
  ],
  testableBy: ({ name }) => `--states for ${name}`,
});

test.each<[string, ProviderState, string]>([
  ['the very state', state('runs', { type: 'mysql', version: '5.6' }), 'ready'],
  ['more parameters than are known', state('runs', { type: 'mysql', version: '5.6', more: 'x' }), 'ready'],
  ['another parameter', state('runs', { type: 'mysql', version: '5.7' }), 'not-supported'],
  ['a parameter of another type', state('runs', { type: 'mysql', version: 5.6 }), 'not-supported'],
  ['fewer parameters', state('runs', { type: 'mysql' }), 'ready'],
  ['none of the parameters', state('runs'), 'ready'],
  ['any parameters, where none are known', state('absent', { type: 'percona', version: '5.6' }), 'ready'],
  ['another name', state('runs away'), 'not-supported'],
])('%s', async (_name, asked, outcome) =>
  expect(await driver.setUp(asked, signal)).toMatchObject({ outcome }),
);

test('what would serve another state is said in the words of the command line', async () =>
  expect(await driver.setUp(state('busy', { status: 'BUILD' }), signal)).toMatchObject({
    reason: expect.stringContaining('"busy"'),
    testableBy: '--states for busy',
  }));

test('what cases created cannot be torn down', async () => {
  const request = { ...state('runs'), values };
  expect(await driver.tearDown({ ...request, created: ['i2'] }, signal)).toEqual({
    outcome: 'not-supported',
  });
  expect(await driver.tearDown({ ...request, created: [] }, signal)).toEqual({ outcome: 'done' });
});
