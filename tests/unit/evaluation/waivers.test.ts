import { type DraftedWaiver, draftWaivers } from '../../../src/evaluation/draft-waivers.ts';
import { applyWaivers, type RunFindings, withoutWaived } from '../../../src/evaluation/waivers.ts';
import type { CaseResult, Finding, Verdict, Waiver } from '../../../src/model/result.ts';
import { sampleCase, sampleResult } from '../../support/results.ts';

const today = '2026-11-23';

const waiver = (different: Partial<Waiver> = {}): Waiver => ({
  case: 'upgradeInstance/405/get',
  check: 'status_code_conformance',
  reason: 'known',
  owner: 'team',
  expires: '2026-12-31',
  ...different,
});

const wrongStatus = (actual: string): Finding => ({
  check: 'status_code_conformance',
  severity: 'deviation',
  location: 'status',
  expected: '405',
  actual,
  message: `Answered ${actual}.`,
});

const wrongBody = (location: string, different: Partial<Finding> = {}): Finding => ({
  check: 'fault_conformance',
  severity: 'deviation',
  location,
  actual: 'whatever came',
  message: `Wrong at ${location}.`,
  ...different,
});

const noAnswer: Finding = {
  check: 'transport',
  severity: 'deviation',
  location: 'exchange',
  actual: 'timed out after 30001 ms',
  message: 'There was no complete HTTP answer.',
};

const deviating = (slug: string, ...findings: Finding[]): CaseResult =>
  sampleCase(`upgradeInstance/405/${slug}`, { verdict: 'deviates', findings });

const having = (slug: string, verdict: Verdict): CaseResult =>
  sampleCase(`upgradeInstance/405/${slug}`, { verdict });

const foundIn = (...cases: CaseResult[]): RunFindings => ({ cases, findings: [] });

const kindsOf = (found: RunFindings, ...entries: Waiver[]) =>
  applyWaivers(found, { entries, today }).waivers.map(({ problem }) => problem?.kind);

describe('a case', () => {
  const bodyWaiver = waiver({ check: 'fault_conformance' });
  test.each<[string, CaseResult, Waiver[], string | undefined]>([
    ['with one deviation, covered', deviating('get', wrongStatus('404')), [waiver()], 'known'],
    ['with none', having('get', 'conforms'), [waiver()], undefined],
    [
      'covered by the actual value',
      deviating('get', wrongStatus('404')),
      [waiver({ actual: '404' })],
      'known',
    ],
    [
      'with another actual value',
      deviating('get', wrongStatus('500')),
      [waiver({ actual: '404' })],
      undefined,
    ],
    [
      'covered by the location',
      deviating('get', wrongBody('body /a')),
      [{ ...bodyWaiver, location: 'body /a' }],
      'known',
    ],
    [
      'with another location',
      deviating('get', wrongBody('body /b')),
      [{ ...bodyWaiver, location: 'body /a' }],
      undefined,
    ],
    [
      'without the location',
      deviating('get', { ...wrongBody(''), location: '' }),
      [{ ...bodyWaiver, location: 'body /a' }],
      undefined,
    ],
    [
      'with another message',
      deviating('get', wrongBody('body /a')),
      [{ ...bodyWaiver, message: 'Else.' }],
      undefined,
    ],
    [
      'of two deviations, one covered',
      deviating('get', wrongBody('body /a'), wrongBody('body /b')),
      [{ ...bodyWaiver, location: 'body /a' }],
      undefined,
    ],
    [
      'of two deviations, both covered',
      deviating('get', wrongBody('body /a'), wrongBody('body /b')),
      [bodyWaiver],
      'known',
    ],
    [
      'covered by two entries',
      deviating('get', wrongBody('body /a'), wrongBody('body /b')),
      [
        { ...bodyWaiver, location: 'body /b', reason: 'two' },
        { ...bodyWaiver, location: 'body /a', reason: 'one' },
      ],
      'two; one',
    ],
    ['covered by a pattern', deviating('get', wrongStatus('404')), [waiver({ case: '*/405/*' })], 'known'],
    ['covered by its status', deviating('get', wrongStatus('404')), [waiver({ case: '405' })], 'known'],
    [
      'with warnings beside',
      deviating('get', wrongStatus('404'), wrongBody('x', { severity: 'warning' })),
      [waiver()],
      'known',
    ],
    [
      'covered by a list of ids',
      deviating('get', wrongStatus('404')),
      [waiver({ case: ['upgradeInstance/405/put', 'upgradeInstance/405/get'] })],
      'known',
    ],
    ['covered until today', deviating('get', wrongStatus('404')), [waiver({ expires: today })], 'known'],
    [
      'covered until yesterday',
      deviating('get', wrongStatus('404')),
      [waiver({ expires: '2026-11-22' })],
      undefined,
    ],
    ['that another entry is about', deviating('put', wrongStatus('404')), [waiver()], undefined],
    ['that deviates without a finding', deviating('get'), [waiver()], undefined],
  ])('%s', (_, item, entries, waived) => {
    const [marked] = applyWaivers(foundIn(item), { entries, today }).cases;
    expect(marked?.waived).toBe(waived);
    expect(marked?.verdict).toBe(item.verdict);
  });

  test('keeps apart what is covered from what is not', () => {
    const item = deviating('get', wrongBody('body /a'), wrongBody('body /b'));
    const entries = [waiver(), waiver({ check: 'fault_conformance', location: 'body /b' })];
    const [marked] = applyWaivers(foundIn(item), { entries, today }).cases;
    expect(marked?.findings.map((finding) => finding.waiver)).toEqual([undefined, 2]);
  });
});

describe('an entry', () => {
  const entry = waiver({ actual: '404' });
  const pattern = waiver({ case: '*/405/*', actual: '404' });
  const body = waiver({ check: 'fault_conformance', location: 'body /a' });
  const use = deviating('get', wrongStatus('404'));

  test.each<[string, CaseResult[], Waiver[], (string | undefined)[]]>([
    ['in use', [use], [entry], [undefined]],
    ['in use, twice covered', [use], [entry, pattern], [undefined, undefined]],
    ['of a mended case', [having('get', 'conforms')], [entry], ['stale']],
    ['of a case now tolerated', [having('get', 'tolerated')], [entry], ['stale']],
    ['of a case that deviates differently', [deviating('get', wrongStatus('500'))], [entry], ['changed']],
    ['of a case whose deviation moved', [deviating('get', wrongBody('body /b'))], [body], ['changed']],
    ['beside a deviation of another check', [deviating('get', wrongBody('body /b'))], [entry], ['stale']],
    ['hidden by a wrong status', [deviating('get', wrongStatus('500'))], [body], ['changed']],
    ['hidden by no answer', [deviating('get', noAnswer)], [entry], ['changed']],
    ['hidden by a waived status', [use], [entry, body], [undefined, undefined]],
    [
      'beside its fellow of the same check',
      [deviating('get', wrongBody('body /b'))],
      [body, { ...body, location: 'body /b' }],
      ['stale', undefined],
    ],
    ['of no case', [use], [entry, waiver({ case: 'upgradeInstance/405/gett' })], [undefined, 'no-case']],
    ['of no case, expired', [use], [waiver({ case: 'x/*', expires: '2020-01-01' })], ['no-case']],
    ['expired, in use', [use], [{ ...entry, expires: '2026-11-22' }], ['expired']],
    [
      'expired, of a mended case',
      [having('get', 'conforms')],
      [{ ...entry, expires: '2026-11-22' }],
      ['expired'],
    ],
    [
      'expired, of a case not selected',
      [having('get', 'not-selected')],
      [{ ...entry, expires: '2026-11-22' }],
      ['expired'],
    ],
    ['on its last day', [use], [{ ...entry, expires: today }], [undefined]],
    ...(['not-selected', 'not-exercised', 'not-consented', 'errored', 'inconclusive'] as const).map(
      (verdict): [string, CaseResult[], Waiver[], (string | undefined)[]] => [
        `of a case ${verdict}`,
        [having('get', verdict)],
        [entry, pattern],
        [undefined, undefined],
      ],
    ),
    ['by pattern, in use once', [use, having('put', 'conforms')], [pattern], [undefined]],
    ['by pattern, all mended', [having('get', 'conforms'), having('put', 'conforms')], [pattern], ['stale']],
    [
      'by pattern, mended as far as shown',
      [having('get', 'conforms'), having('put', 'not-exercised')],
      [pattern],
      ['stale'],
    ],
    [
      'by pattern, mended as far as allowed',
      [having('get', 'conforms'), having('put', 'not-consented')],
      [pattern],
      ['stale'],
    ],
    [
      'by pattern, mended as far as selected',
      [having('get', 'conforms'), having('put', 'not-selected')],
      [pattern],
      [undefined],
    ],
    [
      'by pattern, mended as far as known',
      [having('get', 'conforms'), having('put', 'errored')],
      [pattern],
      [undefined],
    ],
    [
      'by pattern, mended or throttled',
      [having('get', 'conforms'), having('put', 'inconclusive')],
      [pattern],
      [undefined],
    ],
    [
      'by pattern, changed in one',
      [having('get', 'conforms'), deviating('put', wrongStatus('500'))],
      [pattern],
      ['changed'],
    ],
  ])('%s', (_, cases, entries, kinds) => {
    expect(kindsOf(foundIn(...cases), ...entries)).toEqual(kinds);
  });

  test('that does not fit is named with its number, its case, and what to do', () => {
    const messages = applyWaivers(foundIn(deviating('get', wrongStatus('500')), having('put', 'conforms')), {
      entries: [
        entry,
        waiver({ case: '*/put' }),
        waiver({ case: 'x/*' }),
        waiver({ case: '*/put', expires: '2026-01-31' }),
        waiver({ case: 'upgradInstance/405/get' }),
      ],
      today,
    }).waivers.map(({ problem }) => problem?.message);
    expect(messages).toEqual([
      'Entry 1 (case upgradeInstance/405/get, check status_code_conformance) no longer fits: upgradeInstance/405/get now deviates by status_code_conformance at status, actual 500 ("Answered 500."); correct or remove it.',
      'Entry 2 (case */put, check status_code_conformance) is stale: this deviation is gone; remove it.',
      'Entry 3 (case x/*, check status_code_conformance) matches no case; `list` shows them all, so correct or remove it.',
      'Entry 4 (case */put, check status_code_conformance) expired on 2026-01-31; mend the deviation, or renew the entry.',
      'Entry 5 (case upgradInstance/405/get, check status_code_conformance) matches no case; `list` shows them all, so correct or remove it. Did you mean upgradeInstance/405/get?',
    ]);
  });
});

describe('the run as a whole', () => {
  const throttled = { ...wrongStatus('429'), message: 'The target throttles with 429.' };
  const ofRun = waiver({ case: 'run', actual: '429' });
  const found: RunFindings = { cases: [having('get', 'conforms')], findings: [throttled] };

  test('has entries of its own', () => {
    const { findings, waivers } = applyWaivers(found, { entries: [ofRun], today });
    expect(findings).toEqual([{ ...throttled, waiver: 1 }]);
    expect(waivers).toEqual([{ ...ofRun, entry: 1 }]);
  });

  test('is not covered by patterns of cases', () => {
    expect(applyWaivers(found, { entries: [waiver({ case: '*' })], today }).findings).toEqual([throttled]);
  });

  test('need not deviate each time, but its entries expire', () => {
    const quiet = { ...found, findings: [] };
    expect(kindsOf(quiet, ofRun, { ...ofRun, expires: '2026-11-22' })).toEqual([undefined, 'expired']);
  });
});

test('what the exit code judges has nothing of what is waived', () => {
  const covered = deviating('get', wrongStatus('404'));
  const open = deviating('put', wrongStatus('404'), wrongBody('body /a'));
  const found = { cases: [covered, open, having('head', 'errored')], findings: [wrongStatus('429')] };
  const entries = [waiver({ case: '*/405/*' }), waiver({ case: 'run' })];
  const judged = withoutWaived(applyWaivers(found, { entries, today }));
  expect(judged.cases.map(({ verdict, findings }) => [verdict, findings.length])).toEqual([
    ['conforms', 0],
    ['deviates', 1],
    ['errored', 0],
  ]);
  expect(judged.findings).toEqual([]);
});

describe('a draft', () => {
  const marks = { check: 'status_code_conformance', location: 'status', actual: '404' };
  const bodyMarks = { check: 'fault_conformance', location: 'body /a', message: 'Wrong at body /a.' };
  const drafts = (cases: CaseResult[], findings: Finding[] = []) =>
    draftWaivers(sampleResult(cases, { run: { findings } }));
  const mark = (finding: Finding): Finding => ({ ...finding, waiver: 1 });

  test.each<[string, CaseResult[], DraftedWaiver['waiver'][]]>([
    ['nothing deviates', [having('get', 'conforms')], []],
    [
      'one case of several',
      [deviating('get', wrongStatus('404')), having('put', 'conforms')],
      [{ case: 'upgradeInstance/405/get', ...marks }],
    ],
    [
      'the only case of a status',
      [deviating('get', wrongStatus('404'))],
      [{ case: 'upgradeInstance/405/get', ...marks }],
    ],
    [
      'several cases with one cause, by their ids',
      [deviating('get', wrongStatus('404')), deviating('put', wrongStatus('404'))],
      [{ case: ['upgradeInstance/405/get', 'upgradeInstance/405/put'], ...marks }],
    ],
    [
      'all cases, each in its way',
      [deviating('get', wrongStatus('404')), deviating('put', wrongStatus('500'))],
      [
        { case: 'upgradeInstance/405/get', ...marks },
        { case: 'upgradeInstance/405/put', ...marks, actual: '500' },
      ],
    ],
    [
      'all cases that could be shown',
      [
        deviating('get', wrongStatus('404')),
        deviating('put', wrongStatus('404')),
        having('x', 'not-exercised'),
      ],
      [{ case: ['upgradeInstance/405/get', 'upgradeInstance/405/put'], ...marks }],
    ],
    [
      'several deviations of a case, whose actual values do not matter',
      [
        deviating(
          'get',
          wrongBody('body /a'),
          wrongBody('body /b'),
          wrongBody('body /a', { actual: 'else' }),
        ),
      ],
      [
        { case: 'upgradeInstance/405/get', ...bodyMarks },
        { case: 'upgradeInstance/405/get', ...bodyMarks, location: 'body /b', message: 'Wrong at body /b.' },
      ],
    ],
    [
      'what is waived in part',
      [deviating('get', mark(wrongStatus('404')), wrongBody('body /a'))],
      [{ case: 'upgradeInstance/405/get', ...bodyMarks }],
    ],
    [
      'warnings and notes',
      [
        deviating(
          'get',
          wrongBody('body /a', { severity: 'warning' }),
          wrongBody('body /b', { severity: 'note' }),
        ),
      ],
      [],
    ],
    [
      'no answer',
      [deviating('get', noAnswer)],
      [
        {
          case: 'upgradeInstance/405/get',
          check: 'transport',
          location: 'exchange',
          message: noAnswer.message,
        },
      ],
    ],
  ])('%s', (_, cases, expected) => {
    expect(drafts(cases).map((draft) => draft.waiver)).toEqual(expected);
  });

  test('has the run as a whole', () => {
    expect(drafts([], [wrongStatus('429')]).map((draft) => draft.waiver)).toEqual([
      { case: 'run', ...marks, actual: '429' },
    ]);
  });

  test('covers all that it was made of, and nothing it makes is unused', () => {
    const cases = [
      deviating('get', wrongStatus('404')),
      deviating('put', wrongStatus('404')),
      deviating('head', wrongBody('body /a'), wrongBody('body /b')),
      having('patch', 'conforms'),
    ];
    const entries = drafts(cases, [wrongStatus('429')]).map((draft) => waiver(draft.waiver));
    const { waivers, ...marked } = applyWaivers(
      { cases, findings: [wrongStatus('429')] },
      { entries, today },
    );
    expect(waivers.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    expect(draftWaivers(sampleResult(marked.cases, { run: { findings: marked.findings } }))).toEqual([]);
  });
});

describe('an entry with a list of ids', () => {
  const listed = waiver({ case: ['upgradeInstance/405/get', 'upgradeInstance/405/put'], actual: '404' });
  const problems = (...cases: CaseResult[]) =>
    applyWaivers(foundIn(...cases), { entries: [listed], today }).waivers.map(
      ({ problem }) => problem?.message,
    );

  test.each<[string, CaseResult, string | undefined]>([
    ['holds while each of them deviates like that', deviating('put', wrongStatus('404')), undefined],
    ['waits for one that was not selected', having('put', 'not-selected'), undefined],
    [
      'is stale once one of them conforms, although the others deviate',
      having('put', 'conforms'),
      'Entry 1 (case upgradeInstance/405/get and 1 more, check status_code_conformance) is stale for upgradeInstance/405/put: this deviation is gone; remove that id.',
    ],
    [
      'has changed once one of them deviates otherwise',
      deviating('put', wrongStatus('500')),
      'Entry 1 (case upgradeInstance/405/get and 1 more, check status_code_conformance) no longer fits: upgradeInstance/405/put now deviates by status_code_conformance at status, actual 500 ("Answered 500."); correct or remove that id.',
    ],
    [
      'must name cases only',
      having('patch', 'conforms'),
      'Entry 1 (case upgradeInstance/405/get and 1 more, check status_code_conformance) names upgradeInstance/405/put, which is no case; `list` shows them all, so correct or remove that id.',
    ],
  ])('%s', (_, other, message) => {
    expect(problems(deviating('get', wrongStatus('404')), other)).toEqual([message]);
  });

  test('is stale as a whole once all of them conform', () => {
    expect(problems(having('get', 'conforms'), having('put', 'tolerated'))).toEqual([
      'Entry 1 (case upgradeInstance/405/get and 1 more, check status_code_conformance) is stale: this deviation is gone; remove it.',
    ]);
  });
});
