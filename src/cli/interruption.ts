/**
 * How long teardown may take after the first signal, once there was a second. Not zero: npm and `timeout` send one Ctrl-C
 * or SIGTERM twice.
 */
const abandonAfterMs = 5000;
/** Signals that follow the first so fast are copies of it, as when a terminal is closed. */
const copiesWithinMs = 200;
/** Time to write the reports before the process ends in any case. */
const reportsWithinMs = 10_000;

/** The signals that ask the process to end, in the order in which they come (decision 0025). */
export class Interruption {
  readonly #stop = new AbortController();
  readonly #abandon = new AbortController();
  readonly #endProcess: () => void;
  readonly #now: () => number;
  #handled = false;
  #received = 0;
  #firstAt = 0;

  constructor(endProcess: () => void, now: () => number = () => performance.now()) {
    this.#endProcess = endProcess;
    this.#now = now;
  }

  /** Aborted by the first signal: the run stops, tears down and reports. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborted after a second signal: teardowns that are not over are given up, and the reports written. */
  get abandon(): AbortSignal {
    return this.#abandon.signal;
  }

  /** Whether a signal has come. */
  get received(): boolean {
    return this.#received > 0;
  }

  /** From now on something may have to be torn down or reported. Until then the first signal ends the process. */
  handle(): void {
    this.#handled = true;
  }

  /** A signal came. The first stops the run, a second gives up its teardowns, a third ends the process. */
  receive(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void {
    if (!this.#handled) {
      this.#endProcess();
      return;
    }
    const sinceFirst = this.#now() - this.#firstAt;
    const isCopy = this.#received > 0 && sinceFirst < copiesWithinMs;
    if (isCopy && (signal === 'SIGHUP' || this.#received > 1)) return;
    this.#received += 1;
    if (this.#received === 1) {
      this.#firstAt = this.#now();
      this.#stop.abort();
    } else if (this.#received === 2) this.#abandonIn(Math.max(0, abandonAfterMs - sinceFirst));
    else this.#endProcess();
  }

  /** Stops the run as a signal does, after an error that nothing handled. */
  stopForError(): void {
    this.#stop.abort();
  }

  #abandonIn(ms: number): void {
    const abandon = () => {
      this.#abandon.abort();
      // For what cannot be interrupted, such as a pipe that nobody reads.
      setTimeout(this.#endProcess, reportsWithinMs).unref();
    };
    if (ms === 0) abandon();
    else setTimeout(abandon, ms).unref();
  }
}
