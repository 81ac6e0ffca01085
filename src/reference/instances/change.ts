import type { JsonObject } from '../json.ts';
import { deletion, type InstanceStatus } from '../life-cycle.ts';
import { bad } from '../members.ts';
import { absent, refuseIfFaulty, refuseUnless, unprocessable } from '../refusals.ts';
import type { Backend } from '../route.ts';
import { type Account, type Instance, replicasOf } from '../store.ts';

/** @throws Fault 500 or 422 */
export function renameInstance({ store }: Backend, instance: Instance, name: string): void {
  refuseUnless(instance, 'ACTIVE', 'RESTART_REQUIRED');
  instance.name = name;
  instance.updated = store.now();
}

/**
 * Associates the instance with a configuration group, or with none for an empty id, as in the example of the page
 * "Update database instance".
 * @throws Fault 400, 404, 500 or 422
 */
export function updateInstance(
  { store }: Backend,
  account: Account,
  instance: Instance,
  { configuration: id }: JsonObject,
): void {
  if (typeof id !== 'string') throw bad('`configuration` must be the id of a configuration group, or empty.');
  const configuration = id === '' ? null : account.configurations.get(id);
  if (configuration === undefined) throw absent('configuration group');
  refuseUnless(instance, 'ACTIVE', 'RESTART_REQUIRED');
  instance.configuration = configuration;
  store.setStatus(instance, configuration?.needsRestart ? 'RESTART_REQUIRED' : instance.status);
}

const undeletable: readonly InstanceStatus[] = ['BUILD', 'DELETION_PENDING'];

/**
 * The page "Delete database instance" names BUILD (note). That a source keeps its replicas is our reading: nothing
 * could detach them afterwards.
 * @throws Fault 500 or 422
 */
export function deleteInstance({ store, times }: Backend, account: Account, instance: Instance): void {
  refuseIfFaulty(instance);
  if (undeletable.includes(instance.status))
    throw unprocessable(`An instance in ${instance.status} cannot be deleted.`);
  if (replicasOf(account, instance).length > 0)
    throw unprocessable('A source cannot be deleted before its replicas are detached.');
  store.setStatus(instance, 'DELETION_PENDING', deletion(store.now().getTime(), times.delete));
}
