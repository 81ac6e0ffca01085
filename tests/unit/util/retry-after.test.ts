import { retryAfterMs } from '../../../src/util/retry-after.ts';

const date = 'Sat, 28 Nov 2026 08:00:00 GMT';

test.each<[string, string | undefined, string | undefined, number | undefined]>([
  ['no field', undefined, date, undefined],
  ['seconds', '12', undefined, 12_000],
  ['no seconds', '0', date, 0],
  // The clock of the other machine does not matter.
  ['a date, against that of the answer', 'Sat, 28 Nov 2026 08:00:05 GMT', date, 5000],
  ['a date that is over', 'Sat, 28 Nov 2026 07:59:00 GMT', date, 0],
  ['an asctime date', 'Sat Nov 28 08:00:07 2026', date, 7000],
  ['a word', 'soon', date, undefined],
  ['a negative number', '-1', date, undefined],
  ['a fraction', '1.5', date, undefined],
])('%s', (_name, retryAfter, answered, expected) =>
  expect(retryAfterMs(retryAfter, answered)).toBe(expected),
);

test('a date without a Date beside it is read against this clock', () => {
  const at = new Date(Date.now() + 60_000).toUTCString();
  for (const answered of [undefined, 'yesterday']) expect(retryAfterMs(at, answered)).toBeGreaterThan(50_000);
});
