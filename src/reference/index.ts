/**
 * The reference implementation: an in-memory service, written from the reference pages alone. It shares
 * nothing with the rest of the suite; otherwise both would agree by construction (decision 0010).
 */
import { createApp } from './app.ts';
import { type Datastore, datastoreNames, findDatastore } from './datastores/datastores.ts';
import { type LifeCycleTimes, noTimes } from './life-cycle.ts';
import type { Service } from './listen.ts';
import { createRateLimiter, type RateLimit, type RateLimiter } from './rate-limit.ts';
import type { Route } from './route.ts';
import { routesOf } from './routes.ts';
import { createStates, type States } from './states.ts';
import { Store } from './store.ts';

export type { Datastore } from './datastores/datastores.ts';
export { type LifeCycleTimes, type Process, processes } from './life-cycle.ts';
export { type Connection, type Listening, type ListenOptions, listen, type Service } from './listen.ts';
export type { RateLimit } from './rate-limit.ts';
export { StateError, type StateParams, type StateSetUp, type States, type StateValues } from './states.ts';

export interface ReferenceOptions {
  /** @default the system's clock */
  readonly now?: () => Date;
  /** Per account, for actions; stronger than `limits`. @default none */
  readonly rateLimit?: RateLimit;
  /** Whether the rate limits of the general page "Limits" hold. @default false */
  readonly limits?: boolean;
  /** How long each process takes, in milliseconds. @default none takes time */
  readonly lifeCycleTimes?: Partial<LifeCycleTimes>;
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

/** An operation, and how it is called; parameters of the path are written `{name}`. */
export interface ServedOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

export interface Reference extends Service {
  readonly defaults: Defaults;
  /** What is served, without the provider-state endpoint. */
  readonly operations: readonly ServedOperation[];
  readonly states: States;
  /** Answers one request. To change answers, wrap this function. Never rejects. */
  fetch: Service['fetch'];
}

/** @throws RangeError if the datastore is unknown. */
export function createReference(options: ReferenceOptions = {}): Reference {
  const { apiVersion: version = 'v1.0', now = () => new Date() } = options;
  const { type, version: datastoreVersion } = options.datastore ?? { type: 'mysql', version: '5.6' };
  const datastore = findDatastore(type, datastoreVersion);
  if (!datastore)
    throw new RangeError(
      `There is no datastore ${type} ${datastoreVersion}; there are ${datastoreNames.join(', ')}.`,
    );

  const store = new Store(now);
  const account = store.addAccount(options.accountId);
  const token = store.addToken(account, options.token);
  const instance = store.addInstance(account, {
    ...(options.instanceId !== undefined && { id: options.instanceId }),
    name: 'default',
    datastore,
  });
  const states = createStates(store, version, datastore);
  const routes = routesOf(version);
  const app = createApp({
    backend: { store, version, times: { ...noTimes, ...options.lifeCycleTimes } },
    routes,
    limiterFor: limitersFor(options, now),
    states: options.stateEndpoint ? states : null,
  });
  return {
    defaults: { accountId: account.id, token: token.id, instanceId: instance.id, version, datastore },
    operations: operationsOf(routes),
    states,
    fetch: async (request, connection) => app.fetch(request, connection),
  };
}

const isAction = ({ operations }: Route) => operations.includes('upgradeInstance');

/** What answers the same operations shares a limit: the general page "Limits" counts by method and path. */
function limitersFor(
  { rateLimit, limits = false }: ReferenceOptions,
  now: () => Date,
): (route: Route) => RateLimiter {
  const limiters = new Map<string, RateLimiter>();
  return (route) => {
    const { perMinute, operations } = route;
    const name = operations.join();
    const documented = limits && perMinute !== undefined ? { requests: perMinute, perMs: 60_000 } : undefined;
    const limiter =
      limiters.get(name) ?? createRateLimiter((isAction(route) ? rateLimit : undefined) ?? documented, now);
    limiters.set(name, limiter);
    return limiter;
  };
}

/** Each operation once, under its first path. */
function operationsOf(routes: readonly Route[]): readonly ServedOperation[] {
  const all = routes.flatMap(({ operations, method, path }) =>
    operations.map((name) => ({ name, method, path: path.replaceAll(/:(\w+)/g, '{$1}') })),
  );
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}
