import { Gate, type GateOptions } from '../../../src/runner/gate.ts';

const gate = (different: Partial<GateOptions> = {}) =>
  new Gate({ maxWaitS: 10, spacingMs: 0, signal: new AbortController().signal, ...different });

/** A request that was sent a while ago, or when every pause so far was over. */
const earlier = () => ({ sentAt: performance.now() - 1, gapMs: 1 });
const later = () => ({ sentAt: performance.now() + 1e9, gapMs: 1 });

describe('a pause', () => {
  test('is as long as the target asks, or doubles from one second', () => {
    const own = gate();
    expect([own.pause(undefined, later()), own.pause(undefined, later()), own.pause(2500, later())]).toEqual([
      1000, 2000, 2500,
    ]);
  });

  test('is counted once for all requests that were sent before it', () => {
    const own = gate({ maxWaitS: 3 });
    expect(own.pause(2000, earlier())).toBe(2000);
    const rest = own.pause(2000, earlier());
    expect(rest).toBeGreaterThan(1000);
    expect(rest).toBeLessThanOrEqual(2000);
    expect(own.pause(1000, later())).toBe(1000);
  });

  test('is refused when it would be too long without progress', () => {
    expect(gate({ maxWaitS: 3 }).pause(2000, earlier())).toBe(2000);
    expect(gate({ maxWaitS: 3 }).pause(4000, earlier())).toBeUndefined();
    expect(gate({ maxWaitS: 0 }).pause(undefined, earlier())).toBeUndefined();
  });

  describe('over the time of a run', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    test('is granted again and again, as long as cases are answered in between', () => {
      const own = gate({ maxWaitS: 3 });
      const granted = [1, 2, 3, 4].map(() => {
        const ms = own.pause(2000, later());
        jest.advanceTimersByTime(2000);
        own.answered(later());
        return ms;
      });
      expect(granted).toEqual([2000, 2000, 2000, 2000]);
    });

    test('is refused once nothing was answered for too long, also where each pause is short', () => {
      const own = gate({ maxWaitS: 1 });
      const granted = Array.from({ length: 20 }, () => {
        const ms = own.pause(0, later());
        jest.advanceTimersByTime(100);
        return ms;
      });
      expect(granted.filter((ms) => ms !== undefined)).toHaveLength(10);
      expect(granted.at(-1)).toBeUndefined();
    });

    test('a wait of one request alone is bounded by the same time', async () => {
      const own = gate({ maxWaitS: 3 });
      expect(await own.wait(4000)).toBeUndefined();
      const waiting = own.wait(undefined);
      await jest.advanceTimersByTimeAsync(1000);
      expect(await waiting).toBe(1000);
    });
  });

  test('holds requests back, which a stop ends', async () => {
    const stop = new AbortController();
    const own = gate({ signal: stop.signal });
    await own.pass();
    own.pause(9000, earlier());
    const held = own.pass();
    stop.abort(new Error('stopped'));
    await expect(held).rejects.toThrow('stopped');
    await expect(own.pass()).rejects.toThrow('stopped');
  });
});

test('requests keep the distance that the user set', async () => {
  const own = gate({ spacingMs: 5 });
  const startedAt = performance.now();
  await Promise.all([own.pass(), own.pass(), own.pass()]);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(10);
});

describe('requests that wait', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('are sent in the order in which their cases began to wait', async () => {
    const own = gate({ spacingMs: 10 });
    await own.pass();
    const sent: string[] = [];
    const passes = [
      own.pass({ since: 30 }).then(() => sent.push('young')),
      own.pass({ since: 10 }).then(() => sent.push('old')),
      own.pass({ since: 20 }).then(() => sent.push('middle')),
    ];
    await jest.advanceTimersByTimeAsync(30);
    await Promise.all(passes);
    expect(sent).toEqual(['old', 'middle', 'young']);
  });

  test('know how long after the one before they were sent', async () => {
    const own = gate({ spacingMs: 10 });
    await own.pass();
    const second = own.pass();
    await jest.advanceTimersByTimeAsync(10);
    expect((await second).gapMs).toBeCloseTo(10, 0);
  });

  test('unhurried keep a wider gap to the last request that was answered', async () => {
    const own = gate({ spacingMs: 10 });
    own.answered(await own.pass());
    let passed = false;
    const waiting = own.pass({ unhurried: true }).then(() => {
      passed = true;
    });
    await jest.advanceTimersByTimeAsync(30);
    expect(passed).toBe(false);
    await jest.advanceTimersByTimeAsync(10);
    await waiting;
    expect(passed).toBe(true);
  });
});
