import { limitedPattern, PatternTimeError, withPatternLimit } from '../../../src/openapi/slow-pattern.ts';

const slow = 'a'.repeat(60);

test.each([
  ['^(a+)+$'],
  ['(a*)*b'],
  ['^(a|aa)+$'],
  ['^(?:a+){10,}$'],
  ['^a*a*a*a*a*a*a*a*a*a*a*b$'],
  ['^([a-z]+)*\\d$'],
])('%s is ended when its time is over', (source) => {
  const { test: matches } = limitedPattern(source, 'u');
  const work = () => [slow, `${slow}!`, `${slow.repeat(20)}!`].map(matches);
  expect(() => withPatternLimit(30, work)).toThrow(PatternTimeError);
});

test.each([
  ['^(a+)+$', 'aaa', true],
  ['^(a+)+$', 'ab', false],
  ['^[+*]+$', '+*', true],
  ['^\\d{4}(-\\d+)?$', '2026-1', true],
  ['b', 'abc', true],
])('%s, tried on %s within its time, is %s', (source, text, matches) => {
  expect(withPatternLimit(60_000, () => limitedPattern(source, 'u').test(text))).toBe(matches);
  // Nothing limits patterns outside of a judgement.
  expect(limitedPattern(source, 'u').test(text)).toBe(matches);
});
