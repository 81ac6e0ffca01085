import type { Json } from '../model/json.ts';
import type { ProviderState, StateScope } from '../model/provider-state.ts';

/** Values that a state gives for the request: path parameters and the credential, by name. */
export type Values = Readonly<Record<string, string>>;

/** A driver's answer to a set-up. Only after `ready` is the case sent. */
export type SetUp =
  | {
      readonly outcome: 'ready';
      readonly values: Values;
      readonly scope?: StateScope;
      /** The driver that set the state up and will tear it down, if the one that was asked only passed it on. */
      readonly by?: Driver;
    }
  | {
      readonly outcome: 'not-supported';
      readonly reason: string;
      readonly testableBy?: string;
      readonly unused?: Values;
    }
  | {
      readonly outcome: 'failed';
      readonly reason: string;
      /** True when the state was set up all the same, and nothing can tear it down. */
      readonly made?: true;
      /** What the answer gave all the same: its credential is a secret, though nothing is sent with it. */
      readonly unused?: Values;
    };

/** `not-supported` is for a driver that made nothing: then only what the cases created is left behind. */
export type TearDown =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'not-supported' }
  | {
      readonly outcome: 'failed';
      readonly reason: string;
      /** True where the user wants it to stay, with what the cases created. */
      readonly kept?: true;
    };

export interface TearDownRequest extends ProviderState {
  /** What the set-up gave. */
  readonly values: Values;
  /** Ids of the resources named in 2xx answers to the state's cases. */
  readonly created: readonly string[];
  /** As in the answer to the set-up. */
  readonly by?: Driver | undefined;
}

/**
 * Sets provider states up and tears them down. A driver does not throw when a state fails: its answer says so.
 * The signal ends a set-up or teardown that takes too long; the driver then rejects or answers `failed`.
 */
export interface Driver {
  /** Shown in reports as `run.driver`. */
  readonly name: string;
  /** True when it makes nothing: what it gives existed before and belongs to someone, so it is never isolated. */
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

/** The body of a set-up or teardown request, in Pact's protocol and for the `command` driver. */
export type StateMessage =
  | { readonly state: string; readonly params: Readonly<Record<string, Json>>; readonly action: 'setup' }
  | {
      readonly state: string;
      readonly params: Readonly<Record<string, Json>>;
      readonly action: 'teardown';
      readonly values: Values;
      readonly created: readonly string[];
    };

/** What a driver gave, also where nothing is sent with it. */
export const valuesIn = (setUp: SetUp): Values =>
  setUp.outcome === 'ready' ? setUp.values : (setUp.unused ?? {});

export const stateScopes: readonly StateScope[] = ['instance', 'account', 'service'];

export function isStateScope(value: unknown): value is StateScope {
  return stateScopes.some((scope) => scope === value);
}
