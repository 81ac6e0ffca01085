import { randomUUID } from 'node:crypto';
import type { Datastore } from './datastores.ts';

/** The general page about instance statuses lists them. */
export const instanceStatuses = [
  'ACTIVE',
  'BACKUP',
  'BLOCKED',
  'BUILD',
  'CONVERT_TO_HA',
  'DELETION_PENDING',
  'DETACH_REPLICA',
  'ERROR',
  'FAILED',
  'REBOOT',
  'REPLICATION_ERROR',
  'RESIZE',
  'RESTART_REQUIRED',
  'RESTART',
  'SHUTDOWN',
  'VERIFY_UPGRADE',
] as const;

export type InstanceStatus = (typeof instanceStatuses)[number];

export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly datastore: Datastore;
  readonly created: Date;
  /** Id of the source of this replica. Whether an instance is a source follows from its replicas. */
  readonly replicaOf: string | null;
  status: InstanceStatus;
  updated: Date;
  /** Whether its next upgrade fails with an internal fault. */
  faulty: boolean;
}

/** A condition under which all requests of an account fail, for provider states. */
export type AccountCondition = 'over its limit' | 'not implemented' | 'unavailable';

export interface Account {
  readonly id: string;
  readonly instances: Map<string, Instance>;
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
  readonly status?: InstanceStatus;
  readonly replicaOf?: string;
}

/** All data of the service, in memory. */
export class Store {
  readonly now: () => Date;
  readonly accounts = new Map<string, Account>();
  readonly tokens = new Map<string, Token>();

  constructor(now: () => Date) {
    this.now = now;
  }

  addAccount(id: string = randomUUID()): Account {
    const account: Account = { id, instances: new Map(), condition: null };
    this.accounts.set(id, account);
    return account;
  }

  addToken(account: Account, id: string = randomUUID()): Token {
    const token: Token = { id, account, role: 'dbaas:admin', expires: null };
    this.tokens.set(id, token);
    return token;
  }

  addInstance(account: Account, { id = randomUUID(), status = 'ACTIVE', ...rest }: NewInstance): Instance {
    const created = this.now();
    const instance: Instance = {
      replicaOf: null,
      ...rest,
      id,
      status,
      created,
      updated: created,
      faulty: false,
    };
    account.instances.set(id, instance);
    return instance;
  }

  setStatus(instance: Instance, status: InstanceStatus): void {
    instance.status = status;
    instance.updated = this.now();
  }

  /** Removes the account with its instances and tokens. */
  removeAccount(id: string): void {
    this.accounts.delete(id);
    for (const token of this.tokens.values()) if (token.account.id === id) this.tokens.delete(token.id);
  }

  /**
   * Removes the instance from its account. Without its replica, the source of an upgrade is ACTIVE again
   * (release notes 3.8.0: VERIFY_UPGRADE lasts until the replica is detached).
   */
  removeInstance(id: string): void {
    for (const { instances } of this.accounts.values()) {
      const source = instances.get(instances.get(id)?.replicaOf ?? '');
      if (source?.status === 'VERIFY_UPGRADE') this.setStatus(source, 'ACTIVE');
      instances.delete(id);
    }
  }
}

/** Whether the instance is a source or a replica. */
export function isReplicated(account: Account, instance: Instance): boolean {
  if (instance.replicaOf !== null) return true;
  for (const other of account.instances.values()) if (other.replicaOf === instance.id) return true;
  return false;
}
