import { type Flavor, flavorBody, flavors } from '../flavors/flavors.ts';
import { fixedId } from '../ids.ts';
import { type LinkBase, linksTo } from '../links.ts';

/** A datastore by its type, in lower case as requests write it, and its version. */
export interface Datastore {
  readonly type: string;
  readonly version: string;
}

/** A version of a datastore type. */
export interface DatastoreVersion extends Datastore {
  readonly id: string;
  readonly datastoreId: string;
  /** Whether no new instance can be made with it (general page "Datastore types and versions"). */
  readonly deprecated: boolean;
  /** Instances of MySQL 5.1 have to be upgraded first (general page "Replication"). */
  readonly replication: boolean;
  readonly encrypted: boolean;
  readonly flavors: readonly Flavor[];
}

export interface DatastoreType {
  readonly id: string;
  readonly type: string;
  readonly versions: readonly DatastoreVersion[];
  readonly defaultVersion: string;
}

/** The datastores of the general page "Datastore types and versions". */
const rows: readonly {
  readonly type: string;
  readonly current: readonly string[];
  readonly deprecated: readonly string[];
  readonly defaultVersion: string;
}[] = [
  { type: 'mysql', current: ['5.7', '8.0'], deprecated: ['5.1', '5.6'], defaultVersion: '8.0' },
  { type: 'percona', current: ['5.7'], deprecated: ['5.6'], defaultVersion: '5.7' },
  { type: 'mariadb', current: ['10.4', '10.4enc'], deprecated: ['10', '10.1'], defaultVersion: '10.4' },
];

export const datastoreTypes: readonly DatastoreType[] = rows.map(
  ({ type, current, deprecated, defaultVersion }) => {
    const id = fixedId(`datastore ${type}`);
    const versions = [...deprecated, ...current].map(
      (version): DatastoreVersion => ({
        id: fixedId(`datastore ${type} ${version}`),
        datastoreId: id,
        type,
        version,
        deprecated: deprecated.includes(version),
        replication: `${type} ${version}` !== 'mysql 5.1',
        encrypted: version.endsWith('enc'),
        // The page "List all datastore types" shows the smallest flavor with the other types and versions alone.
        flavors: type === 'mysql' && current.includes(version) ? flavors.slice(1) : flavors,
      }),
    );
    return { id, type, versions, defaultVersion: fixedId(`datastore ${type} ${defaultVersion}`) };
  },
);

/** The default of a new instance (general page "Datastore types and versions"). */
export const defaultDatastore: Datastore = { type: 'mysql', version: '8.0' };

/** The type with this id or name; names are case-insensitive (general page "Datastore types and versions"). */
export const datastoreType = (idOrName: string): DatastoreType | undefined =>
  datastoreTypes.find(({ id, type }) => id === idOrName || type === idOrName.toLowerCase());

/** The version with this id or name, of that type. */
export const datastoreVersion = (
  type: DatastoreType | undefined,
  idOrName: string,
): DatastoreVersion | undefined =>
  type?.versions.find(({ id, version }) => id === idOrName || version === idOrName);

/** The version with this id, of any type. */
export const datastoreVersionWithId = (wanted: string): DatastoreVersion | undefined =>
  datastoreTypes.flatMap(({ versions }) => versions).find(({ id }) => id === wanted);

/** Every datastore, as `type:version`. */
export const datastoreNames: readonly string[] = datastoreTypes.flatMap(({ type, versions }) =>
  versions.map(({ version }) => `${type}:${version}`),
);

/** What is known of a datastore. */
export const versionOf = ({ type, version }: Datastore): DatastoreVersion | undefined =>
  datastoreVersion(datastoreType(type), version);

/** The datastore with exactly these names, ids do not count. The type is case-insensitive. */
export function findDatastore(type: string, version: string): Datastore | null {
  const found = datastoreVersion(datastoreType(type), version);
  const named = found?.type === type.toLowerCase() && found.version === version;
  return named ? { type: found.type, version } : null;
}

/** As in the list of datastores, where versions do not name their datastore. */
function versionBody(version: DatastoreVersion, place: LinkBase) {
  return {
    id: version.id,
    name: version.version,
    flavors: version.flavors.map((flavor) => flavorBody(flavor, place)),
    links: linksTo(place, `datastores/versions/${version.id}`),
    deprecated: version.deprecated,
    databases_supported: true,
    users_supported: true,
    backup_supported: true,
    scheduled_backup_supported: true,
    configurations_supported: true,
    replication_supported: version.replication,
    ha_supported: true,
    volumes_supported: true,
    monitoring_supported: true,
    at_rest_encryption_supported: version.encrypted,
  };
}

export const versionDetails = (version: DatastoreVersion, place: LinkBase) => ({
  ...versionBody(version, place),
  datastore: version.datastoreId,
});

export const datastoreBody = ({ id, type, versions, defaultVersion }: DatastoreType, place: LinkBase) => ({
  id,
  name: type,
  default_version: defaultVersion,
  links: linksTo(place, `datastores/${id}`),
  versions: versions.map((version) => versionBody(version, place)),
});
