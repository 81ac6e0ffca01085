import type { Case } from '../../../src/catalogue/case.ts';
import type { Exchange, HeaderList } from '../../../src/model/exchange.ts';
import { fieldOf, isThrottleStatus, mayBeThrottle, sendWithRetry } from '../../../src/runner/throttling.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf, operationOf } from '../../support/runs.ts';

const retryIn = (seconds: string): HeaderList => [['Retry-After', seconds]];

const withoutAnswer = (): Exchange => {
  const { response: _, ...rest } = answered({});
  return { ...rest, failure: { blame: 'target', message: 'reset' } };
};

interface Given {
  readonly item?: Case;
  /** How many pauses and waits the gate grants. */
  readonly pauses?: number;
  readonly hasThrottled?: boolean;
  readonly passes?: boolean;
  /** What a request that was answered before is answered when it is repeated; a throttle's answer by default. */
  readonly repeated?: Answer | undefined;
  readonly finalStatuses?: readonly number[];
}

/** What is sent until these answers are used up, by a gate that grants pauses, each as long as asked or 1 s. */
async function sendingOf(answers: readonly (Answer | undefined)[], given: Given = {}) {
  const { item = caseOf(), pauses = 9, hasThrottled = false, passes = false } = given;
  const { repeated = { status: 413 } } = given;
  const events: string[] = [];
  const asked: (number | undefined)[] = [];
  const grant = (event: string) => (ms: number | undefined) => {
    events.push(event);
    asked.push(ms);
    return asked.length > pauses ? undefined : (ms ?? 1000);
  };
  const throttleLog = {
    answered429: false,
    waitsFor503: 0,
    finalStatuses: new Set(given.finalStatuses),
    operationsAnswered: new Set<string>(),
  };
  const context = {
    throttleLog,
    gate: {
      hasThrottled,
      pass: async ({ unhurried = false } = {}) => {
        events.push(unhurried ? 'pass unhurried' : 'pass');
        return { sentAt: performance.now(), gapMs: 1 };
      },
      pause: grant('pause'),
      wait: async (ms: number | undefined) => grant('wait')(ms),
      answered: () => {},
      forgetPace: () => void events.push('forget pace'),
    },
  };
  const rest = [...answers];
  const { exchange, throttled, throttles, notes } = await sendWithRetry(context, {
    item,
    operation: operationOf(),
    passes: () => passes,
    repeatAnswered: async () => {
      events.push('repeat another');
      return answered(repeated);
    },
    send: async () => {
      events.push('send');
      const answer = rest.shift();
      return answer ? answered(answer) : withoutAnswer();
    },
  });
  return {
    status: exchange.response?.status,
    throttled,
    throttles: throttles.map(({ response }) => response?.status),
    notes,
    said: notes.map(({ message }) => message),
    events,
    asked,
    throttleLog,
    answered429: throttleLog.answered429,
    left: rest.length,
  };
}

const tolerating = (status: number): Case => caseOf({ tolerates: [{ status, ambiguity: 'A' }] });

describe('an answer is judged at once', () => {
  test.each<[string, Answer | undefined, Case]>([
    ['where it is the expected one', { status: 400 }, caseOf()],
    ['where it is any other that no throttle gives', { status: 500 }, caseOf()],
    ['where there is none', undefined, caseOf()],
    ['where it is a throttle’s, and the case is about one', { status: 413 }, caseOf({ expect: 413 })],
    [
      'where it is another throttle’s, and the case is about one',
      { status: 429, headers: retryIn('1') },
      caseOf({ expect: 413 }),
    ],
    ['where it is tolerated, and asks for no pause', { status: 413 }, tolerating(413)],
    ['where it is 503, which the case expects', { status: 503 }, caseOf({ expect: 503 })],
    ['where it is 503, which the case tolerates', { status: 503 }, tolerating(503)],
  ])('%s', async (_title, answer, item) => {
    const sent = await sendingOf([answer, { status: 400 }], { item });
    expect(sent).toMatchObject({ status: answer?.status, throttled: false, notes: [], asked: [], left: 1 });
    expect(sent.events).toEqual(['pass', 'send']);
    expect(sent.answered429).toBe(false);
  });
});

describe('a throttled request', () => {
  test.each<[string, Answer, Case, number | undefined, string]>([
    [
      'is sent again after the pause that the target asks for',
      { status: 413, headers: retryIn('2') },
      caseOf(),
      2000,
      'Answered 413, waited 2.0 s and sent again.',
    ],
    [
      'is sent again after a pause of the suite’s choice',
      { status: 413 },
      caseOf(),
      undefined,
      'Answered 413, waited 1.0 s and sent again.',
    ],
    [
      'is known by 429 also where that is not documented',
      { status: 429 },
      caseOf(),
      undefined,
      'Answered 429, waited 1.0 s and sent again.',
    ],
    [
      'is recognised by Retry-After where its status is tolerated',
      { status: 413, headers: retryIn('7') },
      tolerating(413),
      7000,
      'Answered 413, waited 7.0 s and sent again.',
    ],
    [
      'is recognised by its status where another one is tolerated',
      { status: 413 },
      tolerating(404),
      undefined,
      'Answered 413, waited 1.0 s and sent again.',
    ],
  ])('%s', async (_title, answer, item, ms, message) => {
    const sent = await sendingOf([answer, { status: 400 }], { item });
    expect(sent).toMatchObject({ status: 400, throttled: false, asked: [ms] });
    expect(sent.notes).toEqual([{ check: 'throttling', severity: 'note', message }]);
    expect(sent.events).toEqual(['pass', 'send', 'pause', 'pass', 'send']);
    expect(sent.answered429).toBe(answer.status === 429);
  });

  test('is sent as often as the run may wait; then its last answer is a throttle’s', async () => {
    const sent = await sendingOf([{ status: 413 }, { status: 413 }, { status: 413 }, { status: 400 }], {
      pauses: 2,
    });
    expect(sent).toMatchObject({ status: 413, throttled: true, left: 1 });
    expect(sent.said).toHaveLength(2);
  });

  test('that could not be sent again is remembered for its 429 all the same', async () =>
    expect(await sendingOf([{ status: 429 }], { pauses: 0 })).toMatchObject({
      throttled: true,
      answered429: true,
      notes: [],
    }));
});

describe('503 that nobody expects', () => {
  const once = 'Answered 503 once, and sent again.';

  test.each<[string, readonly number[], number, readonly string[]]>([
    ['may pass, and the request is sent again without a pause', [503, 400], 400, [once]],
    ['twice is the answer', [503, 503, 400], 503, [once]],
    [
      'is excused once, whatever comes between',
      [503, 413, 503, 400],
      503,
      [once, 'Answered 413, waited 1.0 s and sent again.'],
    ],
  ])('%s', async (_title, statuses, status, said) => {
    const sent = await sendingOf(statuses.map((one) => ({ status: one })));
    expect(sent).toMatchObject({ status, throttled: false, said });
  });
});

describe('a status is a throttle’s', () => {
  test.each<[string, number | undefined, boolean]>([
    ['where it is 429, documented or not', 429, true],
    ['where the document says so', 413, true],
    ['but not where the document says nothing of the kind', 400, false],
    ['but not where the document does not have it', 418, false],
    ['but not where there is none', undefined, false],
  ])('%s', (_title, status, throttle) => expect(isThrottleStatus(status, operationOf())).toBe(throttle));
});

describe('a request that is refused for itself, and not by a throttle', () => {
  const refusal = { status: 503, headers: retryIn('1') };
  const answersAlways = [refusal, refusal, refusal, refusal, { status: 400 }];

  test('has its answer once it was refused while others were answered', async () => {
    const sent = await sendingOf(answersAlways, { repeated: { status: 400 } });
    expect(sent).toMatchObject({ status: 503, throttled: false, left: 1, throttles: [] });
    expect(sent.events).toEqual([
      ...['pass', 'send', 'pause'],
      ...['pass', 'send', 'pause'],
      ...['pass unhurried', 'send', 'pass', 'repeat another', 'pause'],
      ...['pass unhurried', 'send', 'pass', 'repeat another', 'forget pace'],
    ]);
    expect(sent.said.at(-1)).toMatch(/^Answered 503 each time, .*: this is its answer\.$/);
    expect([...sent.throttleLog.finalStatuses]).toEqual([503]);
  });

  test('holds nobody else back once its status was another request’s answer', async () => {
    const sent = await sendingOf(answersAlways, { repeated: { status: 400 }, finalStatuses: [503] });
    expect(sent).toMatchObject({ status: 503, throttled: false, left: 2 });
    expect(sent.events.filter((event) => /pause|wait|forget/.test(event))).toEqual(['wait', 'wait']);
  });

  test('cannot be distinguished from a throttle while the throttle refuses others, too', async () => {
    const sent = await sendingOf(answersAlways, { repeated: refusal });
    expect(sent).toMatchObject({ status: 400, throttled: false, throttles: [503, 503] });
    expect(sent.throttleLog.finalStatuses.size).toBe(0);
  });
});

test('a request that is refused a thousand times keeps two of the answers, and few notes', async () => {
  const refusal = { status: 429, headers: retryIn('0') };
  const answers = [...Array(1000).fill(refusal), { status: 400 }];
  const sent = await sendingOf(answers, { pauses: Number.POSITIVE_INFINITY, repeated: refusal });
  expect(sent).toMatchObject({ status: 400, throttles: [429, 429] });
  expect(sent.said).toHaveLength(6);
  expect(sent.said.at(-1)).toBe('Answered so, waited and sent again 995 times more.');
});

describe('a case about a throttle', () => {
  const about = { item: caseOf({ expect: 413 }) };
  const refusal = { status: 413, headers: retryIn('1') };

  test.each<[string, Given, number]>([
    ['has its answer where the target did not throttle before', about, 413],
    ['has its answer where that is as documented', { ...about, hasThrottled: true, passes: true }, 413],
    ['waits where a throttle may have answered in its place', { ...about, hasThrottled: true }, 200],
  ])('%s', async (_title, given, status) =>
    expect(await sendingOf([refusal, { status: 200 }], given)).toMatchObject({ status }),
  );
});

test.each<[string, Answer, boolean]>([
  ['a throttle’s status', { status: 413 }, true],
  ['429', { status: 429 }, true],
  ['503 that asks for a pause', { status: 503, headers: retryIn('1') }, true],
  ['503 that asks for none', { status: 503 }, false],
  ['500 that asks for a pause', { status: 500, headers: retryIn('1') }, false],
])('%s may be a throttle: %#', (_what, answer, may) =>
  expect(mayBeThrottle(answered(answer), operationOf())).toBe(may),
);

describe('a header field of an answer', () => {
  test.each<[string, HeaderList, string | undefined]>([
    [
      'is found among others',
      [
        ['Date', 'now'],
        ['Retry-After', '3'],
        ['Age', '1'],
      ],
      '3',
    ],
    ['is found however its name is written', [['retry-AFTER', '3']], '3'],
    ['is nothing where there is none', [['Date', 'now']], undefined],
  ])('%s', (_title, headers, value) => expect(fieldOf(answered({ headers }), 'Retry-After')).toBe(value));

  test('is nothing where there is no answer', () =>
    expect(fieldOf(withoutAnswer(), 'Retry-After')).toBeUndefined());
});
