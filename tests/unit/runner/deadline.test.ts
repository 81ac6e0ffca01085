import { deadline, shutdownLimit, type TimeLimits, withinDeadline } from '../../../src/runner/deadline.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const never = new AbortController().signal;

const limits = (different: Partial<TimeLimits> = {}): TimeLimits => ({
  timeoutMs: 600_000,
  stopped: never,
  graceMs: 10_000,
  over: never,
  ...different,
});

/** The reason for which the wait has ended at each of these times, in ms after its begin. */
function reasonsAt(stop: number | undefined, times: readonly number[]) {
  const run = new AbortController();
  if (stop === 0) run.abort();
  else if (stop !== undefined) setTimeout(() => run.abort(), stop);
  const { signal } = deadline('it', limits({ stopped: run.signal }));
  let now = 0;
  return times.map((time) => {
    jest.advanceTimersByTime(time - now);
    now = time;
    return signal.aborted && signal.reason.message;
  });
}

test.each([
  ['of a run that goes on', undefined, [599_999, false], [600_000, 'it took longer than 600 s']],
  [
    'of a run that was stopped',
    0,
    [9999, false],
    [10_000, 'it took longer than 10 s after the run was stopped'],
  ],
  [
    'of a run that is stopped meanwhile',
    1000,
    [10_999, false],
    [11_000, 'it took longer than 10 s after the run was stopped'],
  ],
  ['that is over before', 595_000, [599_999, false], [600_000, 'it took longer than 600 s']],
] as const)('the end %s', (_name, stop, [before, nothing], [at, reason]) =>
  expect(reasonsAt(stop, [before, at])).toEqual([nothing, reason]),
);

test('cleared, it holds nothing', () => {
  const run = new AbortController();
  const { signal, clear } = deadline('it', limits({ stopped: run.signal, over: run.signal }));
  clear();
  run.abort(new Error('over'));
  expect(jest.getTimerCount()).toBe(0);
  expect(signal.aborted).toBe(false);
});

test('the end of everything ends it, and says why', () => {
  const over = AbortSignal.abort(new Error('too late'));
  expect(deadline('it', limits({ over })).signal.reason.message).toBe('it was given up: too late');
});

describe('work within a deadline', () => {
  test('gives its result, and holds nothing', async () => {
    expect(await withinDeadline('it', limits(), async () => 7)).toBe(7);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is not begun when all is over', async () => {
    const over = AbortSignal.abort(new Error('too late'));
    let begun = false;
    const work = async () => {
      begun = true;
    };
    await expect(withinDeadline('it', limits({ over }), work)).rejects.toThrow('it was given up: too late');
    expect(begun).toBe(false);
  });

  test.each<[string, (signal: AbortSignal) => Promise<never>]>([
    ['ignores its signal', () => new Promise(() => {})],
    [
      'says that it was interrupted in other words',
      (signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('socket hang up'))),
        ),
    ],
  ])('that %s ends with the limit', async (_name, work) => {
    const ended = expect(withinDeadline('it', limits(), work)).rejects.toThrow('it took longer than 600 s');
    await jest.advanceTimersByTimeAsync(600_000);
    await ended;
  });
});

test.each([
  ['of a run that goes on', undefined, undefined, 3_600_000, false],
  ['of a stopped run', 1000, undefined, 30_999, false],
  [
    'of a stopped run, over',
    1000,
    undefined,
    31_000,
    'teardown of everything took longer than 30 s after the run was stopped',
  ],
  ['of a run that was interrupted again', 1000, 2000, 2000, 'the run was interrupted a second time'],
] as const)('one limit for everything, %s', (_name, stopAt, abandonAt, at, reason) => {
  const [stop, abandon] = [new AbortController(), new AbortController()];
  if (stopAt !== undefined) setTimeout(() => stop.abort(), stopAt);
  if (abandonAt !== undefined) setTimeout(() => abandon.abort(), abandonAt);
  const { signal, clear } = shutdownLimit(stop.signal, abandon.signal, 30_000);
  jest.advanceTimersByTime(at);
  expect(signal.aborted && signal.reason.message).toBe(reason);
  clear();
  expect(jest.getTimerCount()).toBe(0);
});
