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

/**
 * What is found out after a connection to the target was lost. `back`: it was away for a while, so that what it knew may
 * be lost. `gone`: it does not come back, and the run is stopped.
 */
export type Presence = 'there' | 'back' | 'gone';

/** Asks for the target after a connection to it was lost (decision 0050). */
export interface TargetWatch {
  /** Whether the target went away after a time (`Date.now`) and came back. */
  wasAwaySince(time: number): boolean;
  /**
   * Asks for the target, and waits for it if it is away: once for all who ask at the same time.
   * @param about what many may ask about, which gets one answer for all of them
   */
  ask(context: RunContext, about?: object): Promise<Presence>;
}

/** A connection that a case lost, or did not get, and when it was in flight (`Date.now`). */
export interface Loss {
  readonly caseId: string;
  readonly from: number;
  readonly to: number;
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
  readonly watch: TargetWatch;
  /** The connections that cases lost. */
  readonly losses: Loss[];
  /** How many requests hung that were sent again alone. */
  readonly hangs: { alone: number };
  /** When the run first sent what may have changed something, in milliseconds. */
  readonly changes: { since: number };
  /** Set-ups that turned out to affect more than their resource while other cases were in flight. */
  readonly wideScopeSetUps: Set<LiveSetUp>;
  readonly throttleLog: ThrottleLog;
  /** For each operation, a request with a good credential that the target has answered with a refusal. */
  readonly answeredRequests: Map<string, ConcreteRequest>;
  /** For each status, a request that was answered so and may be sent again: what asks whether the target is there. */
  readonly repeatable: Map<number, ConcreteRequest>;
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
