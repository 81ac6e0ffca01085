import type { Case } from '../../../src/catalogue/case.ts';
import type { Check } from '../../../src/checks/check.ts';
import type { Driver } from '../../../src/provider-states/driver.ts';
import { burstsOf, burstWindowS, runBurst } from '../../../src/runner/burst.ts';
import {
  caseOf,
  driverOf,
  type FlatOptions,
  onLoan,
  operationOf,
  own,
  runOf,
  type Wire,
} from '../../support/runs.ts';

const limited = caseOf({ id: 'limited', expect: 413 });
const harmless = caseOf({ id: 'harmless' });

describe('a burst can show a throttle', () => {
  const catalogueOf = (...cases: readonly Case[]) => {
    const [loan, book] = [operationOf(), operationOf({ id: 'lendBook' })];
    return { operations: new Map([loan, book].map((one) => [one.id, one])), cases };
  };

  test.each<[string, readonly Case[], readonly [string, string][]]>([
    ['by a harmless request', [limited, harmless], [['limited', 'harmless']]],
    ['by the first of several', [caseOf({ id: 'first' }), harmless, limited], [['limited', 'first']]],
    ['but not where no case is about one', [harmless], []],
    [
      'but not by a request that a deviating target could carry out',
      [limited, caseOf({ risk: 'if-deviant' })],
      [],
    ],
    [
      'but not by one without a good credential',
      [limited, caseOf({ request: { credential: 'absent' } })],
      [],
    ],
    ['but not by another method', [limited, caseOf({ request: { method: 'GET' } })], []],
    ['but not by another operation', [limited, caseOf({ operationId: 'lendBook' })], []],
    [
      'but not where its status has another reason',
      [caseOf({ id: 'full', expect: 413, notThrottled: true }), harmless],
      [],
    ],
    ['but not where the document does not have its status', [caseOf({ expect: 418 }), harmless], []],
    [
      'but not of an operation that nobody knows',
      [caseOf({ ...limited, operationId: 'burnBook' }), harmless],
      [],
    ],
  ])('%s', (_title, cases, bursts) =>
    expect(
      burstsOf(
        catalogueOf(...cases.map((item) => ({ ...item, risk: item.expect === 413 ? 'change' : item.risk }))),
      ).map(({ item, repeated }) => [item.id, repeated.id]),
    ).toEqual(bursts),
  );
});

interface Given {
  readonly wire?: Wire;
  readonly limit?: number;
  readonly item?: Case;
  readonly repeated?: Case;
  readonly options?: Partial<FlatOptions>;
  readonly driver?: Partial<Driver>;
  readonly stop?: AbortController;
}

async function burstOf({
  wire,
  limit = 3,
  item = limited,
  repeated = harmless,
  options,
  driver,
  stop,
}: Given = {}) {
  const fake = driverOf(driver);
  const run = runOf({
    ...(wire && { wire }),
    ...(stop && { stop }),
    options: { concurrency: 1, driver: fake.driver, ...options },
  });
  run.context.setUps.announce(repeated);
  const outcome = await runBurst(run.context, { item, repeated }, limit);
  await run.context.setUps.idle();
  return { ...run, ...fake, outcome };
}

describe('a burst', () => {
  // So that a burst takes the time that the wire says.
  beforeEach(() => {
    jest.useFakeTimers();
    jest.advanceTimersByTime(5000);
  });
  afterEach(() => jest.useRealTimers());

  /** 413 from the request of this number on; each takes 100 ms. */
  const throttlingFrom =
    (first: number): Wire =>
    (_, count) => {
      jest.advanceTimersByTime(100);
      return { status: count < first ? 400 : 413, body: 'y'.repeat(1_000_000) };
    };

  test('that is throttled is judged by that answer', async () => {
    const { outcome, sent, sending, stop } = await burstOf({ wire: throttlingFrom(2) });
    expect(outcome).toEqual({
      verdict: 'conforms',
      judged: 'answer',
      reason: 'Exercised by a burst of harmless: 2 requests in 0.2 s.',
      findings: [],
      exchanges: [expect.objectContaining({ response: expect.objectContaining({ status: 413 }) })],
      durationMs: 200,
    });
    expect(outcome.exchanges[0]?.response?.body.length).toBeLessThan(1_000_000);
    expect(sent).toMatchObject([{ fresh: false }, { fresh: false }]);
    expect(sending).toEqual([1, 2].map((attempt) => ({ attempt, signal: stop.signal })));
  });

  test.each<[string, Case, string]>([
    [
      'by another throttle deviates',
      caseOf({ id: 'other', expect: 429 }),
      'Exercised by a burst of harmless: 1 requests in 0.1 s.',
    ],
    [
      'as is tolerated says so',
      caseOf({ id: 'other', expect: 429, tolerates: [{ status: 413, ambiguity: 'A' }] }),
      'Answered 413, which A allows. Exercised by a burst of harmless: 1 requests in 0.1 s.',
    ],
  ])('that is throttled %s', async (_title, item, reason) => {
    const { outcome } = await burstOf({ wire: throttlingFrom(1), item });
    expect(outcome.reason).toBe(reason);
    expect(outcome.verdict).toBe(item.tolerates.length > 0 ? 'tolerated' : 'deviates');
  });

  test('that is not throttled ends with the last request that it may send', async () => {
    const { outcome, sent } = await burstOf({ wire: throttlingFrom(9) });
    expect(outcome).toEqual({
      verdict: 'not-exercised',
      reason: 'A burst of 3 requests in 0.3 s was not limited.',
      findings: [],
      exchanges: [],
      durationMs: 300,
    });
    expect(sent).toHaveLength(3);
  });

  test('that gets no answers is not throttled', async () => {
    const { outcome } = await burstOf({ wire: () => ({ blame: 'target', message: 'reset' }) });
    expect(outcome).toMatchObject({ verdict: 'not-exercised' });
  });

  test('ends when its time is over', async () => {
    const { sent } = await burstOf({
      limit: 9,
      wire: () => {
        jest.advanceTimersByTime((burstWindowS * 1000) / 2);
        return { status: 400 };
      },
    });
    expect(sent).toHaveLength(2);
  });

  test('ends when the run is stopped', async () => {
    const stop = new AbortController();
    const { sent } = await burstOf({
      stop,
      wire: () => {
        stop.abort();
        return { status: 400 };
      },
    });
    expect(sent).toHaveLength(1);
  });

  test.each<[number, number, number]>([
    [2, 9, 2],
    [9, 3, 3],
  ])('sends %s at a time, of %s in all no more than %s', async (concurrency, limit, most) => {
    let inFlight = 0;
    let seen = 0;
    await burstOf({
      limit,
      options: { concurrency },
      wire: async () => {
        inFlight += 1;
        seen = Math.max(seen, inFlight);
        for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
        inFlight -= 1;
        return { status: 400 };
      },
    });
    expect(seen).toBe(most);
  });

  test('is made with the values of the run and its state, which is torn down after it', async () => {
    const repeated = caseOf({ id: 'harmless', states: [onLoan], request: { path: '/loans/{loan}/{copy}' } });
    const { sent, tornDown } = await burstOf({
      limit: 1,
      repeated,
      options: { values: { ...own, copy: '7' } },
    });
    expect(sent).toMatchObject([
      {
        url: 'http://target.example/loans/loan-1/7',
        headers: [
          ['User-Agent', 'suite/1'],
          ['X-Card', 'good-token'],
        ],
      },
    ]);
    expect(tornDown).toHaveLength(1);
  });

  test.each<[string, Given, string]>([
    [
      'lacks values',
      { repeated: caseOf({ id: 'harmless', request: { path: '/{shelf}/{copy}' } }) },
      'A burst needs shelf, copy.',
    ],
    [
      'lacks its state',
      {
        repeated: caseOf({ id: 'harmless', states: [onLoan] }),
        driver: { setUp: async () => ({ outcome: 'failed', reason: 'full' }) },
      },
      'The burst has no harmless request to repeat.',
    ],
    [
      'is about an unknown operation',
      { item: caseOf({ ...limited, operationId: 'burnBook' }) },
      'The burst has no harmless request to repeat.',
    ],
  ])('that %s is not sent', async (_title, given, reason) => {
    const { outcome, sent } = await burstOf(given);
    expect(outcome).toEqual({ verdict: 'not-exercised', reason, findings: [], exchanges: [], durationMs: 0 });
    expect(sent).toEqual([]);
  });

  test('is judged by the checks of the run', async () => {
    const message = 'Too large an answer.';
    const check: Check = { id: 'size', run: () => [{ check: 'size', severity: 'deviation', message }] };
    const { outcome } = await burstOf({ wire: throttlingFrom(1), options: { checks: [check] } });
    expect(outcome).toMatchObject({ verdict: 'deviates', findings: [{ message }] });
  });
});
