import { TimeLimitError, withTimeLimit } from '../../../src/util/time-limit.ts';

const long = 60_000;

test('what ends in time gives its result', () => expect(withTimeLimit(long, () => [1])).toEqual([1]));

test('an error of the work stays what it is', () => {
  const error = new RangeError('of the work');
  expect(() =>
    withTimeLimit(long, () => {
      throw error;
    }),
  ).toThrow(error);
});

test.each([
  ['a loop', () => endless()],
  ['a regular expression', () => /^(a+)+$/.test(`${'a'.repeat(60)}b`)],
  ['work within other work', () => withTimeLimit(long, endless)],
])('%s is ended', (_name, work) => expect(() => withTimeLimit(20, work)).toThrow(TimeLimitError));

test('the next work is not affected', () => {
  expect(() => withTimeLimit(20, endless)).toThrow(TimeLimitError);
  expect(withTimeLimit(long, () => withTimeLimit(long, () => 1) + 1)).toBe(2);
});

function endless(): never {
  for (;;);
}
