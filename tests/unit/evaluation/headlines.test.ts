import { findCauses } from '../../../src/evaluation/causes.ts';
import type { CaseResult, Finding } from '../../../src/model/result.ts';
import { sampleCase, sampleExchange } from '../../support/results.ts';

/** What lists of causes say, and in which order. */

const coverage = [202, 400, 500].map((status) => ({ operationId: 'lend', status }));
const found = (...cases: readonly CaseResult[]) => findCauses(cases, coverage);
const headlines = (...cases: readonly CaseResult[]) => found(...cases).causes.map(({ headline }) => headline);

/** A case with one deviation of its status, answered with that status unless the row says otherwise. */
function wrongStatus(id: string, actual: string, different: Partial<CaseResult> = {}): CaseResult {
  return sampleCase(`lend/${id}`, {
    verdict: 'deviates',
    subject: 'a loan',
    findings: [
      {
        check: 'status',
        severity: 'deviation',
        location: 'status',
        expected: id.slice(0, 3),
        actual,
        message: 'The status is wrong.',
      },
    ],
    exchanges: [sampleExchange(Number.parseInt(actual, 10), '{}')],
    ...different,
  });
}

const wrong = (id: string, finding: Partial<Finding>, different: Partial<CaseResult> = {}): CaseResult =>
  sampleCase(`lend/${id}`, {
    verdict: 'deviates',
    subject: 'a loan',
    findings: [{ check: 'body', severity: 'deviation', message: 'It is wrong.', ...finding }],
    ...different,
  });

const { response: _, ...unanswered } = sampleExchange(400, '');
const noAnswer = (id: string, actual: string) =>
  wrong(id, { location: 'exchange', actual }, { exchanges: [unanswered] });

describe('the headline of', () => {
  test.each<[string, CaseResult, string]>([
    [
      'the last success there is, in place of an error',
      wrongStatus('400/x', '299'),
      '299, a code that is not documented, where 400 is documented: a loan is accepted, 1 case',
    ],
    [
      'another failure of the service',
      wrongStatus('500/x', '503'),
      '503, a code that is not documented, where 500 is documented: a loan is refused with another code, 1 case',
    ],
    [
      'a redirect, without its target',
      wrongStatus('400/x', '302, Location: http://other.example/'),
      '302, a code that is not documented, where 400 is documented: a loan is redirected, 1 case',
    ],
    [
      'a status whose exchange is not recorded',
      wrongStatus('400/x', '202', { exchanges: [] }),
      '202 where 400 is documented: a loan is accepted, 1 case',
    ],
    [
      'an answer with more after it',
      wrong(
        '400/x',
        { location: 'exchange', actual: 'more bytes followed' },
        { exchanges: [sampleExchange(202, '')] },
      ),
      'no complete answer (more bytes followed) where 400 is documented: a loan is not answered, 1 case',
    ],
    [
      'a header that is absent',
      wrong('400/x', { location: 'header X', expected: 'a' }),
      'It is wrong, in answers with 400, 1 case',
    ],
    [
      'a header of which nothing definite is expected',
      wrong('400/x', { location: 'header X', actual: 'b' }),
      'It is wrong, in answers with 400, 1 case',
    ],
    [
      'a body, whatever was expected of it',
      wrong('400/x', { location: 'body /a', expected: '1', actual: '2', message: 'See 1.2 there.' }),
      'See 1.2 there, in answers with 400, 1 case',
    ],
    [
      'a body whose exchange is not recorded',
      wrong('400/x', { location: 'body' }, { exchanges: [] }),
      'It is wrong, 1 case',
    ],
    [
      'a body of an answer that is not recorded',
      wrong('400/x', { location: 'body' }, { exchanges: [unanswered] }),
      'It is wrong, 1 case',
    ],
    [
      'a case that deviates for no reason',
      sampleCase('lend/400/x', { verdict: 'deviates', findings: [] }),
      'no finding was recorded, in answers with 400, 1 case',
    ],
  ])('%s', (_name, item, headline) => {
    expect(headlines(item)).toEqual([headline]);
  });

  test('cases that do not say what they are about has the title of the first', () => {
    const titled = (id: string) => {
      const { subject: _subject, ...item } = wrongStatus(id, '202');
      return { ...item, title: 'A loan is refused' };
    };
    expect(headlines(titled('400/a'))).toEqual(['202 where 400 is documented: "A loan is refused", 1 case']);
    expect(headlines(titled('400/a'), titled('400/b'))).toEqual([
      '202 where 400 is documented: "A loan is refused" and the like, 2 cases',
    ]);
  });

  test('a wrong body in several answers names each status once, in order', () => {
    const body = (id: string, ...statuses: number[]) =>
      wrong(id, { location: 'body' }, { exchanges: statuses.map((status) => sampleExchange(status, '{}')) });
    expect(headlines(body('400/a', 404), body('400/b', 400), body('400/c'), body('400/d', 404))).toEqual([
      'It is wrong, in answers with one of 400, 404, 4 cases',
    ]);
  });
});

describe('two deviations have different causes', () => {
  const waived = (id: string, waiver: number, more: Partial<CaseResult> = {}) => {
    const item = wrongStatus(id, '202', more);
    return { ...item, findings: item.findings.map((finding) => ({ ...finding, waiver })) };
  };

  test.each<[string, CaseResult, CaseResult]>([
    ['if two waivers cover them', waived('400/a', 1), waived('400/b', 2)],
    [
      'if their cases are waived for different reasons',
      wrongStatus('400/a', '202', { waived: 'one' }),
      wrongStatus('400/b', '202', { waived: 'two' }),
    ],
    ['if a waiver covers only one', wrongStatus('400/a', '202'), waived('400/b', 1)],
    [
      'if there was no answer, each time for another reason',
      noAnswer('400/a', 'closed after 100 ms'),
      noAnswer('400/b', 'timed out after 100 ms'),
    ],
  ])('%s', (_name, one, other) => {
    expect(headlines(one, other)).toHaveLength(2);
  });

  test('what a waiver covers comes last, also where its case has more that is not covered', () => {
    expect(found(waived('400/a', 1), wrong('400/b', { location: 'header X' })).causes[1]?.cases).toEqual([
      'lend/400/a',
    ]);
  });
});

describe('the order of causes', () => {
  test('of those as bad as each other, what concerns more cases comes first', () => {
    const one = wrong('400/a', { location: 'body /a', message: 'One.' });
    const two = ['400/b', '400/c'].map((id) => wrong(id, { location: 'body /b', message: 'Two.' }));
    const three = ['400/d', '400/e', '400/f'].map((id) => wrong(id, { location: 'body', message: 'Three.' }));
    expect(found(one, ...two, ...three).causes.map(({ cases }) => cases.length)).toEqual([3, 2, 1]);
    expect(found(...three, ...two, one).causes.map(({ cases }) => cases.length)).toEqual([3, 2, 1]);
  });

  test('what is in no place is no matter of form', () => {
    const form = wrong('400/a', { location: 'header X' });
    expect(found(form, wrong('400/b', { message: 'Odd.' })).causes.map(({ cases }) => cases)).toEqual([
      ['lend/400/b'],
      ['lend/400/a'],
    ]);
  });

  test('an absent operation comes before what is wrongly accepted, and what it masks after mere form', () => {
    const said = { exchanges: [sampleExchange(400, '{"message":"no"}')] };
    const absent = wrongStatus('202/x', '400', said);
    const unknown = sampleCase('lend/400/unknown', { unknownAction: true, ...said });
    const masked = wrongStatus('415/x', '400', said);
    const accepted = wrongStatus('422/x', '202');
    const form = wrong('401/x', { location: 'header X' });
    const order = (...cases: readonly CaseResult[]) => found(...cases).causes.map((one) => one.cases[0]);
    const expected = ['lend/202/x', 'lend/422/x', 'lend/401/x', 'lend/415/x'];
    expect(order(masked, accepted, absent, form, unknown)).toEqual(expected);
    expect(order(form, unknown, absent, accepted, masked)).toEqual(expected);
  });

  test('a cause of which only some cases are masked is not', () => {
    const said = { exchanges: [sampleExchange(400, '{"message":"no"}')] };
    const body = (id: string, more: Partial<CaseResult>) => wrong(id, { location: 'body' }, more);
    const all = [
      wrongStatus('202/x', '400', said),
      sampleCase('lend/400/unknown', { unknownAction: true, ...said }),
      body('400/a', said),
      body('401/b', { exchanges: [sampleExchange(401, '{}')] }),
    ];
    expect(headlines(...all)[1]).toBe('It is wrong, in answers with one of 400, 401, 2 cases');
  });

  test('a wrong body of a documented request masks nothing', () => {
    const said = { exchanges: [sampleExchange(400, '{"message":"no"}')] };
    const { causes } = found(
      wrong('202/x', { location: 'body' }, { tolerates: [{ status: 400, ambiguity: 'A' }], ...said }),
      sampleCase('lend/400/unknown', { unknownAction: true, ...said }),
      sampleCase('lend/400/other', said),
      sampleCase('lend/401/apart'),
    );
    expect(causes[0]).not.toHaveProperty('masks');
  });
});

describe('a cause', () => {
  test('has only what its deviation has', () => {
    const { causes } = found(sampleCase('lend/400/x', { verdict: 'deviates', reason: 'Odd.' }));
    expect(causes).toStrictEqual([
      {
        id: 'cause-1',
        headline: 'Odd, in answers with 400, 1 case',
        check: 'verdict',
        cases: ['lend/400/x'],
      },
    ]);
  });

  test('is of deviations alone: warnings and notes beside are left as they are', () => {
    const item = wrongStatus('400/x', '202');
    const beside: Finding[] = (['warning', 'note'] as const).map((severity) => ({
      check: 'c',
      severity,
      message: 'Beside.',
    }));
    const { causes, cases } = found({ ...item, findings: [...item.findings, ...beside] });
    expect(causes).toHaveLength(1);
    expect(cases[0]?.findings.slice(1)).toStrictEqual(beside);
  });
});

test('with several operations, a cause of one of them names it', () => {
  const several = [...coverage, { operationId: 'renew', status: 200 }];
  const renewed = { ...wrong('400/b', {}), operationId: 'renew' };
  const { causes } = findCauses([wrongStatus('400/a', '202'), wrong('400/b', {}), renewed], several);
  expect(causes.map(({ headline }) => headline.split(' ', 1)[0])).toEqual(['lend:', 'It']);
});
