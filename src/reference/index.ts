/**
 * The reference implementation: an in-memory service, written from the reference pages alone. It shares
 * nothing with the rest of the suite; otherwise both would agree by construction (decision 0010).
 */
import { randomUUID } from 'node:crypto';
import { createApp } from './app.ts';
import { type Datastore, findDatastore } from './datastores.ts';
import type { Service } from './listen.ts';
import { createRateLimiter, type RateLimit } from './rate-limit.ts';
import { createStates, type States } from './states.ts';
import { Store } from './store.ts';

export type { Datastore } from './datastores.ts';
export { type Connection, type Listening, type ListenOptions, listen, type Service } from './listen.ts';
export type { RateLimit } from './rate-limit.ts';
export { StateError, type StateParams, type StateSetUp, type States, type StateValues } from './states.ts';

export interface ReferenceOptions {
  /** @default the system's clock */
  readonly now?: () => Date;
  /** Per account, for upgrades. @default none */
  readonly rateLimit?: RateLimit;
  /** First segment of every path. @default 'v1.0' */
  readonly apiVersion?: string;
  /** Whether `/_pact/provider-states` is served. @default false */
  readonly stateEndpoint?: boolean;
  /** Account of the caller. @default a random one */
  readonly accountId?: string;
  /** Token of the caller: role admin, never expires. @default a random one */
  readonly token?: string;
  /** Id of the only instance at the start. @default a random id */
  readonly instanceId?: string;
  /** Datastore of that instance. @default MySQL 5.6 */
  readonly datastore?: Datastore;
}

/** What exists at the start. */
export interface Defaults {
  readonly accountId: string;
  readonly token: string;
  readonly instanceId: string;
  readonly version: string;
  readonly datastore: Datastore;
}

export interface Reference extends Service {
  readonly defaults: Defaults;
  readonly states: States;
  /** Answers one request. To change answers, wrap this function. Never rejects. */
  fetch: Service['fetch'];
}

/** @throws RangeError if the datastore is unknown. */
export function createReference(options: ReferenceOptions = {}): Reference {
  const { apiVersion: version = 'v1.0', now = () => new Date() } = options;
  const { type, version: datastoreVersion } = options.datastore ?? { type: 'mysql', version: '5.6' };
  const datastore = findDatastore(type, datastoreVersion);
  if (!datastore) throw new RangeError(`There is no datastore ${type} ${datastoreVersion}.`);

  const store = new Store(now);
  const account = store.addAccount(options.accountId);
  const token = store.addToken(account, options.token);
  const instance = store.addInstance(account, {
    id: options.instanceId ?? randomUUID(),
    name: 'default',
    datastore,
  });
  const states = createStates(store, version, datastore);
  const app = createApp({
    store,
    version,
    limiter: createRateLimiter(options.rateLimit, now),
    states: options.stateEndpoint ? states : null,
  });
  return {
    defaults: { accountId: account.id, token: token.id, instanceId: instance.id, version, datastore },
    states,
    fetch: async (request, connection) => app.fetch(request, connection),
  };
}
