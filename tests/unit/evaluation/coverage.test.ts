import { coverageOf } from '../../../src/evaluation/coverage.ts';
import type { Verdict } from '../../../src/model/result.ts';

const documented = [{ operationId: 'renew', status: 400 }];

const coverage = (verdicts: readonly Verdict[], testableBy: string[] = []) => {
  const cases = verdicts.map((verdict, index) => ({
    operationId: 'renew',
    status: 400,
    verdict,
    ...(testableBy[index] !== undefined && { testableBy: testableBy[index] }),
  }));
  const [row] = coverageOf(documented, [
    ...cases,
    { operationId: 'renew', status: 500, verdict: 'deviates' },
    { operationId: 'make', status: 400, verdict: 'deviates' },
  ]);
  return row;
};

test.each<[Verdict[], string, string | undefined]>([
  [[], 'incomplete', 'no case is about it'],
  [['conforms'], 'conforms', undefined],
  [['conforms', 'tolerated'], 'conforms', undefined],
  [['conforms', 'not-exercised', 'not-consented', 'not-selected'], 'conforms', undefined],
  [['conforms', 'deviates'], 'deviates', undefined],
  [['deviates', 'errored'], 'deviates', undefined],
  [['conforms', 'errored'], 'incomplete', '1 errored'],
  [['conforms', 'inconclusive', 'inconclusive'], 'incomplete', '2 inconclusive'],
  [['tolerated'], 'incomplete', 'answered only as an ambiguity tolerates'],
  [['not-selected'], 'incomplete', 'not selected'],
  [['not-exercised', 'tolerated'], 'incomplete', 'not exercised'],
  [['not-consented'], 'incomplete', 'not exercised'],
])('%j is %s', (verdicts, verdict, reason) => {
  const row = coverage(verdicts);
  expect([row?.verdict, row?.reason]).toEqual([verdict, reason]);
  expect(Object.values(row?.cases ?? {}).reduce((sum, count) => sum + count, 0)).toBe(verdicts.length);
});

test('what would bring a status about is named once', () => {
  const { reason } =
    coverage(['not-exercised', 'not-exercised', 'not-consented'], ['--states', '--states', '--consent']) ??
    {};
  expect(reason).toBe('not exercised; needs --states; or --consent');
});

test('a status has where it is stated, and a reason where it needs one', () => {
  const status = { operationId: 'renew', status: 400 };
  const [stated, open] = coverageOf(
    [{ ...status, citation: 'Row 400' }, status],
    [{ ...status, verdict: 'conforms' }],
  );
  const shown = { ...status, verdict: 'conforms', cases: { conforms: 1 } };
  expect(stated).toStrictEqual({ ...shown, citation: 'Row 400' });
  expect(open).toStrictEqual(shown);
});
