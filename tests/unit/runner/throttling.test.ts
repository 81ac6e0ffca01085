import type { Case } from '../../../src/catalogue/case.ts';
import type { Exchange, HeaderList } from '../../../src/model/exchange.ts';
import { isThrottleStatus, retryAfter, sendWithRetry } from '../../../src/runner/throttling.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf, operationOf } from '../../support/runs.ts';

const retryIn = (seconds: string): HeaderList => [['Retry-After', seconds]];

const withoutAnswer = (): Exchange => {
  const { response: _, ...rest } = answered({});
  return { ...rest, failure: { blame: 'target', message: 'reset' } };
};

/** What is sent until these answers are used up, by a gate that grants so many pauses, each as long as asked or 1 s. */
async function sendingOf(
  answers: readonly (Answer | undefined)[],
  { item = caseOf(), pauses = 9 }: { readonly item?: Case; readonly pauses?: number } = {},
) {
  const events: string[] = [];
  const asked: (number | undefined)[] = [];
  const context = {
    answered429: false,
    gate: {
      pass: async () => void events.push('pass'),
      pause: (ms: number | undefined, sentAt: number) => {
        events.push(sentAt <= performance.now() ? 'pause' : 'pause for a request of later');
        asked.push(ms);
        return asked.length > pauses ? undefined : (ms ?? 1000);
      },
    },
  };
  const rest = [...answers];
  const { exchange, throttled, notes } = await sendWithRetry(context, operationOf(), item, async () => {
    events.push('send');
    const answer = rest.shift();
    return answer ? answered(answer) : withoutAnswer();
  });
  return {
    status: exchange.response?.status,
    throttled,
    notes,
    said: notes.map(({ message }) => message),
    events,
    asked,
    answered429: context.answered429,
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
      'is sent again after a pause of our choosing',
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
      'is told by Retry-After where its status is tolerated',
      { status: 413, headers: retryIn('7') },
      tolerating(413),
      7000,
      'Answered 413, waited 7.0 s and sent again.',
    ],
    [
      'is told by its status where another one is tolerated',
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

describe('Retry-After of an answer', () => {
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
  ])('%s', (_title, headers, value) => expect(retryAfter(answered({ headers }))).toBe(value));

  test('is nothing where there is no answer', () => expect(retryAfter(withoutAnswer())).toBeUndefined());
});
