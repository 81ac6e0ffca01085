import {
  type Datastore,
  datastoreType,
  datastoreVersion,
  defaultDatastore,
  versionOf,
} from '../datastores/datastores.ts';
import type { Flavor } from '../flavors/flavors.ts';
import type { JsonObject } from '../json.ts';
import { endingIn } from '../life-cycle.ts';
import { bad, ifGiven, instanceMember, nameOf, objectOf, textOf } from '../members.ts';
import { absent, unprocessable } from '../refusals.ts';
import type { RequestBody } from '../request-body.ts';
import type { Backend } from '../route.ts';
import type { Account, Instance } from '../store.ts';
import { refuseOverQuota } from './quota.ts';
import { flavorFrom, volumeSizeFrom } from './sizes.ts';

/** What a new instance is to be. */
export interface Creation {
  readonly name: string | null;
  readonly flavor: Flavor;
  readonly volumeSize: number;
  readonly datastore: Datastore | null;
  readonly configurationId: string | null;
  readonly backupId: string | null;
  /** The source of a replica; null: no replica. */
  readonly replicaOf: string | null;
}

const members = [
  'name',
  'flavorRef',
  'volume',
  'datastore',
  'configuration',
  'databases',
  'users',
  'restorePoint',
  'replica_of',
];

/**
 * What the body asks for (pages "Create database instance" and "Create replica", attributes).
 * @throws Fault 400, or 413 for a volume that no account may have
 */
export function readCreation(body: RequestBody): Creation {
  const instance = instanceMember(body, members);
  checkContents(instance);
  return {
    name: ifGiven(instance.name, nameOf),
    flavor: flavorFrom(instance.flavorRef),
    volumeSize: volumeSizeFrom(instance.volume, 300),
    datastore: ifGiven(instance.datastore, datastoreFrom),
    configurationId: ifGiven(instance.configuration, (value) => textOf(value, '`configuration`')),
    backupId: ifGiven(instance.restorePoint, (value) =>
      textOf(objectOf(value, '`restorePoint`', ['backupRef']).backupRef, '`backupRef`'),
    ),
    // An empty id detaches a replica (page "Detach replica"), so here it asks for no replica.
    replicaOf:
      instance.replica_of === ''
        ? null
        : ifGiven(instance.replica_of, (value) => textOf(value, '`replica_of`')),
  };
}

/** Type and version by name or by UUID; without a version, the default one of the type. */
function datastoreFrom(value: unknown): Datastore {
  const { type, version } = objectOf(value, '`datastore`', ['type', 'version']);
  const known = datastoreType(ifGiven(type, (given) => textOf(given, '`type`')) ?? defaultDatastore.type);
  const wanted = ifGiven(version, (given) => textOf(given, '`version`')) ?? known?.defaultVersion;
  const found = wanted === undefined ? undefined : datastoreVersion(known, wanted);
  if (!found) throw bad('There is no such datastore type or version.');
  return { type: found.type, version: found.version };
}

/** Databases and users are checked, but not made: no operation here reads them. */
function checkContents({ databases, users }: JsonObject): void {
  for (const database of listOf(databases, '`databases`'))
    textsOf(objectOf(database, 'A database', ['name', 'character_set', 'collate']), ['name']);
  for (const user of listOf(users, '`users`')) {
    const { databases: granted, ...rest } = objectOf(user, 'A user', [
      'name',
      'password',
      'host',
      'databases',
    ]);
    textsOf(rest, ['name', 'password']);
    for (const database of listOf(granted, '`databases` of a user'))
      textsOf(objectOf(database, 'A database of a user', ['name']), ['name']);
  }
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw bad(`${what} must be a list.`);
  return value;
}

function textsOf(object: JsonObject, required: readonly string[]): void {
  for (const name of new Set([...required, ...Object.keys(object)])) textOf(object[name], `\`${name}\``);
}

/**
 * What both kinds of new instances need: their configuration group and backup exist, and there is room.
 * @throws Fault 404 or 413
 */
export function configurationFor(account: Account, { configurationId, backupId }: Creation) {
  const configuration = configurationId === null ? null : account.configurations.get(configurationId);
  if (configuration === undefined) throw absent('configuration group');
  if (backupId !== null) throw absent('backup');
  refuseOverQuota(account);
  return configuration;
}

/** @throws Fault 404, 413 or 422, before anything has changed */
export function createInstance({ store, times }: Backend, account: Account, creation: Creation): Instance {
  const { flavor, volumeSize, datastore = null } = creation;
  const configuration = configurationFor(account, creation);
  const runs = datastore ?? defaultDatastore;
  if (versionOf(runs)?.deprecated) throw unprocessable('No new instance can run this version.');
  return store.addInstance(account, {
    name: creation.name ?? 'unnamed',
    datastore: runs,
    flavor,
    volumeSize,
    configuration,
    status: 'BUILD',
    due: endingIn(store.now().getTime(), times.build, { status: 'ACTIVE' }),
  });
}
