import { longestForm, secretPattern } from '../../../src/secrets/secret-pattern.ts';

/** The text with a star for each secret. */
const hidden = (secret: string, text: string): string => text.replace(secretPattern(secret), '*');

describe('a secret is found', () => {
  test.each<[string, string, string, string]>([
    ['as it is', 'pass-word', 'a pass-word b', 'a * b'],
    ['as often as it stands there', 'pass-word', 'pass-word,pass-word', '*,*'],
    ['percent-encoded, in capitals', 'pä/s w', 'x p%C3%A4%2Fs%20w', 'x *'],
    ['percent-encoded, in small letters', 'pä/s w', 'x p%c3%a4%2fs%20w', 'x *'],
    ['percent-encoded where nothing had to be', 'abc', '%61%62%63', '*'],
    ['percent-encoded, control characters too', 'pass\nword', 'pass%0Aword', '*'],
    ['as a form has it', 'pass word', 'pass+word', '*'],
    ['with JSON’s long escapes', 'pä😀', 'p\\u00e4\\uD83D\\ude00', '*'],
    ['with JSON’s short escapes', 'a"b\\c/d\te', 'a\\"b\\\\c\\/d\\te', '*'],
    ['with HTML’s names', 'a&b<c>d"e\'f', 'a&amp;b&lt;c&gt;d&quot;e&apos;f', '*'],
    ['with HTML’s numbers', 'äö', '&#228;&#0246;', '*'],
    ['with HTML’s hexadecimal numbers', 'äö', '&#xE4;&#X00f6;', '*'],
    ['with each character in its own way', 'a&b/c', '&#97;&amp;b%2Fc', '*'],
    ['with what a pattern would take for its own', 'a.b*c', 'a.b*c axbxc', '* axbxc'],
    ['in JSON within JSON', 'a"b\\c', JSON.stringify(JSON.stringify({ s: 'a"b\\c' })), '"{\\"s\\":\\"*\\"}"'],
    [
      'in JSON within JSON within JSON',
      'a"b\\c',
      JSON.stringify(JSON.stringify(JSON.stringify(['a"b\\c']))),
      '"\\"[\\\\\\"*\\\\\\"]\\""',
    ],
    ['in JSON within JSON that is ASCII', 'pä"ö', '"p\\\\u00e4\\\\\\"\\\\u00f6"', '"*"'],
    ['in JSON within JSON, where only quotes are escaped', 'pä"~', '"pä\\\\\\"~"', '"*"'],
    ['in base64', '>>>???', 'Pj4+Pz8/', '*'],
    ['in base64 for URLs', '>>>???', 'Pj4-Pz8_', '*'],
    ['in base64, percent-encoded', '>>>???', 'Pj4%2BPz8%2F Pj4%2bPz8%2f', '* *'],
    ['in base64 within JSON', '>>>???', 'Pj4+Pz8\\/', '*'],
  ])('%s', (_title, secret, text, shown) => expect(hidden(secret, text)).toBe(shown));

  const prefixes = ['', 'a', 'ab', 'abc'];
  const secrets = ['s3cret-value', 's3cret-value1', 's3cret-value12'];
  test.each(prefixes.flatMap((prefix) => secrets.map((secret): [string, string] => [prefix, secret])))(
    'in base64 behind "%s": every character that holds a bit of "%s", and no other',
    (prefix, secret) => {
      const encoded = Buffer.from(`${prefix}${secret}xyz`).toString('base64');
      const [from, to] = [8 * prefix.length, 8 * (prefix.length + secret.length)];
      const [first, end] = [Math.floor(from / 6), Math.ceil(to / 6)];
      expect(hidden(secret, encoded)).toBe(`${encoded.slice(0, first)}*${encoded.slice(end)}`);
    },
  );
});

describe('what is no secret stays', () => {
  test.each<[string, string, string]>([
    ['with other letters', 'pass-word', 'pass-worD pass_word pass-wor'],
    ['with a sign that stands for a space, where there is none', 'pass-word', 'pass+word'],
    ['with one backslash too few', 'a\\b', 'ab'],
    ['with base64 that is too short to tell', 'abcde', Buffer.from('abcde').toString('base64')],
    ['with base64 of which too little is sure', 'abcdef', Buffer.from('xabcdef').toString('base64')],
  ])('%s', (_title, secret, text) => expect(hidden(secret, text)).toBe(text));

  test('although eight sure characters of base64 are enough', () =>
    expect(hidden('abcdef', Buffer.from('abcdef').toString('base64'))).toBe('*'));
});

test.each([
  ['a"\\/', '&#x000000'],
  ['😀', '&#x000000'],
])('no form of "%s" is longer than longestForm says, even if it is padded', (secret, zeros) => {
  const padded = [...secret].map((one) => `${zeros}${(one.codePointAt(0) ?? 0).toString(16)};`).join('');
  const nested = JSON.stringify(JSON.stringify(JSON.stringify(secret)));
  expect(hidden(secret, padded)).toBe('*');
  for (const form of [padded, nested]) expect(form.length).toBeLessThanOrEqual(longestForm(secret));
});
