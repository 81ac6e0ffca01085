/** A datastore by its type, in lower case as requests write it, and its version. */
export interface Datastore {
  readonly type: string;
  readonly version: string;
}

/** Facts, section Versions. */
const versionsByType: ReadonlyMap<string, readonly string[]> = new Map([
  ['mysql', ['5.1', '5.6', '5.7', '8.0']],
  ['percona', ['5.6', '5.7']],
  ['mariadb', ['10', '10.1', '10.4', '10.4enc']],
]);

/** The list of upgrades at the head of the page, each line taken apart. */
const documentedUpgrades: readonly (readonly [from: string, to: string])[] = [
  ['mysql 5.1', 'mysql 5.7'],
  ['mysql 5.6', 'mysql 5.7'],
  ['mysql 5.6', 'mariadb 10.4enc'],
  ['mariadb 10', 'mariadb 10.4'],
  ['mariadb 10.1', 'mariadb 10.4'],
  ['mariadb 10.4', 'mariadb 10.4enc'],
];

const written = ({ type, version }: Datastore) => `${type} ${version}`;

/** The known datastore of that type, compared without case (general page "Datastore types and versions"), and exactly that version. */
export function findDatastore(type: string, version: string): Datastore | null {
  const lowerCase = type.toLowerCase();
  return versionsByType.get(lowerCase)?.includes(version) ? { type: lowerCase, version } : null;
}

export function isDocumentedUpgrade(from: Datastore, to: Datastore): boolean {
  return documentedUpgrades.some(([before, after]) => before === written(from) && after === written(to));
}
