import type { Io } from '../../../src/cli/io.ts';
import { progressDisplay, progressText, withProgress } from '../../../src/cli/progress.ts';
import type { Progress } from '../../../src/runner/options.ts';

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

const progress = (different: Partial<Progress> = {}): Progress => ({
  done: 10,
  total: 40,
  deviating: 2,
  underWay: [],
  ...different,
});

const began = (id: string, secondsAgo: number) => ({ id, since: Date.now() - secondsAgo * 1000 });

describe('the text', () => {
  it.each([
    ['at first', progress({ done: 0 }), 0, '0 of 40 cases, 2 deviating'],
    ['before anything can be judged', progress(), 1999, '10 of 40 cases, 2 deviating'],
    ['with the time left', progress(), 10_000, '10 of 40 cases, 2 deviating, about 30 s left'],
    ['with minutes left', progress(), 60_000, '10 of 40 cases, 2 deviating, about 3 min left'],
    ['at the end', progress({ done: 40 }), 9000, '40 of 40 cases, 2 deviating'],
  ])('%s', (_, given, elapsed, text) => {
    expect(progressText(given, elapsed)).toBe(text);
  });

  it('names the slowest case that is worth it', () => {
    const underWay = [began('a/404/fast', 1), began('a/404/slow', 12), began('a/404/mid', 3)];
    expect(progressText(progress({ underWay }), 0)).toBe(
      '10 of 40 cases, 2 deviating, slowest: 12 s a/404/slow',
    );
    expect(progressText(progress({ underWay: [began('a/404/fast', 1)] }), 0)).not.toContain('slowest');
  });
});

test.each([
  ['on a terminal', true, false, 1],
  ['elsewhere', false, false, 0],
  ['that is to be quiet', true, true, 0],
])('an interruption %s is confirmed as often', async (_where, errIsTerminal, quiet, times) => {
  const written: string[] = [];
  const stop = new AbortController();
  const io: Io = {
    out: () => {},
    err: (text) => written.push(text),
    outIsTerminal: false,
    errIsTerminal,
    cwd: '',
    signal: stop.signal,
  };
  await withProgress({ quiet }, io, async () => stop.abort());
  expect(written.filter((text) => text.includes('Interrupted'))).toHaveLength(times);
});

describe('on a terminal', () => {
  const started = (columns = 80) => {
    const written: string[] = [];
    const io = { err: (text: string) => written.push(text), errIsTerminal: true, errColumns: () => columns };
    return { written, display: progressDisplay(io) };
  };

  it('one line is written over itself, and goes away', () => {
    const { written, display } = started();
    display.update(progress());
    display.update(progress({ done: 11 }));
    expect(written).toEqual(['\r10 of 40 cases, 2 deviating']);
    jest.advanceTimersByTime(1000);
    expect(written.slice(1)).toEqual(['\r11 of 40 cases, 2 deviating']);
    jest.advanceTimersByTime(3000);
    expect(written.at(-1)).toContain('11 of 40 cases, 2 deviating, about');
    display.end();
    expect(written.at(-1)).toMatch(/^\r +\r$/);
    const { length } = written;
    jest.advanceTimersByTime(60_000);
    expect(written).toHaveLength(length);
  });

  it('it is never longer than the terminal is wide', () => {
    const { written, display } = started(20);
    display.update(progress());
    expect(written).toEqual(['\r10 of 40 cases, 2 d']);
    display.end();
  });

  it('it is whole on one that does not know its width', () => {
    const { written, display } = started(0);
    display.update(progress());
    expect(written).toEqual(['\r10 of 40 cases, 2 deviating']);
    display.end();
  });
});

describe('elsewhere', () => {
  it('a line reports on a long run now and then, and nothing of a short one', () => {
    const written: string[] = [];
    const display = progressDisplay({ err: (text) => written.push(text), errIsTerminal: false });
    display.update(progress());
    jest.advanceTimersByTime(9999);
    expect(written).toEqual([]);
    jest.advanceTimersByTime(10_001);
    expect(written).toEqual([
      '10 of 40 cases, 2 deviating, about 30 s left\n',
      '10 of 40 cases, 2 deviating, about 60 s left\n',
    ]);
    display.end();
    expect(written).toHaveLength(2);
  });
});
