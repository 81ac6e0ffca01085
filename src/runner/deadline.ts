/** The end of a wait, to be cleared when the wait is over. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly clear: () => void;
}

/** How long a set-up or a teardown may still take when the run was stopped, in milliseconds. */
export const shutdownGraceMs = 10_000;

/** How long something may take. */
export interface TimeLimits {
  readonly timeoutMs: number;
  /** Aborted when the run is stopped. */
  readonly stopped: AbortSignal;
  /** How long it may still take from then on. */
  readonly graceMs: number;
  /** Aborted when the stopped run waits for nothing any longer; its reason says why. */
  readonly over: AbortSignal;
}

/**
 * Aborts after the time limit or, once the run is stopped, after a shorter time from then on. The reason says which.
 * Its timers keep the process alive, as what is waited for may not.
 */
export function deadline(what: string, { timeoutMs, stopped, graceMs, over }: TimeLimits): Deadline {
  const controller = new AbortController();
  const endIn = (ms: number, when = '') =>
    setTimeout(() => controller.abort(new Error(`${what} took longer than ${ms / 1000} s${when}`)), ms);
  const timers = [endIn(timeoutMs)];
  const hasten = () => timers.push(endIn(graceMs, afterStop));
  const giveUp = () => controller.abort(new Error(`${what} was given up: ${over.reason.message}`));
  whenAborted(stopped, hasten);
  whenAborted(over, giveUp);
  return {
    signal: controller.signal,
    clear() {
      stopped.removeEventListener('abort', hasten);
      over.removeEventListener('abort', giveUp);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

const afterStop = ' after the run was stopped';

/** Does work within its limits. It is not waited for longer, even if it ignores its signal. */
export async function withinDeadline<T>(
  what: string,
  limits: TimeLimits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, clear } = deadline(what, limits);
  try {
    signal.throwIfAborted();
    const late = new Promise<never>((_, reject) => whenAborted(signal, () => reject(signal.reason)));
    return await Promise.race([work(signal), late]);
  } catch (error) {
    // What was interrupted may say so in other words.
    throw signal.aborted ? signal.reason : error;
  } finally {
    clear();
  }
}

/**
 * The end of all set-ups and teardowns of a stopped run: one limit for all together, however many there are, or earlier
 * if the user asks for it (decision 0025).
 */
export function shutdownLimit(stopped: AbortSignal, abandoned: AbortSignal, limitMs: number): Deadline {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    const late = `teardown of everything took longer than ${limitMs / 1000} s${afterStop}`;
    timer = setTimeout(() => controller.abort(new Error(late)), limitMs);
  };
  const abandon = () => controller.abort(new Error('the run was interrupted a second time'));
  whenAborted(stopped, begin);
  whenAborted(abandoned, abandon);
  return {
    signal: controller.signal,
    clear() {
      stopped.removeEventListener('abort', begin);
      abandoned.removeEventListener('abort', abandon);
      clearTimeout(timer);
    },
  };
}

function whenAborted(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener('abort', then);
}
