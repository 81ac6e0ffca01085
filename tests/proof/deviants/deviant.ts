import type { Provider } from '../proof/behaviour.ts';

/** A provider with exactly one deliberate deviation, and by what the suite must report it. */
export interface Deviant extends Provider {
  /** The documented status whose cases must report it. */
  readonly status: number;
  /** Id of the check that must. */
  readonly check: string;
  /** The one case that must, as its id without the operation, where it is one in particular. */
  readonly case?: string;
  /** The derivation rule whose cases alone report it. */
  readonly rule?: string;
  /** The requirement that alone must be named, where it is one in particular. */
  readonly requirement?: string;
  /**
   * `warning`: no *must* asks for it, so no case may deviate for it. `run`: a deviation that no single case shows.
   * @default a deviation of a case
   */
  readonly as?: 'warning' | 'run';
}

/** The ids of the checks, as the reports print them. */
export const checks = {
  status: 'status_code_conformance',
  contentType: 'content_type_conformance',
  schema: 'response_schema_conformance',
  fault: 'fault_conformance',
  headers: 'response_headers_conformance',
  head: 'head_body_absence',
  invariants: 'invariants',
  token: 'token_disclosure',
  trace: 'stack_trace_disclosure',
  transport: 'transport',
  sideEffects: 'side_effects',
  relations: 'relations',
} as const;
