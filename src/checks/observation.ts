import type { Finding } from '../model/result.ts';

/** What a GET of the target gave: its status, and its body when that was a success with JSON. */
export interface Reading {
  readonly status: number | undefined;
  readonly body: unknown;
}

export type Readings = Readonly<Record<string, Reading>>;

/** What a comparison says; the runner adds the check's id and the requirement. */
export type Observed = Omit<Finding, 'check' | 'requirement'>;

/**
 * A relation between what the target shows before and after its refusals: one that no single exchange can show.
 * The reads are safe requests (RFC 9110 §9.2.1).
 */
export interface Observation {
  readonly operationId: string;
  readonly requirement: string;
  /** Path templates to GET, by name. */
  readonly reads: Readonly<Record<string, string>>;
  /** Compares; `values` are the path parameters that the reads were made with. */
  compare(before: Readings, after: Readings, values: Readonly<Record<string, string>>): readonly Observed[];
}
