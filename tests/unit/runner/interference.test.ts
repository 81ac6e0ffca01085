import type { CaseOutcome } from '../../../src/evaluation/case-outcome.ts';
import type { Verdict } from '../../../src/model/result.ts';
import { interfered } from '../../../src/runner/interference.ts';
import type { LiveSetUp } from '../../../src/runner/live-set-up.ts';
import { answered } from '../../support/exchanges.ts';
import { onLoan } from '../../support/runs.ts';

/** What a case is answered while a state reaches beyond its resource is not believed. */

const startedAt = '2026-11-23T10:00:00.000Z';
const from = Date.parse(startedAt);
const exchange = { ...answered({ status: 503 }), startedAt, durationMs: 10 };
const { response: _, ...unanswered } = exchange;

const wide = (askedAt: number, goneAt?: number): LiveSetUp => ({
  state: onLoan,
  caseId: 'a',
  askedAt: from + askedAt,
  ...(goneAt !== undefined && { goneAt: from + goneAt }),
  values: {},
  scope: 'account',
  by: undefined,
  isolated: () => false,
  resource: { id: 'l', own: false, inFlight: new Set(), setUps: 1 },
  created: [],
  users: 1,
});

const outcome = (verdict: Verdict, exchanges: CaseOutcome['exchanges'] = [exchange]): CaseOutcome => ({
  verdict,
  findings: [{ check: 'c', severity: 'deviation', message: 'm' }],
  exchanges,
  durationMs: 1,
});

const felt = (one: CaseOutcome, ...setUps: readonly LiveSetUp[]) =>
  interfered({ wideScopeSetUps: new Set(setUps) }, one);

test.each<[string, CaseOutcome['exchanges'], string]>([
  ['was answered', [exchange], 'Answered 503'],
  ['was not answered', [unanswered], 'Did not answer'],
  ['was answered at last', [unanswered, exchange], 'Answered 503'],
])('what is kept of a case that %s is its exchanges, and why it is sent again', (_name, exchanges, said) => {
  expect(felt(outcome('deviates', exchanges), wide(0))).toStrictEqual({
    exchanges,
    findings: [
      {
        check: 'interference',
        severity: 'note',
        message: `${said} while "a loan" reached beyond its own resource; sent again with nothing else in flight.`,
      },
    ],
  });
});

test.each<[string, LiveSetUp[], boolean]>([
  ['that is there all the time', [wide(-5)], true],
  ['that was asked for at the very end', [wide(10)], true],
  ['that was asked for after the end', [wide(11)], false],
  ['that was gone at the very beginning', [wide(-5, 0)], true],
  ['that was gone before the beginning', [wide(-5, -1)], false],
  ['that came and went in between', [wide(3, 4)], true],
  ['among others', [wide(-5, -1), wide(11), wide(5)], true],
])('a state %s', (_name, setUps, doubted) => {
  expect(felt(outcome('deviates'), ...setUps) !== undefined).toBe(doubted);
});

test.each<[Verdict, boolean]>([
  ['deviates', true],
  ['inconclusive', true],
  ['conforms', false],
  ['tolerated', false],
  ['errored', false],
])('a case that is %s may be doubted: %s', (verdict, doubted) => {
  expect(felt(outcome(verdict), wide(0)) !== undefined).toBe(doubted);
});

test('a case of which nothing was sent felt nothing', () => {
  expect(felt(outcome('deviates', []), wide(0))).toBeUndefined();
});
