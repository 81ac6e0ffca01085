import type { MetCase } from '../evaluation/case-outcome.ts';
import type { Transport } from '../http/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Gate } from './gate.ts';
import type { RunOptions } from './options.ts';
import type { Renewal } from './renewal.ts';
import type { ConcreteRequest } from './request.ts';
import type { LiveSetUp, SetUps } from './set-ups.ts';
import type { ThrottleLog } from './throttling.ts';

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
  readonly throttleLog: ThrottleLog;
  /** For each operation, a request with a good credential that the target has answered with a refusal. */
  readonly answeredRequests: Map<string, ConcreteRequest>;
  /** Cases that are not in the catalogue, by id, with their outcome: other cases met what shows them. */
  readonly metOnTheWay: Map<string, MetCase>;
  /** Findings about the run as a whole. */
  readonly findings: Finding[];
}
