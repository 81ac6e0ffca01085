import { abbreviate, count, line, visible, visibleLines, wrap } from '../../../src/util/text.ts';

describe('visible', () => {
  it('says the same of each character, whatever stands beside it', () => {
    const differing = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (character) =>
        `\\u0007${visible(character)}` !== visible(`\u0007${character}`) ||
        `\\u0007${visibleLines(character)}` !== visibleLines(`\u0007${character}`),
    );
    expect(differing).toEqual([]);
  });

  it.each([
    ['plain ✓ – 😀 é', 'plain ✓ – 😀 é'],
    ['a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['\u0000\u001b\u007f\u009b', '\\u0000\\u001b\\u007f\\u009b'],
    ['\u202e\u2066\u200e\ufeff', '\\u202e\\u2066\\u200e\\ufeff'],
    ['\ud800 \udc00', '\\ud800 \\udc00'],
    ['\u{e0001}', '\\udb40\\udc01'],
  ])('escapes what cannot be seen: %#', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it('keeps what it is asked to keep', () => {
    expect(visible('a\nb\u0007', '\n')).toBe('a\nb\\u0007');
  });
});

describe('abbreviate', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 4, 'abcd… (2 more characters)'],
    ['abc😀ef', 4, 'abc… (4 more characters)'],
    ['abc😀ef', 5, 'abc😀… (2 more characters)'],
  ])('%s to %d', (text, limit, expected) => {
    expect(abbreviate(text, limit)).toBe(expected);
  });
});

it('cuts before it escapes', () => {
  expect(line('\u0007'.repeat(3), 2)).toBe('\\u0007\\u0007… (1 more characters)');
});

it('counts', () => {
  expect([count(0, 'case'), count(1, 'case'), count(2, 'case')]).toEqual(['0 cases', '1 case', '2 cases']);
});

it('wraps between words only', () => {
  expect(wrap(['aa', 'bb', 'cccccccccc'], 8)).toEqual(['aa, bb,', 'cccccccccc']);
  expect(wrap([])).toEqual([]);
});
