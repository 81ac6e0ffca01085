import {
  concludeRun,
  type Evidence,
  type ExitRules,
  exitCodeOf,
  type Requirement,
  requirementVerdicts,
} from '../../../src/evaluation/conclude.ts';
import type {
  CaseResult,
  Conclusion,
  CoverageVerdict,
  Finding,
  Statement,
  Verdict,
} from '../../../src/model/result.ts';
import { sampleCase, sampleExchange } from '../../support/results.ts';

const caseOf = (status: number, verdict: Verdict, different: Partial<CaseResult> = {}) =>
  sampleCase(`renew/${status}/${verdict}`, { verdict, requirements: [`R${status}`], ...different });

const finding = (severity: Finding['severity'], requirement?: string): Finding => ({
  check: 'c',
  severity,
  message: 'm',
  ...(requirement !== undefined && { requirement }),
});

const statement: Requirement = { statement: 's', strength: 'must', authority: 'a', citation: 'c' };

describe('the verdict of a requirement', () => {
  test.each<[string, readonly CaseResult[], Statement['verdict']]>([
    ['no case', [], 'incomplete'],
    ['a case that conforms', [caseOf(400, 'conforms')], 'conforms'],
    ['a case that is tolerated', [caseOf(400, 'tolerated')], 'conforms'],
    [
      'a case that is tolerated with a status that it does not name',
      [caseOf(400, 'tolerated', { exchanges: [sampleExchange(404, '{}')] })],
      'incomplete',
    ],
    [
      'a case that conforms with another status of its range',
      [caseOf(400, 'conforms', { exchanges: [sampleExchange(404, '{}')] })],
      'conforms',
    ],
    [
      'cases that were not exercised',
      [caseOf(400, 'not-exercised'), caseOf(400, 'not-consented')],
      'incomplete',
    ],
    ['a case in doubt', [caseOf(400, 'inconclusive'), caseOf(400, 'errored')], 'incomplete'],
    ['a case of another', [caseOf(404, 'conforms')], 'incomplete'],
    [
      'a deviation that names it',
      [caseOf(400, 'deviates', { findings: [finding('deviation', 'R400')] })],
      'deviates',
    ],
    [
      'a deviation beside a case that conforms',
      [caseOf(400, 'conforms'), caseOf(404, 'deviates', { findings: [finding('deviation', 'R400')] })],
      'deviates',
    ],
    [
      'a deviating case whose finding names another',
      [caseOf(400, 'deviates', { findings: [finding('deviation', 'R1')] })],
      'incomplete',
    ],
    [
      'a warning that names it',
      [caseOf(400, 'conforms', { findings: [finding('warning', 'R400')] })],
      'conforms',
    ],
    ['a note that names it', [caseOf(400, 'conforms', { findings: [finding('note', 'R400')] })], 'conforms'],
  ])('with %s', (_name, cases, verdict) =>
    expect(requirementVerdicts({ R400: statement }, cases)).toEqual({ R400: { ...statement, verdict } }),
  );

  test.each<[Statement['strength'], Finding['severity'], Statement['verdict']]>([
    ['should', 'warning', 'incomplete'],
    ['should', 'note', 'conforms'],
    ['should', 'deviation', 'deviates'],
    ['must', 'warning', 'conforms'],
  ])(
    'of strength %s with a %s that names it in a case that conforms is %s',
    (strength, severity, verdict) => {
      const one = caseOf(400, 'conforms', { findings: [finding(severity, 'R400')] });
      expect(requirementVerdicts({ R400: { ...statement, strength } }, [one])).toMatchObject({
        R400: { verdict },
      });
    },
  );

  test('is excluded where no case can show it', () =>
    expect(requirementVerdicts({ R400: { ...statement, excluded: 'Why.' } }, [])).toEqual({
      R400: { ...statement, verdict: 'excluded' },
    }));
});

const coverage = (...rows: [number, CoverageVerdict][]) =>
  rows.map(([status, verdict]) => ({ operationId: 'renew', status, verdict, cases: {} }));

const required = (verdict: Statement['verdict'] & string, strength: Statement['strength'] = 'must') => ({
  R400: { ...statement, strength, verdict },
});

/** A run that showed 201 and 400. */
const shown: Evidence = {
  cases: [caseOf(201, 'conforms'), caseOf(400, 'conforms')],
  coverage: coverage([201, 'conforms'], [400, 'conforms']),
  requirements: required('conforms'),
  findings: [],
};

/** The same with 400 not exercised. */
const missing400: Evidence = {
  ...shown,
  cases: [caseOf(201, 'conforms'), caseOf(400, 'not-exercised')],
  coverage: coverage([201, 'conforms'], [400, 'incomplete']),
  requirements: required('incomplete'),
};

const more = (...cases: CaseResult[]): Partial<Evidence> => ({ cases: [...shown.cases, ...cases] });

describe('the conclusion', () => {
  test.each<[string, Partial<Evidence>, Conclusion]>([
    ['of all shown', {}, 'conformant'],
    ['with a tolerated case beside', more(caseOf(400, 'tolerated')), 'conformant'],
    ['with a case beside that was not exercised', more(caseOf(400, 'not-exercised')), 'conformant'],
    ['with a warning', more(caseOf(400, 'conforms', { findings: [finding('warning')] })), 'conformant'],
    ['with a deviating case', more(caseOf(400, 'deviates')), 'deviates'],
    ['with a deviating case that is waived', more(caseOf(400, 'deviates', { waived: 'Known.' })), 'deviates'],
    [
      'with a deviating case beside one in doubt',
      more(caseOf(400, 'deviates'), caseOf(400, 'errored')),
      'deviates',
    ],
    ['with a deviation of the run', { findings: [finding('deviation')] }, 'deviates'],
    ['with a note on the run', { findings: [finding('note')] }, 'conformant'],
    ['with a inconclusive case', more(caseOf(400, 'inconclusive')), 'incomplete'],
    ['with an errored case', more(caseOf(400, 'errored')), 'incomplete'],
    ['of a selection', more(caseOf(400, 'not-selected')), 'incomplete'],
    [
      'with a status that is not shown',
      { coverage: coverage([201, 'conforms'], [400, 'incomplete']) },
      'incomplete',
    ],
    ['with a must that is not shown', { requirements: required('incomplete') }, 'incomplete'],
    ['with a should that is not shown', { requirements: required('incomplete', 'should') }, 'conformant'],
    ['with a requirement that is excluded', { requirements: required('excluded') }, 'conformant'],
    ['of nothing at all', { cases: [], coverage: [], requirements: {} }, 'incomplete'],
  ])('%s', (_name, evidence, conclusion) => expect(concludeRun({ ...shown, ...evidence })).toBe(conclusion));
});

describe('the exit code', () => {
  const none: ExitRules = { allowIncomplete: [], strict: false, selection: false, interrupted: false };
  const allow = (...allowIncomplete: number[]) => ({ allowIncomplete });
  const selection = { selection: true };
  const strict = { strict: true };
  const warned: Partial<Evidence> = more(caseOf(400, 'conforms', { findings: [finding('warning')] }));
  const selected = (...verdicts: Verdict[]): Evidence => ({
    ...missing400,
    cases: [caseOf(201, 'not-selected'), ...verdicts.map((verdict) => caseOf(400, verdict))],
  });

  const verdicts = ['not-exercised', 'not-consented', 'inconclusive', 'errored', 'not-selected'] as const;
  test.each(verdicts)('of a run in which everything is %s is that of an incomplete one', (verdict) => {
    const cases = [caseOf(201, verdict), caseOf(400, verdict)];
    const coverage = shown.coverage.map((row) => ({ ...row, verdict: 'incomplete' as const }));
    const nothing = { ...missing400, coverage, cases };
    for (const kind of [{}, selection])
      expect(exitCodeOf(concludeRun(nothing), nothing, { ...none, ...allow(201, 400), ...kind })).toBe(3);
  });

  test.each<[string, Evidence, Partial<ExitRules>, number]>([
    ['conformant', shown, {}, 0],
    ['deviating', { ...shown, ...more(caseOf(400, 'deviates')) }, {}, 1],
    ['deviating, allowed to be incomplete', { ...shown, ...more(caseOf(400, 'deviates')) }, allow(400), 1],
    ['incomplete', missing400, {}, 3],
    ['incomplete, which is allowed', missing400, allow(400), 0],
    ['incomplete, another being allowed', missing400, allow(201), 3],
    [
      'incomplete for an error, whatever is allowed',
      { ...missing400, cases: [caseOf(201, 'conforms'), caseOf(400, 'errored')] },
      allow(400),
      3,
    ],
    [
      'incomplete for what is inconclusive, whatever is allowed',
      { ...missing400, cases: [caseOf(201, 'conforms'), caseOf(400, 'inconclusive')] },
      allow(400),
      3,
    ],
    [
      'incomplete for a must that another status carries too',
      {
        ...missing400,
        cases: [...missing400.cases, caseOf(404, 'not-exercised', { requirements: ['R400'] })],
      },
      allow(400),
      3,
    ],
    [
      'incomplete for a must that no case carries',
      { ...missing400, cases: [caseOf(201, 'conforms')] },
      allow(400),
      3,
    ],
    [
      'incomplete for a should',
      { ...missing400, requirements: required('incomplete', 'should') },
      allow(400),
      0,
    ],
    ['incomplete for an operation without a code', { ...shown, withoutCode: ['empty'] }, allow(400), 3],
    [
      'incomplete for two codes, one of which is allowed',
      { ...missing400, coverage: coverage([201, 'conforms'], [400, 'incomplete'], [404, 'incomplete']) },
      allow(400),
      3,
    ],
    [
      'incomplete, which is allowed, beside a code that is excluded',
      {
        ...missing400,
        coverage: coverage(
          ...[201, 202, 203].map((status): [number, CoverageVerdict] => [status, 'conforms']),
          [400, 'incomplete'],
          [503, 'excluded'],
        ),
      },
      allow(400),
      0,
    ],
    ['warned', { ...shown, ...warned }, {}, 0],
    ['warned, strict', { ...shown, ...warned }, strict, 1],
    ['warned of the run, strict', { ...shown, findings: [finding('warning')] }, strict, 1],
    ['noted, strict', { ...shown, findings: [finding('note')] }, strict, 0],
    ['a selection that conforms', selected('conforms'), selection, 0],
    ['a selection that is tolerated', selected('conforms', 'tolerated'), selection, 0],
    ['a selection in part not exercised', selected('conforms', 'not-exercised'), selection, 3],
    [
      'a selection that shows all that a whole run needs',
      { ...shown, ...more(caseOf(400, 'not-exercised')) },
      selection,
      0,
    ],
    ['a selection in doubt', selected('conforms', 'inconclusive'), selection, 3],
    ['a selection of nothing', selected(), selection, 3],
    ['a selection that deviates', selected('deviates'), selection, 1],
    ['conformant, with waivers to fix', shown, { waiversToMend: true }, 1],
    ['interrupted', shown, { interrupted: true }, 130],
    ['interrupted, deviating', { ...shown, ...more(caseOf(400, 'deviates')) }, { interrupted: true }, 130],
  ])('%s', (_name, evidence, rules, code) =>
    expect(exitCodeOf(concludeRun(evidence), evidence, { ...none, ...rules })).toBe(code),
  );
});
