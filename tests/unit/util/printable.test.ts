import fc from 'fast-check';
import { painter } from '../../../src/util/paint.ts';
import { printable } from '../../../src/util/printable.ts';
import { safeJson, visible, visibleParts } from '../../../src/util/text.ts';
import { actingParts, hostileText } from '../../support/hostile-output.ts';

const bold = painter(true)('bold', 'x');

it.each([
  ['lines', 'a\nb ✓ – 😀 é\n', 'a\nb ✓ – 😀 é\n'],
  ['escapes', '\u001b[2Ja\rb\tc', '\\u001b[2Ja\\rb\\tc'],
  ['colours', bold, '\\u001b[1mx\\u001b[22m'],
  [
    'what shows nothing',
    'a\u3164\u115f\u034f\ufe0f\u2800\u00ad',
    'a\\u3164\\u115f\\u034f\\ufe0f\\u2800\\u00ad',
  ],
  ['spaces that are others', 'a\u00a0b\u3000', 'a\\u00a0b\\u3000'],
  ['old commands of GitHub', 'a ##[error]b', 'a \\u0023#[error]b'],
  ['commands of Azure', '##vso[task.complete]', '\\u0023#vso[task.complete]'],
  ['commands of TeamCity', 'x ###teamcity[a', 'x #\\u0023#teamcity[a'],
  ['headings', '## a [b] #[c]', '## a [b] #[c]'],
  ['commands of GitHub', '::error::a\n  ::x y=z::b', '\\u003a:error::a\n  \\u003a:x y=z::b'],
  ['colons within a line', 'a::b::c [::1]', 'a::b::c [::1]'],
  ['sections of GitLab', 'section_start:1:a\r\u001b[0K', 'section_start:1:a\\r\\u001b[0K'],
])('prints %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

it.each([
  ['styled', bold, bold],
  ['styled', '\u001b[1;5mx\u001b[2J', '\\u001b[1;5mx\\u001b[2J'],
  ['styled', `\u001b[31m::error::x`, '\u001b[31m\\u003a:error::x'],
  ['commands', '::error title=a::b\u001b[1m##[x]\n', '::error title=a::b\\u001b[1m\\u0023#[x]\n'],
  ['progress', '\r1 of 2\u001b[1m', '\r1 of 2\\u001b[1m'],
  ['progress', '\r::error::', '\r\\u003a:error::'],
] as const)('lets through what is %s: %s', (form, text, expected) => {
  expect(printable(text, form)).toBe(expected);
});

it('leaves nothing that a terminal or a CI system acts on', () => {
  fc.assert(fc.property(hostileText, (text) => expect(actingParts(printable(text))).toEqual([])));
});

it('says which parts are escapes, and together they are the visible text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const parts = visibleParts(text);
      expect(parts.map((part) => part.text).join('')).toBe(visible(text));
    }),
  );
});

it('keeps the values of JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(hostileText, hostileText), (value) => {
      const json = JSON.stringify(value, null, 2);
      expect(JSON.parse(printable(json))).toEqual(JSON.parse(json));
      expect(JSON.parse(safeJson(value))).toEqual(JSON.parse(json));
      expect(printable(safeJson(value, 2))).toBe(safeJson(value, 2));
    }),
  );
});

it('finds a marker and a pair of surrogates at every place of a long text', () => {
  for (let before = 32_700; before < 32_800; before += 1) {
    const text = `${'a'.repeat(before)}##teamcity[`;
    expect(printable(text)).toBe(`${'a'.repeat(before)}\\u0023#teamcity[`);
    const pair = `${'a'.repeat(before)}😀`;
    expect(printable(`${pair}\u200b`)).toBe(`${pair}\\u200b`);
  }
});
