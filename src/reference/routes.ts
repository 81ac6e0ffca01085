import { actionRoutes } from './actions/routes.ts';
import { datastoreRoutes } from './datastores/routes.ts';
import { flavorRoutes } from './flavors/routes.ts';
import { instanceRoutes } from './instances/routes.ts';
import { replicationRoutes } from './replication/routes.ts';
import type { Route } from './route.ts';
import { versionRoutes } from './versions/routes.ts';

/** Everything that is served under a contract version, and the list of versions. */
export const routesOf = (version: string): readonly Route[] =>
  [versionRoutes, instanceRoutes, actionRoutes, replicationRoutes, flavorRoutes, datastoreRoutes].flatMap(
    (routes) => routes(version),
  );
