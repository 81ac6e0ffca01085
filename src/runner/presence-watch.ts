import type { Failure } from '../model/exchange.ts';
import type { Presence, RunContext, TargetWatch } from './context.ts';
import { isUnsent, showsAbsence } from './loss.ts';
import { lostResource } from './preflight.ts';
import type { ConcreteRequest } from './request.ts';

/** How long a target that went away is waited for, and how often it is asked, in milliseconds. */
const [longestAbsence, pause] = [10_000, 250];

/** One watch for all cases of a run: an event that ends several connections is asked about once. */
export class PresenceWatch implements TargetWatch {
  readonly #stop: (reason: string) => void;
  #asking: Promise<Presence> | undefined;
  readonly #about = new WeakMap<object, Promise<Presence>>();
  #backAt = Number.NEGATIVE_INFINITY;

  /** @param stop ends the run */
  constructor(stop: (reason: string) => void) {
    this.#stop = stop;
  }

  wasAwaySince(time: number): boolean {
    return time < this.#backAt;
  }

  ask(context: RunContext, about?: object): Promise<Presence> {
    const known = about && this.#about.get(about);
    if (known) return known;
    this.#asking ??= this.#ask(context).finally(() => {
      this.#asking = undefined;
    });
    if (about) this.#about.set(about, this.#asking);
    return this.#asking;
  }

  async #ask(context: RunContext): Promise<Presence> {
    const { changes, gate, signal } = context;
    let absence = await whyAbsent(context);
    if (!absence) return 'there';
    changes.since = Math.min(changes.since, Date.now());
    // Before a first answer, `--wait` is what waits.
    const waitMs = gate.hasAnswered ? longestAbsence : 0;
    const until = performance.now() + waitMs;
    while (performance.now() < until && !signal.aborted) {
      await pass(pause, signal);
      const still = await whyAbsent(context);
      if (!still) {
        this.#backAt = Date.now();
        return this.#back(await lostResource(context));
      }
      if (!signal.aborted) absence = still;
    }
    if (!signal.aborted) this.#stop(gone(absence, waitMs));
    return 'gone';
  }

  /** @param lost what of the user's own it does not have any more: then no answer about it is its fault */
  #back(lost: string | undefined): Presence {
    if (lost === undefined) return 'back';
    this.#stop(
      `the target went away during the run, and came back without ${lost}; make it anew, and run again`,
    );
    return 'gone';
  }
}

/** Ends early when the run is stopped. */
const pass = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });

const gone = ({ message }: Failure, waitedMs: number): string => {
  const waited = waitedMs > 0 ? `, and was not back within ${waitedMs / 1000} s` : '';
  return `the target went away during the run${waited}: ${message}; start it, and run again`;
};

/** How many requests ask for the target at once. */
const mostAsked = 4;

/**
 * Why the target is not there: requests that it has answered before get no answer now. One answer is enough. The target
 * may rightly answer one of them otherwise by now, and that answer may be the one that it never gives. If none is known,
 * only a connection is tried, with a GET of the root as `--wait` sends it.
 */
async function whyAbsent(context: RunContext): Promise<Failure | undefined> {
  const { options, repeatable } = context;
  const { url, userAgent } = options.target;
  if (repeatable.size === 0) {
    const headers = [['User-Agent', userAgent] as const];
    const failure = await failureOf(context, {
      method: 'GET',
      url: `${url}/`,
      headers,
      body: null,
      values: {},
    });
    return failure && isUnsent(failure) ? failure : undefined;
  }
  const failures = [...repeatable.values()].slice(-mostAsked).map((request) => failureOf(context, request));
  const answered = failures.map(async (each) => {
    const failure = await each;
    if (failure) throw new Error(failure.message);
  });
  return Promise.any(answered).then(
    () => undefined,
    () => failures.at(-1),
  );
}

/** Why there was no answer to a request; undefined where there was one. */
async function failureOf(
  { signal, wire }: RunContext,
  request: ConcreteRequest,
): Promise<Failure | undefined> {
  const exchanges = await wire.send({ ...request, fresh: true }, { attempt: 1, signal });
  const { response, failure } = exchanges.at(-1) ?? {};
  return response || !failure || !showsAbsence(failure) ? undefined : failure;
}
