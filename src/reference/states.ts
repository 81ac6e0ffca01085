import { type Datastore, findDatastore, versionOf } from './datastores/datastores.ts';
import { otherFlavorThan } from './flavors/flavors.ts';
import { newId } from './ids.ts';
import { instanceQuota } from './instances/quota.ts';
import { type InstanceStatus, instanceStatuses } from './life-cycle.ts';
import type { Account, AccountCondition, Instance, Store, Token } from './store.ts';

export type StateParams = Readonly<Record<string, unknown>>;
export type StateValues = Readonly<Record<string, string>>;

export interface StateSetUp {
  /** Values for the request: `accountId`, `instanceId`, `version`, usually `token`, and what the state is about. */
  readonly values: StateValues;
  readonly scope: 'instance' | 'account';
}

/** Sets up provider states. Every set-up has its own account, so they do not affect each other. */
export interface States {
  /** The names of all states. */
  readonly names: readonly string[];
  /**
   * @returns null for an unknown state
   * @throws StateError if no such instance can exist
   */
  setUp(name: string, params: StateParams): StateSetUp | null;
  /**
   * Removes the account of the set-up with everything in it, and the instances with the ids in `created`.
   * @returns false for an unknown state
   */
  tearDown(name: string, params: StateParams, values: StateValues, created: readonly string[]): boolean;
}

/** A state cannot be set up with the given parameters. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** A new account with one active instance and a valid token, which a state changes. */
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
  /** Changes the context; returns values if they differ from those of the context. */
  readonly arrange: (context: StateContext) => StateValues | undefined;
}

const onInstance = (arrange: (context: StateContext) => StateValues | undefined): State => ({
  scope: 'instance',
  arrange,
});

const onAccount = (arrange: (context: StateContext) => undefined): State => ({ scope: 'account', arrange });

const condition = (condition: AccountCondition): State =>
  onAccount(({ account }) => {
    account.condition = condition;
  });

/** All states by name (decision 0003). */
const states: ReadonlyMap<string, State> = new Map([
  ['an instance runs a datastore', onInstance(() => undefined)],
  [
    'no such instance',
    onInstance(({ store, instance, values }) => {
      store.removeInstance(instance.id);
      return { ...values, instanceId: newId() };
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
    onInstance((context) => {
      context.token.role = 'dbaas:observer';
      return replicatedIfAsked(context);
    }),
  ],
  [
    'the token may not delete',
    onInstance(({ token }) => {
      token.role = 'dbaas:creator';
      return undefined;
    }),
  ],
  [
    'the instance belongs to another account',
    // The caller keeps its own token, so the token of this account is not returned.
    onInstance(({ values: { token: _, ...others } }) => others),
  ],
  ['the account is over its limit', condition('over its limit')],
  ['the instance quota is used up', onAccount(fillQuota)],
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
    onInstance((context) => {
      const values = replicatedIfAsked(context);
      const instance = context.account.instances.get(values?.instanceId ?? '') ?? context.instance;
      instance.faulty = true;
      return values;
    }),
  ],
  ['a flavor exists', onInstance(() => undefined)],
  ['a datastore version exists', onInstance(nameDatastore)],
  [
    'a configuration group exists',
    onInstance(({ store, account, values }) => {
      const { id } = store.addConfiguration(account, 'state', true);
      return { ...values, configurationId: id };
    }),
  ],
  ['upgrades are not implemented', condition('upgrades not implemented')],
  ['no operation is implemented', condition('nothing implemented')],
  ['the service has a fault', condition('faulty')],
  ['the service is unavailable', condition('unavailable')],
]);

/** @param fallback datastore of the instance if the state names none */
export function createStates(store: Store, version: string, fallback: Datastore): States {
  /** Accounts of set-ups: a teardown removes only these. */
  const setUpAccounts = new Set<string>();
  const initialInstances = new Set(
    [...store.accounts.values()].flatMap(({ instances }) => [...instances.keys()]),
  );

  const setUp = (state: State, params: StateParams): StateSetUp => {
    const datastore = datastoreOf(params, fallback);
    const account = store.addAccount();
    try {
      const token = store.addToken(account);
      const instance = store.addInstance(account, { name: 'state', datastore });
      const values = {
        accountId: account.id,
        instanceId: instance.id,
        token: token.id,
        version,
        flavorId: String(otherFlavorThan(instance.flavor).id),
        volumeSize: String(instance.volumeSize + 1),
      };
      const context = { store, account, instance, token, values, params };
      const changed = state.arrange(context) ?? values;
      setUpAccounts.add(account.id);
      return { values: changed, scope: state.scope };
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
      if (accountId !== undefined && setUpAccounts.delete(accountId)) store.removeAccount(accountId);
      // `created` may name an existing instance; instances of the start are never removed.
      for (const id of created) if (!initialInstances.has(id)) store.removeInstance(id);
      return true;
    },
  };
}

function datastoreOf({ type, version }: StateParams, fallback: Datastore): Datastore {
  if (type === undefined && version === undefined) return fallback;
  const datastore =
    typeof type === 'string' && typeof version === 'string' ? findDatastore(type, version) : null;
  if (!datastore)
    throw new StateError(`No instance can run type ${quoted(type)} in version ${quoted(version)}.`);
  return datastore;
}

function busyStatus(status: unknown): InstanceStatus {
  const known = instanceStatuses.find((one) => one === status);
  if (!known || known === 'ACTIVE')
    throw new StateError(
      `The parameter \`status\` must be a status other than ACTIVE, not ${quoted(status)}.`,
    );
  return known;
}

/** A state of which the parameter `role` may say that its instance is replicated. */
const replicatedIfAsked = (context: StateContext): StateValues | undefined =>
  context.params.role === undefined ? undefined : replicate(context);

/** Adds a replica to the instance. For the role `replica`, the request goes to the replica. */
function replicate({ store, account, instance, values, params: { role } }: StateContext): StateValues {
  if (role !== 'source' && role !== 'replica')
    throw new StateError(`The parameter \`role\` must be source or replica, not ${quoted(role)}.`);
  const replica = store.addInstance(account, {
    name: 'replica',
    datastore: instance.datastore,
    replicaOf: instance.id,
  });
  return role === 'source' ? values : { ...values, instanceId: replica.id };
}

/** The values of a state about the datastore that the instance runs. */
function nameDatastore({ instance, values }: StateContext): StateValues {
  const version = versionOf(instance.datastore);
  if (!version) return values;
  const { datastoreId, id, type } = version;
  return { ...values, datastoreId, datastoreType: type, versionId: id };
}

function fillQuota({ store, account, instance: { datastore } }: StateContext): undefined {
  while (account.instances.size < instanceQuota) store.addInstance(account, { name: 'state', datastore });
}

const quoted = (value: unknown) => JSON.stringify(value) ?? 'nothing';
