import type { Case } from '../catalogue/case.ts';
import type { AnsweredExchange } from '../checks/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { headerValue } from '../util/headers.ts';
import { retryAfterMs } from '../util/retry-after.ts';
import { count } from '../util/text.ts';
import type { Gate, Passage } from './gate.ts';

/** Too Many Requests (RFC 6585 §4): every client reads it as a throttle, documented or not. */
export const tooManyRequests = 429;
/** Service Unavailable (RFC 9110 §15.6.4): it is temporary by definition. */
const serviceUnavailable = 503;

/**
 * A request that was refused again after its full wait is suspected to be refused for itself. It is then sent after a
 * gap in which others would have passed. If it is refused so many times more, and each time a request that the target
 * had answered before is answered right after it, the refusal is its answer and no throttle (decision 0008).
 */
const confirmations = 2;

/** Of one case, the waits that are noted one by one. */
const mostNotes = 5;

export interface SendResult {
  /** The decisive exchange. */
  readonly exchange: Exchange;
  /** True when the target throttled for longer than the run may wait. */
  readonly throttled: boolean;
  /**
   * Of the throttle's answers that were waited for, the first and the last of each status. Empty if the decisive one is
   * a throttle's.
   */
  readonly throttles: readonly Exchange[];
  readonly notes: readonly Finding[];
}

/** What a run remembers of the target's throttle. */
export interface ThrottleLog {
  answered429: boolean;
  /** How often an unexpected 503 was waited for. */
  waitsFor503: number;
  /** Ids of the operations of which a request met something else than a throttle's answer. */
  readonly operationsAnswered: Set<string>;
  /** Statuses that turned out to be the answer to some request, and not the throttle's. */
  readonly finalStatuses: Set<number>;
}

/** What the requests of one run share when they are sent again. */
export interface RetryContext {
  readonly gate: Pick<Gate, 'pass' | 'pause' | 'wait' | 'answered' | 'forgetPace' | 'hasThrottled'>;
  readonly throttleLog: ThrottleLog;
}

/** A case, and how it is sent and judged. */
export interface Sendable {
  readonly item: Case;
  readonly operation: Operation;
  readonly send: () => Promise<Exchange>;
  /** Whether the answer passes every check of the case. */
  readonly passes: (exchange: Exchange) => boolean;
  /** Repeats a request that the target has answered before; undefined where there is none. */
  readonly repeatAnswered: () => Promise<Exchange | undefined>;
}

/** Sends a case until an answer can be judged, by the rules of decision 0008. */
export function sendWithRetry(context: RetryContext, sendable: Sendable): Promise<SendResult> {
  return new Retry(context, sendable).run();
}

class Retry {
  readonly #context: RetryContext;
  readonly #sendable: Sendable;
  readonly #since = performance.now();
  readonly #notes: Finding[] = [];
  #omittedNotes = 0;
  /** By status, the first and the latest of the throttle's answers. */
  readonly #throttles = new Map<number, readonly [Exchange] | readonly [Exchange, Exchange]>();
  /** How often the request was refused. */
  #refused = 0;
  /** How often it was refused while another request passed. */
  #confirmed = 0;
  #isFinalStatus = false;
  #repeated503 = false;

  constructor(context: RetryContext, sendable: Sendable) {
    this.#context = context;
    this.#sendable = sendable;
  }

  async run(): Promise<SendResult> {
    const { gate } = this.#context;
    for (;;) {
      const passage = await gate.pass({ since: this.#since, unhurried: this.#isSuspect });
      const exchange = await this.#sendable.send();
      this.#isFinalStatus = this.#context.throttleLog.finalStatuses.has(exchange.response?.status ?? 0);
      if (!this.#isThrottle(exchange)) {
        if (exchange.response) gate.answered(passage);
        if (this.#mayRepeat(exchange)) continue;
        return this.#sent(exchange, { throttles: [...this.#throttles.values()].flat() });
      }
      if (exchange.response.status === tooManyRequests) this.#context.throttleLog.answered429 = true;
      if (this.#isSuspect && (await this.#othersPass())) this.#confirmed += 1;
      if (this.#confirmed >= confirmations) return this.#final(exchange);
      const waitMs = await this.#waitFor(exchange, passage);
      if (waitMs === undefined) return this.#sent(exchange, { throttled: true });
      this.#waited(exchange, waitMs);
    }
  }

  #sent(exchange: Exchange, different: Partial<SendResult> = {}): SendResult {
    const omitted: Finding = throttleNote(
      `Answered so, waited and sent again ${count(this.#omittedNotes, 'time')} more.`,
    );
    const notes = this.#omittedNotes > 0 ? [...this.#notes, omitted] : this.#notes;
    return { exchange, throttled: false, throttles: [], notes, ...different };
  }

  /** The pauses before it were no throttle's, so what they taught of the pace is wrong. */
  #final(exchange: AnsweredExchange): SendResult {
    const { gate, throttleLog } = this.#context;
    const { status } = exchange.response;
    if (!throttleLog.finalStatuses.has(status)) gate.forgetPace();
    throttleLog.finalStatuses.add(status);
    this.#note(
      `Answered ${status} each time, after every pause that it asked for, while other requests were answered: this is its answer.`,
    );
    return this.#sent(exchange);
  }

  #note(message: string): void {
    this.#notes.push(throttleNote(message));
  }

  #waited(exchange: AnsweredExchange, waitMs: number): void {
    const { throttleLog } = this.#context;
    const { status } = exchange.response;
    if (status === serviceUnavailable) throttleLog.waitsFor503 += 1;
    this.#refused += 1;
    this.#keep(exchange);
    if (this.#refused > mostNotes) this.#omittedNotes += 1;
    else this.#note(`Answered ${status}, waited ${(waitMs / 1000).toFixed(1)} s and sent again.`);
  }

  /** The target decides how many there are (decision 0032). */
  #keep(exchange: AnsweredExchange): void {
    const { status } = exchange.response;
    const [first = exchange] = this.#throttles.get(status) ?? [];
    this.#throttles.set(status, first === exchange ? [first] : [first, exchange]);
  }

  /** Whether the next refusal may be the answer to this request: it came twice, or its status was no throttle before. */
  get #isSuspect(): boolean {
    return this.#refused > 1 || (this.#refused > 0 && this.#isFinalStatus);
  }

  /** A throttle holds every request back. Where its status was an answer before, only this request waits. */
  #waitFor(exchange: Exchange, passage: Passage): Promise<number | undefined> | number | undefined {
    const { gate } = this.#context;
    const asked = askedPauseMs(exchange);
    return this.#isFinalStatus ? gate.wait(asked) : gate.pause(asked, passage);
  }

  /** Whether a request that the target has answered before is answered now, too. */
  async #othersPass(): Promise<boolean> {
    const { gate } = this.#context;
    const passage = await gate.pass({ since: this.#since });
    const exchange = await this.#sendable.repeatAnswered();
    if (!exchange?.response) return false;
    if (!mayBeThrottle(exchange, this.#sendable.operation)) {
      gate.answered(passage);
      return true;
    }
    gate.pause(askedPauseMs(exchange), passage);
    return false;
  }

  /** One 503 without `Retry-After` may pass: the request is sent once more at once. */
  #mayRepeat({ response }: Exchange): boolean {
    const { item } = this.#sendable;
    if (response?.status !== serviceUnavailable || accepts(item, response.status)) return false;
    if (this.#repeated503) return false;
    this.#repeated503 = true;
    this.#note('Answered 503 once, and sent again.');
    return true;
  }

  #isThrottle(exchange: Exchange): exchange is AnsweredExchange {
    const { item, operation, passes } = this.#sendable;
    if (!mayBeThrottle(exchange, operation)) return false;
    const { status } = exchange.response;
    // A case about a throttle has its answer, unless the target has throttled before and this answer is not as
    // documented: then it may be the throttle's, and not that of the provider state.
    if (item.expect === status || isThrottleStatus(item.expect, operation))
      return this.#context.gate.hasThrottled && !passes(exchange);
    return !accepts(item, status) || fieldOf(exchange, 'Retry-After') !== undefined;
  }
}

const throttleNote = (message: string): Finding => ({ check: 'throttling', severity: 'note', message });

/** The pause that an answer asks for, in milliseconds; undefined when it says none. */
export const askedPauseMs = (exchange: Exchange): number | undefined =>
  retryAfterMs(fieldOf(exchange, 'Retry-After'), fieldOf(exchange, 'Date'), Date.now());

export function isThrottleStatus(status: number | undefined, { responses }: Operation): boolean {
  return status !== undefined && (status === tooManyRequests || responses.get(status)?.throttle === true);
}

/** A throttle's status, or 503 that asks for a pause: what gateways answer when they throttle. */
export function mayBeThrottle(exchange: Exchange, operation: Operation): exchange is AnsweredExchange {
  const status = exchange.response?.status;
  if (isThrottleStatus(status, operation)) return true;
  return status === serviceUnavailable && fieldOf(exchange, 'Retry-After') !== undefined;
}

function accepts({ expect, tolerates }: Case, status: number): boolean {
  return status === expect || tolerates.some((tolerance) => tolerance.status === status);
}

/** A header field of the answer. */
export function fieldOf({ response }: Exchange, name: string): string | undefined {
  return response && headerValue(response.headers, name);
}
