import type { ProviderState } from '../../../src/model/provider-state.ts';
import { compositeDriver } from '../../../src/provider-states/composite.ts';
import type { Driver, SetUp, TearDownRequest } from '../../../src/provider-states/driver.ts';

const { signal } = new AbortController();
const state = (name: string): ProviderState => ({ name, params: {} });
const request = (name: string): TearDownRequest => ({ ...state(name), values: {}, created: [] });

/** A driver with fixed answers, which writes down what is asked of it. */
function driverWith(name: string, answers: Readonly<Record<string, SetUp>>, more: Partial<Driver> = {}) {
  const asked: string[] = [];
  const note = (what: string) => {
    asked.push(what);
  };
  const driver: Driver = {
    name,
    open: async () => note('open'),
    async setUp(one) {
      note(`set up ${one.name}`);
      const none = {
        outcome: 'not-supported',
        reason: `${name} has not.`,
        testableBy: `more ${name}`,
      } as const;
      return answers[one.name] ?? none;
    },
    async tearDown(one) {
      note(`tear down ${one.name}`);
      return { outcome: 'done' };
    },
    close: async () => note('close'),
    ...more,
  };
  return { driver, asked };
}

const ready = (id: string): SetUp => ({ outcome: 'ready', values: { id } });

test('each state is set up by the first that supports it', async () => {
  const first = driverWith('first', { busy: ready('1') });
  const second = driverWith('second', { busy: ready('2'), expired: ready('2') });
  const both = compositeDriver([first.driver, second.driver]);
  expect(await both.setUp(state('busy'), signal)).toEqual({ ...ready('1'), by: first.driver });
  expect(await both.setUp(state('expired'), signal)).toEqual({ ...ready('2'), by: second.driver });
  expect(second.asked).toEqual(['set up expired']);
});

test('a state that fails is tried nowhere else', async () => {
  const failed: SetUp = { outcome: 'failed', reason: 'no quota', made: true };
  const second = driverWith('second', { busy: ready('2') });
  const both = compositeDriver([driverWith('first', { busy: failed }).driver, second.driver]);
  expect(await both.setUp(state('busy'), signal)).toEqual(failed);
  expect(second.asked).toEqual([]);
});

test('what none supports has the reason of the strongest, and all that would help, once', async () => {
  const same: SetUp = { outcome: 'not-supported', reason: 'third has not.', testableBy: 'more second' };
  const all = compositeDriver([
    driverWith('first', {}).driver,
    driverWith('second', {}).driver,
    driverWith('third', { busy: same }).driver,
    driverWith('last', { busy: { outcome: 'not-supported', reason: 'nor I.' } }).driver,
  ]);
  expect(await all.setUp(state('busy'), signal)).toEqual({
    outcome: 'not-supported',
    reason: 'first has not.',
    testableBy: 'more first, or more second',
  });
});

test('the driver that set a state up tears it down', async () => {
  const [first, second] = [driverWith('first', {}), driverWith('second', {})];
  const both = compositeDriver([first.driver, second.driver]);
  expect(await both.tearDown({ ...request('busy'), by: second.driver }, signal)).toEqual({ outcome: 'done' });
  expect(await both.tearDown(request('busy'), signal)).toEqual({ outcome: 'not-supported' });
  expect([first.asked, second.asked]).toEqual([[], ['tear down busy']]);
});

test('all are opened and closed, also when one cannot close', async () => {
  const first = driverWith('first', {}, { close: () => Promise.reject(new Error('stuck')) });
  const second = driverWith('second', {});
  const both = compositeDriver([first.driver, second.driver]);
  await both.open(signal);
  await expect(both.close()).rejects.toThrow('stuck');
  expect([first.asked, second.asked]).toEqual([['open'], ['open', 'close']]);
});

test.each([
  [[true, true], true],
  [[true, false], false],
  [[false, false], false],
])('read-only only if all are: %j', (each, all) => {
  const drivers = each.map(
    (readOnly, index) => driverWith(`d${index}`, {}, readOnly ? { readOnly: true } : {}).driver,
  );
  expect(compositeDriver(drivers).readOnly ?? false).toBe(all);
});

test('its name has those of all that have one', () => {
  const named = ['http http://s.test', 'static', ''].map((name) => driverWith(name, {}).driver);
  expect(compositeDriver(named).name).toBe('http http://s.test, then static');
});

test('one driver alone stays as it is', () => {
  const { driver } = driverWith('only', {});
  expect(compositeDriver([driver])).toBe(driver);
});
