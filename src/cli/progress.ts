import type { Progress } from '../runner/options.ts';
import { line } from '../util/text.ts';
import type { Io } from './io.ts';

/** Shows how far a run has come, on stderr, until it is ended. */
export interface ProgressDisplay {
  readonly update: (progress: Progress) => void;
  readonly end: () => void;
}

/** On a terminal the time goes on between two answers; elsewhere a line now and then says that something happens. */
const terminalEveryMs = 1000;
const plainEveryMs = 10_000;

/** More often than this nobody can read. */
const redrawMs = 100;

/** A case that takes no longer than that is not worth naming. */
const slowMs = 2000;

/** From so long on, what is left can be judged by what has passed. */
const estimateFromMs = 2000;

/** A line written over itself on a terminal; elsewhere plain lines, the first only when the run turns out to be long. */
export function progressDisplay(io: Pick<Io, 'err' | 'errIsTerminal' | 'errColumns'>): ProgressDisplay {
  const startedAt = Date.now();
  let latest: Progress | undefined;
  let drawn = '';
  let drawnAt = Number.NEGATIVE_INFINITY;

  const redraw = () => {
    if (!latest) return;
    // A terminal that nobody has told its size, as in a container, says that it is 0 wide.
    const width = io.errColumns?.() || 80;
    const text = progressText(latest, Date.now() - startedAt).slice(0, width - 1);
    io.err(`\r${text.padEnd(drawn.length)}`);
    drawn = text;
    drawnAt = Date.now();
  };
  const print = () => {
    if (latest) io.err(`${progressText(latest, Date.now() - startedAt)}\n`);
  };
  const timer = setInterval(
    io.errIsTerminal ? redraw : print,
    io.errIsTerminal ? terminalEveryMs : plainEveryMs,
  ).unref();
  return {
    update(progress) {
      latest = progress;
      if (io.errIsTerminal && Date.now() - drawnAt >= redrawMs) redraw();
    },
    end() {
      clearInterval(timer);
      // Makes room for the result.
      if (drawn !== '') io.err(`\r${' '.repeat(drawn.length)}\r`);
    },
  };
}

/** `40 of 129 cases, 2 deviating, about 20 s left, slowest: 12 s listThings/404/absent`; what may be cut comes last. */
export function progressText({ done, total, deviating, underWay }: Progress, elapsedMs: number): string {
  const left = done > 0 && elapsedMs >= estimateFromMs ? (elapsedMs / done) * (total - done) : 0;
  const [slowest] = underWay.toSorted((a, b) => a.since - b.since);
  const slow = slowest === undefined ? 0 : Date.now() - slowest.since;
  return [
    `${done} of ${total} cases`,
    `${deviating} deviating`,
    ...(left > 0 ? [`about ${duration(left)} left`] : []),
    ...(slowest && slow >= slowMs ? [`slowest: ${duration(slow)} ${line(slowest.id)}`] : []),
  ].join(', ');
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
