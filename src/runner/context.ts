import type { Case } from '../catalogue/case.ts';
import type { UnplannedCase } from '../evaluation/case-outcome.ts';
import type { Transport } from '../http/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { ExchangeBudget } from './exchange-log.ts';
import type { Gate } from './gate.ts';
import type { RunOptions } from './options.ts';
import type { Renewal } from './renewal.ts';
import type { ConcreteRequest } from './request.ts';
import type { LiveSetUp, SetUps } from './set-ups.ts';
import type { ThrottleLog } from './throttling.ts';

/** Looks for side effects on the resources of set-ups. */
export interface SideEffectObserver {
  /** Before a case is sent on the set-up. */
  begin(context: RunContext, setUp: LiveSetUp, item: Case): Promise<void>;
  /** Before the set-up is torn down. */
  end(context: RunContext, setUp: LiveSetUp): Promise<void>;
  /** Findings about all set-ups together. */
  readonly findings: readonly Finding[];
}

/** What the cases of one run share. */
export interface RunContext {
  readonly options: RunOptions;
  readonly transport: Transport;
  /** The wire itself, for reads beside the cases: nothing stands between. */
  readonly wire: Transport;
  readonly gate: Gate;
  readonly setUps: SetUps;
  readonly renewal: Renewal;
  readonly observer: SideEffectObserver;
  /** What reads beside the cases have shown of the run's own credential. */
  readonly ownCredential: { state: 'unknown' | 'accepted' | 'refused' };
  readonly signal: AbortSignal;
  /** When the run first sent what may have changed something, in milliseconds. */
  readonly changes: { since: number };
  /** Set-ups that turned out to affect more than their resource while other cases were in flight. */
  readonly wideScopeSetUps: Set<LiveSetUp>;
  readonly throttleLog: ThrottleLog;
  /** For each operation, a request with a good credential that the target has answered with a refusal. */
  readonly answeredRequests: Map<string, ConcreteRequest>;
  /** For each operation, the first case that was answered with a success on the run's own resource. */
  readonly acceptedOnOwn: Map<string, string>;
  /** For each operation, the first case that was wrongly accepted and may have made something outside of isolation. */
  readonly wrongCreations: Map<string, string>;
  readonly exchangeBudget: ExchangeBudget;
  /** Cases that are not in the catalogue, by id, with their outcome: other cases met what shows them. */
  readonly unplanned: Map<string, UnplannedCase>;
  /** Findings about the run as a whole. */
  readonly findings: Finding[];
}
