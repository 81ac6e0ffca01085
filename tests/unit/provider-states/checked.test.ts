import { tokenFault } from '../../../src/config/token.ts';
import { checkedDriver } from '../../../src/provider-states/checked.ts';
import type { Driver, SetUp, TearDown } from '../../../src/provider-states/driver.ts';

const state = { name: 'a loan', params: {} };
const { signal } = new AbortController();

function checking(answer: SetUp, removed: TearDown = { outcome: 'done' }) {
  const found: string[] = [];
  const tornDown: unknown[] = [];
  const driver: Driver = {
    name: 'double',
    open: async () => {},
    setUp: async () => answer,
    tearDown: async ({ values }) => {
      tornDown.push(values);
      return removed;
    },
    close: async () => {},
  };
  const fault = (credential: string) => tokenFault(credential, false);
  const checked = checkedDriver(driver, {
    credential: 'token',
    inPaths: ['id', 'token'],
    fault,
    found: (one) => found.push(one),
  });
  return { setUp: () => checked.setUp(state, signal), found, tornDown };
}

const ready = (token: string): SetUp => ({ outcome: 'ready', values: { id: 'i1', token } });

test.each(['t0ken-of-a-state', 'caf\u00e9-t0ken', 'a b c d e'])('"%s" is used', async (token) => {
  const { setUp, found, tornDown } = checking(ready(token));
  expect(await setUp()).toEqual(ready(token));
  expect({ found, tornDown }).toEqual({ found: [token], tornDown: [] });
});

test.each([
  ['sh0rt', /shorter than 8 characters/],
  [' t0ken-of-a-state', /without a space at either end/],
  ['t0ken-of-a-state ', /without a space at either end/],
  ['t0ken-of-a-state\u00a0', /without a space at either end/],
  ['t0ken-of-a-\u20ac', /printable Latin-1/],
  ['x'.repeat(8193), /at most 8192 characters/],
])('a token that HTTP changes or nobody could hide is not: %#', async (token, why) => {
  const { setUp, found, tornDown } = checking(ready(token));
  const answer = await setUp();
  expect(answer).toEqual({
    outcome: 'failed',
    reason: expect.stringMatching(why),
    unused: { id: 'i1', token },
  });
  expect(answer.outcome === 'failed' && answer.reason).not.toContain(token);
  expect({ found, tornDown }).toEqual({ found: [token], tornDown: [{ id: 'i1', token }] });
});

test('an id that makes a longer path than every server takes is not used', async () => {
  const given = (id: string): SetUp => ({ outcome: 'ready', values: { id, other: 'x'.repeat(3000) } });
  expect(await checking(given('x'.repeat(2000))).setUp()).toMatchObject({ outcome: 'ready' });
  const { setUp, tornDown } = checking(given('%'.repeat(667)));
  expect(await setUp()).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('the id that it gave'),
  });
  expect(tornDown).toHaveLength(1);
});

test('what cannot be torn down then stays behind', async () => {
  const { setUp } = checking(ready('short'), { outcome: 'failed', reason: 'stuck' });
  expect(await setUp()).toMatchObject({ outcome: 'failed', made: true });
});

test('a credential of an answer that is not used is known', async () => {
  const { setUp, found } = checking({
    outcome: 'not-supported',
    reason: 'no',
    unused: { token: 't0ken-xyz' },
  });
  expect(await setUp()).toMatchObject({ outcome: 'not-supported' });
  expect(found).toEqual(['t0ken-xyz']);
});
