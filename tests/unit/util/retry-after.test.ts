import { retryAfterMs } from '../../../src/util/retry-after.ts';

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
  ])('%j asks for %s ms', (value, ms) => expect(retryAfterMs(value, undefined, now)).toBe(ms));

  test.each([
    ['two minutes slow', '09:58:00', '09:58:30'],
    ['two minutes fast', '10:02:00', '10:02:30'],
  ])('as a date is read against the Date of the answer, on a clock that is %s', (_what, date, until) => {
    const on = (time: string) => `Mon, 23 Nov 2026 ${time} GMT`;
    expect(retryAfterMs(on(until), on(date), now)).toBe(30_000);
  });

  test('as a date is read against our clock where the Date of the answer cannot be read', () =>
    expect(retryAfterMs('Mon, 23 Nov 2026 10:00:30 GMT', 'soon', now)).toBe(30_000));
});
