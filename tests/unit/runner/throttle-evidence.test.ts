import type { Check } from '../../../src/checks/check.ts';
import { statusCode } from '../../../src/checks/status-code.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { recordThrottles } from '../../../src/runner/throttle-evidence.ts';
import { answered } from '../../support/exchanges.ts';
import { caseOf, onLoan, operationOf, responseOf, runOf } from '../../support/runs.ts';

/** The answer of a throttle that a case met on its way shows what the document says of it. */

const operation = operationOf({
  responses: new Map([
    responseOf(202),
    responseOf(400),
    responseOf(413, { throttle: true, requirements: ['OVER-LIMIT'] }),
    responseOf(429, { throttle: true }),
    responseOf(503),
  ]),
});
const met = caseOf({
  id: 'renewLoan/400/met',
  states: [onLoan],
  risk: 'if-deviant',
  request: { path: '/met' },
});

async function recorded(exchanges: readonly Exchange[], checks: readonly Check[] = [statusCode]) {
  const { context } = runOf({ options: { checks } });
  for (const exchange of exchanges) await recordThrottles(context, met, operation, [exchange]);
  return context.unplanned;
}

const id = 'renewLoan/413/while-throttled';

test('it is a case of its own, with the request that met it', async () => {
  const exchange = answered({ status: 413, body: 'slower' });
  expect([...(await recorded([exchange]))]).toStrictEqual([
    [
      id,
      {
        item: {
          id,
          operationId: 'renewLoan',
          status: 413,
          title: 'A request that the throttle refuses during the run is answered as documented',
          subject: 'a throttled request',
          requirements: ['OVER-LIMIT'],
          risk: 'none',
          expect: 413,
          tolerates: [],
          states: [],
          derivedBy: 'throttle',
          request: met.request,
        },
        outcome: {
          verdict: 'conforms',
          judged: 'answer',
          findings: [],
          reason: 'Met by renewLoan/400/met, which was sent again and answered otherwise.',
          exchanges: [expect.objectContaining({ response: expect.objectContaining({ status: 413 }) })],
          durationMs: 1,
        },
      },
    ],
  ]);
});

test('each status of a throttle is one case, by the first answer', async () => {
  const statuses = [413, 429, 413].map((status, index) => ({ ...answered({ status }), durationMs: index }));
  const unplanned = await recorded(statuses);
  expect([...unplanned].map(([name, { outcome }]) => [name, outcome.durationMs])).toEqual([
    [id, 0],
    ['renewLoan/429/while-throttled', 1],
  ]);
});

const { response: _, ...unanswered } = answered({});

test.each<[string, Exchange]>([
  ['a status that the document does not give the throttle', answered({ status: 503 })],
  ['a status that the document does not have', answered({ status: 420 })],
  ['no answer', unanswered],
])('%s shows nothing', async (_name, exchange) => {
  expect((await recorded([exchange])).size).toBe(0);
});

test('an answer that is not as documented shows nothing, and the next one may', async () => {
  const wordy: Check = {
    id: 'wordy',
    run: ({ response }) =>
      response.body.length > 0 ? [] : [{ check: 'wordy', severity: 'deviation', message: 'It is empty.' }],
  };
  const [empty, full] = [answered({ status: 413 }), answered({ status: 413, body: 'slower' })];
  expect((await recorded([empty], [statusCode, wordy])).size).toBe(0);
  expect([...(await recorded([empty, full], [statusCode, wordy])).keys()]).toEqual([id]);
});
