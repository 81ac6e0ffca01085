import type { Json } from '../model/json.ts';
import type { ProviderState, StateScope } from '../model/provider-state.ts';

/** Values a state gives for the request: path parameters and the credential, by name. */
export type Values = Readonly<Record<string, string>>;

/** What a driver says of a set-up. Only `ready` lets the case be sent. */
export type SetUp =
  | { readonly outcome: 'ready'; readonly values: Values; readonly scope?: StateScope }
  | { readonly outcome: 'not-supported'; readonly reason: string; readonly testableBy?: string }
  | {
      readonly outcome: 'failed';
      readonly reason: string;
      /** True when the state was brought about all the same, and nobody can tear it down. */
      readonly made?: true;
    };

/** `not-supported` is for a driver that made nothing itself: only what cases created is then left behind. */
export type TearDown =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'not-supported' }
  | { readonly outcome: 'failed'; readonly reason: string };

export interface TearDownRequest extends ProviderState {
  /** What the set-up gave. */
  readonly values: Values;
  /** Ids of resources that 2xx answers of the state's cases named. */
  readonly created: readonly string[];
}

/**
 * What brings provider states about. A driver never throws for what a state does: it says so in its answer.
 * The signal ends a set-up or teardown that takes too long; the driver then rejects or answers `failed`.
 */
export interface Driver {
  /** Shown in reports as `run.driver`. */
  readonly name: string;
  /** True when it makes nothing: what it gives was there before and is somebody's, so it is never isolated. */
  readonly readOnly?: true;
  /**
   * Called once before the run.
   * @throws SuiteError of kind `driver` when the driver cannot work at all (its endpoint is down).
   */
  open(signal: AbortSignal): Promise<void>;
  setUp(state: ProviderState, signal: AbortSignal): Promise<SetUp>;
  tearDown(request: TearDownRequest, signal: AbortSignal): Promise<TearDown>;
  close(): Promise<void>;
}

/** The body of a set-up or teardown request as Pact's protocol and the `command` driver have it. */
export type StateMessage =
  | { readonly state: string; readonly params: Readonly<Record<string, Json>>; readonly action: 'setup' }
  | {
      readonly state: string;
      readonly params: Readonly<Record<string, Json>>;
      readonly action: 'teardown';
      readonly values: Values;
      readonly created: readonly string[];
    };

const scopes: readonly unknown[] = ['instance', 'account', 'service'] satisfies StateScope[];

/** Guards the scope that a driver's answer names. */
export function isStateScope(value: unknown): value is StateScope {
  return scopes.includes(value);
}
