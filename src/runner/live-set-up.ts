import type { Case } from '../catalogue/case.ts';
import type { ProviderState, StateScope } from '../model/provider-state.ts';
import type { Risk } from '../model/result.ts';
import type { Driver, SetUp, Values } from '../provider-states/driver.ts';
import type { Created } from './created.ts';
import type { Unsent } from './unsent.ts';

/** A case that was rightly accepted on a resource that other cases need, too. */
export interface AcceptedChange {
  readonly caseId: string;
  readonly risk: Risk;
  readonly status: number;
}

/** What set-ups act on: one for each id, even if several set-ups gave it. */
export interface Resource {
  /** Value of the resource parameter, as ids are compared. */
  readonly id: string;
  /** Id of the case whose wrong acceptance may have changed it. */
  modifiedBy?: string;
  /** The success after which it was not yet seen at rest. */
  accepted?: AcceptedChange;
  /** Why nothing more can be sent to it. */
  unusable?: Unsent;
  /** True for the run's own. */
  readonly own: boolean;
  /** Exchanges on it that have begun and not ended. */
  readonly inFlight: Set<Promise<unknown>>;
  /** Set-ups that gave it and were not torn down. */
  setUps: number;
}

/** A provider state that is set up, and the cases that are using it. */
export interface LiveSetUp {
  readonly state: ProviderState;
  /** Id of the case that it was made for, or of the first of several cases. */
  readonly caseId: string;
  /** When it was asked for (`Date.now`, as exchanges record it). */
  readonly askedAt: number;
  /** When its teardown was over. */
  goneAt?: number;
  readonly values: Values;
  readonly scope: StateScope | undefined;
  readonly by: Driver | undefined;
  /** Whether its resource is neither the run's own nor another's, as far as ids tell (decisions 0003 and 0028). */
  readonly isolated: () => boolean;
  readonly resource: Resource;
  /** True when a fresh one was asked for in its place. */
  replaced?: true;
  /** True when asking for a fresh one gave the same resource again: asking once more would not help. */
  irreplaceable?: true;
  /** What 2xx answers say was made. */
  readonly created: Created[];
  users: number;
}

export type Acquired =
  | { readonly kind: 'ready'; readonly setUp: LiveSetUp }
  | { readonly kind: 'unavailable'; readonly answer: Exclude<SetUp, { outcome: 'ready' }> };

/** The set-up of the cases that share it. */
export interface Slot {
  acquired: Promise<Acquired>;
  /** Cases that will still ask for it. */
  remaining: number;
  /** One of them. */
  readonly first: Case;
}

/** Name of the state of a case. */
export const stateNameOf = ({ states }: Case): string | undefined => states[0]?.name;

export const notAsked: Promise<Acquired> = Promise.resolve({
  kind: 'unavailable',
  answer: { outcome: 'failed', reason: 'not reached' },
});

/** What stands in the place of a state where none is set up. */
export const noState = { state: { name: '', params: {} }, values: {}, scope: undefined, by: undefined };

export const live = (setUp: Omit<LiveSetUp, 'created' | 'users'>): Acquired => ({
  kind: 'ready',
  setUp: { ...setUp, created: [], users: 0 },
});
