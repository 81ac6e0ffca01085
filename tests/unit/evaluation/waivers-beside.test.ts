import { draftWaivers } from '../../../src/evaluation/draft-waivers.ts';
import { applyWaivers } from '../../../src/evaluation/waivers.ts';
import type { CaseResult, Finding, Verdict, Waiver } from '../../../src/model/result.ts';
import { sampleCase, sampleResult } from '../../support/results.ts';

/** What a waiver must not touch, and what its neighbours in a case or a file mean to it. */

const waiver = (different: Partial<Waiver> = {}): Waiver => ({
  case: 'lend/405/get',
  check: 'status',
  reason: 'known',
  owner: 'team',
  expires: '2026-12-31',
  ...different,
});

const wrong = (different: Partial<Finding> = {}): Finding => ({
  check: 'status',
  severity: 'deviation',
  location: 'status',
  actual: '404',
  message: 'Wrong.',
  ...different,
});

const item = (verdict: Verdict, ...findings: readonly Finding[]): CaseResult =>
  sampleCase('lend/405/get', { verdict, findings });

const applied = (one: CaseResult, ...entries: readonly Waiver[]) =>
  applyWaivers({ cases: [one], findings: [] }, { entries, today: '2026-11-23' });

const problems = (one: CaseResult, ...entries: readonly Waiver[]) =>
  applied(one, ...entries).waivers.map(({ problem }) => problem);

test.each<[string, CaseResult]>([
  ['a case that does not deviate', item('inconclusive', wrong())],
  ['a warning and a note', item('deviates', wrong({ severity: 'warning' }), wrong({ severity: 'note' }))],
  ['a deviation of another check', item('deviates', wrong({ check: 'other' }))],
])('%s is not covered', (_name, one) => {
  expect(applied(one, waiver()).cases).toStrictEqual([one]);
});

test('a case is waived for the reasons of the entries that cover it, and of no other', () => {
  const one = item('deviates', wrong(), wrong({ check: 'body' }));
  const entries = [
    waiver({ reason: 'unused', actual: '500' }),
    waiver({ reason: 'status' }),
    waiver({ reason: 'second', actual: '404' }),
    waiver({ reason: 'body', check: 'body' }),
  ];
  expect(applied(one, ...entries).cases[0]?.waived).toBe('status; body');
});

describe('an entry for a wrong body', () => {
  const body = waiver({ check: 'body', location: 'body /a' });

  test.each<[string, Finding, string | undefined]>([
    ['is stale beside a warning of its check', wrong({ check: 'body', severity: 'warning' }), 'stale'],
    ['is stale beside a warning on the status', wrong({ severity: 'warning' }), 'stale'],
  ])('%s', (_name, beside, kind) => {
    expect(problems(item('tolerated', beside), body)[0]?.kind).toBe(kind);
  });

  test.each<[string, Partial<Finding>, string]>([
    ['its place and what came', { location: 'body /b', actual: '1' }, ' at body /b, actual 1 ("Wrong.")'],
    ['its message alone', {}, ' ("Wrong.")'],
  ])('that has changed is reported by %s', (_name, different, said) => {
    const finding: Finding = { check: 'body', severity: 'deviation', message: 'Wrong.', ...different };
    expect(problems(item('deviates', finding), body)[0]?.message).toContain(
      `lend/405/get now deviates by body${said}; correct or remove it.`,
    );
  });
});

test('an entry is stale where another covers what its check now finds', () => {
  const [first, second] = problems(item('deviates', wrong()), waiver({ actual: '500' }), waiver());
  expect(first?.kind).toBe('stale');
  expect(second).toBeUndefined();
});

test('an entry with a list of one id is like one with that id', () => {
  const alone = problems(item('conforms'), waiver());
  expect(alone[0]?.message).toBe(
    'Entry 1 (case lend/405/get, check status) is stale: this deviation is gone; remove it.',
  );
  expect(problems(item('conforms'), waiver({ case: ['lend/405/get'] }))).toEqual(alone);
});

describe('in a run of some operations, an entry', () => {
  const scoped = (one: CaseResult, entry: Waiver) =>
    applyWaivers({ cases: [one], findings: [] }, { entries: [entry], today: '2026-11-23', scoped: true })
      .waivers[0]?.problem?.kind;

  test.each<[string, string | string[], string | undefined]>([
    ['may name a case of another', 'renew/405/get', undefined],
    ['may be about others, too', '*/405/*', undefined],
    ['is stale by its id', 'lend/405/get', 'stale'],
  ])('%s', (_name, cases, kind) => expect(scoped(item('conforms'), waiver({ case: cases }))).toBe(kind));

  test('has changed where its case deviates otherwise', () =>
    expect(scoped(item('deviates', wrong({ actual: '500' })), waiver({ actual: '404' }))).toBe('changed'));
});

test('an entry that names no case is shown the id that it may have meant', () => {
  const [problem] = problems(item('deviates', wrong()), waiver({ case: ['lend/405/get', 'lend/405/gets'] }));
  expect(problem?.message).toMatch(/correct or remove that id\. Did you mean lend\/405\/get\?$/);
  const [open] = problems(item('deviates', wrong()), waiver({ case: 'lend/405' }));
  expect(open?.message).toMatch(/ Did you mean lend\/405\/\*\?$/);
});

describe('a draft', () => {
  test('for the run is made of its deviations only', () => {
    const findings = [wrong({ severity: 'warning' }), wrong({ severity: 'note' }), wrong({ waiver: 1 })];
    expect(draftWaivers(sampleResult([], { run: { findings } }))).toEqual([]);
  });

  test.each<[string, Finding, Omit<Waiver, 'case' | 'reason' | 'owner' | 'expires'>]>([
    [
      'a wrong header, by its value',
      wrong({ check: 'h', location: 'header X', actual: 'b' }),
      { check: 'h', location: 'header X', actual: 'b' },
    ],
    [
      'an absent header, by the message',
      { check: 'h', severity: 'deviation', location: 'header X', message: 'It is absent.' },
      { check: 'h', location: 'header X', message: 'It is absent.' },
    ],
    [
      'a status that is not known, by the message',
      { check: 's', severity: 'deviation', location: 'status', message: 'Unclear.' },
      { check: 's', location: 'status', message: 'Unclear.' },
    ],
    [
      'a body that names a header, by the message',
      wrong({ check: 'b', location: 'body /header ' }),
      { check: 'b', location: 'body /header ', message: 'Wrong.' },
    ],
    [
      'what is in no place, by the message',
      { check: 'b', severity: 'deviation', actual: '1', message: 'Odd.' },
      { check: 'b', message: 'Odd.' },
    ],
  ])('knows %s', (_name, finding, marks) => {
    const [draft] = draftWaivers(sampleResult([item('deviates', finding)]));
    expect(draft?.waiver).toStrictEqual({ case: 'lend/405/get', ...marks });
  });
});
