import { type Datastore, isDocumentedUpgrade } from './datastores.ts';
import { Fault } from './faults.ts';
import { type Account, type Instance, isReplicated, type Store } from './store.ts';

const unprocessable = (message: string) => new Fault(422, { message });

/**
 * Begins the upgrade: a new instance, the replica of the old one, is built (release notes 3.8.0).
 * @returns the new instance, in BUILD
 * @throws Fault 500 or 422, before anything has changed
 */
export function beginUpgrade(store: Store, account: Account, instance: Instance, to: Datastore): Instance {
  if (instance.faulty) throw new Fault(500, { message: 'The instance is broken.' });
  if (instance.status !== 'ACTIVE') throw unprocessable('Only an instance that is ACTIVE can be upgraded.');
  if (isReplicated(account, instance)) throw unprocessable('A source or a replica cannot be upgraded.');
  if (!isDocumentedUpgrade(instance.datastore, to))
    throw unprocessable('The datastore of the instance cannot be upgraded to this one.');
  store.setStatus(instance, 'VERIFY_UPGRADE');
  return store.addInstance(account, {
    name: `${instance.name}_upgrade`,
    datastore: to,
    status: 'BUILD',
    replicaOf: instance.id,
  });
}

/** Ends the building: the new instance then stays in VERIFY_UPGRADE as the old one does. */
export function finishBuild(store: Store, instance: Instance): void {
  store.setStatus(instance, 'VERIFY_UPGRADE');
}
