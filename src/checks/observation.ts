import type { Finding } from '../model/result.ts';

/** What a GET returned: the status, and the body if it was a success with JSON. */
export interface Reading {
  readonly status: number | undefined;
  readonly body: unknown;
}

export type Readings = Readonly<Record<string, Reading>>;

/** A finding of a comparison; the runner adds check id and requirement. */
export type Observed = Omit<Finding, 'check' | 'requirement'>;

/**
 * Compares what the target shows before and after requests that it must reject: a side effect that no single
 * exchange can show. The reads are safe requests (RFC 9110 §9.2.1).
 */
export interface Observation {
  readonly operationId: string;
  readonly requirement: string;
  /** Path templates to GET, by name. The first reads the resource itself. */
  readonly reads: Readonly<Record<string, string>>;
  /** `values` are the path parameters of the reads. */
  compare(before: Readings, after: Readings, values: Readonly<Record<string, string>>): readonly Observed[];
}
