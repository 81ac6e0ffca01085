/** The end of a wait, to be cleared when the wait is over. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly clear: () => void;
}

/**
 * Aborts after the time limit or, once the run is stopped, after a shorter time from then on. The reason says which.
 * Its timers keep the process alive, as what is waited for may not.
 */
export function deadline(
  what: string,
  timeoutMs: number,
  stopped: AbortSignal,
  shutdownGraceMs: number,
): Deadline {
  const controller = new AbortController();
  const endIn = (ms: number, when = '') =>
    setTimeout(() => controller.abort(new Error(`${what} took longer than ${ms / 1000} s${when}`)), ms);
  const timers = [endIn(timeoutMs)];
  const hasten = () => timers.push(endIn(shutdownGraceMs, ' after the run was stopped'));
  if (stopped.aborted) hasten();
  else stopped.addEventListener('abort', hasten, { once: true });
  return {
    signal: controller.signal,
    clear() {
      stopped.removeEventListener('abort', hasten);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
