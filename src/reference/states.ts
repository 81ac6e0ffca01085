import { randomUUID } from 'node:crypto';
import { type Datastore, findDatastore } from './datastores.ts';
import {
  type Account,
  type AccountCondition,
  type Instance,
  type InstanceStatus,
  instanceStatuses,
  type Store,
  type Token,
} from './store.ts';

export type StateParams = Readonly<Record<string, unknown>>;
export type StateValues = Readonly<Record<string, string>>;

export interface StateSetUp {
  /** What the request is to be made with: `accountId`, `instanceId`, `version`, and mostly `token`. */
  readonly values: StateValues;
  readonly scope: 'instance' | 'account';
}

/** Brings provider states about. Every set-up has an account of its own, so none touches another. */
export interface States {
  /** The states known, by name. */
  readonly names: readonly string[];
  /**
   * @returns null for a state that is not known
   * @throws StateError when the parameters do not describe an instance that could be
   */
  setUp(name: string, params: StateParams): StateSetUp | null;
  /**
   * Removes the account that the set-up made with all in it, and the instances of the ids in `created`.
   * @returns false for a state that is not known
   */
  tearDown(name: string, params: StateParams, values: StateValues, created: readonly string[]): boolean;
}

/** Says that a state cannot be brought about with the parameters given. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** A fresh account with one active instance and a good token, for a state to change. */
interface StateContext {
  readonly store: Store;
  readonly account: Account;
  readonly instance: Instance;
  readonly token: Token;
  readonly values: StateValues;
  readonly params: StateParams;
}

interface State {
  readonly scope: StateSetUp['scope'];
  /** Changes the scene; gives the values where they are not the scene's own. */
  readonly arrange: (scene: StateContext) => StateValues | undefined;
}

const onInstance = (arrange: (scene: StateContext) => StateValues | undefined): State => ({
  scope: 'instance',
  arrange,
});

const onAccount = (hindrance: AccountCondition): State => ({
  scope: 'account',
  arrange: ({ account }) => {
    account.condition = hindrance;
    return undefined;
  },
});

/** Design, section 5. */
const states: ReadonlyMap<string, State> = new Map([
  ['an instance runs a datastore', onInstance(() => undefined)],
  [
    'no such instance',
    onInstance(({ store, instance, values }) => {
      store.removeInstance(instance.id);
      return { ...values, instanceId: randomUUID() };
    }),
  ],
  [
    'the token has expired',
    onInstance(({ store, token }) => {
      token.expires = new Date(store.now().getTime() - 1000);
      return undefined;
    }),
  ],
  [
    'the token may only read',
    onInstance(({ token }) => {
      token.role = 'dbaas:observer';
      return undefined;
    }),
  ],
  [
    'the instance belongs to another account',
    // The caller keeps its own token, so this account's is not given.
    onInstance(({ values: { token: _, ...others } }) => others),
  ],
  ['the account is over its limit', onAccount('over its limit')],
  [
    'the instance is busy',
    onInstance(({ store, instance, params }) => {
      store.setStatus(instance, busyStatus(params.status));
      return undefined;
    }),
  ],
  ['the instance is replicated', onInstance(replicate)],
  [
    'the instance has a fault',
    onInstance(({ instance }) => {
      instance.faulty = true;
      return undefined;
    }),
  ],
  ['upgrades are not implemented', onAccount('not implemented')],
  ['the service is unavailable', onAccount('unavailable')],
]);

/** @param fallback the datastore of an instance whose state names none */
export function createStates(store: Store, version: string, fallback: Datastore): States {
  /** Accounts made here: a teardown removes no other one. */
  const made = new Set<string>();
  const kept = new Set([...store.accounts.values()].flatMap(({ instances }) => [...instances.keys()]));

  const setUp = (state: State, params: StateParams): StateSetUp => {
    const datastore = datastoreOf(params, fallback);
    const account = store.addAccount();
    try {
      const token = store.addToken(account);
      const instance = store.addInstance(account, { name: 'state', datastore });
      const values = { accountId: account.id, instanceId: instance.id, token: token.id, version };
      const scene = { store, account, instance, token, values, params };
      const given = state.arrange(scene) ?? values;
      made.add(account.id);
      return { values: given, scope: state.scope };
    } catch (error) {
      store.removeAccount(account.id);
      throw error;
    }
  };

  return {
    names: [...states.keys()],
    setUp(name, params) {
      const state = states.get(name);
      return state ? setUp(state, params) : null;
    },
    tearDown(name, _params, { accountId }, created) {
      if (!states.has(name)) return false;
      if (accountId !== undefined && made.delete(accountId)) store.removeAccount(accountId);
      // An answer can name an instance that it did not make; those of the start stay.
      for (const id of created) if (!kept.has(id)) store.removeInstance(id);
      return true;
    },
  };
}

function datastoreOf({ type, version }: StateParams, fallback: Datastore): Datastore {
  if (type === undefined && version === undefined) return fallback;
  const datastore =
    typeof type === 'string' && typeof version === 'string' ? findDatastore(type, version) : null;
  if (!datastore)
    throw new StateError(`No instance can run type ${shown(type)} in version ${shown(version)}.`);
  return datastore;
}

function busyStatus(status: unknown): InstanceStatus {
  const known = instanceStatuses.find((one) => one === status);
  if (!known || known === 'ACTIVE')
    throw new StateError(`The parameter \`status\` has to be one that is not ACTIVE, not ${shown(status)}.`);
  return known;
}

/** Gives the instance a partner; a replica takes the place of the scene's instance, whose source it is then. */
function replicate({ store, account, instance, values, params: { role } }: StateContext): StateValues {
  if (role !== 'source' && role !== 'replica')
    throw new StateError(`The parameter \`role\` has to be source or replica, not ${shown(role)}.`);
  const replica = store.addInstance(account, {
    name: 'replica',
    datastore: instance.datastore,
    replicaOf: instance.id,
  });
  return role === 'source' ? values : { ...values, instanceId: replica.id };
}

const shown = (value: unknown) => JSON.stringify(value) ?? 'nothing';
