import { matchesPattern, selectCases } from '../../../src/catalogue/select.ts';
import { shardOf } from '../../../src/catalogue/shard.ts';

/** Which cases a pattern names, and how cases are shared out. */

test.each<[pattern: string, id: string, matches: boolean]>([
  ['404', 'lend/404/missing', true],
  ['404', '404', true],
  ['400', 'lend/404/400', false],
  ['x/404', 'x/404', true],
  ['404/x', '404/x', true],
  ['4040', '4040', true],
  ['lend*', 'lend', true],
  ['lend***', 'lend', true],
  ['lend*?', 'lend', false],
  ['*lend', 'lend', true],
  ['lend/*/a*', 'lend/404/b/a', true],
  ['lend/*/a', 'lend/404/ab', false],
  ['l?nd', 'lend', true],
  ['l?nd', 'lnd', false],
  ['', 'lend', false],
])('%s and the case %s: %s', (pattern, id, matches) => {
  expect(matchesPattern({ id, status: 404 }, pattern)).toBe(matches);
});

test('a pattern that names nothing is wrong usage', () => {
  expect(() => selectCases([{ id: 'a', status: 400 }], ['b'], [])).toThrow(
    expect.objectContaining({ kind: 'usage' }),
  );
});

describe('the parts of a run', () => {
  const cases = (state: string, ...ids: readonly string[]) =>
    ids.map((id) => ({ id, status: 400, risk: 'none', states: [{ name: state, params: {} }] }) as const);

  test('are as equal as may be, whatever the order of the groups', () => {
    const [one, two, four] = [
      cases('x', 'x1'),
      cases('y', 'y1', 'y2', 'y3'),
      cases('z', 'z1', 'z2', 'z3', 'z4'),
    ];
    for (const all of [
      [...one, ...two, ...four],
      [...four, ...two, ...one],
      [...two, ...one, ...four],
    ]) {
      const parts = [1, 2].map((index) => [...shardOf(all, { index, of: 2 })]);
      expect(parts).toEqual([
        ['z1', 'z2', 'z3', 'z4'],
        ['y1', 'y2', 'y3', 'x1'],
      ]);
    }
  });

  test('cannot be more than there are groups', () => {
    expect(() => shardOf(cases('x', 'x1', 'x2'), { index: 1, of: 2 })).toThrow(
      expect.objectContaining({ kind: 'usage' }),
    );
  });
});
