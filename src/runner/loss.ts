import type { Exchange, Failure, FailureCode } from '../model/exchange.ts';
import type { Loss, RunContext } from './context.ts';

/** There was a connection, and it was lost. The request, or a part of it, may have reached the target. */
const lost: ReadonlySet<FailureCode | undefined> = new Set<FailureCode>([
  'closed-while-idle',
  'closed-without-answer',
  'closed-within-head',
  'closed-within-body',
  'no-answer',
]);

/** There was no connection: nothing of the request reached the target. */
const unsent: ReadonlySet<FailureCode | undefined> = new Set<FailureCode>([
  'connection-refused',
  'not-reached',
  'proxy',
]);

const isLost = ({ code }: Failure): boolean => lost.has(code);

export const isUnsent = ({ code }: Failure): boolean => unsent.has(code);

/** Whether what gave no such answer may be away. What was answered wrongly came from somewhere. */
export const showsAbsence = (failure: Failure): boolean =>
  isLost(failure) || isUnsent(failure) || failure.code === 'timeout' || failure.code === 'stopped';

/** Requests that are sent at the same time do not arrive so. In milliseconds. */
const wellAfter = 1000;

/** What tells whether a loss is of doubtful cause. */
export interface Losing extends Pick<RunContext, 'losses'> {
  readonly gate: Pick<RunContext['gate'], 'hasAnswered' | 'hasAnsweredSince'>;
}

/**
 * Whether an exchange that has just ended may have been lost through no doing of its request. Where a request that was
 * sent well after it was answered meanwhile, a timeout is its own.
 */
export const isLoss = ({ gate }: Losing, { failure, durationMs }: Exchange): boolean =>
  failure !== undefined &&
  (isLost(failure) ||
    isUnsent(failure) ||
    (failure.code === 'timeout' && !gate.hasAnsweredSince(performance.now() - durationMs + wellAfter)));

/** Keeps the losses among the exchanges of a case, which have just ended. */
export function noteLosses(context: Losing, caseId: string, exchanges: readonly Exchange[]): void {
  const losses = exchanges.filter((exchange) => isLoss(context, exchange));
  context.losses.push(...losses.map((exchange) => ({ caseId, ...timeOf(exchange) })));
}

/** When an exchange was in flight (`Date.now`). */
export function timeOf({ startedAt, durationMs }: Exchange): Pick<Loss, 'from' | 'to'> {
  const from = Date.parse(startedAt);
  return { from, to: from + durationMs };
}
