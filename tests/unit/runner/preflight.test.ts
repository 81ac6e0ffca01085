import type { Case } from '../../../src/catalogue/case.ts';
import type { SetUp } from '../../../src/provider-states/driver.ts';
import type { Answer } from '../../support/exchanges.ts';
import { page } from '../../support/loans.ts';
import { caseOf, driverOf, type FlatOptions, onLoan, ready, type Wire } from '../../support/runs.ts';
import { ends, type Given, noPreflight, notAList, outcomeOf, url, withoutLoan } from './preflight-support.ts';

/** Whether the user's values are good: the credential first of all. */

test('the own loan is read with the own credential, and both are good', async () => {
  const { sent, ...outcome } = await outcomeOf({});
  expect(outcome).toMatchObject({ own: 'accepted', asked: ['/loans/loan-own'], failed: undefined });
  expect(outcome.answers).toStrictEqual([
    { what: 'loan', method: 'GET', url: `${url}/loan-own`, status: 200, verdict: 'usable' },
  ]);
  expect(sent[0]?.headers).toContainEqual(['X-Card', 'good-token']);
});

test.each<[string, Partial<Given>]>([
  ['no case has a credential', { cases: [caseOf({ request: { credential: 'absent' } })] }],
  ['there is no case', { cases: [] }],
  ['the target is the built-in one', { options: { builtIn: true } }],
])('nothing is tried where %s', async (_name, given) => {
  expect(await outcomeOf(given)).toMatchObject({ answers: [], asked: [], own: 'unknown' });
});

test('one case with a credential among others is enough', async () => {
  const cases = [caseOf({ request: { credential: 'absent' } }), caseOf()];
  expect((await outcomeOf({ cases })).asked).toEqual(['/loans/loan-own']);
});

describe('what shows nothing is unclear, and no reason to stop', () => {
  test.each<[string, Answer]>([
    ['another success', { status: 202, body: {} }],
    ['a success without JSON', { status: 200, body: 'text' }],
    ['an error', { status: 500, body: {} }],
    ['a redirect', { status: 302, body: {} }],
  ])('%s for the loan', async (_name, answer) => {
    const outcome = await outcomeOf({ wire: () => answer });
    expect(outcome).toMatchObject({ verdicts: [`loan: ${answer.status} unclear`], own: 'unknown' });
  });

  test.each<[string, Answer]>([
    ['another body', notAList],
    ['another success', { ...page([]), status: 202 }],
    ['an error', { ...page([]), status: 503 }],
  ])('%s for the list, where the user names no loan', async (_name, answer) => {
    const outcome = await outcomeOf({ wire: () => answer, options: withoutLoan });
    expect(outcome).toMatchObject({
      verdicts: [`list of loans: ${answer.status} unclear`],
      asked: ['/loans'],
      own: 'unknown',
    });
  });

  test('no answer, which has no status', async () => {
    const outcome = await outcomeOf({ wire: () => ({ blame: 'target', message: 'reset' }) });
    expect(outcome.answers).toStrictEqual([
      { what: 'loan', method: 'GET', url: `${url}/loan-own`, verdict: 'unclear' },
    ]);
  });
});

test('where the user names no loan, a list shows that the credential is good', async () => {
  const outcome = await outcomeOf({ wire: () => page([]), options: withoutLoan });
  expect(outcome).toMatchObject({ verdicts: ['list of loans: 200 usable'], own: 'accepted' });
});

describe('a credential that is refused', () => {
  const refusing: Wire = () => ({ status: 401 });
  const refused = (path: string) =>
    ends(
      'input',
      `--token is refused: GET ${path} was answered 401. No case was sent; give one that is accepted, ${noPreflight}`,
    );
  const withStates = caseOf({ id: 'a', states: [onLoan] });

  test('ends the run', async () => {
    expect(await outcomeOf({ wire: refusing })).toMatchObject(refused(`${url}/loan-own`));
    expect(await outcomeOf({ wire: refusing, options: withoutLoan })).toMatchObject(refused(url));
  });

  test('is no reason to stop where a provider state gives another; its set-up is torn down', async () => {
    const fake = driverOf({ answers: [ready({ token: 'of-state' })] });
    const cases = [
      caseOf({ id: 'absent', request: { credential: 'absent' }, states: [{ name: 'other', params: {} }] }),
      caseOf({ id: 'stateless' }),
      withStates,
    ];
    const outcome = await outcomeOf({ wire: refusing, cases, options: { driver: fake.driver } });
    expect(outcome).toMatchObject({ verdicts: ['loan: 401 unclear'], own: 'refused', failed: undefined });
    expect(fake.setUps).toEqual([onLoan]);
    expect(fake.tornDown).toHaveLength(1);
  });

  test.each<[string, readonly Case[], readonly SetUp[], Partial<FlatOptions>, number]>([
    ['states give no credential', [withStates], [ready({ loan: 'l' })], {}, 1],
    ['the state cannot be set up', [withStates], [{ outcome: 'not-supported', reason: 'no' }], {}, 1],
    ['no case has a state', [caseOf()], [ready({ token: 't' })], {}, 0],
    [
      'the case with a state is not selected',
      [withStates],
      [ready({ token: 't' })],
      { selected: new Set(['b']) },
      0,
    ],
  ])('ends the run where %s', async (_name, cases, answers, options, asked) => {
    const fake = driverOf({ answers });
    const outcome = await outcomeOf({ wire: refusing, cases, options: { driver: fake.driver, ...options } });
    expect(outcome).toMatchObject(refused(`${url}/loan-own`));
    expect(fake.setUps).toHaveLength(asked);
  });

  test('ends the run where values are all that states give', async () => {
    const fake = driverOf({ answers: [ready({ token: 't' })], readOnly: true });
    const outcome = await outcomeOf({
      wire: refusing,
      cases: [withStates],
      options: { driver: fake.driver },
    });
    expect(outcome).toMatchObject(refused(`${url}/loan-own`));
    expect(fake.setUps).toEqual([]);
  });
});
