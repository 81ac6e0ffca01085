import { bytesOf, repeated } from '../../../src/catalogue/case.ts';

test.each([
  ['{"a":"', 'a', 3, '"}'],
  ['', '[', 2, ''],
  ['é', 'ü€', 3, '😀'],
  ['a', 'b', 0, 'c'],
  ['a', '', 5, 'c'],
  ['', '', 0, ''],
])('a repeated body is its text: %j, %j %i times, %j', (before, unit, times, after) => {
  const bytes = bytesOf(repeated(before, unit, times, after));
  expect(Buffer.from(bytes).toString()).toBe(before + unit.repeat(times) + after);
});
