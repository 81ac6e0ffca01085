import { deadline } from '../../../src/runner/deadline.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const [timeoutMs, shutdownGraceMs] = [600_000, 10_000];

/** The reason for which the wait has ended at each of these times, in ms after its begin. */
function reasonsAt(stop: number | undefined, times: readonly number[]) {
  const run = new AbortController();
  if (stop === 0) run.abort();
  else if (stop !== undefined) setTimeout(() => run.abort(), stop);
  const { signal } = deadline('it', timeoutMs, run.signal, shutdownGraceMs);
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
  const { signal, clear } = deadline('it', timeoutMs, run.signal, shutdownGraceMs);
  clear();
  run.abort();
  expect(jest.getTimerCount()).toBe(0);
  expect(signal.aborted).toBe(false);
});
