import { Interruption } from '../../../src/cli/interruption.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

type Signal = Parameters<Interruption['receive']>[0];

/** What the signals have led to at a time; each comes so many milliseconds after the first. */
function stateAt(ms: number, signals: readonly (readonly [at: number, Signal])[]): string {
  let ended = false;
  const interruption = new Interruption(() => {
    ended = true;
  });
  interruption.handle();
  for (const [at, signal] of signals) setTimeout(() => interruption.receive(signal), at);
  jest.advanceTimersByTime(ms);
  if (ended) return 'ended';
  if (interruption.abandon.aborted) return 'abandoned';
  return interruption.stop.aborted ? 'stopped' : 'running';
}

test.each<[string, readonly (readonly [number, Signal])[], number, string]>([
  ['nothing', [], 60_000, 'running'],
  ['one', [[0, 'SIGTERM']], 60_000, 'stopped'],
  [
    'a second, soon: teardown has a little time',
    [
      [0, 'SIGINT'],
      [900, 'SIGINT'],
    ],
    4999,
    'stopped',
  ],
  [
    'a second, soon, and that time is over',
    [
      [0, 'SIGINT'],
      [900, 'SIGINT'],
    ],
    5000,
    'abandoned',
  ],
  [
    'a second, later',
    [
      [0, 'SIGINT'],
      [7500, 'SIGTERM'],
    ],
    7500,
    'abandoned',
  ],
  [
    'a second, and reports that are never written',
    [
      [0, 'SIGINT'],
      [7500, 'SIGTERM'],
    ],
    17_500,
    'ended',
  ],
  [
    'a third',
    [
      [0, 'SIGINT'],
      [900, 'SIGINT'],
      [1000, 'SIGINT'],
    ],
    1000,
    'ended',
  ],
  [
    'Ctrl-C through npm and timeout, three at once',
    [
      [0, 'SIGINT'],
      [1, 'SIGINT'],
      [2, 'SIGINT'],
    ],
    4999,
    'stopped',
  ],
  [
    'a terminal that is closed, one signal of the kernel and one of the shell',
    [
      [0, 'SIGHUP'],
      [5, 'SIGHUP'],
    ],
    60_000,
    'stopped',
  ],
  [
    'a hangup and a hangup later',
    [
      [0, 'SIGHUP'],
      [6000, 'SIGHUP'],
    ],
    6000,
    'abandoned',
  ],
])('%s', (_name, signals, at, state) => expect(stateAt(at, signals)).toBe(state));

test('an unhandled error stops the run, and the first signal after it is the first', () => {
  const interruption = new Interruption(() => {});
  interruption.handle();
  interruption.stopForError();
  expect([interruption.stop.aborted, interruption.received]).toEqual([true, false]);
  interruption.receive('SIGINT');
  expect(interruption.abandon.aborted).toBe(false);
});

test('a command that has nothing to tear down is ended by the first signal', () => {
  const end = jest.fn();
  new Interruption(end).receive('SIGHUP');
  expect(end).toHaveBeenCalledTimes(1);
});
