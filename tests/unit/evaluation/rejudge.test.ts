import type { Case } from '../../../src/catalogue/case.ts';
import type { Check } from '../../../src/checks/check.ts';
import type { Relation } from '../../../src/checks/relations.ts';
import { statusCode } from '../../../src/checks/status-code.ts';
import { assembleResult } from '../../../src/evaluation/assemble-result.ts';
import type { CaseOutcome } from '../../../src/evaluation/case-outcome.ts';
import { judgeAnswer } from '../../../src/evaluation/judge-answer.ts';
import { type Rejudging, rejudge } from '../../../src/evaluation/rejudge.ts';
import { compareAnswers, shownIn } from '../../../src/evaluation/relations.ts';
import type { CaseResult, Finding, RunResult } from '../../../src/model/result.ts';
import { atPath } from '../../../src/util/json-pointer.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf, type FlatOptions, operationOf, responseOf, runOptions } from '../../support/runs.ts';

/** Reports of runs of a few cases, judged again from what they hold. */

const operation = operationOf({ responses: new Map([responseOf(202), responseOf(400)]) });
const valid = (slug: string): Case => caseOf({ id: `renewLoan/202/${slug}`, expect: 202, status: 202 });
const [one, other] = [valid('a'), valid('b')];
const refused = caseOf({ id: 'renewLoan/400/c', requirements: [] });
const catalogue = { operations: new Map([[operation.id, operation]]), cases: [one, other, refused] };
const values = { loan: '7' };

/** Says what the body says, in words of its own. */
const advice: Check = {
  id: 'advice',
  run: ({ response }) =>
    Buffer.from(response.body).includes('advise')
      ? [{ check: 'advice', severity: 'warning', message: 'It advises.' }]
      : [],
};
const checks = [statusCode, advice];

/** Two answers show the same days for a loan. */
const relationOf = (severity: Relation['severity']): Relation => ({
  ...{ requirement: 'R', severity, statement: 'They differ.' },
  between: [202, 400].map((status) => ({
    operationId: operation.id,
    status,
    select: ({ answer }) => new Map([['7', { days: atPath(answer, 'days') }]]),
  })),
});
const relation = relationOf('deviation');

type Answers = readonly [Answer, Answer, Answer];

interface Run {
  readonly answers?: Answers;
  readonly relations?: readonly Relation[];
  readonly options?: Partial<FlatOptions>;
  readonly findings?: readonly Finding[];
}

const fine: Answers = [{ body: { days: 1 } }, { body: { days: 1 } }, { status: 400, body: '{}' }];

/** The report of a run in which the cases got these answers, all on one set-up. */
async function reportOf({ answers = fine, relations = [relation], options = {}, findings = [] }: Run = {}) {
  const setUp = {};
  const outcomes = catalogue.cases.map((item, index): [string, CaseOutcome] => {
    const exchange = {
      ...answered({ values, ...answers[index] }),
      startedAt: `2026-11-23T10:00:0${index}.000Z`,
    };
    const judged = judgeAnswer(item, operation, checks, exchange);
    const shown = shownIn({ relations }, item, exchange, setUp);
    return [item.id, { ...judged, ...shown, judged: 'answer', exchanges: [exchange], durationMs: 1 }];
  });
  const related = compareAnswers(relations, new Map(outcomes), Number.POSITIVE_INFINITY);
  const given = runOptions({ values, catalogue, ...options });
  const { result } = await assembleResult(given, {
    ...{ outcomes: related.outcomes, preflight: [], unplanned: [], findings, created: [], leftBehind: [] },
    ...{
      credentials: new Set<string>(),
      renewed: [],
      startedAt: new Date('2026-11-23T10:00:00.000Z'),
      durationMs: 1,
    },
  });
  return result;
}

const again = (stored: RunResult, different: Partial<Rejudging> = {}) =>
  rejudge({ stored, catalogue, checks, relations: [relation], requirements: {}, ...different });

/** The case at a place of a report, another. */
const withCase = (result: RunResult, at: number, change: (item: CaseResult) => CaseResult): RunResult => ({
  ...result,
  cases: result.cases.map((item, index) => (index === at ? change(item) : item)),
});

const onSetUp = ({ evidence, ...item }: CaseResult, comparedOn: number): CaseResult => ({
  ...item,
  ...(evidence && { evidence: { ...evidence, comparedOn } }),
});

const withoutEvidence = ({ evidence: _, ...item }: CaseResult): CaseResult => item;

/** The body of its answer as of a long one, so that only the beginning is there. */
const cutBody = (item: CaseResult): CaseResult => ({
  ...item,
  exchanges: item.exchanges.map(({ response, ...exchange }) => ({
    ...exchange,
    ...(response && {
      response: { ...response, body: response.body && { ...response.body, truncated: true } },
    }),
  })),
});

const differ: Answers = [{ body: { days: 1 } }, { body: { days: 2 } }, fine[2]];

describe('from a report follows what it says', () => {
  test.each<[string, Run]>([
    ['where all conforms', {}],
    ['where one deviates', { answers: [fine[0], { status: 400 }, fine[2]] }],
    ['where none is accepted', { answers: [{ status: 400 }, { status: 400 }, fine[2]] }],
    ['where one is advised', { answers: [fine[0], { body: { days: 1, a: 'advise' } }, fine[2]] }],
    ['where two answers differ', { answers: differ }],
    [
      'where two answers differ, which is no more than a warning',
      { answers: differ, relations: [relationOf('warning')] },
    ],
    [
      'where the run as a whole deviates',
      { findings: [{ check: 'c', severity: 'deviation', message: 'm' }] },
    ],
    [
      'where waivers cover it',
      {
        answers: [fine[0], { status: 400 }, fine[2]],
        options: {
          waivers: {
            entries: [
              { case: other.id, check: statusCode.id, reason: 'known', owner: 'me', expires: '2026-12-01' },
            ],
            today: '2026-11-23',
          },
        },
      },
    ],
    ['of a selection', { options: { selected: new Set([one.id]), given: { only: ['*/a'] } } }],
  ])('%s', async (_what, run) => {
    const stored = await reportOf(run);
    const { cases, conclusions } = again(stored, { ...(run.relations && { relations: run.relations }) });
    const { causes, operations, coverage, requirements, conclusion } = stored;
    const { findings, exitCode, waivers } = stored.run;
    expect(cases.map(({ why }) => why)).toEqual([undefined, undefined, undefined]);
    expect(conclusions).toEqual({
      ...{ cases: stored.cases, causes, operations, coverage, requirements, conclusion, findings, exitCode },
      ...(waivers && { waivers }),
    });
  });
});

describe('a case is what its exchange shows', () => {
  const judged = async (change: (item: CaseResult) => CaseResult, run: Run = {}) =>
    again(withCase(await reportOf(run), 1, change)).conclusions.cases[1];

  test('with the facts of the catalogue', async () =>
    expect(await judged((item) => ({ ...item, title: 'Before', risk: 'change' }))).toMatchObject({
      title: other.title,
      risk: other.risk,
    }));

  test('or what was recorded, where it is not known', async () =>
    expect(await judged((item) => ({ ...item, id: 'renewLoan/202/old', title: 'Before' }))).toMatchObject({
      ...{ id: 'renewLoan/202/old', title: 'Before', verdict: 'conforms' },
    }));

  test('without a reason, waiver or mark that does not follow', async () => {
    const marked = await judged((item) => ({ ...item, reason: 'why', waived: 'known', baseUnproven: true }));
    for (const absent of ['reason', 'waived', 'baseUnproven']) expect(marked).not.toHaveProperty(absent);
  });

  test('with findings that no answer gives, between its own and those of relations', async () => {
    const beside: Finding = { check: 'side_effects', severity: 'note', message: 'It changed.' };
    const wrong: Finding = { check: statusCode.id, severity: 'warning', message: 'Untrue.' };
    const answers: Answers = [fine[0], { body: { days: 2, a: 'advise' } }, fine[2]];
    const item = await judged((found) => ({ ...found, findings: [beside, wrong, ...found.findings] }), {
      answers,
    });
    expect(item?.findings.map(({ check }) => check)).toEqual(['advice', 'side_effects', 'relations']);
  });

  test('with a reason of its own', async () => {
    const item = { ...refused, tolerates: [{ status: 202, ambiguity: 'AMB' }] };
    const stored = await reportOf({ answers: [fine[0], fine[1], { status: 202, body: { days: 1 } }] });
    const known = { ...catalogue, cases: [one, other, item] };
    expect(again(stored, { catalogue: known }).conclusions.cases[2]).toMatchObject({
      verdict: 'tolerated',
      reason: 'Answered 202, which AMB allows.',
    });
  });
});

describe('what two answers showed differently', () => {
  const kept = async (run: Run, at: number, by: Relation = relation) => {
    const report = await reportOf(run);
    const elsewhere = { ...report, cases: report.cases.map((item) => onSetUp(item, 7)) };
    return again(withCase(elsewhere, at, cutBody), { relations: [by] }).conclusions.cases[1];
  };

  test.each([0, 1])('stays as recorded where one of them is not whole: %i', async (at) => {
    const item = await kept({ answers: differ }, at);
    expect(item).toMatchObject({
      verdict: 'deviates',
      findings: [{ check: 'relations', severity: 'deviation' }],
    });
    expect(item).not.toHaveProperty('reason');
  });

  test('leaves the verdict where it is a warning', async () => {
    const by = relationOf('warning');
    expect(await kept({ answers: differ, relations: [by] }, 0, by)).toMatchObject({
      verdict: 'conforms',
      findings: [{ check: 'relations', severity: 'warning' }],
    });
  });

  test('does not stay where both are whole, and show the same', async () => {
    const untrue: Finding = { check: 'relations', severity: 'deviation', message: 'They differ.' };
    const stored = withCase(await reportOf(), 1, (item) => ({ ...item, findings: [untrue] }));
    expect(again(stored).conclusions.cases[1]).toMatchObject({ verdict: 'conforms', findings: [] });
  });

  test('is seen on one set-up alone', async () => {
    const stored = withCase(await reportOf({ answers: differ }), 1, (item) => onSetUp(item, 1));
    expect(again(stored).conclusions.cases[1]).toMatchObject({ verdict: 'conforms', findings: [] });
  });

  test('stays as recorded where the report does not say on which', async () => {
    const stored = withCase(await reportOf({ answers: differ }), 1, ({ evidence, ...item }) => {
      const { comparedOn: _, ...others } = evidence ?? { sha256: '' };
      return { ...item, evidence: others };
    });
    expect(again(stored).conclusions.cases[1]).toMatchObject({
      verdict: 'deviates',
      findings: [{ check: 'relations' }],
    });
  });
});

describe('the exit code', () => {
  const incomplete = (run: Partial<RunResult['run']>) => async () => {
    const stored = await reportOf({ answers: [{ body: 'advise' }, { body: 'x' }, { status: 400 }] });
    const unsent = withCase(stored, 2, (item) => ({ ...item, verdict: 'not-exercised', exchanges: [] }));
    const { exitCode } = again({ ...unsent, run: { ...unsent.run, ...run } }).conclusions;
    return exitCode;
  };

  test.each<[Partial<RunResult['run']>, number]>([
    [{}, 3],
    [{ options: { allowIncomplete: [400] } }, 0],
    [{ options: { allowIncomplete: [400], strict: true } }, 1],
    [{ options: { allowIncomplete: [400], strict: false } }, 0],
    [{ exitCode: 130, stopped: 'the run was interrupted' }, 130],
    [{ exitCode: 130 }, 3],
    [{ stopped: 'the time was over' }, 3],
  ])('follows from %j: %i', async (run, code) => expect(await incomplete(run)()).toBe(code));
});

test.each([{ only: ['*'] }, { skip: ['x'] }, { shard: '1/2' }])(
  'with %j it is of a selection',
  async (options) => {
    const stored = await reportOf();
    expect(again(stored).conclusions.conclusion).toBe('conformant');
    const selected = { ...stored, run: { ...stored.run, options } };
    expect(again(selected).conclusions.conclusion).toBe('incomplete');
  },
);

describe('what something else judged', () => {
  const statement = { statement: 's', strength: 'must', authority: 'a', citation: 'c' } as const;
  const judgedBy = 'a verifier';

  test('is taken as recorded, with its codes, operations and requirements', async () => {
    const stored = {
      ...(await reportOf()),
      requirements: { R: { ...statement, verdict: 'excluded' }, S: { ...statement, verdict: 'conforms' } },
    } as const;
    const none = { operations: new Map(), cases: [] };
    const { cases, conclusions } = again(stored, { judgedBy, catalogue: none });
    const taken = { item: undefined, outcome: undefined, why: 'judged by a verifier', faults: [] };
    expect(cases).toEqual([taken, taken, taken]);
    expect(conclusions).toMatchObject({
      ...{ cases: stored.cases, coverage: stored.coverage, conclusion: 'incomplete' },
      operations: [{ operationId: 'renewLoan', title: 'An operation' }],
      requirements: { R: { verdict: 'excluded' }, S: { verdict: 'incomplete' } },
    });
  });

  test('is seen to be changed all the same', async () => {
    const stored = withCase(await reportOf(), 0, withoutEvidence);
    for (const by of [{ judgedBy }, {}])
      expect(again(stored, by).cases.map(({ faults }) => faults)).toEqual([
        ['its exchanges have no digest, unlike those of other cases'],
        [],
        [],
      ]);
  });
});

test('a report of an older version, which recorded no evidence, is refuted by a status alone', async () => {
  const stored = await reportOf();
  const older = { ...stored, cases: stored.cases.map(withoutEvidence) };
  expect(again(older).cases.map(({ faults }) => faults)).toEqual([[], [], []]);
  const untrue = withCase(older, 2, (item) => ({ ...item, verdict: 'deviates' }));
  expect(again(untrue).conclusions.cases[2]?.verdict).toBe('conforms');
});
