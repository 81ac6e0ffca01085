import type { Case } from '../../../src/catalogue/case.ts';
import { caseFacts } from '../../../src/evaluation/catalogue-facts.ts';
import type { Rejudged } from '../../../src/evaluation/rejudge.ts';
import type { RejudgedCase } from '../../../src/evaluation/rejudge-case.ts';
import { type Difference, differencesIn, endedItself } from '../../../src/evaluation/rejudge-differences.ts';
import type { CaseResult, Finding, RunResult } from '../../../src/model/result.ts';
import { sampleResult, sampleWaiver } from '../../support/results.ts';
import { caseOf, operationOf } from '../../support/runs.ts';

/** A report, what follows from its exchanges, and where they are not the same. */

const item = caseOf();
const operation = operationOf();
const recorded: CaseResult = {
  ...caseFacts(item),
  ...{ verdict: 'conforms', findings: [], exchanges: [], durationMs: 1 },
};
const statement = { statement: 's', strength: 'must', authority: 'a', citation: 'c' } as const;
const report = sampleResult([recorded], {
  requirements: { R: { ...statement, verdict: 'conforms' } },
  ambiguities: {},
});
const finding: Finding = { check: 'c', severity: 'deviation', message: 'It is wrong.' };

const changed = 'the report was changed';
const byOthers =
  'the report was made by another version of the suite or with another document, or was changed';

interface Given {
  readonly stored?: Partial<Omit<RunResult, 'run'>> & { readonly run?: Partial<RunResult['run']> };
  /** What the report says of its case, and what follows. */
  readonly one?: Partial<CaseResult>;
  readonly now?: Partial<CaseResult>;
  readonly judged?: Partial<RejudgedCase>;
  readonly conclusions?: Partial<Rejudged['conclusions']>;
  readonly cases?: readonly Case[];
  readonly sameRules?: boolean;
}

function differences(given: Given): readonly Difference[] {
  const { stored = {}, one = {}, now = {}, judged = {}, cases = [item], sameRules = true } = given;
  const { causes, operations, coverage, requirements, conclusion, run } = report;
  const result = {
    ...report,
    cases: [{ ...recorded, ...one }],
    ...stored,
    run: { ...run, ...stored.run },
  };
  const conclusions = {
    ...{ causes, operations, coverage, requirements, conclusion },
    ...{ cases: [{ ...recorded, ...now }], findings: run.findings, exitCode: run.exitCode },
    ...given.conclusions,
  };
  const rejudged = { cases: [{ item, outcome: undefined, faults: [], ...judged }], conclusions };
  const catalogue = { operations: new Map([[operation.id, operation]]), cases };
  return differencesIn(result, rejudged, { catalogue, sameRules });
}

const byOther = (given: Given) => differences({ ...given, sameRules: false });

test('nothing differs where all is the same', () => expect(differences({})).toEqual([]));

describe('a verdict that does not follow', () => {
  const aside: Finding = { ...finding, severity: 'note', message: 'By the way.' };
  const deviates = { verdict: 'deviates', findings: [aside, finding] } as const;

  test.each<[string, Partial<CaseResult>, string]>([
    ['the first deviation', deviates, ': It is wrong.'],
    ['the reason', { verdict: 'deviates', reason: 'As it is.' }, ': As it is.'],
    ['nothing', { verdict: 'deviates' }, ''],
  ])('is explained by %s', (_what, now, because) =>
    expect(differences({ now })).toEqual([
      {
        place: item.id,
        what: `conforms in the report, deviates by its exchanges${because}`,
        why: changed,
      },
    ]),
  );

  test.each<[string, Given, string]>([
    ['by other rules', {}, byOthers],
    [
      'where the case is another now',
      { one: { title: 'Before', expect: 404 } },
      `the case changed (title, expect): ${byOthers}`,
    ],
    ['where the report contradicts itself', { judged: { faults: ['it is odd'] } }, changed],
  ])('has its reason: %s', (_what, given, why) =>
    expect(byOther({ now: deviates, ...given }).at(-1)).toMatchObject({ place: item.id, why }),
  );
});

test('what contradicts itself is a difference, by any rules', () => {
  const fault = { place: item.id, what: 'it is odd', why: changed };
  expect(differences({ judged: { faults: ['it is odd'] } })).toEqual([fault]);
  expect(byOther({ judged: { faults: ['it is odd'] } })).toEqual([fault]);
});

test('a case that there is not, and one that is not there, are differences by the same rules alone', () => {
  const more = caseOf({ id: 'renewLoan/404/more' });
  const given = { judged: { item: undefined }, cases: [item, more] };
  expect(differences(given)).toEqual([
    { place: item.id, what: 'there is no such case', why: changed },
    { place: more.id, what: 'the report does not have this case', why: changed },
  ]);
  expect(byOther(given)).toEqual([]);
});

describe('what else a report says of a case', () => {
  test.each<Partial<CaseResult>>([
    { operationId: 'burn' },
    { status: 404 },
    { title: 'Another' },
    { subject: 'a loan' },
    { unknownAction: true },
    { requirements: [] },
    { risk: 'change' },
    { expect: 418 },
    { tolerates: [{ status: 404, ambiguity: 'AMB' }] },
    { states: [{ name: 'a loan', params: {} }] },
    { reason: 'As it is.' },
    { findings: [finding] },
    { waived: 'known' },
    { baseUnproven: true },
  ])('must follow, by the same rules: %j', (one) => {
    const [name] = Object.keys(one);
    expect(differences({ one })).toEqual([
      { place: item.id, what: `${name}: not what follows`, why: changed },
    ]);
    expect(byOther({ one })).toEqual([]);
  });

  test('may be why a throttle was met, which its exchange does not show', () =>
    expect(
      differences({ one: { expect: 413, reason: 'Met.', waived: 'known' }, now: { expect: 413 } }),
    ).toEqual([{ place: item.id, what: 'expect, waived: not what follows', why: changed }]));

  test('is not compared where nothing was judged', () =>
    expect(differences({ conclusions: { cases: [] }, one: { title: 'Another' } })).toEqual([]));
});

describe('what a report concludes', () => {
  const [row] = report.coverage;
  const [ofOperation] = report.operations;
  const ofReport = (stored: Given['stored']) => differences({ ...(stored && { stored }) });

  test.each<[what: string, conclusions: Given['conclusions'], place: string, said: string]>([
    [
      'of a code',
      { coverage: row ? [{ ...row, verdict: 'incomplete' }] : [] },
      'renewLoan/400',
      'conforms in the report, incomplete by its cases',
    ],
    [
      'of an operation',
      { operations: ofOperation ? [{ ...ofOperation, conclusion: 'incomplete' }] : [] },
      'operation renewLoan',
      'conformant in the report, incomplete by its cases',
    ],
    [
      'of a requirement',
      { requirements: { R: { ...statement, verdict: 'incomplete' } } },
      'requirement R',
      'conforms in the report, incomplete by its cases',
    ],
    [
      'of the run',
      { conclusion: 'incomplete' },
      'conclusion',
      'conformant in the report, incomplete by its cases',
    ],
    ['by its exit code', { exitCode: 3 }, 'exit code', '0 in the report, 3 by its cases'],
  ])('must follow, by any rules: %s', (_what, conclusions = {}, place, what) => {
    expect(differences({ conclusions })).toEqual([{ place, what, why: changed }]);
    expect(byOther({ conclusions })).toEqual([{ place, what, why: byOthers }]);
  });

  const notFromCases = 'not what follows from the cases';
  test.each<[what: string, conclusions: Given['conclusions'], place: string, said: string]>([
    [
      'what else it says of a code',
      { coverage: row ? [{ ...row, cases: {}, reason: 'why' }] : [] },
      'renewLoan/400',
      `cases, reason: ${notFromCases}`,
    ],
    ['a code', { coverage: [] }, 'renewLoan/400', 'only in the report'],
    ['an operation', { operations: [] }, 'operation renewLoan', 'only in the report'],
    ['a requirement', { requirements: {} }, 'requirement R', 'only in the report'],
    [
      'the causes',
      { causes: [{ id: 'cause-1', headline: 'h', check: 'c', cases: [] }] },
      'causes',
      notFromCases,
    ],
    ['its own findings', { findings: [finding] }, 'findings about the run', notFromCases],
    ['the waivers', { waivers: [sampleWaiver] }, 'waivers', notFromCases],
  ])('must follow, by the same rules: %s', (_what, conclusions = {}, place, what) => {
    expect(differences({ conclusions })).toEqual([{ place, what, why: changed }]);
    expect(byOther({ conclusions })).toEqual([]);
  });

  test('must be there', () => {
    expect(ofReport({ coverage: [] })).toEqual([
      { place: 'renewLoan/400', what: 'not in the report', why: changed },
    ]);
    expect(ofReport({ run: { waivers: [sampleWaiver] } })).toEqual([
      { place: 'waivers', what: notFromCases, why: changed },
    ]);
  });

  test.each<[Partial<RunResult['run']>, boolean]>([
    [{ exitCode: 4, stopped: 'memory ran out' }, true],
    [{ exitCode: 4 }, false],
    [{ exitCode: 130, stopped: 'the run was interrupted' }, false],
  ])('is not its exit code where it ended itself: %j', (run, ended) => {
    expect(endedItself({ ...report, run: { ...report.run, ...run } })).toBe(ended);
    expect(ofReport({ run })).toEqual(
      ended
        ? []
        : [{ place: 'exit code', what: `${run.exitCode} in the report, 0 by its cases`, why: changed }],
    );
  });
});
