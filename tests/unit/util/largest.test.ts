import { largest } from '../../../src/util/largest.ts';

test('the largest of any number of numbers', () => {
  expect(largest([])).toBe(0);
  expect(largest([1, 3, 2])).toBe(3);
  expect(largest(Array.from({ length: 500_000 }, (_, index) => index))).toBe(499_999);
});
