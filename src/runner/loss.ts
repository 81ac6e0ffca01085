import type { Exchange, Failure, FailureCode } from '../model/exchange.ts';
import type { Loss } from './context.ts';

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

export const isLost = ({ code }: Failure): boolean => lost.has(code);

export const isUnsent = ({ code }: Failure): boolean => unsent.has(code);

/** Whether what gave no such answer may be away. What was answered wrongly came from somewhere. */
export const showsAbsence = (failure: Failure): boolean =>
  isLost(failure) || isUnsent(failure) || failure.code === 'timeout' || failure.code === 'stopped';

/** The losses among the exchanges of a case. */
export const lossesOf = (caseId: string, exchanges: readonly Exchange[]): Loss[] =>
  exchanges
    .filter(({ failure }) => failure && (isLost(failure) || isUnsent(failure)))
    .map((exchange) => ({ caseId, ...timeOf(exchange) }));

/** When an exchange was in flight (`Date.now`). */
export function timeOf({ startedAt, durationMs }: Exchange): Pick<Loss, 'from' | 'to'> {
  const from = Date.parse(startedAt);
  return { from, to: from + durationMs };
}
