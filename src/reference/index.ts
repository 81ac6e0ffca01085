/**
 * The reference implementation: an in-memory service made from the reference pages alone. It shares nothing with
 * the rest of the suite, or it would agree with it by construction (design, section 3).
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
  /** Token of the caller, an admin's that never expires. @default a random one */
  readonly token?: string;
  /** The one instance there is at the start. @default a random id */
  readonly instanceId?: string;
  /** What it runs. @default MySQL 5.6 */
  readonly datastore?: Datastore;
}

/** What there is at the start. */
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
  /** Answers one request; the one seam for whoever wants to wrap the service. Never rejects. */
  fetch: Service['fetch'];
}

/** @throws RangeError when the datastore is none that is known */
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
