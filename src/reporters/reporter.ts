import type { RunResult } from '../model/result.ts';

export interface ReporterOptions {
  /** Whether ANSI colours may be used; formats that are not for terminals ignore it. */
  readonly color: boolean;
}

/** A report format: a pure function of the result to a text, which only the command line writes anywhere. */
export type Reporter = (result: RunResult, options: ReporterOptions) => string | Promise<string>;
