import { targetFailure } from '../../../src/http/failure.ts';
import type { Exchange, FailureCode } from '../../../src/model/exchange.ts';
import type { Verdict } from '../../../src/model/result.ts';
import { lossesOf } from '../../../src/runner/loss.ts';
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

const together = (
  others: Readonly<Record<string, Exchange>>,
  {
    verdict = 'deviates',
    own = lostAt(10, 20),
    hasAnswered = true,
  }: Readonly<{
    verdict?: Verdict;
    own?: Exchange;
    hasAnswered?: boolean;
  }> = {},
) =>
  lostTogether(
    {
      gate: { hasAnswered },
      losses: Object.entries({ own, ...others }).flatMap(([id, exchange]) => lossesOf(id, [exchange])),
    },
    'own',
    { verdict, exchanges: [own] },
  ) !== undefined;

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
  expect(together({ other })).toBe(expected),
);

test.each<[string, Parameters<typeof together>[1]]>([
  ['conforms', { verdict: 'conforms' }],
  ['gave an answer that is not HTTP', { own: lostAt(10, 20, 'not-http') }],
  ['is one of a target that has answered nothing', { hasAnswered: false }],
])('nothing is in doubt that %s', (_name, different) =>
  expect(together({ other: lostAt(0, 15) }, different)).toBe(false),
);

test('a case does not excuse itself', () => expect(together({})).toBe(false));
