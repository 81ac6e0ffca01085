/**
 * The vocabulary of provider states (decision 0003). Names are public, because the state endpoints of users know them.
 * Data only; what a state means for a case is in the case.
 */
import type { StateScope } from '../src/model/provider-state.ts';

export interface StateDefinition {
  readonly description: string;
  /** Parameters beside `type` and `version`, the datastore that the instance must run. */
  readonly params: readonly string[];
  /** Those that only some cases give. @default none */
  readonly optionalParams?: readonly string[];
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
    description:
      'The token that the state gives is valid, but its role may only read. With the parameter `role`, the instance is replicated.',
    params: [],
    optionalParams: ['role'],
    scope: 'instance',
  },
  'the token may not delete': {
    description:
      'The token that the state gives is valid; its role may create, read and update, but not delete.',
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
  'the instance quota is used up': {
    description: 'The account has as many instances as it may, so it cannot be given another one.',
    params: [],
    scope: 'account',
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
    description:
      'The instance answers the next request to change it with an internal fault. With the parameter `role`, it is replicated.',
    params: [],
    optionalParams: ['role'],
    scope: 'instance',
  },
  'a flavor exists': {
    description: 'The value `flavorId` is the id of a flavor.',
    params: [],
    scope: 'instance',
  },
  'a datastore version exists': {
    description:
      'The values `datastoreId`, `datastoreType` and `versionId` name the datastore of the parameters, and that version of it.',
    params: [],
    scope: 'instance',
  },
  'a configuration group exists': {
    description:
      'The value `configurationId` is the id of a configuration group that an active instance of the caller may use.',
    params: [],
    scope: 'instance',
  },
  'upgrades are not implemented': {
    description: 'The service does not implement the upgrade.',
    params: [],
    scope: 'service',
  },
  'no operation is implemented': {
    description: 'The service answers that it does not implement the operation, whichever is asked for.',
    params: [],
    scope: 'service',
  },
  'the service has a fault': {
    description: 'The service answers every request with an internal fault.',
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
