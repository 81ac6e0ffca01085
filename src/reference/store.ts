import type { Datastore } from './datastores/datastores.ts';
import { defaultFlavor, type Flavor } from './flavors/flavors.ts';
import { newId } from './ids.ts';
import type { Due, InstanceStatus, Outcome } from './life-cycle.ts';

/** A configuration group. */
export interface Configuration {
  readonly id: string;
  readonly name: string;
  /** Whether an instance has to be restarted to use it (page "Update database instance", note). */
  readonly needsRestart: boolean;
}

export interface Instance {
  readonly id: string;
  readonly datastore: Datastore;
  readonly created: Date;
  name: string;
  flavor: Flavor;
  /** In gigabytes. */
  volumeSize: number;
  configuration: Configuration | null;
  /** Id of the source of this replica. Whether an instance is a source follows from its replicas. */
  replicaOf: string | null;
  status: InstanceStatus;
  updated: Date;
  /** What will happen to it, soonest first. */
  due: readonly Due[];
  /** Whether its next change fails with an internal fault. */
  faulty: boolean;
}

/** A condition under which all requests of an account fail, for provider states. */
export type AccountCondition =
  | 'over its limit'
  | 'upgrades not implemented'
  | 'nothing implemented'
  | 'faulty'
  | 'unavailable';

export interface Account {
  readonly id: string;
  readonly instances: Map<string, Instance>;
  readonly configurations: Map<string, Configuration>;
  condition: AccountCondition | null;
}

/** The roles of the general page "Role-based access control". */
export type Role = 'dbaas:admin' | 'dbaas:creator' | 'dbaas:observer';

export interface Token {
  readonly id: string;
  readonly account: Account;
  role: Role;
  /** When it expires; null: never. */
  expires: Date | null;
}

export interface NewInstance {
  readonly id?: string;
  readonly name: string;
  readonly datastore: Datastore;
  readonly flavor?: Flavor;
  readonly volumeSize?: number;
  readonly configuration?: Configuration | null;
  readonly replicaOf?: string;
  readonly status?: InstanceStatus;
  readonly due?: readonly Due[];
}

/** All data of the service, in memory. */
export class Store {
  readonly now: () => Date;
  readonly accounts = new Map<string, Account>();
  readonly tokens = new Map<string, Token>();

  constructor(now: () => Date) {
    this.now = now;
  }

  addAccount(id: string = newId()): Account {
    const account: Account = { id, instances: new Map(), configurations: new Map(), condition: null };
    this.accounts.set(id, account);
    return account;
  }

  addToken(account: Account, id: string = newId()): Token {
    const token: Token = { id, account, role: 'dbaas:admin', expires: null };
    this.tokens.set(id, token);
    return token;
  }

  addConfiguration(account: Account, name: string, needsRestart: boolean): Configuration {
    const configuration = { id: newId(), name, needsRestart };
    account.configurations.set(configuration.id, configuration);
    return configuration;
  }

  addInstance(account: Account, { id = newId(), ...rest }: NewInstance): Instance {
    const created = this.now();
    const instance: Instance = {
      flavor: defaultFlavor,
      volumeSize: 1,
      configuration: null,
      replicaOf: null,
      status: 'ACTIVE',
      due: [],
      ...rest,
      id,
      created,
      updated: created,
      faulty: false,
    };
    account.instances.set(id, instance);
    return instance;
  }

  /** Sets the status, and what follows it. What was due before no longer is. */
  setStatus(instance: Instance, status: InstanceStatus, due: readonly Due[] = []): void {
    instance.status = status;
    instance.due = due;
    instance.updated = this.now();
  }

  /** Lets happen what is due. */
  settle(account: Account): void {
    const now = this.now().getTime();
    for (const instance of [...account.instances.values()]) {
      for (const { at, outcome } of instance.due) {
        if (at > now) break;
        instance.due = instance.due.slice(1);
        if (outcome === 'removed') this.removeInstance(instance.id);
        else apply(account, instance, outcome, new Date(at));
      }
    }
  }

  /** Removes the account with its instances and tokens. */
  removeAccount(id: string): void {
    this.accounts.delete(id);
    for (const token of this.tokens.values()) if (token.account.id === id) this.tokens.delete(token.id);
  }

  removeInstance(id: string): void {
    for (const account of this.accounts.values()) {
      const instance = account.instances.get(id);
      if (!instance) continue;
      freeSource(account, instance, this.now());
      account.instances.delete(id);
    }
  }
}

function apply(account: Account, instance: Instance, outcome: Outcome, at: Date): void {
  const { detached, ...changes } = outcome;
  Object.assign(instance, changes, { updated: at });
  if (!detached) return;
  freeSource(account, instance, at);
  instance.replicaOf = null;
}

/**
 * Without its replica, the source of an upgrade is ACTIVE again (release notes 3.10.0: VERIFY_UPGRADE lasts until the
 * replica is detached).
 */
function freeSource(account: Account, { replicaOf }: Instance, at: Date): void {
  const source = replicaOf === null ? undefined : account.instances.get(replicaOf);
  if (source?.status !== 'VERIFY_UPGRADE') return;
  source.status = 'ACTIVE';
  source.updated = at;
}

export const replicasOf = (account: Account, { id }: Instance): readonly Instance[] =>
  [...account.instances.values()].filter(({ replicaOf }) => replicaOf === id);

/** Whether the instance is a source or a replica. */
export const isReplicated = (account: Account, instance: Instance): boolean =>
  instance.replicaOf !== null || replicasOf(account, instance).length > 0;
