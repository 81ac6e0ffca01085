import {
  concludeRun,
  type Evidence,
  exitCodeOf,
  requirementVerdicts,
} from '../../../src/evaluation/conclude.ts';
import type { CaseResult, CoverageVerdict, Finding, Statement, Verdict } from '../../../src/model/result.ts';
import { sampleCase, sampleExchange } from '../../support/results.ts';

/** Where one row among several decides. */

const caseOf = (status: number, verdict: Verdict, different: Partial<CaseResult> = {}) =>
  sampleCase(`renew/${status}/${verdict}`, { verdict, requirements: [`R${status}`], ...different });

const statement = { statement: 's', strength: 'must', authority: 'a', citation: 'c' } as const;
const required = (...rows: [string, Statement['verdict'] & string, Statement['strength']?][]) =>
  Object.fromEntries(
    rows.map(([id, verdict, strength = 'must']) => [id, { ...statement, strength, verdict }]),
  );
const coverage = (...rows: [number, CoverageVerdict][]) =>
  rows.map(([status, verdict]) => ({ operationId: 'renew', status, verdict, cases: {} }));

describe('a case that is tolerated', () => {
  const tolerates = [
    { status: 404, ambiguity: 'A' },
    { status: 409, ambiguity: 'B' },
  ];
  const { response: _, ...unanswered } = sampleExchange(400, '');

  test.each<[string, Partial<CaseResult>, Statement['verdict']]>([
    ['with a status that it names', { exchanges: [sampleExchange(409, '')] }, 'conforms'],
    ['with the expected status', { exchanges: [sampleExchange(400, '')] }, 'conforms'],
    ['with another status', { exchanges: [sampleExchange(403, '')] }, 'incomplete'],
    [
      'with the expected status at last',
      { exchanges: [sampleExchange(403, ''), sampleExchange(400, '')] },
      'conforms',
    ],
    ['of which no exchange is recorded', { exchanges: [] }, 'conforms'],
    ['of which no answer is recorded', { exchanges: [unanswered] }, 'conforms'],
  ])('%s', (_name, different, verdict) => {
    const item = caseOf(400, 'tolerated', { tolerates, ...different });
    expect(requirementVerdicts({ R400: statement }, [item])).toEqual({ R400: { ...statement, verdict } });
  });
});

const finding = (severity: Finding['severity']): Finding => ({ check: 'c', severity, message: 'm' });

/** A run in which 400 was not shown, nor what it carries. */
const missing400: Evidence = {
  cases: [caseOf(201, 'conforms'), caseOf(400, 'not-exercised')],
  coverage: coverage([201, 'conforms'], [400, 'incomplete']),
  requirements: required(['R201', 'conforms'], ['R400', 'incomplete']),
  findings: [],
};

test('one must of several that is not shown makes a run incomplete', () => {
  const all = { ...missing400, coverage: coverage([201, 'conforms'], [400, 'conforms']) };
  expect(concludeRun(all)).toBe('incomplete');
});

describe('the exit code', () => {
  const rules = { allowIncomplete: [400], strict: false, selection: false, interrupted: false };
  const codeOf = (evidence: Evidence, different: Partial<typeof rules> = {}) =>
    exitCodeOf(concludeRun(evidence), evidence, { ...rules, ...different });

  test('counts one warning among notes, if warnings count', () => {
    const evidence = { ...missing400, findings: [finding('note'), finding('warning')] };
    expect(codeOf(evidence)).toBe(0);
    expect(codeOf(evidence, { strict: true })).toBe(1);
  });

  test.each<[string, Statement[], number]>([
    ['no other', [], 0],
    ['one that a status carries which is not allowed', [{ ...statement, verdict: 'incomplete' }], 3],
    ['one that is shown', [{ ...statement, verdict: 'conforms' }], 0],
    ['a should that is not shown', [{ ...statement, strength: 'should', verdict: 'incomplete' }], 0],
    ['one that no case can show', [{ ...statement, verdict: 'excluded' }], 0],
  ])('beside a must that may be missing, with %s', (_name, others, code) => {
    const more = others.map((one, index) => [`R404-${index}`, one]);
    const requirements = { ...missing400.requirements, ...Object.fromEntries(more) };
    const carriers = more.map(([id]) => caseOf(404, 'not-exercised', { requirements: [String(id)] }));
    expect(codeOf({ ...missing400, cases: [...missing400.cases, ...carriers], requirements })).toBe(code);
  });

  test.each<[Verdict, number, number]>([
    ['not-exercised', 400, 0],
    ['not-consented', 400, 0],
    ['not-exercised', 404, 3],
    ['errored', 400, 3],
    ['inconclusive', 400, 3],
    ['tolerated', 404, 0],
    ['not-selected', 404, 0],
  ])('of a selection with a case %s, of status %i', (verdict, status, code) => {
    const cases = [caseOf(201, 'conforms'), caseOf(status, verdict), caseOf(500, 'not-selected')];
    expect(codeOf({ ...missing400, cases }, { selection: true })).toBe(code);
  });
});
