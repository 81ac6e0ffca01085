import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Check } from '../checks/check.ts';
import type { Observation } from '../checks/observation.ts';
import type { Relation } from '../checks/relations.ts';
import type { ReportOptions } from '../evaluation/assemble-result.ts';
import type { Connection } from '../http/connection.ts';
import type { Transport } from '../http/exchange.ts';
import type { StateScope } from '../model/provider-state.ts';
import type { Consent, Risk } from '../model/result.ts';
import type { Driver, Values } from '../provider-states/driver.ts';
import type { Secret } from '../secrets/redaction.ts';
import type { PreflightOptions } from './preflight-options.ts';
import type { FreshCredential } from './renewal.ts';

/** What is tested, and how it is reached. */
export interface TargetOptions {
  /** Root of the target, without the contract version. */
  readonly url: string;
  /** True for the reference implementation, which nothing can harm. */
  readonly builtIn: boolean;
  /** The run's own values, by name; the values of a provider state replace them. */
  readonly values: Values;
  readonly connection: Connection;
  /** True when certificates are not verified. */
  readonly insecure: boolean;
  readonly userAgent: string;
  /** Stands between the cases and the wire, such as a verifier that makes the requests itself. */
  readonly through?: (wire: Transport) => Transport;
}

/** How provider states are set up. */
export interface StateOptions {
  readonly driver: Driver;
  /** The scope that is assumed of a state when the driver's answer names none. */
  readonly scopeOf: (state: string) => StateScope;
  readonly concurrency: number;
  /** Of one set-up or teardown, in milliseconds. */
  readonly timeoutMs: number;
  /** One set-up for each case, even where cases could share it. */
  readonly fresh: boolean;
}

/** How fast requests are sent, and how long the run waits. */
export interface PaceOptions {
  /** How many cases may be in flight at once. */
  readonly concurrency: number;
  /** To the complete answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the whole run, in seconds. */
  readonly maxTimeS: number;
  /** How long the run waits for the target's throttle while no case is answered, in seconds. */
  readonly maxWaitS: number;
  /** Shortest time between two requests, in milliseconds; 0 for none. */
  readonly spacingMs: number;
  /** How many harmless requests may be sent at the end to reach a throttle; 0 for none. */
  readonly burst: number;
}

/** What answers are held to. */
export interface JudgingOptions {
  readonly checks: readonly Check[];
  /** Compare the run's own resource before and after everything that must be refused. */
  readonly observations: readonly Observation[];
  /** Compare answers with each other. @default none */
  readonly relations?: readonly Relation[];
}

/** The run's own credential, which is one of the target's values. */
export interface CredentialOptions {
  /** Name that stands for it in reports. */
  readonly name: string;
  /** When it expires, where that is known. */
  readonly expiresAt?: Date;
  /** Obtains another credential when it has expired; undefined when there is none. */
  readonly renew?: (signal: AbortSignal) => Promise<FreshCredential | undefined>;
  /** Other secrets that no report may show. */
  readonly otherSecrets?: readonly Secret[];
}

/** What a user can do about a case that was not sent, in the words of the command line. */
export interface Hints {
  /** By the risk that needs it. */
  readonly consent: Readonly<Record<Exclude<Risk, 'none'>, string>>;
  readonly states: string;
  readonly maxWait: string;
  readonly rate: string;
  /** By name of the value that a request lacks. */
  readonly values: Readonly<Record<string, string>>;
}

/** Everything that a run needs. */
export interface RunOptions {
  readonly catalogue: Catalogue;
  /** Ids of the cases to send; undefined for all. */
  readonly selected?: ReadonlySet<string>;
  readonly target: TargetOptions;
  readonly states: StateOptions;
  readonly pace: PaceOptions;
  readonly consent: Consent;
  readonly judging: JudgingOptions;
  readonly credential: CredentialOptions;
  readonly report: ReportOptions;
  readonly hints: Hints;
  /** Tries the user's own values first; absent: they are not tried. */
  readonly preflight?: PreflightOptions;
  /** Interrupts the run. */
  readonly signal: AbortSignal;
  /** Gives up the teardowns of an interrupted run that are not over. @default never */
  readonly abandon?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a run has come. It is reported whenever a case begins and whenever one has ended. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly deviating: number;
  /** Cases that have begun and not ended, with the time in milliseconds (`Date.now`) at which they did. */
  readonly underWay: readonly { readonly id: string; readonly since: number }[];
}
