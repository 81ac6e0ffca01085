import { caseFacts, documentedStatuses, operationFacts } from '../../../src/evaluation/catalogue-facts.ts';
import { caseOf, operationOf, responseOf } from '../../support/runs.ts';

const catalogue = {
  operations: new Map(
    [
      operationOf({
        id: 'lend',
        title: 'Lend a book',
        tags: ['loans', 'books'],
        responses: new Map([responseOf(404), responseOf(503, { excluded: 'nothing leads to it' })]),
        otherResponses: new Map([['4XX', responseOf(400, { citation: 'Row 4XX' })[1]]]),
      }),
      operationOf({ id: 'read', title: 'Read a book', responses: new Map() }),
    ].map((operation) => [operation.id, operation]),
  ),
  cases: [
    caseOf({ operationId: 'lend', status: 400, expect: 400 }),
    caseOf({ operationId: 'read', status: 200, expect: 200 }),
  ],
};

test('an operation has its id, its title and the first of its tags', () =>
  expect(operationFacts(catalogue)).toStrictEqual([
    { operationId: 'lend', title: 'Lend a book', tag: 'loans' },
    { operationId: 'read', title: 'Read a book' },
  ]));

test('a code has where it is stated and why nothing shows it, as far as the document says so', () =>
  expect(documentedStatuses(catalogue)).toStrictEqual([
    { operationId: 'lend', status: 400, citation: 'Row 4XX' },
    { operationId: 'lend', status: 404, citation: 'Row 404' },
    { operationId: 'lend', status: 503, citation: 'Row 503', excluded: 'nothing leads to it' },
    { operationId: 'read', status: 200 },
  ]));

describe('a case', () => {
  const { request: _, derivedBy: _by, ...facts } = caseOf();

  test('has no more than its facts', () =>
    expect(caseFacts(caseOf({ anyBody: 'AMB', lawful: [304] }))).toStrictEqual(facts));

  test('has what it is about, and that its action is unknown', () => {
    const more = { subject: 'a loan', unknownAction: true } as const;
    expect(caseFacts(caseOf(more))).toStrictEqual({ ...facts, ...more });
  });
});
