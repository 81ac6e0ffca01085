import fc from 'fast-check';
import { caseMeant, patternMeant } from '../../../src/catalogue/meant.ts';
import { matchesPattern } from '../../../src/catalogue/select.ts';

const cases = ['listThings', 'getThing', 'removeThing'].flatMap((operation) =>
  [200, 401, 404].flatMap((status) =>
    ['valid-request', 'token-missing', 'query-limit-not-a-number'].map((name) => ({
      id: `${operation}/${status}/${name}`,
      status,
    })),
  ),
);
const ids = cases.map(({ id }) => id);

test.each([
  ['a letter in an id', 'getThing/404/token-mising', 'getThing/404/token-missing'],
  ['a letter in an operation', 'getThng/404/*', 'getThing/404/*'],
  ['another case', 'GetThing/404/token-missing', 'getThing/404/token-missing'],
  ['other separators', 'getThing.404.token-missing', 'getThing/404/token-missing'],
  ['no end', 'getThing', 'getThing/*'],
  ['no end, with a slash', 'getThing/404/', 'getThing/404/*'],
  ['no beginning', '404/token-missing', '*/404/token-missing'],
  ['the end alone', 'token-mising', '*/*/token-missing'],
  ['an unknown end', 'getThing/404/volcano', 'getThing/404/*'],
  ['an undocumented code', 'getThing/418/token-missing', 'getThing/*'],
  ['a pattern in an unknown operation', 'getTing/*', 'getThing/*'],
  ['a part of a pattern', '*/404/tken-*', '*/404/*'],
  ['nothing similar', 'volcano', undefined],
  ['only slashes', '///', undefined],
])('%s', (_, typed, meant) => {
  expect(patternMeant(typed, ids)).toBe(meant);
});

test.each<[what: string, typed: string, known: readonly string[], meant: string | undefined]>([
  ['a slash before it', '/404/token-missing', ids, '*/404/token-missing'],
  ['the beginning of an operation', 'get*', ids, 'get*'],
  ['a misspelt operation, with a pattern of codes', 'getTing/4*', ids, 'getThing/4*'],
  ['a code that is like another', 'getThing/408/token-missing', ids, 'getThing/*'],
  ['a code of another operation', 'a-op/404/x-one', ['a-op/200/x-one', 'b-op/404/x-one'], 'a-op/*'],
  ['text with digits at its end', 'a/stp-12', ['a/step-12', 'a/other'], 'a/step-12'],
  ['text with digits at its beginning', 'a/2-copes', ['a/2-copies', 'a/other'], 'a/2-copies'],
  ['any operation, and an unknown end', '*/200/volcano', ['root', 'lend/200/x'], '*/200/*'],
  ['an id that others begin with', 'lnd/200', ['lend/200', 'lend/200/more'], 'lend/200'],
])('%s, of other ids', (_, typed, known, meant) => expect(patternMeant(typed, known)).toBe(meant));

test('an undocumented status gets the statuses that there are', () => {
  expect(caseMeant('418', cases)).toBe(' There are cases about 200, 401, 404.');
  expect(caseMeant('418', [...cases].reverse())).toBe(' There are cases about 200, 401, 404.');
  expect(caseMeant('volcano', cases)).toBe('');
  expect(caseMeant('getThng/404/*', cases)).toBe(' Did you mean getThing/404/*?');
  expect(caseMeant('4180', cases)).toBe('');
  expect(caseMeant('x418', cases)).toBe('');
});

test('an id with one letter changed, added or lost gets a suggestion, which matches a case', () => {
  const edits = fc.record({
    id: fc.constantFrom(...ids),
    at: fc.nat(60),
    letter: fc.constantFrom('', 'x', 'q-'),
    lost: fc.nat(1),
  });
  fc.assert(
    fc.property(edits, ({ id, at, letter, lost }) => {
      const place = at % id.length;
      const typed = id.slice(0, place) + letter + id.slice(place + lost);
      const meant = patternMeant(typed, ids);
      expect(cases.some((one) => meant !== undefined && matchesPattern(one, meant))).toBe(true);
    }),
  );
});

test('whatever was typed, what is suggested matches a case, and is short', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (typed) => {
      const meant = patternMeant(typed, ids);
      if (meant === undefined) return;
      expect(cases.some((one) => matchesPattern(one, meant))).toBe(true);
      expect(caseMeant(typed, cases).length).toBeLessThan(150);
    }),
  );
});
