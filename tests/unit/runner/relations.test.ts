import type { Case } from '../../../src/catalogue/case.ts';
import type { Relation } from '../../../src/checks/relations.ts';
import { run } from '../../../src/runner/run.ts';
import { atPath } from '../../../src/util/json-pointer.ts';
import type { Answer } from '../../support/exchanges.ts';
import { caseOf, onLoan, operationOf, responseOf, runOptions, transportOf } from '../../support/runs.ts';

/** Answers of one run are compared with each other: the list of loans, and each loan. */

const ok = responseOf(200);
const list = operationOf({ id: 'list', method: 'GET', path: '/loans', responses: new Map([ok]) });
const read = operationOf({ id: 'read', method: 'GET', path: '/loans/{loan}', responses: new Map([ok]) });
const renew = operationOf();

const loanCase = (operationId: string, different: Parameters<typeof caseOf>[0] = {}): Case =>
  caseOf({
    id: `${operationId}/200/valid`,
    ...{ operationId, status: 200, expect: 200, states: [onLoan] },
    request: { method: 'GET', path: operationId === 'list' ? '/loans' : '/loans/{loan}' },
    ...different,
  });

const loans = ({ answer }: { readonly answer: unknown }) =>
  new Map([answer].flat().map((loan) => [String(atPath(loan, 'id')), { due: atPath(loan, 'due') }]));

const relation: Relation = {
  requirement: 'SAME-LOAN',
  severity: 'deviation',
  statement: 'The list shows a loan otherwise than it is read.',
  between: ['list', 'read'].map((operationId) => ({ operationId, status: 200, select: loans })),
};

async function resultOf(
  answers: Readonly<Record<string, Answer>>,
  cases = [loanCase('list'), loanCase('read')],
  selected?: ReadonlySet<string>,
) {
  const { transport } = transportOf(({ method, url }) => answers[`${method} ${new URL(url).pathname}`] ?? {});
  const operations = new Map([list, read, renew].map((one) => [one.id, one]));
  const options = runOptions({
    ...{ catalogue: { operations, cases }, relations: [relation], concurrency: 1, consent: 'destroy' },
    ...(selected && { selected }),
  });
  const target = { ...options.target, through: () => transport };
  return (await run({ ...options, target })).result;
}

const loan = (due: string): Answer => ({ status: 200, body: { id: 'loan-1', due } });
const inList = (due: string): Answer => ({
  status: 200,
  body: [
    { id: 'loan-1', due },
    { id: 'x', due: '?' },
  ],
});

const verdictsOf = ({ cases }: Awaited<ReturnType<typeof resultOf>>) => cases.map(({ verdict }) => verdict);

test('a list and a read that show the same conform', async () => {
  const result = await resultOf({ 'GET /loans': inList('May'), 'GET /loans/loan-1': loan('May') });
  expect([verdictsOf(result), result.run.findings]).toEqual([['conforms', 'conforms'], []]);
});

test('those that do not deviate, and a long body is compared whole', async () => {
  const padded = { status: 200, body: { padding: 'x'.repeat(300_000), id: 'loan-1', due: 'June' } };
  const result = await resultOf({ 'GET /loans': inList('May'), 'GET /loans/loan-1': padded });
  expect(verdictsOf(result)).toEqual(['conforms', 'deviates']);
  expect(result.cases[1]?.findings).toMatchObject([
    { check: 'relations', requirement: 'SAME-LOAN', expected: '"May"', actual: '"June"' },
  ]);
  expect(result.causes).toMatchObject([{ check: 'relations', cases: ['read/200/valid'] }]);
});

test.each<[what: string, status: number, expect: number, verdict: string]>([
  ['accepted by mistake', 202, 400, 'conforms'],
  ['answered with an error', 503, 400, 'conforms'],
  ['refused', 400, 400, 'deviates'],
  ['refused with another code', 404, 400, 'deviates'],
  ['answered with the error that is expected', 503, 503, 'deviates'],
])('what is read after a request that was %s', async (_, status, expected, verdict) => {
  const request = caseOf({ risk: 'if-deviant', states: [onLoan], expect: expected });
  const result = await resultOf(
    {
      ...{
        'GET /loans': inList('May'),
        'GET /loans/loan-1': loan('June'),
        'GET /loans/loan-2': loan('June'),
      },
      'POST /loans/loan-1/renew': { status },
    },
    [loanCase('list'), request, loanCase('read')],
  );
  expect(result.cases.find(({ operationId }) => operationId === 'read')?.verdict).toBe(verdict);
});

test('nothing is said of what a selection did not compare', async () => {
  const answers = { 'GET /loans': inList('May') };
  const said = { check: 'relations', severity: 'note' };
  expect((await resultOf(answers, [loanCase('list')])).run.findings).toMatchObject([said]);
  const selected = await resultOf(answers, [loanCase('list')], new Set(['list/200/valid']));
  expect(selected.run.findings).toEqual([]);
});
