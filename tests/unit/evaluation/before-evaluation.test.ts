import {
  asGiven,
  asRequirement,
  codesIn,
  documentedIn,
  isSelection,
  unmarked,
  unwaived,
  waiverRules,
} from '../../../src/evaluation/before-evaluation.ts';
import type { Finding, RunResult } from '../../../src/model/result.ts';
import { sampleCase, sampleResult, sampleWaiver } from '../../support/results.ts';

const finding: Finding = { check: 'c', severity: 'deviation', message: 'm' };
const runWith = (run: Partial<RunResult['run']>) => sampleResult([], { run });

describe('the documented codes of the parts of a run', () => {
  const [lend, renew] = [
    { operationId: 'lend', status: 400 },
    { operationId: 'renew', status: 503 },
  ];
  const part = (...[one, other]: Partial<RunResult['coverage'][number]>[]) =>
    sampleResult([], {
      coverage: [
        { ...lend, verdict: 'conforms', cases: { conforms: 1 }, citation: 'Row 400', ...one },
        { ...renew, verdict: 'incomplete', cases: {}, reason: 'no case is about it', ...other },
      ],
    });
  const excluded = { verdict: 'excluded', reason: 'nothing leads to it' } as const;

  test('are those of the first, with where they are stated', () =>
    expect(documentedIn([part(), part()])).toStrictEqual([{ ...lend, citation: 'Row 400' }, renew]));

  test.each([
    ['first', [part({}, excluded), part()]],
    ['last', [part(), part({}, excluded)]],
  ])('are excluded as the %s of them says', (_which, parts) =>
    expect(documentedIn(parts)).toStrictEqual([
      { ...lend, citation: 'Row 400' },
      { ...renew, excluded: 'nothing leads to it' },
    ]),
  );

  test('are none of no parts', () => expect(documentedIn([])).toEqual([]));
});

test('a finding, a case and a waiver are as they were before their evaluation', () => {
  const marked: Finding = { ...finding, waiver: 1, cause: 'cause-1' };
  const item = sampleCase('lend/400/a', { findings: [finding] });
  expect(unmarked(marked)).toStrictEqual(finding);
  expect(unwaived({ ...item, waived: 'known', findings: [marked] })).toStrictEqual(item);
  const { entry: _, ...given } = sampleWaiver;
  expect(asGiven({ ...sampleWaiver, problem: { kind: 'stale', message: 'gone' } })).toStrictEqual(given);
});

describe('the rules of waivers', () => {
  const { entry: _, ...given } = sampleWaiver;
  const start = Date.parse('2026-11-23T23:59:59.000Z');

  test('are none of a run without any', () => expect(waiverRules(runWith({}), start)).toBeUndefined());

  test('are those that were given, on the day of the last start', () =>
    expect(waiverRules(runWith({ waivers: [sampleWaiver] }), start)).toEqual({
      entries: [given],
      today: '2026-11-23',
      scoped: false,
    }));

  test('know that the run was about some operations', () =>
    expect(waiverRules(runWith({ waivers: [], scope: { names: ['lend'], of: 2 } }), start)).toMatchObject({
      scoped: true,
    }));
});

describe('a requirement', () => {
  const statement = { statement: 's', strength: 'must', authority: 'a', citation: 'c' } as const;

  test('is without its verdict', () =>
    expect(asRequirement(['R', { ...statement, verdict: 'conforms' }])).toStrictEqual(['R', statement]));

  test('stays excluded, for a reason that the report does not have', () =>
    expect(asRequirement(['R', { ...statement, verdict: 'excluded' }])).toStrictEqual([
      'R',
      { ...statement, excluded: '' },
    ]));
});

test.each<[RunResult['run']['options'], boolean]>([
  [{}, false],
  [{ shard: '1/2' }, false],
  [{ only: ['a'] }, true],
  [{ skip: ['a'] }, true],
])('a run with the options %j is of a selection: %s', (options, expected) =>
  expect(isSelection(runWith({ options }))).toBe(expected),
);

test('allowed codes are the numbers and the texts of a list', () => {
  expect(codesIn([501, 'lend/503', null, { a: 1 }])).toEqual([501, 'lend/503']);
  for (const value of [undefined, 501, 'lend/503']) expect(codesIn(value)).toEqual([]);
});
