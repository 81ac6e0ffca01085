import { mergeShards, type StoredResult } from '../../../src/compare/merge.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { sampleCase, sampleDeviation, sampleResult, sampleWaiver } from '../../support/results.ts';

const ids = ['upgradeInstance/202/a', 'upgradeInstance/400/b', 'upgradeInstance/400/c'];

/** Part `index` of three: it has the case of that number. */
function part(index: number, change: (result: RunResult) => RunResult = (result) => result): StoredResult {
  const cases = ids.map((id, place) =>
    sampleCase(id, {
      requirements: [place === 0 ? 'body-202' : 'fault-400'],
      ...(place + 1 !== index && { verdict: 'not-selected', exchanges: [], durationMs: 0 }),
    }),
  );
  const result = sampleResult(cases, {
    conclusion: 'incomplete',
    run: {
      options: { shard: `${index}/3`, report: [`json=${index}.json`], consent: 'reject' },
      durationMs: 1000 * index,
    },
  });
  return { file: `${index}.json`, result: change(result) };
}

const withRun = (run: Partial<RunResult['run']>) => (result: RunResult) => ({
  ...result,
  run: { ...result.run, ...run },
});
const withOptions = (options: RunResult['run']['options']) => (result: RunResult) =>
  withRun({ options: { ...result.run.options, ...options } })(result);

describe('the parts of a run', () => {
  it('are merged into one result, evaluated again', () => {
    const whole = mergeShards([
      part(2),
      part(1),
      part(3, withRun({ startedAt: '2026-11-23T10:01:00.000Z' })),
    ]);
    expect(whole.cases.map(({ verdict }) => verdict)).toEqual(['conforms', 'conforms', 'conforms']);
    expect(whole.coverage.map(({ status, verdict }) => [status, verdict])).toEqual([
      [202, 'conforms'],
      [400, 'conforms'],
    ]);
    expect(whole.conclusion).toBe('conformant');
    expect(whole.run).toMatchObject({
      startedAt: '2026-11-23T10:00:00.000Z',
      durationMs: 63_000,
      exitCode: 0,
    });
  });

  it('are repeated as one run, without the report options of single parts', () => {
    const alike = withOptions({ noColor: true });
    const { run } = mergeShards([part(1, alike), part(2, alike), part(3, alike)]);
    expect(run.options).toEqual({ consent: 'reject', noColor: true });
  });

  it('deviate if one does, and waivers apply to the whole', () => {
    const deviating = (result: RunResult): RunResult => ({
      ...result,
      cases: result.cases.map((item) =>
        item.verdict === 'conforms' ? { ...item, verdict: 'deviates', findings: [sampleDeviation] } : item,
      ),
    });
    expect(mergeShards([part(1), part(2, deviating), part(3)])).toMatchObject({
      conclusion: 'deviates',
      run: { exitCode: 1 },
    });
    const { entry: _, ...waiver } = { ...sampleWaiver, case: ids[1] ?? '' };
    const waivers = withRun({ waivers: [{ ...waiver, entry: 1 }] });
    const whole = mergeShards([
      part(1, waivers),
      part(2, (result) => waivers(deviating(result))),
      part(3, waivers),
    ]);
    expect(whole).toMatchObject({ conclusion: 'deviates', run: { exitCode: 0, waivers: [{ entry: 1 }] } });
    expect(whole.cases[1]?.waived).toBe('known, ticket 12');
    const stale = mergeShards([part(1, waivers), part(2, waivers), part(3, waivers)]);
    expect(stale.run).toMatchObject({ exitCode: 1, waivers: [{ problem: { kind: 'stale' } }] });
  });

  it('are never conformant when only some cases were selected', () => {
    const only = withOptions({ only: ['*/400/*'] });
    const without = (result: RunResult): RunResult => ({
      ...only(result),
      cases: result.cases.map((item, index) => (index === 0 ? { ...item, verdict: 'not-selected' } : item)),
    });
    expect(mergeShards([part(1, without), part(2, without), part(3, without)])).toMatchObject({
      conclusion: 'incomplete',
      run: { exitCode: 0 },
    });
  });

  it('report equal findings about the run once', () => {
    const finding = { ...sampleDeviation, message: 'throttled with 429' };
    const found = withRun({ findings: [finding], stopped: 'it was late', exitCode: 130 });
    const { run, conclusion } = mergeShards([part(1, found), part(2, found), part(3)]);
    expect(run).toMatchObject({ findings: [finding], stopped: 'it was late', exitCode: 130 });
    expect(conclusion).toBe('deviates');
  });
});

describe('what is refused', () => {
  const other = (change: (result: RunResult) => RunResult) => [part(1), part(2, change), part(3)] as const;
  const unsent = (result: RunResult): RunResult => ({
    ...result,
    cases: result.cases.map((item) => ({ ...item, verdict: 'not-selected' })),
  });
  const all = (result: RunResult): RunResult => ({
    ...result,
    cases: result.cases.map((item) => ({ ...item, verdict: 'conforms' })),
  });
  const rows: readonly (readonly [string, readonly [StoredResult, ...StoredResult[]], string])[] = [
    ['a missing part', [part(1), part(3)], 'Of the 3 parts of the run 2/3 is missing.'],
    ['missing parts', [part(1)], 'Of the 3 parts of the run 2/3, 3/3 are missing.'],
    ['a part twice', [part(1), part(2), part(2)], '2.json and 2.json are both part 2/3'],
    ['another splitting', other(withOptions({ shard: '2/4' })), '2.json is one of 4 parts, 1.json one of 3'],
    ['a whole run', other(withRun({ options: {} })), '2.json is not part of a run'],
    [
      'another target',
      other((result) => ({ ...result, target: { ...result.target, url: 'http://other.test' } })),
      'the target is "https://staging.example" in 1.json and "http://other.test" in 2.json',
    ],
    [
      'another specification',
      other((result) => ({
        ...result,
        suite: { ...result.suite, specification: { ...result.suite.specification, version: '2' } },
      })),
      'the specification is',
    ],
    [
      'another option',
      other(withOptions({ timeout: 1 })),
      'the option timeout is not set in 1.json and 1 in 2.json',
    ],
    [
      'other waivers',
      other(withRun({ waivers: [sampleWaiver] })),
      'the list of waivers is not set in 1.json',
    ],
    ['other cases', other((result) => ({ ...result, cases: result.cases.slice(1) })), 'the list of cases is'],
    ['a gap', other(unsent), 'The parts leave a gap: upgradeInstance/400/b is in none of them.'],
    ['an overlap', other(all), 'The parts overlap: upgradeInstance/202/a is in 1.json and in 2.json.'],
  ];

  it.each(rows)('%s', (_, parts, message) => {
    expect(() => mergeShards([...parts] as [StoredResult, ...StoredResult[]])).toThrow(message);
  });
});
