/**
 * The vocabulary of provider states (decision 0003). Names are public: other people's state endpoints
 * answer to them. Data only; what a state means for one case stands with the case.
 */
import type { StateScope } from '../src/model/provider-state.ts';

export interface StateDefinition {
  readonly description: string;
  /** Parameters beside `type` and `version`, the datastore the instance must run. */
  readonly params: readonly string[];
  /** What is assumed when a driver's answer names no scope. */
  readonly scope: StateScope;
}

/** Parameters every state carries: the datastore its instance runs. */
export const datastoreParams = ['type', 'version'] as const;

export const providerStates = {
  'an instance runs a datastore': {
    description:
      'An active instance of the caller runs the datastore, is not replicated, and may be upgraded.',
    params: [],
    scope: 'instance',
  },
  'no such instance': {
    description: 'No instance has the id that the state gives; the account and the token are good.',
    params: [],
    scope: 'instance',
  },
  'the token has expired': {
    description: 'The token that the state gives was good once and is no longer.',
    params: [],
    scope: 'instance',
  },
  'the token may only read': {
    description: 'The token that the state gives is good but its role may only read.',
    params: [],
    scope: 'instance',
  },
  'the instance belongs to another account': {
    description:
      'The account and instance that the state gives are not the caller’s; the token stays the caller’s own.',
    params: [],
    scope: 'instance',
  },
  'the account is over its limit': {
    description: 'The next request of the account is over its limit.',
    params: [],
    scope: 'service',
  },
  'the instance is busy': {
    description: 'The instance has the status named by the parameter `status`, which is not ACTIVE.',
    params: ['status'],
    scope: 'instance',
  },
  'the instance is replicated': {
    description: 'The instance takes part in replication, as the parameter `role` says: source or replica.',
    params: ['role'],
    scope: 'instance',
  },
  'the instance has a fault': {
    description: 'The instance answers its next upgrade with an internal fault.',
    params: [],
    scope: 'instance',
  },
  'upgrades are not implemented': {
    description: 'The service does not implement the upgrade.',
    params: [],
    scope: 'service',
  },
  'the service is unavailable': {
    description: 'The service answers that it is not available.',
    params: [],
    scope: 'service',
  },
} as const satisfies Record<string, StateDefinition>;

/** Names that states once had, with what they are called now: handlers written for them get a clear error. */
export const renamedStates: ReadonlyMap<string, StateName> = new Map([
  ['the token may not upgrade', 'the token may only read'],
]);

export type StateName = keyof typeof providerStates;
