import fc from 'fast-check';
import { concludeRun, type Evidence } from '../../../src/evaluation/conclude.ts';
import { coverageOf, type DocumentedStatus } from '../../../src/evaluation/coverage.ts';
import { operationResults, operationsOfStored, withoutCode } from '../../../src/evaluation/operations.ts';
import type { CaseResult, Conclusion, Finding, RunResult, Verdict } from '../../../src/model/result.ts';
import { sampleCase, sampleResult } from '../../support/results.ts';

const facts = (...ids: string[]) => ids.map((operationId) => ({ operationId, title: operationId }));
const code = (name: string, excluded?: string): DocumentedStatus => {
  const [operationId = '', status] = name.split('/');
  return { operationId, status: Number(status), ...(excluded !== undefined && { excluded }) };
};
const found = (id: string, verdict: Verdict = 'conforms', requirements: string[] = []): CaseResult =>
  sampleCase(`${id}/a`, { verdict, requirements });
const must = { statement: 's', strength: 'must', authority: 'a', citation: 'c' } as const;
const deviation: Finding = { check: 'c', severity: 'deviation', message: 'm' };

interface Run {
  readonly operations?: readonly string[];
  readonly codes: readonly DocumentedStatus[];
  readonly cases: readonly CaseResult[];
  readonly requirements?: Evidence['requirements'];
  readonly findings?: readonly Finding[];
  readonly selection?: boolean;
}

function concluded({ codes, cases, requirements = {}, findings = [], selection = false, operations }: Run) {
  const all = facts(...(operations ?? new Set(codes.map(({ operationId }) => operationId))));
  const evidence = {
    cases,
    coverage: coverageOf(codes, cases),
    requirements,
    findings,
    withoutCode: withoutCode(all, codes),
  };
  const each = operationResults(all, evidence, selection);
  return { each, run: concludeRun(evidence, selection) };
}

const both = [code('a/200'), code('b/200')];
const fine = [found('a/200'), found('b/200')];

test.each<[what: string, run: Run, each: string[], ofRun: string]>([
  ['everything is shown', { codes: both, cases: fine }, ['conformant', 'conformant'], 'conformant'],
  [
    'one deviates',
    { codes: both, cases: [found('a/200', 'deviates'), found('b/200')] },
    ['deviates', 'conformant'],
    'deviates',
  ],
  [
    'a code has no case',
    { codes: both, cases: [found('a/200')] },
    ['conformant', 'incomplete'],
    'incomplete',
  ],
  [
    'a case errored',
    { codes: both, cases: [...fine, { ...found('b/200', 'errored'), id: 'b/200/b' }] },
    ['conformant', 'incomplete'],
    'incomplete',
  ],
  [
    'a must of one is not shown',
    {
      codes: both,
      cases: [found('a/200'), found('b/200', 'conforms', ['R'])],
      requirements: { R: { ...must, verdict: 'incomplete' } },
    },
    ['conformant', 'incomplete'],
    'incomplete',
  ],
  [
    'cases were selected',
    { codes: both, cases: fine, selection: true },
    ['incomplete', 'incomplete'],
    'incomplete',
  ],
  [
    'an operation has only a code that is excluded',
    {
      codes: [...both, code('a/201'), code('a/202'), code('c/503', 'why')],
      cases: [...fine, found('a/201'), found('a/202')],
    },
    ['conformant', 'conformant', 'incomplete'],
    'incomplete',
  ],
  [
    'the run as a whole deviates, by nobody knows which',
    { codes: both, cases: fine, findings: [deviation] },
    ['incomplete', 'incomplete'],
    'deviates',
  ],
  [
    'the run as a whole has a note',
    { codes: both, cases: fine, findings: [{ ...deviation, severity: 'note' }] },
    ['conformant', 'conformant'],
    'conformant',
  ],
  [
    'the run of one operation deviates as a whole',
    { codes: [code('a/200')], cases: [found('a/200')], findings: [deviation] },
    ['deviates'],
    'deviates',
  ],
  [
    'an operation documents no code',
    { operations: ['a', 'b', 'empty'], codes: both, cases: fine },
    ['conformant', 'conformant', 'incomplete'],
    'incomplete',
  ],
])('%s', (_what, run, each, ofRun) => {
  const { each: operations, run: conclusion } = concluded(run);
  expect([operations.map((one) => one.conclusion), conclusion]).toEqual([each, ofRun]);
});

test('an operation has its first tag, if it has one, and the number of its codes', () => {
  const evidence = { cases: [], coverage: coverageOf([code('a/200')], []), requirements: {}, findings: [] };
  const operations = [
    { operationId: 'a', title: 'A', tag: 'books' },
    { operationId: 'empty', title: 'Nothing' },
  ];
  const none = { conforms: 0, deviates: 0, incomplete: 0, excluded: 0 };
  expect(operationResults(operations, evidence, false)).toStrictEqual([
    {
      ...{ operationId: 'a', title: 'A', tag: 'books', conclusion: 'incomplete' },
      codes: { ...none, incomplete: 1 },
    },
    { operationId: 'empty', title: 'Nothing', conclusion: 'incomplete', codes: none },
  ]);
});

describe('the operations of a report that has none', () => {
  const stored = (
    cases: readonly CaseResult[],
    conclusion: Conclusion,
    options: RunResult['run']['options'] = {},
  ) => {
    const coverage = coverageOf(
      cases.map(({ operationId, status }) => ({ operationId, status })),
      cases,
    );
    return operationsOfStored(
      sampleResult(cases, { coverage, requirements: {}, conclusion, run: { options } }),
    );
  };
  const half = [found('a/200'), found('b/200', 'not-exercised')];

  test('are those that its codes name', () => {
    const none = { conforms: 0, deviates: 0, incomplete: 0, excluded: 0 };
    expect(stored([...half, found('a/201')], 'incomplete')).toStrictEqual([
      { operationId: 'a', title: 'a', conclusion: 'conformant', codes: { ...none, conforms: 2 } },
      { operationId: 'b', title: 'b', conclusion: 'incomplete', codes: { ...none, incomplete: 1 } },
    ]);
  });

  test.each<[what: string, cases: readonly CaseResult[], Conclusion, string[]]>([
    ['the only one: as the run', [found('a/200')], 'incomplete', ['incomplete']],
    ['several of a conformant run: as the run', half, 'conformant', ['conformant', 'conformant']],
    ['several of another: each as its codes show', half, 'deviates', ['conformant', 'incomplete']],
  ])('are concluded, %s', (_what, cases, conclusion, each) =>
    expect(stored(cases, conclusion).map((one) => one.conclusion)).toEqual(each),
  );

  test.each([{ only: ['a*'] }, { skip: ['c*'] }, { shard: '1/2' }])('do not conform with %j', (options) =>
    expect(stored(half, 'incomplete', options).map((one) => one.conclusion)).toEqual([
      'incomplete',
      'incomplete',
    ]),
  );
});

describe('excluded codes', () => {
  const codes = (excluded: number, others: number) => [
    ...Array.from({ length: others }, (_, index) => code(`a/${200 + index}`)),
    ...Array.from({ length: excluded }, (_, index) => code(`b/${500 + index}`, 'nothing leads to it')),
    code('b/200'),
  ];
  const casesOf = (all: readonly DocumentedStatus[]) =>
    all
      .filter(({ excluded }) => excluded === undefined)
      .map(({ operationId, status }) => found(`${operationId}/${status}`));

  test.each([
    [1, 3, 'conformant'],
    [1, 2, 'incomplete'],
    [2, 7, 'conformant'],
    [2, 6, 'incomplete'],
  ])('%i beside %i others and one: %s', (excluded, others, conclusion) => {
    const all = codes(excluded, others);
    const { each, run } = concluded({ codes: all, cases: casesOf(all) });
    expect([run, ...each.map((one) => one.conclusion)]).toEqual([conclusion, conclusion, conclusion]);
    expect(each[1]?.codes).toEqual({ conforms: 1, deviates: 0, incomplete: 0, excluded });
  });

  test.each<[Verdict, string]>([
    ['conforms', 'conforms'],
    ['deviates', 'deviates'],
    ['tolerated', 'excluded'],
  ])('one that is met all the same and %s: %s', (verdict, expected) => {
    const [row] = coverageOf([code('a/413', 'too slow')], [found('a/413', verdict)]);
    expect(row?.verdict).toBe(expected);
    expect(row?.reason).toBe(expected === 'excluded' ? 'too slow' : undefined);
  });
});

test('a run is conformant exactly when each of its operations is', () => {
  const verdicts: Verdict[] = [
    'conforms',
    'tolerated',
    'deviates',
    'errored',
    'not-exercised',
    'not-selected',
  ];
  const codesAndCases = fc.array(
    fc.record({
      operation: fc.constantFrom('a', 'b', 'c'),
      status: fc.constantFrom(200, 400, 404, 500, 503),
      verdict: fc.constantFrom(...verdicts, 'conforms' as const, 'conforms' as const),
      excluded: fc.boolean(),
      requirement: fc.constantFrom('R', 'S'),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const shown = fc.constantFrom('conforms' as const, 'incomplete' as const);
  fc.assert(
    fc.property(codesAndCases, shown, fc.boolean(), fc.boolean(), (entries, verdict, selection, deviates) => {
      const codes = new Map(
        entries.map(({ operation, status, excluded }) => [
          `${operation}/${status}`,
          code(`${operation}/${status}`, excluded && status === 503 ? 'a reason' : undefined),
        ]),
      );
      const cases = entries
        .filter(({ operation, status }) => codes.get(`${operation}/${status}`)?.excluded === undefined)
        .map(({ operation, status, verdict: own, requirement }, index) => ({
          ...found(`${operation}/${status}`, own, [requirement]),
          id: `${operation}/${status}/${index}`,
        }));
      const requirements = { R: { ...must, verdict } } as const;
      const carried = cases.some((one) => one.requirements.includes('R'));
      const findings = deviates ? [deviation] : [];
      const { each, run } = concluded({
        codes: [...codes.values()],
        cases,
        requirements: carried ? requirements : {},
        findings,
        selection,
      });
      expect(run === 'conformant').toBe(each.every(({ conclusion }) => conclusion === 'conformant'));
      if (each.some(({ conclusion }) => conclusion === 'deviates')) expect(run).toBe('deviates');
    }),
  );
});
