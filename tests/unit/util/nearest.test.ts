import { longName } from '../../../src/config/option.ts';
import { optionKeys } from '../../../src/config/options.ts';
import { didYouMean, nearest } from '../../../src/util/nearest.ts';

test.each([
  ['--acount', '--account'],
  ['TARGET', '--target'],
  ['concurrent', '--concurrency'],
  ['--url', undefined],
  ['', undefined],
  ['--', undefined],
])('the name nearest to %j is %j', (typed, expected) => {
  expect(nearest(typed, optionKeys.map(longName))).toBe(expected);
});

test('a hint is a sentence to append', () => {
  expect(didYouMean('--acount', ['--account'])).toBe(' Did you mean --account?');
  expect(didYouMean('--url', ['--account'])).toBe('');
});
