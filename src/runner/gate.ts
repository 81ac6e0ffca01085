import { setTimeout as delay } from 'node:timers/promises';
import { LearnedPace } from './learned-pace.ts';

export interface GateOptions {
  /** Seconds that the run waits for the target's throttle while no case is answered. */
  readonly maxWaitS: number;
  /** Shortest time between two requests, in milliseconds; 0 for none. */
  readonly spacingMs: number;
  readonly signal: AbortSignal;
}

/** A pause of 0 ms would take no time, and a target that always asks for one would be asked for ever. */
const shortestPauseMs = 100;

/** When a request was let through, and how long after the one before it; milliseconds of `performance.now`. */
export interface Passage {
  readonly sentAt: number;
  readonly gapMs: number;
}

/** When a request may pass. */
export interface Turn {
  /** When its case began to wait, over all its attempts: the longest wait goes first. @default now */
  readonly since?: number;
  /** True to wait until nothing was answered for several times the present spacing. @default false */
  readonly unhurried?: boolean;
}

/** An unhurried request waits for so many times the present spacing. */
const unhurriedFactor = 4;

/** A request that waits for its turn. */
interface Waiting extends Required<Turn> {
  readonly resolve: (passage: Passage) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Every request passes here before it is sent. The gate keeps the pace that the user set or that the target's throttle
 * taught, and the pause that the target asked for. A throttle concerns the caller, so one pause holds every request
 * back and is counted once. The case that has waited longest goes first, so that none starves (decision 0008).
 */
export class Gate {
  readonly #options: GateOptions;
  #pace: LearnedPace;
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  /** When the last request was sent that the throttle let pass. */
  #lastAnsweredAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = 0;
  #pauses = 0;
  #progressAt = performance.now();

  constructor(options: GateOptions) {
    this.#options = options;
    this.#pace = new LearnedPace(options.spacingMs, performance.now());
    options.signal.addEventListener('abort', () => this.#stop(), { once: true });
  }

  /** Whether the target has throttled in this run. */
  get hasThrottled(): boolean {
    return this.#pauses > 0;
  }

  /** Whether the target has answered a request of this run. */
  get hasAnswered(): boolean {
    return this.#lastAnsweredAt > Number.NEGATIVE_INFINITY;
  }

  /** Whether a request that was sent after a time (`performance.now`) was answered. */
  hasAnsweredSince(time: number): boolean {
    return this.#lastAnsweredAt > time;
  }

  /** Resolves when a request may be sent; rejects when the run is stopped. */
  pass({ since = performance.now(), unhurried = false }: Turn = {}): Promise<Passage> {
    return new Promise((resolve, reject) => {
      this.#waiting.add({ since, unhurried, resolve, reject });
      if (this.#options.signal.aborted) this.#stop();
      else this.#admit();
    });
  }

  /** A request got an answer that is not the throttle's. */
  answered({ sentAt, gapMs }: Passage): void {
    this.#lastAnsweredAt = Math.max(this.#lastAnsweredAt, sentAt);
    this.#progressAt = performance.now();
    this.#pace.answered(sentAt, gapMs);
  }

  /** What was taken for a throttle was none: the pace is the user's again. */
  forgetPace(): void {
    this.#pace = new LearnedPace(this.#options.spacingMs, performance.now());
  }

  /**
   * Pauses because the target asked for it.
   * @param askedMs how long; undefined for a time that doubles with each pause
   * @returns how long the pause is, in milliseconds; undefined when the time without progress would be too long
   */
  pause(askedMs: number | undefined, { sentAt, gapMs }: Passage): number | undefined {
    const now = performance.now();
    // This request was sent before the present pause began: its answer says nothing new.
    if (this.#pausedUntil > now && sentAt < this.#pausedUntil) return this.#pausedUntil - now;
    const ms = Math.max(askedMs ?? 1000 * 2 ** this.#pauses, shortestPauseMs);
    this.#pauses += 1;
    if (!this.#mayWait(ms)) return undefined;
    this.#pausedUntil = now + ms;
    this.#pace.refused(now, ms, gapMs);
    return ms;
  }

  /**
   * Waits for one request alone: because the target refused it while it answered others, or before a poll.
   * @returns how long the wait was, in milliseconds; undefined when the time without progress would be too long
   */
  async wait(askedMs: number | undefined): Promise<number | undefined> {
    const ms = Math.max(askedMs ?? 1000, shortestPauseMs);
    if (!this.#mayWait(ms)) return undefined;
    await delay(ms, undefined, { signal: this.#options.signal });
    return ms;
  }

  /** Whether the run may wait so long without any case being answered. */
  #mayWait(ms: number): boolean {
    return performance.now() - this.#progressAt + ms <= this.#options.maxWaitS * 1000;
  }

  /** Lets the next case pass if it is time, and comes back when it is time for the one after. */
  #admit(): void {
    clearTimeout(this.#timer);
    for (let next = this.#longestWaiting(); next; next = this.#longestWaiting()) {
      const sentAt = performance.now();
      const at = this.#turnOf(next.unhurried);
      if (at > sentAt) {
        this.#timer = setTimeout(() => this.#admit(), Math.ceil(at - sentAt));
        return;
      }
      const gapMs = sentAt - this.#lastSentAt;
      this.#lastSentAt = sentAt;
      this.#waiting.delete(next);
      next.resolve({ sentAt, gapMs });
    }
  }

  #turnOf(unhurried: boolean): number {
    const { spacingMs } = this.#pace;
    const quiet = unhurried ? this.#lastAnsweredAt + spacingMs * unhurriedFactor : 0;
    return Math.max(this.#pausedUntil, this.#lastSentAt + spacingMs, quiet);
  }

  /** The request that has waited longest. */
  #longestWaiting(): Waiting | undefined {
    const [first] = [...this.#waiting].toSorted((one, other) => one.since - other.since);
    return first;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    const { reason } = this.#options.signal;
    for (const { reject } of this.#waiting) reject(reason);
    this.#waiting.clear();
  }
}
