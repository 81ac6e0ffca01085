/** A datastore by its type, in lower case as requests write it, and its version. */
export interface Datastore {
  readonly type: string;
  readonly version: string;
}

/** The datastores of the general page "Datastore types and versions". */
const versionsByType: ReadonlyMap<string, readonly string[]> = new Map([
  ['mysql', ['5.1', '5.6', '5.7', '8.0']],
  ['percona', ['5.6', '5.7']],
  ['mariadb', ['10', '10.1', '10.4', '10.4enc']],
]);

/** The list of upgrades at the start of the page, one entry for each combination. */
const documentedUpgrades: readonly (readonly [from: string, to: string])[] = [
  ['mysql 5.1', 'mysql 5.7'],
  ['mysql 5.6', 'mysql 5.7'],
  ['mysql 5.6', 'mariadb 10.4enc'],
  ['mariadb 10', 'mariadb 10.4'],
  ['mariadb 10.1', 'mariadb 10.4'],
  ['mariadb 10.4', 'mariadb 10.4enc'],
];

const nameOf = ({ type, version }: Datastore) => `${type} ${version}`;

/**
 * The datastore with this type, which is case-insensitive (general page "Datastore types and versions"), and
 * exactly this version.
 */
export function findDatastore(type: string, version: string): Datastore | null {
  const lowerCase = type.toLowerCase();
  return versionsByType.get(lowerCase)?.includes(version) ? { type: lowerCase, version } : null;
}

export function isDocumentedUpgrade(from: Datastore, to: Datastore): boolean {
  return documentedUpgrades.some(([before, after]) => before === nameOf(from) && after === nameOf(to));
}
