import type { Driver, TearDown } from '../../../src/provider-states/driver.ts';
import type { Created } from '../../../src/runner/created.ts';
import { removeCreated } from '../../../src/runner/remove-created.ts';
import { type SetUpOptions, SetUps } from '../../../src/runner/set-ups.ts';
import {
  caseOf,
  driverOf,
  onLoan,
  operationOf,
  own,
  runOf,
  setUpOptions,
  type Wire,
} from '../../support/runs.ts';

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
  const setUps = new SetUps(setUpOptions());
  const item = caseOf({ id: 'a', states: [onLoan] });
  setUps.announce(item);
  await setUps.acquire(item);
  expect(['LOAN-own', 'loan-1', 'loan-2'].map((id) => setUps.wasThereBefore(id))).toEqual([
    true,
    true,
    false,
  ]);
});

describe('the request that removes it', () => {
  const removing = async (wire: Wire, created: Created = made()) => {
    const { context, sent } = runOf({ wire });
    const reason = await removeCreated(context, created, new AbortController().signal);
    return { reason, sent: sent.map(({ method, url }) => `${method} ${url}`), headers: sent[0]?.headers };
  };

  test.each([200, 202, 204, 404, 410])('is answered %i: it is gone', async (status) => {
    const { reason, sent } = await removing(() => ({ status }));
    expect({ reason, sent }).toEqual({ reason: undefined, sent: ['DELETE http://target.example/loans/l-1'] });
  });

  test.each([301, 401, 409, 500])('is answered %i: it is not', async (status) => {
    const { reason, sent } = await removing(() => ({ status }));
    expect(reason).toBe(`DELETE http://target.example/loans/l-1 was answered ${status}`);
    expect(sent).toHaveLength(1);
  });

  test('is not answered', async () => {
    const failure = { blame: 'target', message: 'reset' } as const;
    expect((await removing(() => failure)).reason).toContain('was not answered: reset');
  });

  test('needs a value that nothing gave', async () => {
    const elsewhere = operationOf({ method: 'DELETE', path: '/{branch}/loans/{loan}' });
    const created = made({ removal: { operation: elsewhere, values: { ...own, loan: 'l-1' } } });
    const { reason, sent } = await removing(() => ({ status: 204 }), created);
    expect({ reason, sent }).toEqual({ reason: 'the request that removes it needs branch', sent: [] });
  });

  test('is sent again where the target throttles', async () => {
    const { reason, sent } = await removing((_request, count) =>
      count === 1 ? { status: 429, headers: [['Retry-After', '0']] } : { status: 204 },
    );
    expect({ reason, sent: sent.length }).toEqual({ reason: undefined, sent: 2 });
  });
});
