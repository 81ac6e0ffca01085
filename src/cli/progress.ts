import type { ExecuteOptions } from '../app/execute-run.ts';
import type { Progress } from '../runner/options.ts';
import { line } from '../util/text.ts';
import type { Io } from './io.ts';

/** Shows how far a run has come, on stderr, until it is ended. */
export interface ProgressDisplay {
  readonly update: (progress: Progress) => void;
  readonly end: () => void;
}

/** A terminal shows the time pass between two answers. Elsewhere an occasional line shows that the run goes on. */
const terminalEveryMs = 1000;
const plainEveryMs = 10_000;

/** The shortest time between two redraws: faster ones could not be read. */
const redrawMs = 100;

/** A case is named when it takes longer than this. */
const slowMs = 2000;

/** From then on, the time so far allows an estimate of the rest. */
const estimateFromMs = 2000;

/** Without it, a user would ask again, and teardown would be given up. */
const interrupted =
  '\nInterrupted. States are torn down and reports written; Ctrl-C again to leave the states behind.\n';

/** Runs something and shows its progress, unless the settings ask for quiet. */
export async function withProgress<T>(
  { quiet }: { readonly quiet: boolean },
  io: Io,
  work: (options: ExecuteOptions) => Promise<T>,
): Promise<T> {
  const { signal, abandon } = io;
  const interruption = { signal, ...(abandon && { abandon }) };
  if (quiet) return work(interruption);
  const display = progressDisplay(io);
  const confirm = () => io.err(interrupted);
  if (io.errIsTerminal) signal.addEventListener('abort', confirm, { once: true });
  return work({ ...interruption, onProgress: display.update }).finally(() => {
    signal.removeEventListener('abort', confirm);
    display.end();
  });
}

/** One line, overwritten, on a terminal. Elsewhere plain lines, and none for a short run. */
export function progressDisplay(io: Pick<Io, 'err' | 'errIsTerminal' | 'errColumns'>): ProgressDisplay {
  let startedAt: number | undefined;
  let latest: Progress | undefined;
  let drawn = '';
  let drawnAt = Number.NEGATIVE_INFINITY;

  const textOf = (progress: Progress) => progressText(progress, Date.now() - (startedAt ?? Date.now()));
  const redraw = () => {
    if (!latest) return;
    // A terminal of unknown size, as in a container, reports a width of 0.
    const width = io.errColumns?.() || 80;
    const text = textOf(latest).slice(0, width - 1);
    io.err(`\r${text.padEnd(drawn.length)}`, 'progress');
    drawn = text;
    drawnAt = Date.now();
  };
  const print = () => {
    if (latest) io.err(`${textOf(latest)}\n`);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    update(progress) {
      // Time starts with the first case: before it, the run may wait for the target.
      startedAt ??= Date.now();
      timer ??= setInterval(
        io.errIsTerminal ? redraw : print,
        io.errIsTerminal ? terminalEveryMs : plainEveryMs,
      ).unref();
      latest = progress;
      if (io.errIsTerminal && Date.now() - drawnAt >= redrawMs) redraw();
    },
    end() {
      clearInterval(timer);
      // Makes room for the result.
      if (drawn !== '') io.err(`\r${' '.repeat(drawn.length)}\r`, 'progress');
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
