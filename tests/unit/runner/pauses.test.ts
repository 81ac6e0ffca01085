import type { Exchange, HeaderList } from '../../../src/model/exchange.ts';
import { ExchangeBudget, ExchangeLog } from '../../../src/runner/exchange-log.ts';
import { Gate, type GateOptions, type Turn } from '../../../src/runner/gate.ts';
import { LearnedPace } from '../../../src/runner/learned-pace.ts';
import { askedPauseMs, sendWithRetry } from '../../../src/runner/throttling.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf, operationOf } from '../../support/runs.ts';

/** Pauses and what they teach, to the millisecond; and what is kept of the answers that caused them. */

describe('the gate', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const gate = (different: Partial<GateOptions> = {}) =>
    new Gate({ maxWaitS: 100, spacingMs: 0, signal: new AbortController().signal, ...different });

  /** How long a request is held back, in steps of 100 ms. */
  async function heldMs(own: Gate): Promise<number> {
    let ms: number | undefined;
    const startedAt = performance.now();
    const passing = own.pass().then(() => {
      ms = performance.now() - startedAt;
    });
    while (ms === undefined) await jest.advanceTimersByTimeAsync(100);
    await passing;
    return Math.round(ms / 100) * 100;
  }

  test('knows whether the target has throttled', () => {
    const own = gate();
    expect(own.hasThrottled).toBe(false);
    own.pause(100, { sentAt: performance.now(), gapMs: 0 });
    expect(own.hasThrottled).toBe(true);
  });

  test('holds requests back until the pause is over', async () => {
    const own = gate();
    const passage = await own.pass();
    own.answered(passage);
    own.pause(2000, passage);
    expect(await heldMs(own)).toBe(2000);
  });

  test('counts a pause once for what was sent before it, and anew once it is over', async () => {
    const own = gate();
    const passage = await own.pass();
    expect(own.pause(2000, passage)).toBe(2000);
    await jest.advanceTimersByTimeAsync(500);
    expect(own.pause(2000, passage)).toBe(1500);
    await jest.advanceTimersByTimeAsync(1500);
    expect(own.pause(2000, passage)).toBe(2000);
    await jest.advanceTimersByTimeAsync(2500);
    expect(own.pause(3000, passage)).toBe(3000);
  });

  test('keeps the pace that a pause taught until it is to forget it', async () => {
    const own = gate();
    const passage = await own.pass();
    own.pause(1000, passage);
    expect(await heldMs(own)).toBe(1000);
    expect(await heldMs(own)).toBe(1000);
    own.forgetPace();
    expect(await heldMs(own)).toBe(0);
  });

  test('forgets no more than it has learned: the user’s pace stays', async () => {
    const own = gate({ spacingMs: 500 });
    own.pause(1000, await own.pass());
    own.forgetPace();
    expect(await heldMs(own)).toBe(1000);
    expect(await heldMs(own)).toBe(500);
  });
});

test('a stop ends the wait of one request alone', async () => {
  const stop = new AbortController();
  const waiting = new Gate({ maxWaitS: 100, spacingMs: 0, signal: stop.signal }).wait(60_000);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

describe('the learned pace', () => {
  /** Slowed to 200 ms, then refused; the throttle asked for 100 ms each time. */
  function refusedTwice(gapMs = 200): LearnedPace {
    const pace = new LearnedPace(0, 0);
    pace.answered(0, 0);
    pace.refused(100, 100, 0);
    pace.refused(2000, 100, gapMs);
    return pace;
  }
  const answeredTimes = (pace: LearnedPace, times: number) => {
    for (let index = 0; index < times; index += 1) pace.answered(2100, 0);
    return pace.spacingMs;
  };

  test.each([
    [0, 1500],
    [1, 1500],
    [3, 500],
  ])('is the time for each of %i answers, from its beginning', (answers, spacing) => {
    const pace = new LearnedPace(0, 500);
    for (let index = 0; index < answers; index += 1) pace.answered(500, 0);
    pace.refused(1000, 1000, 0);
    expect(pace.spacingMs).toBe(spacing);
  });

  test('makes a twentieth of the way good with each answer', () => {
    expect([0, 1, 2].map((times) => answeredTimes(refusedTwice(), times))).toEqual([400, 391, 382.45]);
  });

  test.each([
    [4, 2],
    [5, 1.1],
  ])('after %i answers at a pace that is refused is %d times as slow', (times, factor) => {
    const pace = refusedTwice();
    const before = answeredTimes(pace, times);
    pace.refused(9000, 100, 1000);
    expect(pace.spacingMs).toBeCloseTo(factor * before, 6);
  });

  test('is halved at the first refusal of a pace, however often that was answered', () => {
    const pace = new LearnedPace(0, 0);
    pace.refused(100, 100, 0);
    for (let index = 0; index < 9; index += 1) pace.answered(300 + index, 400);
    expect(pace.spacingMs).toBe(200);
    pace.refused(9000, 100, 200);
    expect(pace.spacingMs).toBe(400);
  });

  test.each([
    [4100, 391],
    [4101, 50],
  ])('at %i ms after a refusal whose pause counts until 4100 is %d ms', (sentAt, spacing) => {
    const pace = refusedTwice();
    pace.answered(sentAt, 100);
    expect(pace.spacingMs).toBe(spacing);
  });
});

describe('a case that is sent again', () => {
  async function sent(answers: readonly Answer[], repeated: readonly (Answer | undefined)[] = []) {
    const turns: (Turn | undefined)[] = [];
    const throttleLog = {
      answered429: false,
      waitsFor503: 0,
      finalStatuses: new Set<number>(),
      operationsAnswered: new Set<string>(),
    };
    const gate = {
      hasThrottled: false,
      pass: async (turn?: Turn) => {
        turns.push(turn);
        return { sentAt: 0, gapMs: 0 };
      },
      pause: (ms: number | undefined) => ms ?? 1000,
      wait: async (ms: number | undefined) => ms ?? 1000,
      answered: () => {},
      forgetPace: () => {},
    };
    const { response: _, ...unanswered } = answered({});
    const [left, others] = [[...answers], [...repeated]];
    const { throttles, exchange } = await sendWithRetry(
      { gate, throttleLog },
      {
        item: caseOf(),
        operation: operationOf(),
        passes: () => false,
        send: async () => answered(left.shift() ?? { status: 400 }),
        repeatAnswered: async () => {
          const answer = others.shift();
          return answer ? answered(answer) : unanswered;
        },
      },
    );
    const of = (all: readonly Exchange[]) => all.map(({ response }) => response?.headers[0]?.[1]);
    return { throttles: of(throttles), status: exchange.response?.status, turns, throttleLog };
  }

  /** An answer that its header sets apart from others. */
  const marked = (status: number, mark: string, headers: HeaderList = []): Answer => ({
    status,
    headers: [['X-Mark', mark], ...headers],
  });

  test('keeps the first and the last answer of each status that it waited for', async () => {
    const answers = [marked(413, 'a'), marked(429, 'b'), marked(413, 'c'), marked(413, 'd')];
    expect((await sent(answers)).throttles).toEqual(['a', 'd', 'b']);
    expect((await sent([marked(429, 'a')])).throttles).toEqual(['a']);
  });

  test('counts waits for 503, and those alone', async () => {
    const unavailable = marked(503, 'a', [['Retry-After', '1']]);
    const { throttleLog } = await sent([unavailable, marked(413, 'b'), unavailable, marked(429, 'c')]);
    expect(throttleLog).toMatchObject({ waitsFor503: 2, answered429: true });
  });

  test('shows nothing by a repetition that gets no answer', async () => {
    const always = Array.from({ length: 6 }, () => marked(413, 'a'));
    const { status, throttleLog } = await sent(always, []);
    expect(status).toBe(400);
    expect([...throttleLog.finalStatuses]).toEqual([]);
  });

  test('waits in line since its beginning, as do the requests that it has repeated', async () => {
    const always = Array.from({ length: 6 }, () => marked(413, 'a'));
    const { turns } = await sent(always, [{ status: 400 }, { status: 400 }]);
    const begun = turns.map((turn) => turn?.since);
    expect(begun.length).toBeGreaterThan(5);
    expect(new Set(begun).size).toBe(1);
    expect(begun[0]).toEqual(expect.any(Number));
  });
});

test('a pause until a date is counted by the clock of the target', () => {
  const headers: HeaderList = [
    ['Date', 'Mon, 23 Nov 2026 10:00:00 GMT'],
    ['Retry-After', 'Mon, 23 Nov 2026 10:00:07 GMT'],
  ];
  expect(askedPauseMs(answered({ headers }))).toBe(7000);
});

describe('the room for answers that were not the last', () => {
  const all = 8 * 1024 ** 2;

  test.each<[string, readonly number[], readonly boolean[]]>([
    ['is 8 MiB', [all, 1, 0], [true, false, true]],
    ['is no more', [all + 1, all], [false, true]],
    ['is what is left of it', [all - 5, 6, 5, 1], [true, false, true, false]],
  ])('%s', (_name, takes, granted) => {
    const budget = new ExchangeBudget();
    expect(takes.map((bytes) => budget.earlier.take(bytes))).toEqual(granted);
  });

  const { response: _, ...unanswered } = answered({});

  test.each<[string, Exchange, number]>([
    ['2 KiB without an answer', unanswered, 2048],
    ['its body more', answered({ headers: [], body: 'x'.repeat(100) }), 2148],
    [
      'its header more, each field with 200',
      answered({
        headers: [
          ['ab', 'cde'],
          ['f', ''],
        ],
      }),
      2048 + 406,
    ],
  ])('is taken by an exchange: %s', (_name, exchange, size) => {
    const kept = [size, size - 1].map((left) => {
      const budget = new ExchangeBudget();
      budget.earlier.take(all - left);
      const log = new ExchangeLog(budget);
      for (const attempt of [1, 2]) log.add({ ...exchange, attempt });
      return log.exchanges.length;
    });
    expect(kept).toEqual([2, 1]);
  });
});
