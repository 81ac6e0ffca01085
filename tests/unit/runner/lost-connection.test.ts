import { targetFailure } from '../../../src/http/failure.ts';
import type { Exchange, FailureCode } from '../../../src/model/exchange.ts';
import type { Verdict } from '../../../src/model/result.ts';
import type { Loss } from '../../../src/runner/context.ts';
import { noteLosses } from '../../../src/runner/loss.ts';
import { lostTogether } from '../../../src/runner/lost-connection.ts';
import { answered } from '../../support/exchanges.ts';

/** Connections that were lost at the same time may be one event. */

const from = Date.parse('2026-11-23T10:00:00.000Z');
const { response: _, ...unanswered } = answered({ status: 400 });

const lostAt = (start: number, end: number, code: FailureCode = 'closed-without-answer'): Exchange => ({
  ...unanswered,
  failure: targetFailure(code, 'ECONNRESET'),
  startedAt: new Date(from + start).toISOString(),
  durationMs: end - start,
});

interface Different {
  readonly verdict?: Verdict;
  readonly own?: Exchange;
  readonly hasAnswered?: boolean;
  /** Whether a request that was sent later was answered before. */
  readonly hasAnsweredSince?: boolean;
}

function together(others: Readonly<Record<string, Exchange>>, different: Different = {}) {
  const {
    verdict = 'deviates',
    own = lostAt(10, 20),
    hasAnswered = true,
    hasAnsweredSince = false,
  } = different;
  const losses: Loss[] = [];
  const losing = { gate: { hasAnswered, hasAnsweredSince: () => hasAnsweredSince }, losses };
  for (const [id, exchange] of Object.entries({ own, ...others })) noteLosses(losing, id, [exchange]);
  return lostTogether(losing, 'own', { verdict, exchanges: [own] })?.lost;
}

test.each<[string, Exchange, boolean]>([
  ['was lost while this was in flight', lostAt(0, 15), true],
  ['was in flight when this was lost, and was lost later', lostAt(15, 40), true],
  ['had been lost before', lostAt(0, 9), false],
  ['was sent later', lostAt(21, 30), false],
  ['looked idle', lostAt(0, 15, 'closed-while-idle'), true],
  ['was cut off', lostAt(0, 15, 'closed-within-body'), true],
  ['was refused', lostAt(0, 15, 'connection-refused'), true],
  ['was answered wrongly', lostAt(0, 15, 'not-http'), false],
  ['was answered', { ...answered({ status: 400 }), startedAt: new Date(from).toISOString() }, false],
])('a case deviates only alone, if another connection %s', (_name, other, expected) =>
  expect(together({ other })).toBe(expected ? 'closed' : undefined),
);

test.each<[string, boolean, 'hung' | undefined]>([
  ['nothing', false, 'hung'],
  ['a request that was sent later', true, undefined],
])('a case hangs only alone, if %s was answered meanwhile', (_name, hasAnsweredSince, expected) => {
  const [own, other] = [lostAt(0, 30, 'timeout'), lostAt(1, 31, 'timeout')];
  expect(together({ other }, { own, hasAnsweredSince })).toBe(expected);
});

test.each<[string, Different]>([
  ['conforms', { verdict: 'conforms' }],
  ['gave an answer that is not HTTP', { own: lostAt(10, 20, 'not-http') }],
  ['is one of a target that has answered nothing', { hasAnswered: false }],
])('nothing is in doubt that %s', (_name, different) =>
  expect(together({ other: lostAt(0, 15) }, different)).toBeUndefined(),
);

test('a case does not excuse itself', () => expect(together({})).toBeUndefined());
