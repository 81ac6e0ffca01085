import type { Context } from 'hono';
import { flavorBody } from '../flavors/flavors.ts';
import { absent } from '../refusals.ts';
import { type Backend, type Env, linkBase, type Route } from '../route.ts';
import {
  type DatastoreType,
  type DatastoreVersion,
  datastoreBody,
  datastoreType,
  datastoreTypes,
  datastoreVersion,
  datastoreVersionWithId,
  versionDetails,
} from './datastores.ts';

/** What the operations read: their name, the path after the account, and the body of the answer. */
type Read = readonly [
  operation: string,
  path: string,
  body: (c: Context<Env>, backend: Backend) => Readonly<Record<string, unknown>>,
];

const reads: readonly Read[] = [
  [
    'listDatastores',
    '',
    (c, backend) => ({ datastores: datastoreTypes.map((type) => datastoreBody(type, linkBase(c, backend))) }),
  ],
  [
    'getDatastore',
    '/:datastoreId',
    (c, backend) => ({ datastore: datastoreBody(typeIn(c), linkBase(c, backend)) }),
  ],
  [
    'listDatastoreVersions',
    '/:datastoreId/versions',
    (c, backend) => ({
      versions: typeIn(c).versions.map((version) => versionDetails(version, linkBase(c, backend))),
    }),
  ],
  [
    'getDatastoreVersion',
    '/:datastoreId/versions/:versionId',
    (c, backend) => ({ version: versionDetails(versionIn(c), linkBase(c, backend)) }),
  ],
  // The links of a version lead here, in the examples of all pages about datastores.
  [
    'getDatastoreVersion',
    '/versions/:versionId',
    (c, backend) => ({ version: versionDetails(versionAlone(c), linkBase(c, backend)) }),
  ],
  [
    'listFlavorsForDatastoreVersion',
    '/:datastoreType/versions/:versionId/flavors',
    (c, backend) => ({
      flavors: versionIn(c).flavors.map((flavor) => flavorBody(flavor, linkBase(c, backend))),
    }),
  ],
];

/** The operations of the pages about datastores and their versions. The general page "Limits" names none of them. */
export const datastoreRoutes = (version: string): readonly Route[] =>
  reads.map(([operation, path, body]) => ({
    method: 'GET',
    path: `/${version}/:accountId/datastores${path}`,
    operations: [operation],
    permission: 'read',
    handle: (c, backend) => c.json(body(c, backend)),
  }));

const found = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw absent(what);
  return value;
};

const typeIn = (c: Context<Env>): DatastoreType =>
  found(datastoreType(c.req.param('datastoreId') ?? c.req.param('datastoreType') ?? ''), 'datastore');

const versionIn = (c: Context<Env>): DatastoreVersion =>
  found(datastoreVersion(typeIn(c), c.req.param('versionId') ?? ''), 'datastore version');

const versionAlone = (c: Context<Env>): DatastoreVersion =>
  found(datastoreVersionWithId(c.req.param('versionId') ?? ''), 'datastore version');
