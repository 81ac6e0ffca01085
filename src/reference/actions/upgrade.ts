import { type Datastore, findDatastore } from '../datastores/datastores.ts';
import { endingIn } from '../life-cycle.ts';
import { bad, objectOf, textOf } from '../members.ts';
import { refuseUnless, unprocessable } from '../refusals.ts';
import type { Backend } from '../route.ts';
import { type Account, type Instance, isReplicated } from '../store.ts';

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

const isDocumentedUpgrade = (from: Datastore, to: Datastore): boolean =>
  documentedUpgrades.some(([before, after]) => before === nameOf(from) && after === nameOf(to));

/**
 * The datastore that an upgrade asks for, in the form of the request example on the page. Missing elements and
 * invalid values are 400 (page, response codes, row 400). Undocumented elements are 400, too: an upgrade
 * cannot be undone, so nothing in the request is ignored.
 * @throws Fault 400
 */
export function readUpgrade(value: unknown): Datastore {
  const upgrade = objectOf(value, '`upgrade`', ['datastore_type', 'datastore_version']);
  const datastore = findDatastore(
    textOf(upgrade.datastore_type, '`datastore_type`'),
    textOf(upgrade.datastore_version, '`datastore_version`'),
  );
  if (!datastore) throw bad('There is no such datastore type or version.');
  return datastore;
}

/**
 * Begins the upgrade: a new instance, the replica of the old one, is built (release notes 3.8.0). Then both stay in
 * VERIFY_UPGRADE.
 * @returns the new instance, in BUILD
 * @throws Fault 500 or 422, before anything has changed
 */
export function upgradeInstance(
  { store, times }: Backend,
  account: Account,
  instance: Instance,
  to: Datastore,
): Instance {
  refuseUnless(instance, 'ACTIVE');
  if (isReplicated(account, instance)) throw unprocessable('A source or a replica cannot be upgraded.');
  if (!isDocumentedUpgrade(instance.datastore, to))
    throw unprocessable('The datastore of the instance cannot be upgraded to this one.');
  store.setStatus(instance, 'VERIFY_UPGRADE');
  return store.addInstance(account, {
    name: `${instance.name}_upgrade`,
    datastore: to,
    flavor: instance.flavor,
    volumeSize: instance.volumeSize,
    replicaOf: instance.id,
    status: 'BUILD',
    due: endingIn(store.now().getTime(), times.build, { status: 'VERIFY_UPGRADE' }),
  });
}
