/** A known deviation that must not fail the run for now. Of location, actual and message, those given must fit. */
export interface Waiver {
  /**
   * A case id, in which `*` and `?` stand for others; a status; or `run` for findings about the run as a whole. Or a
   * list of ids: then it holds for each of them alone.
   */
  readonly case: string | readonly string[];
  /** Id of the check that finds the deviation. */
  readonly check: string;
  readonly location?: string;
  readonly actual?: string;
  readonly message?: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, in UTC, as `YYYY-MM-DD`. */
  readonly expires: string;
}

/** What makes a waiver fail the run. */
export type WaiverProblem = 'expired' | 'stale' | 'changed' | 'no-case';

/** A waiver as it was given, and what is wrong with it in this run. */
export interface WaiverResult extends Waiver {
  /** Its place among the waivers given, from 1. */
  readonly entry: number;
  readonly problem?: { readonly kind: WaiverProblem; readonly message: string };
}
