import { catalogueFor } from '../../../src/app/derive-catalogue.ts';
import { loadSpecification } from '../../../src/app/specification.ts';
import { mayChange } from '../../../src/catalogue/risk.ts';
import { selectCasesOfShard, shardOf } from '../../../src/catalogue/shard.ts';
import { SuiteError } from '../../../src/model/errors.ts';
import type { Risk } from '../../../src/model/result.ts';
import { groupBy } from '../../../src/reporters/queries.ts';

const item = (id: string, state: string, risk: Risk = 'none') => ({
  id,
  status: 400,
  risk,
  states: [{ name: state, params: {} }],
});

const parts = (cases: Parameters<typeof shardOf>[0], of: number) =>
  Array.from({ length: of }, (_, index) => shardOf(cases, { index: index + 1, of }));

describe('the parts of a catalogue', () => {
  it('hold every case once, and keep cases with the same set-up together', async () => {
    const { cases } = catalogueFor(await loadSpecification());
    const sharing = groupBy(
      cases.filter(({ risk }) => !mayChange(risk)),
      ({ states, stateOptional }) => [states, stateOptional],
    );
    for (const count of [1, 2, 3, 7]) {
      const all = parts(cases, count);
      expect(all.flatMap((part) => [...part]).toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
      const scattered = sharing.filter(
        (alike) => all.filter((part) => alike.some(({ id }) => part.has(id))).length !== 1,
      );
      expect(scattered).toEqual([]);
    }
  });

  it('are as equal as possible', () => {
    const cases = [item('a', 'x'), item('b', 'x'), item('c', 'y'), item('d', 'z'), item('e', 'x', 'change')];
    expect(parts(cases, 2).map((part) => [...part])).toEqual([
      ['a', 'b', 'e'],
      ['c', 'd'],
    ]);
  });

  it('are parts of the selected cases', () => {
    const cases = [item('a/400/x', 'x'), item('b/400/y', 'y'), item('c/400/z', 'z')];
    const shard = { index: 2, of: 2 };
    expect([...(selectCasesOfShard(cases, { only: ['a/*', 'c/*'], skip: [], shard }) ?? [])]).toEqual([
      'c/400/z',
    ]);
    expect(selectCasesOfShard(cases, { only: [], skip: [], shard: undefined })).toBeUndefined();
  });

  it('are not empty', () => {
    expect(() => shardOf([item('a', 'x'), item('b', 'x')], { index: 1, of: 2 })).toThrow(
      new SuiteError(
        'usage',
        '--shard 1/2 would leave parts empty: the selected cases form 1 groups that share a set-up, so there can be at most 1.',
      ),
    );
  });
});
