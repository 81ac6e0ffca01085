import type { Case } from '../../../src/catalogue/case.ts';
import type { StateScope } from '../../../src/model/provider-state.ts';
import type { Risk, Verdict } from '../../../src/model/result.ts';
import type { SetUp } from '../../../src/provider-states/driver.ts';
import { executePlan } from '../../../src/runner/execute-plan.ts';
import type { Progress } from '../../../src/runner/options.ts';
import { makePlan, orderChanges } from '../../../src/runner/plan.ts';
import {
  caseOf,
  driverOf,
  type FlatOptions,
  onLoan,
  operationOf,
  ready,
  runOf,
  type Wire,
} from '../../support/runs.ts';

interface Given {
  readonly cases: readonly Case[];
  readonly wire?: Wire;
  readonly options?: Partial<FlatOptions>;
  readonly states?: readonly SetUp[];
  readonly stop?: AbortController;
}

/** All phases of a run over these cases: what was sent, in order, and what became of each case. */
async function phasesOf({ cases, wire, options = {}, states = [], stop }: Given) {
  const operation = operationOf();
  const fake = driverOf({ answers: states });
  const reported: Progress[] = [];
  const run = runOf({
    ...(wire && { wire }),
    ...(stop && { stop }),
    options: {
      catalogue: { operations: new Map([[operation.id, operation]]), cases },
      driver: fake.driver,
      onProgress: (progress) => void reported.push(progress),
      ...options,
    },
  });
  const outcomes = await executePlan(run.context, await makePlan(run.context.options));
  await run.context.setUps.close();
  const verdicts: Record<string, Verdict> = {};
  for (const [id, { verdict }] of outcomes) verdicts[id] = verdict;
  return { ...run, ...fake, outcomes, verdicts, reported, order: run.sending.map(({ caseId }) => caseId) };
}

const named = (id: string, different: Parameters<typeof caseOf>[0] = {}) => caseOf({ id, ...different });
const onState = (id: string, different: Parameters<typeof caseOf>[0] = {}) =>
  named(id, { states: [onLoan], ...different });

/** Answers a request by the name of its case, which stands in a parameter; 400 by default. */
const path = '/loans/{loan}/renew/{case}';
const telling = (id: string, different: Parameters<typeof caseOf>[0] = {}) =>
  caseOf({ id, ...different, request: { path, parameters: { case: id } } });
const caseIn = (url: URL | string) => url.toString().split('/').at(-1) ?? '';

describe('cases are sent', () => {
  test('those selected, and no others', async () => {
    const cases = ['a', 'b', 'c'].map((id) => named(id));
    const { order, outcomes } = await phasesOf({ cases, options: { selected: new Set(['a', 'c']) } });
    expect(order).toEqual(['a', 'c']);
    expect([...outcomes.keys()]).toEqual(['a', 'c']);
  });

  test('all, where none were selected', async () =>
    expect((await phasesOf({ cases: ['a', 'b'].map((id) => named(id)) })).order).toEqual(['a', 'b']));

  test('so that what may change or reach further comes later, and what is not the run’s to change last', async () => {
    const scopes: Readonly<Record<string, StateScope>> = { closed: 'service' };
    const { order, verdicts } = await phasesOf({
      cases: [
        onState('reaching', { states: [{ name: 'closed', params: {} }] }),
        named('changing the run’s own', { risk: 'change' }),
        onState('changing its own', { risk: 'change' }),
        onState('reading'),
      ],
      options: { consent: 'change', scopeOf: (state) => scopes[state] ?? 'instance', concurrency: 1 },
    });
    expect(order).toEqual(['reading', 'changing its own', 'reaching', 'changing the run’s own']);
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['conforms']));
  });

  test.each<[number, number]>([
    [1, 1],
    [2, 2],
    [9, 4],
  ])('so many at a time: with %s, no more than %s of four', async (concurrency, most) => {
    let inFlight = 0;
    let seen = 0;
    const { order } = await phasesOf({
      cases: ['a', 'b', 'c', 'd'].map((id) => named(id)),
      options: { concurrency },
      wire: async () => {
        inFlight += 1;
        seen = Math.max(seen, inFlight);
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return { status: 400 };
      },
    });
    expect(seen).toBe(most);
    expect(order).toHaveLength(4);
  });

  test('those whose state turns out to reach further, once nothing else is in flight', async () => {
    const { order, verdicts, setUps } = await phasesOf({
      cases: [onState('reaching'), named('other')],
      states: [1, 2].map((loan) => ready({ loan: String(loan) }, { scope: 'account' })),
    });
    expect(order).toEqual(['other', 'reaching']);
    expect(verdicts).toEqual({ other: 'conforms', reaching: 'conforms' });
    expect(setUps).toHaveLength(2);
  });

  test('again, where the credential may have been why, with what was answered before', async () => {
    const operation = operationOf();
    const { context, sending } = runOf({
      options: {
        catalogue: {
          operations: new Map([[operation.id, operation]]),
          cases: [named('doubtful', { tolerates: [{ status: 401, ambiguity: 'A' }] })],
        },
      },
      renewal: { renew: async () => ({ credential: 'new' }) },
      wire: () => ({ status: 401 }),
    });
    const outcome = (await executePlan(context, await makePlan(context.options))).get('doubtful');
    expect(outcome).toMatchObject({ verdict: 'tolerated', findings: [{ check: 'credential_renewal' }] });
    expect(outcome?.exchanges).toHaveLength(2);
    expect(sending).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  });
});

describe('an isolated resource is compared with a second one', () => {
  const same = [1, 2].map(() => ready({ loan: 'x' }));
  const changing = ['a', 'b'].map((id) => onState(id, { risk: 'change' }));

  test('before anything is sent on it that could change it', async () => {
    const { order, verdicts } = await phasesOf({
      cases: changing,
      states: same,
      options: { concurrency: 1 },
    });
    expect(order).toEqual([]);
    expect(verdicts).toEqual({ a: 'not-consented', b: 'not-consented' });
  });

  test('before anything is sent on it that may change it by right', async () => {
    const made: number[] = [];
    const fake = driverOf({ answers: [1, 2, 3, 4].map(() => ready({ loan: 'x' })) });
    await phasesOf({
      cases: changing,
      options: { consent: 'change', concurrency: 1, driver: fake.driver },
      wire: () => {
        made.push(fake.setUps.length);
        return { status: 400 };
      },
    });
    // Two to compare; as they are one and the same, each case has its turn last, with a set-up made anew.
    expect(made).toEqual([3, 4]);
  });

  test('before anything is sent on it that a deviating target could take for a change', async () => {
    const { order } = await phasesOf({
      cases: ['a', 'b'].map((id, days) =>
        onState(id, { risk: 'if-deviant', states: [{ ...onLoan, params: { days } }] }),
      ),
      states: same,
      options: { consent: 'observe', concurrency: 1 },
    });
    expect(order).toEqual([]);
  });

  test.each<[string, Risk, Partial<FlatOptions>]>([
    ['on the built-in target, where it makes no difference', 'change', { builtIn: true }],
    ['for cases that can change nothing', 'none', { consent: 'observe' }],
    ['for cases that the user allows in any case', 'if-deviant', { consent: 'reject' }],
  ])('but not %s', async (_title, risk, options) => {
    const made: number[] = [];
    const fake = driverOf({ answers: same });
    const { order } = await phasesOf({
      cases: ['a', 'b'].map((id, days) => onState(id, { risk, states: [{ ...onLoan, params: { days } }] })),
      options: { ...options, concurrency: 1, driver: fake.driver },
      wire: () => {
        made.push(fake.setUps.length);
        return { status: 400 };
      },
    });
    expect(order).toEqual(['a', 'b']);
    expect(made).toEqual([1, 2]);
  });
});

describe('a case that may have felt what another state did', () => {
  // At one and the same time, so that it felt it.
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const reaching = ready({ loan: '1' }, { scope: 'account' });

  test.each<[string, readonly number[], Verdict, readonly number[]]>([
    ['and deviates is sent again alone', [404, 400], 'conforms', [404, 400]],
    ['and deviates when alone, too, deviates', [404, 404], 'deviates', [404, 404]],
    ['and is inconclusive is sent again alone', [413, 400], 'conforms', [413, 400]],
    ['and conforms all the same is believed', [400, 404], 'conforms', [400]],
  ])('%s', async (_title, answers, verdict, sent) => {
    const rest = [...answers];
    const { outcomes, reported } = await phasesOf({
      cases: [onState('reaching'), telling('other')],
      states: [reaching, reaching],
      wire: ({ url }) => ({ status: caseIn(url) === 'other' ? (rest.shift() ?? 500) : 400 }),
    });
    const outcome = outcomes.get('other');
    expect(outcome?.verdict).toBe(verdict);
    expect(outcome?.exchanges.map(({ response }) => response?.status)).toEqual(sent);
    expect(reported.at(-1)).toMatchObject({ done: 2, deviating: verdict === 'deviates' ? 1 : 0 });
  });

  test('keeps what it was answered, where the run is stopped before it is sent again', async () => {
    const stop = new AbortController();
    const { outcomes } = await phasesOf({
      cases: [onState('reaching'), telling('other')],
      states: [reaching, reaching],
      stop,
      wire: ({ url }) => {
        if (caseIn(url) === 'other') return { status: 404 };
        stop.abort(new Error('interrupted'));
        return { status: 400 };
      },
    });
    const outcome = outcomes.get('other');
    expect(outcome).toMatchObject({ verdict: 'errored', findings: [{ check: 'interference' }] });
    expect(outcome?.exchanges).toHaveLength(1);
  });
});

describe('progress is reported', () => {
  test('when a case begins and when it has ended', async () => {
    jest.useFakeTimers({ now: 1_000_000 });
    try {
      const { reported } = await phasesOf({
        cases: ['a', 'b'].map((id) => telling(id)),
        options: { concurrency: 1 },
        wire: ({ url }) => {
          jest.advanceTimersByTime(500);
          return { status: caseIn(url) === 'a' ? 404 : 400 };
        },
      });
      expect(reported).toEqual([
        { done: 0, total: 2, deviating: 0, underWay: [{ id: 'a', since: 1_000_000 }] },
        { done: 1, total: 2, deviating: 1, underWay: [] },
        { done: 1, total: 2, deviating: 1, underWay: [{ id: 'b', since: 1_000_500 }] },
        { done: 2, total: 2, deviating: 1, underWay: [] },
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a run that is stopped', () => {
  const reason = new Error('the run was interrupted');

  test('leaves the rest not reached, and makes no set-up for it', async () => {
    const stop = new AbortController();
    const { order, outcomes, setUps } = await phasesOf({
      cases: [named('a'), named('b'), ...['c', 'd'].map((id) => onState(id, { risk: 'change' }))],
      stop,
      options: { concurrency: 1 },
      wire: () => {
        stop.abort(reason);
        return { status: 400 };
      },
    });
    expect(order).toEqual(['a']);
    expect(outcomes.get('a')).toMatchObject({ verdict: 'conforms' });
    for (const id of ['b', 'c', 'd'])
      expect(outcomes.get(id)).toMatchObject({
        verdict: 'errored',
        reason: 'not reached: the run was interrupted',
      });
    expect(setUps).toEqual([]);
  });
});

describe('of what may change a shared resource', () => {
  const refused = named('refused');
  const success = named('success', { expect: 202 });
  const second = named('second', { expect: 202 });
  const tolerant = named('tolerant', { tolerates: [404, 202].map((status) => ({ status, ambiguity: 'A' })) });
  const strict = named('strict', { tolerates: [{ status: 404, ambiguity: 'A' }] });

  test.each<[string, [Case, string | undefined][], readonly Case[], [Case, string | undefined][]]>([
    [
      'what is refused is sent first, then one that expects a success',
      [
        [success, 'x'],
        [refused, 'x'],
        [strict, 'x'],
      ],
      [refused, strict, success],
      [],
    ],
    [
      'one success is enough, and is kept from the others',
      [
        [success, 'x'],
        [second, 'x'],
        [tolerant, 'x'],
      ],
      [success],
      [
        [second, 'success'],
        [tolerant, 'success'],
      ],
    ],
    [
      'each resource has its own success',
      [
        [success, 'x'],
        [second, 'y'],
      ],
      [success, second],
      [],
    ],
    [
      'what tolerates a success stays unsent, also where none is expected',
      [[tolerant, 'x']],
      [],
      [[tolerant, undefined]],
    ],
    [
      'all is sent where there is no resource to use up',
      [
        [success, undefined],
        [second, undefined],
        [tolerant, undefined],
      ],
      [tolerant, success, second],
      [],
    ],
  ])('%s', (_title, changes, sent, reserved) => {
    const plan = orderChanges(new Map(changes));
    expect(plan.sent).toEqual(sent);
    expect([...plan.reserved]).toEqual(reserved);
  });

  test.each<[string, readonly Case[], string, readonly string[]]>([
    ['another case', [success, tolerant], 'which is reserved for success', ['success']],
    ['nobody yet', [tolerant], 'which this case might use up', []],
  ])('what stays unsent says that the resource is kept for %s', async (_title, cases, why, order) => {
    const run = await phasesOf({
      cases: cases.map((item) => ({ ...item, risk: 'change' as const })),
      options: { consent: 'change' },
      wire: () => ({ status: 202 }),
    });
    expect(run.order).toEqual(order);
    expect(run.outcomes.get('tolerant')).toEqual({
      verdict: 'not-exercised',
      reason: `It needs a separate resource; the run has only one, ${why}.`,
      testableBy: 'give states',
      findings: [],
      exchanges: [],
      durationMs: 0,
    });
  });
});

test('the run’s own resource is read before everything and after what is to be refused', async () => {
  const { sent, context } = await phasesOf({
    cases: [named('refused'), named('accepted', { expect: 202, risk: 'change' })],
    options: {
      consent: 'change',
      observations: [
        {
          parameter: 'loan',
          requirement: 'R',
          reads: { loan: { path: '/loans/{loan}', show: (body) => body } },
          compare: (before, after) => [
            {
              severity: 'note',
              message: `${JSON.stringify(before.loan)} ${JSON.stringify(after.loan)}`,
            },
          ],
        },
      ],
    },
    wire: ({ method }, count) => (method === 'GET' ? { status: 200, body: { count } } : { status: 400 }),
  });
  expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
  expect(context.findings).toEqual([
    {
      check: 'side_effects',
      requirement: 'R',
      severity: 'note',
      message: '{"status":200,"shown":{"count":1}} {"status":200,"shown":{"count":3}}',
    },
  ]);
});

describe('a burst', () => {
  const limited = onState('limited', { expect: 413 });
  const unsupported: SetUp = { outcome: 'not-supported', reason: 'no such state' };
  const harmless = named('harmless');

  test.each<[string, number, readonly SetUp[], Verdict, number]>([
    ['is sent for a throttle that no driver sets up', 3, [unsupported], 'conforms', 1 + 3],
    ['is not sent without the user’s consent', 0, [unsupported], 'not-exercised', 1],
    ['is not sent where the driver set the throttle up', 3, [ready({ loan: '1' })], 'conforms', 2],
  ])('%s', async (_title, burst, states, verdict, requests) => {
    const { verdicts, sent } = await phasesOf({
      cases: [limited, harmless],
      states,
      options: { burst, concurrency: 1 },
      wire: ({ url }, count) => {
        const throttles = url.toString().includes('/1/') || count > 3;
        return { status: throttles ? 413 : 400 };
      },
    });
    expect(verdicts).toEqual({ limited: verdict, harmless: 'conforms' });
    expect(sent).toHaveLength(requests);
  });

  test('that may not be sent leaves the reason to the driver', async () => {
    const { outcomes } = await phasesOf({ cases: [limited, harmless], states: [unsupported] });
    expect(outcomes.get('limited')).toMatchObject({ reason: 'no such state' });
  });

  test('is not sent for a case that was not selected', async () => {
    const options = { burst: 3, selected: new Set(['harmless']) };
    const { verdicts, sent } = await phasesOf({ cases: [limited, harmless], options });
    expect(verdicts).toEqual({ harmless: 'conforms' });
    expect(sent).toHaveLength(1);
  });

  test('is not sent once the run is stopped', async () => {
    const stop = new AbortController();
    const { sent, verdicts } = await phasesOf({
      cases: [limited, harmless],
      states: [unsupported],
      stop,
      options: { burst: 3, concurrency: 1 },
      wire: () => {
        stop.abort(new Error('interrupted'));
        return { status: 400 };
      },
    });
    expect(sent).toHaveLength(1);
    expect(verdicts.limited).toBe('not-exercised');
  });
});
