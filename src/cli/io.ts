/** Where a command writes, and what may interrupt it. Only `main.ts` knows the process behind it. */
export interface Io {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and diagnostics. */
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** How wide the terminal behind `err` is now. @default 80 */
  readonly errColumns?: () => number;
  /** The working directory: where a config file is looked for, and what `init` writes relative to. */
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The time of day, by which waivers expire. @default the system's */
  readonly now?: () => Date;
}

/** The day it is, in UTC, as `YYYY-MM-DD`. */
export const todayOf = ({ now }: Io): string => (now?.() ?? new Date()).toISOString().slice(0, 10);
