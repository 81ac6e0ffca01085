import { limitedPattern, PatternTimeError, withPatternLimit } from '../../../src/openapi/slow-pattern.ts';

const slow = 'a'.repeat(60);

test.each([
  ['^(a+)+$'],
  ['(a*)*b'],
  ['^(a|aa)+$'],
  ['^(?:a+){10,}$'],
  ['^a*a*a*a*a*a*a*a*a*a*a*b$'],
  ['^([a-z]+)*\\d$'],
  [`^${'a?'.repeat(60)}${'a'.repeat(60)}b$`],
  [`^${'a{0,9}'.repeat(20)}b$`],
  [`^${'(?:a|ab?)'.repeat(60)}b$`],
  ['^b|(a+)+$'],
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

test.each([
  ['^\\d{4}-\\d{2}T\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}(:?\\d{2})?)?$', true],
  ['^(?:a|b(?:c|d))+$', false],
  ['^(?:a|b(?:c|d))[|+*?]{2,3}$', true],
  ['^a|b*$', false],
  ['^(a|b)|b*$', false],
  ['^a*b+$', false],
  ['a', false],
  [`^${'a?'.repeat(8)}$`, true],
  [`^${'a?'.repeat(9)}$`, false],
  ['^a{0,255}$', true],
  ['^a{0,256}$', false],
])('that %s needs no limit is %s', (source, isQuick) =>
  expect(limitedPattern(source, 'u') instanceof RegExp).toBe(isQuick),
);
