import type { Finding } from '../model/result.ts';

/** What a GET showed. */
export interface Reading {
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  /** What `show` made of the body; undefined where there was nothing to show. */
  readonly shown: unknown;
  /** Why the suite did not read the answer: a limit of its own. */
  readonly unread?: string;
}

/** One read, and what of its answer the comparison needs: nothing else of it is kept (decision 0032). */
export interface Look {
  /** Path template to GET. */
  readonly path: string;
  /** JSON values of a body, which is JSON of a success; undefined where it shows nothing. */
  show(body: unknown, values: Values): unknown;
}

/** The path parameters of the reads. */
type Values = Readonly<Record<string, string>>;

export type Readings = Readonly<Record<string, Reading>>;

/** A finding of a comparison; the runner adds check id and requirement. */
export type Observed = Omit<Finding, 'check' | 'requirement'>;

/**
 * Compares what the target shows before and after requests that it must reject: a side effect that no single
 * exchange can show. The reads are safe requests (RFC 9110 §9.2.1).
 */
export interface Observation {
  /** The path parameter that names what is read: every operation whose cases have such a resource is looked at. */
  readonly parameter: string;
  readonly requirement: string;
  /** By name. The first reads the resource itself. */
  readonly reads: Readonly<Record<string, Look>>;
  compare(before: Readings, after: Readings): readonly Observed[];
}
