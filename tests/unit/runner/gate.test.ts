import { Gate, type GateOptions, retryAfterMs } from '../../../src/runner/gate.ts';

const gate = (different: Partial<GateOptions> = {}) =>
  new Gate({ maxWaitS: 10, spacingMs: 0, signal: new AbortController().signal, ...different });

const earlier = () => performance.now() - 1;
/** A request that was sent when every pause so far was over. */
const later = () => performance.now() + 1e9;

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T10:00:00Z');

  test.each([
    [undefined, undefined],
    ['0', 0],
    ['7', 7000],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30_000],
    ['Monday, 23-Nov-26 10:00:30 GMT', 30_000],
    ['Mon Nov 23 10:00:30 2026', 30_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['7 s', undefined],
    ['2026-11-23T10:00:30Z', undefined],
    ['99999999999999999999', undefined],
    ['Soon, 99 Xxx', undefined],
  ])('%j asks for %s ms', (value, ms) => expect(retryAfterMs(value, now)).toBe(ms));
});

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

  test('is refused when the budget is used up', () => {
    const own = gate({ maxWaitS: 3 });
    expect(own.pause(2000, earlier())).toBe(2000);
    expect(own.pause(2000, later())).toBeUndefined();
    expect(own.pause(1000, later())).toBe(1000);
    expect(own.pause(1, later())).toBeUndefined();
    expect(gate({ maxWaitS: 0 }).pause(undefined, earlier())).toBeUndefined();
  });

  test('of nothing uses the budget up all the same', () => {
    const own = gate({ maxWaitS: 1 });
    const pauses = Array.from({ length: 100 }, () => own.pause(0, later()));
    expect(pauses.filter((ms) => ms !== undefined).length).toBeLessThanOrEqual(10);
    expect(pauses.at(-1)).toBeUndefined();
  });

  test('holds requests back, which a stop ends', async () => {
    const stop = new AbortController();
    const own = gate({ signal: stop.signal });
    await own.pass();
    own.pause(9000, earlier());
    const held = own.pass();
    stop.abort(new Error('stopped'));
    await expect(held).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('requests keep the distance that the user set', async () => {
  const own = gate({ spacingMs: 5 });
  const startedAt = performance.now();
  await Promise.all([own.pass(), own.pass(), own.pass()]);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(10);
});
