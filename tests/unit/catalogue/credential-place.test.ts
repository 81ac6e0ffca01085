import fc from 'fast-check';
import {
  credentialField,
  credentialText,
  misplacedToken,
  replaceToken,
  spellingsOf,
  withCredential,
} from '../../../src/catalogue/credential-place.ts';
import type { CredentialPlace } from '../../../src/openapi/operations.ts';

const places: readonly CredentialPlace[] = [
  { in: 'header', name: 'X-Key', form: 'plain' },
  { in: 'header', name: 'Authorization', form: 'bearer' },
  { in: 'header', name: 'Authorization', form: 'basic' },
  { in: 'query', name: 'api key', form: 'plain' },
  { in: 'cookie', name: 'sid', form: 'plain' },
];
const request = { url: 'http://t/a', headers: [['Accept', '*/*']] as const };
const token = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((text) => text.trim() === text);
const place = fc.constantFrom(...places);

const sentIn = (at: CredentialPlace, given: string) => withCredential(request, at, credentialText(at, given));

test('a server finds the token in its place', () =>
  fc.assert(
    fc.property(place, token, (at, given) => {
      const { url, headers } = sentIn(at, given);
      const field = headers.find(([name]) => name === (at.in === 'cookie' ? 'Cookie' : at.name))?.[1] ?? '';
      const found = {
        header: () => {
          const [, sent = field] = /^(?:Bearer|Basic) (.*)$/.exec(at.form === 'plain' ? '' : field) ?? [];
          return at.form === 'basic' ? Buffer.from(sent, 'base64').toString() : sent;
        },
        query: () => new URL(url).searchParams.get(at.name),
        cookie: () => decoded(field.slice('sid='.length)),
      }[at.in]();
      expect(found).toBe(at.in === 'cookie' ? decoded(given) : given);
    }),
  ));

/** Some characters cannot stand in a cookie, and there is one way to write them. */
const decoded = (text: string): string => text.replaceAll(/%(?:20|22|2C|3B|5C)/g, decodeURIComponent);

test('a token that is replaced is nowhere left', () =>
  fc.assert(
    fc.property(place, fc.uuid(), (at, given) => {
      const { url, headers } = replaceToken(sentIn(at, given), at, given, 'instead');
      const text = JSON.stringify([url, headers]);
      expect(text).toContain('instead');
      expect(text).not.toContain(given);
      expect(text).not.toContain(Buffer.from(given).toString('base64'));
    }),
  ));

test('a credential joins the cookies and the query that are there', () => {
  const [, , , query, cookie] = places;
  if (!query || !cookie) throw new Error('There are no such places.');
  expect(withCredential({ ...request, url: 'http://t/a?b=c' }, query, 'x&y').url).toBe(
    'http://t/a?b=c&api%20key=x%26y',
  );
  expect(withCredential({ ...request, headers: [['cookie', 'a=b']] }, cookie, 'x').headers).toEqual([
    ['Cookie', 'a=b; sid=x'],
  ]);
});

test.each<[number, string, string]>([
  [0, 'Bearer x', 'Bearer x'],
  [0, 'X-Key=x', 'X-Key=x'],
  [1, 'x', 'Bearer x'],
  [1, 'bearer x', 'bearer x'],
  [1, 'Bearer', 'Bearer Bearer'],
  [2, 'x:y', 'Basic eDp5'],
  [2, 'Basic eDp5', 'Basic eDp5'],
  [4, 'sid=x', 'x'],
])('at place %i, %s is written %s', (index, given, text) => {
  const at = places[index];
  expect(at && credentialText(at, given)).toBe(text);
});

test('only user and password, or what stands for them, can be basic', () => {
  const misplaced = places.map((at) =>
    ['abc', 'a:b', 'Basic eDp5'].filter((given) => misplacedToken(at, given)),
  );
  expect(misplaced).toEqual([[], [], ['abc'], [], []]);
});

test('the forms of a token are secret, too', () => {
  const kinds = places.map((at) => spellingsOf(at, 'user:a b').map(({ kind, value }) => `${kind} ${value}`));
  expect(kinds).toEqual([[], [], ['BASIC dXNlcjphIGI=', 'PASSWORD a b'], ['ENCODED user%3Aa%20b'], []]);
});

test.each<[number, string, readonly string[]]>([
  [0, 'Bearer x', ['BARE x']],
  [1, 'Bearer x', ['BARE x']],
  [2, 'abc', ['BASIC YWJj']],
  [2, 'Basic eDp5', ['BASIC eDp5']],
  [3, 'abc', []],
])('the forms at place %i of %s', (index, given, forms) => {
  const at = places[index];
  expect(at && spellingsOf(at, given).map(({ kind, value }) => `${kind} ${value}`)).toEqual(forms);
});

test.each<[number, string, string, (readonly [string, string])[]]>([
  [0, 'a b', 'http://t/a?b=c', [['X-Key', '***']]],
  [1, 'x', 'http://t/a?b=c', [['Authorization', 'Bearer ***']]],
  [2, 'x:y', 'http://t/a?b=c', [['Authorization', 'Basic ***']]],
  [3, 'x', 'http://t/a?b=c&api%20key=***', []],
  [4, 'x', 'http://t/a?b=c', [['Cookie', 'a=b; sid=***']]],
])('at place %i, only %s is replaced', (index, given, url, headers) => {
  const at = places[index];
  const other = at?.in === 'cookie' ? ([['Cookie', 'a=b']] as const) : [];
  const kept = [
    ['Accept', '*/*'],
    ['X-Key', 'other'],
    ['X-Copy', 'a=b; sid=x'],
  ] as const;
  const before = { url: 'http://t/a?b=c', headers: [...kept, ...other] };
  const whole = at && withCredential(before, at, credentialText(at, given));
  expect(whole && at && replaceToken(whole, at, given, '***')).toEqual({
    url,
    headers: [...kept, ...headers],
  });
});

test('the field of a credential', () => {
  expect(places.map(credentialField)).toEqual([
    'X-Key',
    'Authorization',
    'Authorization',
    undefined,
    'Cookie',
  ]);
  expect(credentialField(null)).toBeUndefined();
});
