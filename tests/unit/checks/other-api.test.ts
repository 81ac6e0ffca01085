import { checksWith } from '../../../src/checks/index.ts';
import type { Json } from '../../../src/model/json.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { found, otherApi } from '../../support/apis.ts';
import { type Answer, answered, brief, json, judgedCase } from '../../support/exchanges.ts';

/** The checks know nothing of the API that the suite ships: they judge another's answers by its own document. */

let renew: Operation;

beforeAll(async () => {
  renew = found((await otherApi()).find(({ id }) => id === 'renewLoan'));
});

const findings = (answer: Answer & { readonly status: number }) =>
  checksWith([]).flatMap((check) => check.run(answered(answer), renew, judgedCase(answer.status)));

const location = ['Location', 'https://library.example/loans/7'] as const;
const problem = [['Content-Type', 'application/problem+json']] as const;
const loan: Json = { loan: { number: 7 } };
const good = [...json, location, ['X-Shelf', '3']] as const;

test.each<[string, Answer & { readonly status: number }, string[]]>([
  ['a renewal', { status: 201, headers: good, body: loan }, []],
  [
    'a renewal without a shelf',
    { status: 201, headers: [...json, location], body: loan },
    ['warning | SHELF | header X-Shelf'],
  ],
  [
    'a renewal that is nowhere',
    { status: 201, headers: [...json, ['X-Shelf', '3']], body: loan },
    ['deviation | LOCATION | header Location'],
  ],
  [
    'a count that is not a number',
    { status: 201, headers: [...good, ['X-Renewals-Left', 'x']], body: loan },
    ['deviation | none | header X-Renewals-Left'],
  ],
  ['a count', { status: 201, headers: [...good, ['X-Renewals-Left', '2']], body: loan }, []],
  ['a renewal without a loan', { status: 201, headers: good, body: {} }, ['deviation | LOAN | body']],
  ['a problem', { status: 400, headers: problem, body: { title: 'No.' } }, []],
  ['a problem with more', { status: 400, headers: problem, body: { title: 'No.', status: 400 } }, []],
  [
    'a problem in plain JSON',
    { status: 400, headers: json, body: { title: 'No.' } },
    ['deviation | none | header Content-Type'],
  ],
  ['a problem without a title', { status: 404, headers: problem, body: {} }, ['deviation | none | body']],
  ['an answer of which nothing is documented', { status: 409, headers: [], body: 'returned' }, []],
])('%s', (_name, answer, expected) => expect(findings(answer).map(brief)).toEqual(expected));

test('a header without a requirement is reported without one', () =>
  expect(
    findings({ status: 201, headers: [...good, ['X-Renewals-Left', 'x']], body: loan }).map(
      (finding) => 'requirement' in finding,
    ),
  ).toEqual([false]));
