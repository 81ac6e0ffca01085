import { markBaseUnproven } from '../../../src/evaluation/base-unproven.ts';
import type { CaseResult, Verdict } from '../../../src/model/result.ts';
import { sampleCase, sampleExchange } from '../../support/results.ts';

const documented = [
  { operationId: 'lend', status: 201 },
  { operationId: 'lend', status: 400 },
];

const one = (expect: number, verdict: Verdict, received: number, different: Partial<CaseResult> = {}) =>
  sampleCase(`lend/${expect}/${verdict}`, {
    verdict,
    exchanges: [sampleExchange(received, '{}')],
    ...different,
  });

const marked = (...cases: readonly CaseResult[]) =>
  markBaseUnproven(cases, documented)
    .filter(({ baseUnproven }) => baseUnproven)
    .map(({ id }) => id);

const { response: _, ...unanswered } = sampleExchange(201, '');
const refused = one(400, 'conforms', 400);

test.each<readonly [string, readonly CaseResult[], readonly string[]]>([
  ['nothing else was sent', [refused], [refused.id]],
  ['the valid request was accepted', [refused, one(201, 'conforms', 201)], []],
  ['it was accepted, with a wrong body', [refused, one(201, 'deviates', 201)], []],
  ['it was not answered', [refused, one(201, 'deviates', 201, { exchanges: [unanswered] })], [refused.id]],
  ['it was refused', [refused, one(201, 'deviates', 400)], [refused.id]],
  ['it was answered by a success that is not documented', [refused, one(201, 'deviates', 204)], [refused.id]],
  [
    'that of another operation was accepted',
    [refused, one(201, 'conforms', 201, { operationId: 'other' })],
    [refused.id],
  ],
  ['it was tolerated', [one(404, 'tolerated', 400)], ['lend/404/tolerated']],
  ['it deviates', [one(400, 'deviates', 500)], []],
  ['no exchange was recorded', [one(400, 'conforms', 400, { exchanges: [] })], []],
  ['it was not sent', [one(400, 'not-consented', 400, { exchanges: [] })], []],
  ['it is a fault of the service', [one(503, 'conforms', 503)], []],
  ['another case met it', [one(413, 'conforms', 413, { unplanned: true })], []],
])('a refusal where %s', (_what, cases, ids) => expect(marked(...cases)).toEqual(ids));

test('a mark of a part is taken back where another part has the valid request', () =>
  expect(marked({ ...refused, baseUnproven: true }, one(201, 'conforms', 201))).toEqual([]));
