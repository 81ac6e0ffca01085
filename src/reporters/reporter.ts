import type { RunResult } from '../model/result.ts';

export interface ReporterOptions {
  /** Whether ANSI colors may be used; only formats for terminals use it. */
  readonly color: boolean;
  /** Whether to say no more than one line for each code and cause; only the format `console` uses it. */
  readonly brief?: boolean;
}

/** A report format: a pure function from the result to text. Only the command line writes it. */
export type Reporter = (result: RunResult, options: ReporterOptions) => string | Promise<string>;

/** The same in pieces. Between two of them is a line break. */
export type ReporterInPieces = (result: RunResult) => Iterable<string> | AsyncIterable<string>;
