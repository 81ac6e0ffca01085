import type { Transport } from '../http/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Gate } from './gate.ts';
import type { RunOptions } from './options.ts';
import type { Renewal } from './renewal.ts';
import type { LiveSetUp, SetUps } from './set-ups.ts';

/** What the cases of one run share. */
export interface RunContext {
  readonly options: RunOptions;
  readonly transport: Transport;
  readonly gate: Gate;
  readonly setUps: SetUps;
  readonly renewal: Renewal;
  readonly signal: AbortSignal;
  /** Set-ups that turned out to affect more than their resource while other cases were in flight. */
  readonly wideScopeSetUps: Set<LiveSetUp>;
  answered429: boolean;
  /** Findings about the run as a whole. */
  readonly findings: Finding[];
}
