import { setTimeout as delay } from 'node:timers/promises';

export interface GateOptions {
  /** Seconds that the run may spend waiting for the target's throttle, all in all. */
  readonly maxWaitS: number;
  /** Shortest time between two requests, in milliseconds; 0 for none. */
  readonly spacingMs: number;
  readonly signal: AbortSignal;
}

/** A pause of 0 ms would use no budget, and a target that always asks for one would be asked for ever. */
const shortestPauseMs = 100;

/**
 * Every request passes here before it is sent. The gate keeps the pace that the user set, and the pause that the
 * target asked for. A throttle concerns the caller, so one pause holds every request back and is counted once.
 */
export class Gate {
  readonly #options: GateOptions;
  #nextSlot = 0;
  #pausedUntil = 0;
  #budgetMs: number;
  #pauses = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#budgetMs = options.maxWaitS * 1000;
  }

  /** Resolves when a request may be sent; rejects when the run is stopped. */
  async pass(): Promise<void> {
    for (;;) {
      const now = performance.now();
      const at = Math.max(this.#pausedUntil, this.#nextSlot);
      if (at <= now) {
        this.#nextSlot = now + this.#options.spacingMs;
        return;
      }
      await delay(at - now, undefined, { signal: this.#options.signal });
    }
  }

  /**
   * Pauses because the target asked for it.
   * @param askedMs how long; undefined for a time that doubles with each pause
   * @returns how long the pause is, in milliseconds; undefined when the budget does not allow it
   */
  pause(askedMs: number | undefined, sentAt: number): number | undefined {
    const now = performance.now();
    // This request was sent before the present pause began: its answer says nothing new.
    if (this.#pausedUntil > now && sentAt < this.#pausedUntil) return this.#pausedUntil - now;
    const ms = Math.max(askedMs ?? 1000 * 2 ** this.#pauses, shortestPauseMs);
    if (ms > this.#budgetMs) return undefined;
    this.#pauses += 1;
    this.#budgetMs -= ms;
    this.#pausedUntil = now + ms;
    return ms;
  }
}

/** Milliseconds that a Retry-After field asks for (RFC 9110 §10.2.3); undefined when it cannot be read. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Date.parse makes a date of nearly anything; all three forms of RFC 9110 §5.6.7 begin with the day's name.
  if (!/^[A-Z][a-z]{2,8},? /.test(value)) return undefined;
  const date = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
