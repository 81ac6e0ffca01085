import type { Driver, TearDown } from '../../../src/provider-states/driver.ts';
import type { Created } from '../../../src/runner/created.ts';
import { type SetUpOptions, SetUps } from '../../../src/runner/set-ups.ts';
import { inNoTime } from '../../support/no-time.ts';
import { caseOf, driverOf, onLoan, operationOf, own, setUpOptions } from '../../support/runs.ts';

const operation = operationOf({ id: 'remove', method: 'DELETE', path: '/loans/{loan}' });

const made = (different: Partial<Created> = {}): Created => ({
  caseId: 'a',
  kind: 'loan',
  id: 'l-1',
  createdAt: new Date(0),
  removal: { operation, values: { ...own, loan: 'l-1' } },
  ...different,
});

/** What becomes of what a case made, when its set-up is torn down so. */
async function afterwards(answer: TearDown, given: Partial<SetUpOptions> = {}, created: Created = made()) {
  const tearDown: Driver['tearDown'] = async () => answer;
  const setUps = new SetUps(setUpOptions({ driver: driverOf({ tearDown }).driver, ...given }));
  const item = caseOf({ id: 'a', states: [onLoan] });
  setUps.announce(item);
  const acquired = await setUps.acquire(item);
  if (acquired.kind === 'ready') acquired.setUp.created.push(created);
  const left = (await setUps.close()).filter(({ what }) => !what.startsWith('provider state'));
  return {
    left: left.map(({ what, reason }) => `${what}: ${reason}`),
    removed: setUps.created.map((one) => one.removedAt !== undefined),
  };
}

const untouched: TearDown = { outcome: 'not-supported' };
const succeeds = { remove: async () => undefined };

test.each<[string, Parameters<typeof afterwards>, Awaited<ReturnType<typeof afterwards>>]>([
  ['is gone where the driver removed it', [{ outcome: 'done' }], { left: [], removed: [true] }],
  [
    'is gone where the document’s own operation removes it',
    [untouched, succeeds],
    { left: [], removed: [true] },
  ],
  [
    'is gone the same way where the driver failed',
    [{ outcome: 'failed', reason: 'stuck' }, succeeds],
    { left: [], removed: [true] },
  ],
  [
    'stays where the user keeps the state',
    [{ outcome: 'failed', reason: 'kept', kept: true }, succeeds],
    { left: ['l-1: kept'], removed: [false] },
  ],
  [
    'stays where that is refused',
    [untouched, { remove: async () => 'refused' }],
    { left: ['l-1: refused'], removed: [false] },
  ],
  [
    'stays where that throws',
    [untouched, { remove: () => Promise.reject(new Error('reset')) }],
    { left: ['l-1: reset'], removed: [false] },
  ],
  [
    'stays where it may be another',
    [untouched, succeeds, made({ removal: 'may be another' })],
    { left: ['l-1: may be another'], removed: [false] },
  ],
  [
    'stays, without a name, where the answer has no id',
    [untouched, succeeds, { caseId: 'a', kind: 'loan', createdAt: new Date(0), removal: 'no id' }],
    { left: ['what the accepted request made: no id'], removed: [] },
  ],
])('what was made %s', async (_what, given, expected) =>
  expect(await afterwards(...given)).toEqual(expected),
);

test('what states and the user gave was there before', async () => {
  const setUps = new SetUps(setUpOptions({ ownValues: { branch: 'north', ...own } }));
  const item = caseOf({ id: 'a', states: [onLoan] });
  setUps.announce(item);
  await setUps.acquire(item);
  expect(['LOAN-own', 'loan-1', 'loan-2'].map((id) => setUps.wasThereBefore(id))).toEqual([
    true,
    true,
    false,
  ]);
});

test('the driver gets the ids of what was made', async () => {
  const { driver, tornDown } = driverOf();
  const setUps = new SetUps(setUpOptions({ driver }));
  const item = caseOf({ id: 'a', states: [onLoan] });
  setUps.announce(item);
  const acquired = await setUps.acquire(item);
  const nameless: Created = { caseId: 'a', kind: 'loan', createdAt: new Date(0) };
  if (acquired.kind === 'ready') acquired.setUp.created.push(nameless, made());
  await setUps.close();
  expect(tornDown).toMatchObject([{ created: ['l-1'] }]);
});

test('a removal that never ends is given up, and says what took so long', async () => {
  const never = { remove: () => new Promise<undefined>(() => {}), timeoutMs: 1000 };
  const { left } = await inNoTime(() => afterwards(untouched, never));
  expect(left).toEqual(['l-1: the removal took longer than 1 s']);
});
