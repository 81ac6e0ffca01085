import type { CaseOutcome } from '../../../src/evaluation/case-outcome.ts';
import { ifInStep } from '../../../src/evaluation/in-step.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { Verdict } from '../../../src/model/result.ts';
import { answered } from '../../support/exchanges.ts';

const outcome = (verdict: Verdict, more: Partial<Exchange> = {}): CaseOutcome => ({
  verdict,
  findings: [
    { check: 'a', severity: 'deviation', message: 'wrong' },
    { check: 'b', severity: 'note', message: 'by the way' },
  ],
  exchanges: [{ ...answered({}), ...more }],
  durationMs: 1,
});

test.each<Verdict>(['conforms', 'tolerated', 'deviates', 'inconclusive'])(
  '%s rests on the answer, which may belong to another request',
  (verdict) => {
    const { verdict: then, reason, findings } = ifInStep(outcome(verdict, { connection: { unasked: 7 } }));
    expect([then, findings.map(({ severity }) => severity)]).toEqual(['inconclusive', ['note']]);
    expect(reason).toContain('The target sent 7 bytes that answer no request');
  },
);

test.each<[string, CaseOutcome]>([
  ['without a shared connection', outcome('conforms')],
  ['on a connection that is in step', outcome('deviates', { connection: { unasked: 0 } })],
  [
    'without an answer',
    outcome('deviates', { connection: { unasked: 7 }, failure: { blame: 'target', message: 'none' } }),
  ],
  ['that is not judged', outcome('errored', { connection: { unasked: 7 } })],
  ['that was not sent', { ...outcome('not-exercised'), exchanges: [] }],
])('an outcome %s stays', (_, stays) => expect(ifInStep(stays)).toBe(stays));
