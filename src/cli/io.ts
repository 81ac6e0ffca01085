import type { FinishContext } from '../app/finish-run.ts';
import type { PrepareContext } from '../app/prepare-run.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import type { OutputForm } from '../util/printable.ts';

/** Where a command writes, and what may interrupt it. Only `main.ts` and `command-line.ts` use the process itself. */
export interface Io {
  /** Results. `form` says what may stand in the text beside plain lines. */
  readonly out: (text: string, form?: OutputForm) => void;
  /** Progress and diagnostics. */
  readonly err: (text: string, form?: OutputForm) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** The current width of the terminal behind `err`. @default 80 */
  readonly errColumns?: () => number;
  /** The working directory: where a config file is looked for, and what `init` writes relative to. */
  readonly cwd: string;
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  /** Called by a command that ends by `signal`. Any other is ended by the first Ctrl-C, as nothing is lost with it. */
  readonly handleSignals?: () => void;
  /** Aborted when teardown is to be given up as well: by a second Ctrl-C. @default never */
  readonly abandon?: AbortSignal;
  /** How the program was called, for lines to paste. @default its name */
  readonly program?: string;
  /** Whether the process runs nothing but the command, so that its heap may be kept small. @default false */
  readonly ownsProcess?: boolean;
  /** The time of day, by which waivers expire. @default the system's */
  readonly now?: () => Date;
}

const nowOf = ({ now }: Io): Date => now?.() ?? new Date();

export const prepareContext = (io: Io, secrets: KnownSecrets): PrepareContext => ({
  secrets,
  signal: io.signal,
  now: nowOf(io),
});

export const finishContext = (io: Io): FinishContext => ({
  outIsTerminal: io.outIsTerminal,
  errIsTerminal: io.errIsTerminal,
  now: nowOf(io),
});
