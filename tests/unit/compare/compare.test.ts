import { changesBetween } from '../../../src/compare/changes.ts';
import { compareRuns, comparisonMatrix, sameTarget } from '../../../src/compare/compare.ts';
import { comparisonReporters } from '../../../src/compare/index.ts';
import type { CaseResult, RunResult, Verdict } from '../../../src/model/result.ts';
import { acting } from '../../support/hostile-output.ts';
import {
  conformantResult,
  deviatingResult,
  hostileResult,
  hostileTexts,
  sampleCase,
  sampleDeviation,
  sampleResult,
} from '../../support/results.ts';
import { markdownErrors } from '../reporters/formats-validity.ts';
import { htmlErrors } from '../reporters/html-validity.ts';

const id = 'upgradeInstance/400/x';
const of = (verdict: Verdict, different: Partial<CaseResult> = {}): RunResult =>
  sampleResult([sampleCase(id, { verdict, ...different })]);
const deviating = (...messages: readonly string[]) =>
  of('deviates', { findings: messages.map((message) => ({ ...sampleDeviation, location: '/a', message })) });

describe('from one run to the next', () => {
  const rows: readonly (readonly [string, RunResult, RunResult, string | undefined])[] = [
    ['the same', of('conforms'), of('conforms'), undefined],
    ['a new deviation', of('conforms'), of('deviates'), 'worse'],
    ['no longer a deviation', of('deviates'), of('conforms'), 'better'],
    ['merely tolerated', of('conforms'), of('tolerated'), 'worse'],
    ['no longer merely tolerated', of('tolerated'), of('conforms'), 'better'],
    ['no longer shown', of('conforms'), of('not-exercised'), 'worse'],
    ['shown now', of('errored'), of('conforms'), 'better'],
    ['shown to deviate now', of('not-exercised'), of('deviates'), 'worse'],
    ['a deviation that is no longer exercised', of('deviates'), of('not-exercised'), 'other'],
    ['another reason', of('not-exercised'), of('errored'), 'other'],
    ['one more deviation', deviating('a'), deviating('a', 'b'), 'worse'],
    ['another deviation', deviating('a'), deviating('b'), 'worse'],
    ['one deviation less', deviating('a', 'b'), deviating('a'), 'better'],
    ['the same deviations', deviating('a', 'b'), deviating('b', 'a'), undefined],
    ['selected now', of('not-selected'), of('deviates'), 'new'],
    ['not selected any more', of('deviates'), of('not-selected'), 'gone'],
    ['in the catalogue now', sampleResult([]), of('conforms'), 'new'],
    ['not in the catalogue any more', of('conforms'), sampleResult([]), 'gone'],
    ['never sent, and gone', of('not-selected'), sampleResult([]), undefined],
  ];

  it.each(rows)('%s', (_, before, after, direction) => {
    expect(changesBetween(before, after).map((change) => [change.id, change.direction])).toEqual(
      direction === undefined ? [] : [[id, direction]],
    );
  });

  it('a finding about the run as a whole', () => {
    const limited = { ...of('conforms'), run: { ...of('conforms').run, findings: [sampleDeviation] } };
    expect(changesBetween(of('conforms'), limited)).toMatchObject([{ id: 'run', direction: 'worse' }]);
    expect(changesBetween(limited, of('conforms'))).toMatchObject([{ id: 'run', direction: 'better' }]);
  });
});

const stored = (file: string, result: RunResult) => ({ file, result });

describe('runs under different conditions', () => {
  const under = (verdict: Verdict, run: Partial<RunResult['run']>): RunResult => {
    const one = of(verdict);
    return { ...one, run: { ...one.run, ...run } };
  };

  it.each<[string, Partial<RunResult['run']>, string]>([
    ['driver', { driver: 'none' }, 'driver http and none'],
    ['consent', { consent: 'observe' }, 'consent reject and observe'],
    [
      'options',
      { options: { consent: 'reject', allowIncomplete: [501], rate: '5/s' } },
      'option rate (not given) and "5/s"',
    ],
  ])('are compared with a warning, and what only one exercised is counted apart: %s', (_, run, named) => {
    const { report, worse } = compareRuns(
      stored('a', of('conforms')),
      stored('b', under('not-exercised', run)),
    );
    expect(report.remarks[0]).toBe(
      `Warning: A and B were run under different conditions: ${named}. 1 case that only one of them exercised is counted apart.`,
    );
    expect(report.title).toContain('0 worse, 0 new, 0 gone, 1 not comparable');
    expect(worse).toBe(false);
  });

  it('still get worse where both judged a case', () => {
    const after = under('deviates', { driver: 'none' });
    expect(compareRuns(stored('a', of('conforms')), stored('b', after)).worse).toBe(true);
  });

  it('are not those with other reports', () => {
    const options = { consent: 'reject', allowIncomplete: [501], report: 'json=x', brief: true };
    const after = under('not-exercised', { options });
    expect(compareRuns(stored('a', of('conforms')), stored('b', after)).worse).toBe(true);
  });
});

it('says whether two results have the same target', () => {
  const elsewhere = (result: RunResult, url: string) => ({ ...result, target: { ...result.target, url } });
  expect(sameTarget(of('conforms'), of('deviates'))).toBe(true);
  expect(sameTarget(of('conforms'), elsewhere(of('conforms'), 'http://other.test'))).toBe(false);
  expect(sameTarget(conformantResult(), elsewhere(conformantResult(), 'http://127.0.0.1:2'))).toBe(true);
  expect(sameTarget(conformantResult(), of('conforms'))).toBe(false);
});

it('counts the changes, and says whether something got worse', () => {
  const { report: sheet, worse } = compareRuns(
    stored('a.json', of('deviates')),
    stored('b.json', of('conforms')),
  );
  expect({ title: sheet.title, worse }).toEqual({
    title: 'https://staging.example: 1 better, 0 worse, 0 new, 0 gone',
    worse: false,
  });
  expect(sheet.tables.map(({ title }) => title)).toEqual([
    'Runs',
    'Documented codes that changed',
    'Better: 1 change',
  ]);
  expect(compareRuns(stored('b', of('conforms')), stored('a', of('deviates'))).worse).toBe(true);
});

describe('cases that only one run has', () => {
  const run = (verdicts: Readonly<Record<string, Verdict>>) =>
    sampleResult(
      Object.entries(verdicts).map(([name, verdict]) => sampleCase(`op/400/${name}`, { verdict })),
    );
  const rows: readonly (readonly [string, RunResult, RunResult, readonly string[]])[] = [
    ['none', run({ a: 'conforms' }), run({ a: 'conforms' }), ['Nothing got worse.']],
    [
      'gone',
      run({ a: 'conforms', b: 'conforms' }),
      run({ a: 'conforms', b: 'not-selected' }),
      ['Nothing got worse in the 1 case of both runs.', '1 case of A was not run in B.'],
    ],
    [
      'new, and deviating',
      run({ a: 'conforms', c: 'conforms' }),
      run({ a: 'conforms', b: 'deviates', c: 'conforms', d: 'conforms' }),
      [
        'Nothing got worse in the 2 cases of both runs.',
        '2 cases of B were not run in A, 1 of them deviating.',
      ],
    ],
    [
      'both, beside something worse',
      run({ a: 'conforms', b: 'conforms' }),
      run({ a: 'deviates', c: 'conforms' }),
      [
        'Something got worse.',
        '1 case of A was not run in B.',
        '1 case of B was not run in A, 0 of them deviating.',
      ],
    ],
  ];
  it.each(rows)('are reported: %s', (_, before, after, remarks) => {
    expect(compareRuns(stored('a', before), stored('b', after)).report.remarks).toEqual(remarks);
  });

  it.each([
    [
      'two parts of a run',
      run({ a: 'conforms', b: 'not-selected' }),
      run({ a: 'not-selected', b: 'conforms' }),
    ],
    ['a run of nothing', run({ a: 'conforms' }), sampleResult([])],
  ])('nothing is said when that is all of them: %s', (_, before, after) => {
    expect(() => compareRuns(stored('a.json', before), stored('b.json', after))).toThrow(
      'a.json and b.json have no case that was run in both',
    );
  });
});

it('puts several targets side by side', async () => {
  const { report: sheet, worse } = comparisonMatrix([
    stored('ours.json', conformantResult()),
    stored('theirs.json', deviatingResult()),
    stored('others.json', deviatingResult()),
  ]);
  expect(worse).toBe(false);
  const text = await (await comparisonReporters.console())(sheet, { color: false });
  expect(text).toMatch(
    /A {2}ours\.json +clouddb-conformance 0\.1\.0 against the built-in reference implementation/,
  );
  expect(text).toMatch(/\n {2}401 +✓ conforms +not documented +not documented\n/);
  expect(text).toMatch(
    /\n {2}upgradeInstance\/400\/body-missing +conforms +deviates \(500\) +deviates \(500\)\n/,
  );
});

/** What every format of a comparison must do, as for reports. */
const validity = {
  console: (text: string) => (text.endsWith('\n') ? [] : ['the last line is not ended']),
  // Such a page has no script.
  html: async (text: string) =>
    (await htmlErrors(text)).filter((error) => error !== '1 style sheets and scripts, not 2'),
  markdown: markdownErrors,
} as const satisfies Readonly<Record<keyof typeof comparisonReporters, unknown>>;

const many = (verdict: Verdict) =>
  sampleResult(
    Array.from({ length: 1500 }, (_, index) => sampleCase(`upgradeInstance/400/case-${index}`, { verdict })),
  );

/** Some of its cases are gone, some are in both runs, some are new. */
const before = () => sampleResult([...conformantResult().cases, ...hostileResult('plain').cases.slice(0, 3)]);

const comparisons = {
  ...Object.fromEntries(
    Object.entries(hostileTexts).map(([name, text]) => [
      `hostile: ${name}`,
      () => compareRuns(stored(`a ${text}`, before()), stored(text, hostileResult(text))),
    ]),
  ),
  'hostile matrix': () => {
    const text = Object.values(hostileTexts).join(' ');
    return comparisonMatrix([stored(text, hostileResult(text)), stored('b', deviatingResult())]);
  },
  'long matrix': () => comparisonMatrix([stored('a', many('conforms')), stored('b', many('deviates'))]),
};

describe.each(Object.entries(comparisons))('%s', (_, comparison) => {
  it.each(Object.keys(comparisonReporters) as (keyof typeof comparisonReporters)[])(
    'as %s',
    async (format) => {
      const text = await (await comparisonReporters[format]())(comparison().report, { color: false });
      expect(await validity[format](text)).toEqual([]);
      expect(acting.exec(text)).toBeNull();
    },
  );
});
