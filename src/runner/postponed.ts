import type { CaseOutcome } from '../evaluation/case-outcome.ts';

/** A case that must be sent again in a later phase. */
export interface Postponed {
  readonly postponed: 'exclusive' | 'shared-change';
  /** The resource that it would change. */
  readonly resource?: string;
  /** What was sent already and does not count. */
  readonly earlier?: EarlierAttempt;
}

/** What a case was answered before it is sent again. */
export interface EarlierAttempt extends Pick<CaseOutcome, 'exchanges' | 'findings'> {
  /** Set if it is sent again because its connection was lost, or because it hung beside others. */
  readonly lost?: 'closed' | 'hung';
}

/** The outcome of a case that the run stopped before. */
export function notReached(signal: AbortSignal): CaseOutcome {
  const why = signal.reason instanceof Error ? signal.reason.message : String(signal.reason);
  return { verdict: 'errored', reason: `not reached: ${why}`, findings: [], exchanges: [], durationMs: 0 };
}
