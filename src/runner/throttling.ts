import type { Case } from '../catalogue/case.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { headerValue } from '../util/headers.ts';
import { type Gate, retryAfterMs } from './gate.ts';

/** Too Many Requests (RFC 6585 §4): every client reads it as a throttle, documented or not. */
export const tooManyRequests = 429;
/** Service Unavailable (RFC 9110 §15.6.4): it is temporary by definition. */
const serviceUnavailable = 503;

export interface Sent {
  /** The decisive exchange. */
  readonly exchange: Exchange;
  /** True when the target throttled for longer than the run may wait. */
  readonly throttled: boolean;
  readonly notes: readonly Finding[];
}

/** What the requests of one run share when they are sent again. */
export interface RetryContext {
  readonly gate: Pick<Gate, 'pass' | 'pause'>;
  answered429: boolean;
}

/** Sends a case until an answer can be judged, by the rules of decision 0008. */
export async function sendWithRetry(
  context: RetryContext,
  operation: Operation,
  item: Case,
  send: () => Promise<Exchange>,
): Promise<Sent> {
  const notes: Finding[] = [];
  const note = (message: string) => notes.push({ check: 'throttling', severity: 'note', message });
  let repeated = false;
  for (;;) {
    await context.gate.pass();
    const sentAt = performance.now();
    const exchange = await send();
    const status = exchange.response?.status;
    if (isThrottle(exchange, operation, item)) {
      if (status === tooManyRequests) context.answered429 = true;
      const waitMs = context.gate.pause(retryAfterMs(retryAfter(exchange), Date.now()), sentAt);
      if (waitMs === undefined) return { exchange, throttled: true, notes };
      note(`Answered ${status}, waited ${(waitMs / 1000).toFixed(1)} s and sent again.`);
    } else if (status === serviceUnavailable && !accepts(item, status) && !repeated) {
      repeated = true;
      note('Answered 503 once, and sent again.');
    } else {
      return { exchange, throttled: false, notes };
    }
  }
}

export function isThrottleStatus(status: number | undefined, { responses }: Operation): boolean {
  return status !== undefined && (status === tooManyRequests || responses.get(status)?.throttle === true);
}

/** A throttle's status on a case that is about another status. Where the case tolerates it, only Retry-After
 * makes it a throttle. */
function isThrottle(exchange: Exchange, operation: Operation, item: Case): boolean {
  const status = exchange.response?.status;
  if (status === undefined || !isThrottleStatus(status, operation)) return false;
  // A case that expects a throttle has nothing to wait for.
  if (isThrottleStatus(item.expect, operation)) return false;
  return !accepts(item, status) || retryAfter(exchange) !== undefined;
}

function accepts({ expect, tolerates }: Case, status: number): boolean {
  return status === expect || tolerates.some((tolerance) => tolerance.status === status);
}

/** The answer's Retry-After field. */
export function retryAfter({ response }: Exchange): string | undefined {
  return response && headerValue(response.headers, 'Retry-After');
}
