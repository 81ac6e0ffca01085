import type { Case } from '../../../src/catalogue/case.ts';
import { targetFailure } from '../../../src/http/failure.ts';
import type { Verdict } from '../../../src/model/result.ts';
import type { SetUp } from '../../../src/provider-states/driver.ts';
import { executePlan } from '../../../src/runner/execute-plan.ts';
import { makePlan } from '../../../src/runner/plan.ts';
import { inNoTime } from '../../support/no-time.ts';
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

/** The target goes away in the middle of a run, or closes connections: what becomes of the cases in flight. */

const closed = targetFailure('closed-without-answer', 'ECONNRESET');
const refused = targetFailure('connection-refused', 'ECONNREFUSED');

/** Answers a request by the name of its case and by how often that was sent; `?` are the requests that ask for the target. */
type Target = (name: string, times: number) => ReturnType<Wire>;

interface Given {
  readonly cases: readonly Case[];
  readonly target: Target;
  readonly states?: readonly SetUp[];
  readonly options?: Partial<FlatOptions>;
}

const path = '/loans/{loan}/renew/{case}';
const telling = (id: string, different: Parameters<typeof caseOf>[0] = {}) =>
  caseOf({ id, ...different, request: { path, parameters: { case: id } } });
const [first, b, c, d] = [telling('first'), telling('b'), telling('c'), telling('d')];

async function running({ cases, target, states = [], options = {} }: Given) {
  const operation = operationOf();
  const fake = driverOf({ answers: states });
  const sent: string[] = [];
  const wire: Wire = ({ url }) => {
    const isCase = run.sending.at(-1)?.caseId !== undefined;
    const name = isCase ? (url.toString().split('/').at(-1) ?? '') : '?';
    sent.push(name);
    return target(name, sent.filter((one) => one === name).length);
  };
  const run = runOf({
    wire,
    options: {
      catalogue: { operations: new Map([[operation.id, operation]]), cases },
      driver: fake.driver,
      ...options,
    },
  });
  const outcomes = await inNoTime(async () =>
    executePlan(run.context, await makePlan(run.context.options)).finally(() => run.context.setUps.close()),
  );
  const verdicts: Record<string, Verdict> = {};
  for (const [id, { verdict }] of outcomes) verdicts[id] = verdict;
  const stopped: unknown = run.context.signal.reason;
  return { ...run, ...fake, order: sent, outcomes, verdicts, stopped };
}

const statusOf = (outcomes: Awaited<ReturnType<typeof running>>['outcomes'], id: string) =>
  outcomes.get(id)?.exchanges.map(({ response, failure }) => response?.status ?? failure?.code);

describe('a target that goes away for good', () => {
  const dying: Target = (name) => (name === 'first' ? { status: 400 } : name === '?' ? refused : closed);

  test('deviates in no case, and ends the run', async () => {
    const { verdicts, outcomes, order, stopped } = await running({ cases: [first, b, c, d], target: dying });
    expect(verdicts).toEqual({ first: 'conforms', b: 'errored', c: 'errored', d: 'errored' });
    expect(outcomes.get('b')?.reason).toBe(
      'The target went away while this was sent, and did not come back: the target closed the connection without an answer (ECONNRESET). Whether the request was the cause is not known. Start the target, and run again.',
    );
    expect(stopped).toMatchObject({
      message:
        'the target went away during the run, and was not back within 10 s: the target refused the connection (ECONNREFUSED); start it, and run again',
    });
    expect(outcomes.get('d')?.reason).toContain('not reached: the target went away during the run');
    expect(order.filter((name) => name !== '?')).toEqual(['first', 'b', 'c']);
  });

  test('behind something that still accepts connections, too', async () => {
    const target: Target = (name) => (name === 'first' ? { status: 400 } : closed);
    const { verdicts, stopped } = await running({ cases: [first, b, c], target });
    expect(verdicts).toEqual({ first: 'conforms', b: 'errored', c: 'errored' });
    expect(stopped).toBeInstanceOf(Error);
  });

  test('before its first answer, is not waited for', async () => {
    const { verdicts, order, stopped } = await running({ cases: [b, c], target: () => refused });
    expect(verdicts).toEqual({ b: 'errored', c: 'errored' });
    expect(order.filter((name) => name === '?')).toHaveLength(1);
    expect(stopped).toMatchObject({
      message:
        'the target went away during the run: the target refused the connection (ECONNREFUSED); start it, and run again',
    });
  });
});

describe('a target that comes back', () => {
  /** Asked once while it is away. */
  const back = (times: number) => (times % 2 === 1 ? refused : { status: 400 });

  test('is sent the cases again that were in flight, one by one', async () => {
    const target: Target = (name, times) =>
      name === '?' ? back(times) : ['first', 'd'].includes(name) || times > 1 ? { status: 400 } : closed;
    const { verdicts, outcomes, order } = await running({ cases: [first, b, c, d], target });
    expect(verdicts).toEqual({ first: 'conforms', b: 'conforms', c: 'conforms', d: 'conforms' });
    expect(statusOf(outcomes, 'b')).toEqual(['closed-without-answer', 400]);
    expect(outcomes.get('b')?.findings).toEqual([
      {
        check: 'lost_connection',
        severity: 'note',
        message:
          'The target went away, and was back later: the target closed the connection without an answer (ECONNRESET). Sent again with nothing else in flight.',
      },
    ]);
    expect(order.slice(-2)).toEqual(['b', 'c']);
  });

  test('deviates in the case that makes it go away again', async () => {
    const target: Target = (name, times) =>
      name === '?' ? back(times) : name === 'b' ? closed : { status: 400 };
    const { verdicts, outcomes, sent, sending } = await running({ cases: [first, b, c], target });
    expect(verdicts).toEqual({ first: 'conforms', b: 'deviates', c: 'conforms' });
    expect(statusOf(outcomes, 'b')).toEqual(['closed-without-answer', 'closed-without-answer']);
    const ofB = sent.filter((_, index) => sending[index]?.caseId === 'b');
    expect(ofB.map(({ fresh }) => fresh)).toEqual([false, true]);
  });

  test('is not sent again what it may have carried out on the user’s own resource', async () => {
    const target: Target = (name, times) =>
      name === '?' ? back(times) : name === 'b' ? closed : { status: 400 };
    const { verdicts, outcomes } = await running({
      cases: [first, telling('b', { risk: 'change' })],
      target,
      options: { consent: 'change' },
    });
    expect(verdicts).toEqual({ first: 'conforms', b: 'errored' });
    expect(statusOf(outcomes, 'b')).toEqual(['closed-without-answer']);
    expect(outcomes.get('b')?.reason).toContain('so it was not sent again');
  });

  test('has its states set up again', async () => {
    const target: Target = (name, times) =>
      name === '?' ? back(times) : name === 'b' && times === 1 ? closed : { status: 400 };
    const on = (id: string) => telling(id, { states: [onLoan] });
    const { verdicts, sent, sending } = await running({
      cases: [on('first'), on('b'), on('c')],
      target,
      options: { concurrency: 1 },
    });
    expect(verdicts).toEqual({ first: 'conforms', b: 'conforms', c: 'conforms' });
    const loans = sent.map(({ url }, index) => [sending[index]?.caseId, url.toString().split('/').at(-3)]);
    expect(loans.filter(([id]) => id !== undefined)).toEqual([
      ['first', 'loan-1'],
      ['b', 'loan-1'],
      ['c', 'loan-2'],
      ['b', 'loan-3'],
    ]);
  });

  test('is asked again for a state whose set-up failed meanwhile, once for all who share it', async () => {
    const failed: SetUp = { outcome: 'failed', reason: 'no answer' };
    const on = (id: string) => telling(id, { states: [onLoan] });
    const { verdicts, setUps } = await running({
      cases: [first, on('b'), on('c')],
      target: (name, times) => (name === '?' ? back(times) : { status: 400 }),
      states: [failed, ready({ loan: 'loan-2' })],
      options: { concurrency: 1 },
    });
    expect(verdicts).toEqual({ first: 'conforms', b: 'conforms', c: 'conforms' });
    expect(setUps).toHaveLength(2);
  });
});

describe('a target that hangs', () => {
  const hung = targetFailure('timeout', '30 s');
  const cases = [first, ...['b', 'c', 'd', 'e', 'f'].map((id) => telling(id))];
  const options = { concurrency: 6 };

  test('for a while is sent again what hung together', async () => {
    const target: Target = (name, times) =>
      name === '?' || name === 'first' || times > 1 ? { status: 400 } : hung;
    const { verdicts, outcomes } = await running({ cases, target, options });
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['conforms']));
    expect(outcomes.get('b')?.findings).toMatchObject([
      { message: expect.stringMatching(/^No other request was answered either: no complete answer/) },
    ]);
  });

  test('in many cases deviates in three that hang alone, and is not waited for in the rest', async () => {
    const target: Target = (name) => (name === '?' || name === 'first' ? { status: 400 } : hung);
    const { verdicts, outcomes } = await running({ cases, target, options });
    expect(verdicts).toEqual({
      first: 'conforms',
      ...{ b: 'deviates', c: 'deviates', d: 'deviates', e: 'inconclusive', f: 'inconclusive' },
    });
    expect(statusOf(outcomes, 'd')).toEqual(['timeout', 'timeout']);
    expect(statusOf(outcomes, 'e')).toEqual(['timeout']);
    expect(outcomes.get('e')?.reason).toBe(
      'It got no complete answer while others got none either. 3 of these were sent again alone, and got none again, so the rest was not sent again.',
    );
  });

  test('for good is gone', async () => {
    const target: Target = (name) => (name === 'first' ? { status: 400 } : hung);
    const { verdicts, stopped } = await running({ cases, target, options });
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['conforms', 'errored']));
    expect(stopped).toBeInstanceOf(Error);
  });
});

describe('a target that is there', () => {
  const there =
    (lost: (name: string, times: number) => boolean): Target =>
    (name, times) =>
      name !== '?' && lost(name, times) ? closed : { status: 400 };

  test('deviates where it closes the connection of one request', async () => {
    const { verdicts, order } = await running({
      cases: [first, b, c],
      target: there((name) => name === 'b'),
      options: { concurrency: 1 },
    });
    expect(verdicts).toEqual({ first: 'conforms', b: 'deviates', c: 'conforms' });
    expect(order).toEqual(['first', 'b', '?', 'c']);
  });

  test('is sent again what it lost together, and deviates where it loses it alone', async () => {
    const { verdicts, outcomes } = await running({
      cases: [first, b, c],
      target: there((name, times) => name === 'b' || (name === 'c' && times === 1)),
      options: { concurrency: 3 },
    });
    expect(verdicts).toEqual({ first: 'conforms', b: 'deviates', c: 'conforms' });
    expect(outcomes.get('c')?.findings).toMatchObject([
      {
        check: 'lost_connection',
        message: expect.stringMatching(/^Other connections were lost at the same time: /),
      },
    ]);
    expect(statusOf(outcomes, 'b')).toHaveLength(2);
  });

  test('deviates where it has never answered: nothing is asked, and nothing sent twice', async () => {
    const { verdicts, order } = await running({ cases: [b, c], target: () => closed });
    expect(verdicts).toEqual({ b: 'deviates', c: 'deviates' });
    expect(order).toEqual(['b', 'c']);
  });

  test('and whose states fail is not waited for', async () => {
    const { verdicts, setUps, stopped } = await running({
      cases: [first, telling('b', { states: [onLoan] })],
      target: () => ({ status: 400 }),
      states: [{ outcome: 'failed', reason: 'no answer' }],
    });
    expect(verdicts).toEqual({ first: 'conforms', b: 'errored' });
    expect(setUps).toHaveLength(1);
    expect(stopped).toBeUndefined();
  });
});
