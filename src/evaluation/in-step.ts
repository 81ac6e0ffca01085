import type { CaseOutcome } from './case-outcome.ts';

/**
 * The outcome if the answer is surely the one to its request. A target that sends bytes nobody asked for, on a
 * connection that it keeps open, may have answered each request on it with the answer to another. That may show only
 * after the case was judged (decision 0029).
 */
export function ifInStep(outcome: CaseOutcome): CaseOutcome {
  const { connection, response, failure } = outcome.exchanges.at(-1) ?? {};
  if (!response || failure || !connection || connection.unasked === 0) return outcome;
  const { verdictIfFinal: _, judged: __, ...rest } = outcome;
  const reason = `The target sent ${connection.unasked} bytes that answer no request on the connection of this case: which answer belongs to which request on it is not known.`;
  const findings = outcome.findings.filter(({ severity }) => severity === 'note');
  return rests.has(outcome.verdict) ? { ...rest, verdict: 'inconclusive', reason, findings } : outcome;
}

/** Verdicts that rest on the answer. */
const rests: ReadonlySet<CaseOutcome['verdict']> = new Set([
  'conforms',
  'tolerated',
  'deviates',
  'inconclusive',
]);
