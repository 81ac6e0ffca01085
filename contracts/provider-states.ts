/**
 * The vocabulary of provider states (decision 0003). Names are public, because the state endpoints of users know them.
 * Data only; what a state means for a case is in the case.
 */
import type { StateScope } from '../src/model/provider-state.ts';

export interface StateDefinition {
  readonly description: string;
  /** Parameters beside `type` and `version`, the datastore that the instance must run. */
  readonly params: readonly string[];
  /** The scope when a driver's answer names none. */
  readonly scope: StateScope;
}

/** Parameters of every state: the datastore that its instance runs. */
export const datastoreParams = ['type', 'version'] as const;

export const providerStates = {
  'an instance runs a datastore': {
    description:
      'An active instance of the caller runs the datastore, is not replicated, and may be upgraded.',
    params: [],
    scope: 'instance',
  },
  'no such instance': {
    description: 'No instance has the id that the state gives; the account and the token are valid.',
    params: [],
    scope: 'instance',
  },
  'the token has expired': {
    description: 'The token that the state gives was valid and has expired.',
    params: [],
    scope: 'instance',
  },
  'the token may only read': {
    description: 'The token that the state gives is valid, but its role may only read.',
    params: [],
    scope: 'instance',
  },
  'the instance belongs to another account': {
    description:
      'The account and instance that the state gives belong to someone else; the token is still the caller’s own.',
    params: [],
    scope: 'instance',
  },
  'the account is over its limit': {
    description: 'The next request of the account exceeds its limit.',
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
    description: 'The service answers that it is unavailable.',
    params: [],
    scope: 'service',
  },
} as const satisfies Record<string, StateDefinition>;

/** Former names of states, with the present ones, so that handlers written for them get a clear error. */
export const renamedStates: ReadonlyMap<string, StateName> = new Map([
  ['the token may not upgrade', 'the token may only read'],
]);

export type StateName = keyof typeof providerStates;
