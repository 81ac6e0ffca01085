import fc from 'fast-check';
import { matchesPattern, selectCases } from '../../../src/catalogue/select.ts';

const cases = [
  { id: 'renew/201/first-loan', status: 201 },
  { id: 'renew/400/days-null', status: 400 },
  { id: 'renew/400/days.of-week-null', status: 400 },
  { id: 'make/400/title-null', status: 400 },
];

const chosen = (only: readonly string[], skip: readonly string[] = []) => [
  ...(selectCases(cases, only, skip) ?? ['all']),
];

test.each([
  ['nothing', [], [], ['all']],
  ['a status', ['201'], [], ['renew/201/first-loan']],
  ['a whole id', ['renew/400/days-null'], [], ['renew/400/days-null']],
  ['a glob over slashes', ['renew/*null'], [], ['renew/400/days-null', 'renew/400/days.of-week-null']],
  ['one character', ['renew/?01/*'], [], ['renew/201/first-loan']],
  ['a dot, which is only a dot', ['renew/400/days.of*'], [], ['renew/400/days.of-week-null']],
  ['what is left', [], ['400'], ['renew/201/first-loan']],
  ['both', ['400'], ['make/*'], ['renew/400/days-null', 'renew/400/days.of-week-null']],
  ['the same twice', ['201', 'renew/201/*'], [], ['renew/201/first-loan']],
])('%s', (_name, only, skip, ids) => expect(chosen(only, skip)).toEqual(ids));

test.each([
  ['a status without a case', ['418'], [], '--only "418"'],
  ['an id without a case', ['renew/400/day'], [], '--only "renew/400/day"'],
  ['a skip without a case', [], ['418'], '--skip "418"'],
  ['nothing left', ['201'], ['201'], '--skip removes every case'],
])('%s is wrong usage', (_name, only, skip, message) =>
  expect(() => chosen(only, skip)).toThrow(
    expect.objectContaining({ kind: 'usage', exitCode: 2, message: expect.stringContaining(message) }),
  ),
);

test('a glob matches what a regular expression of the same meaning matches', () => {
  const expression = (glob: string) => new RegExp(`^${glob.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`);
  const textOf = (symbols: string) => fc.string({ unit: fc.constantFrom(...symbols), maxLength: 8 });
  fc.assert(
    fc.property(textOf('ab*?'), textOf('ab'), (glob, id) => {
      return matchesPattern({ id, status: 400 }, glob) === expression(glob).test(id);
    }),
  );
});

test('a glob with many stars meets a long id that almost fits', () => {
  const [id, glob] = ['a'.repeat(2000), `${'*a'.repeat(300)}*b`];
  expect(matchesPattern({ id, status: 400 }, glob)).toBe(false);
});
