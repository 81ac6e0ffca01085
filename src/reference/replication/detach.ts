import { endingIn } from '../life-cycle.ts';
import { bad } from '../members.ts';
import { refuseUnless, unprocessable } from '../refusals.ts';
import type { Backend } from '../route.ts';
import type { Instance } from '../store.ts';

/**
 * Detaches a replica. The example of the page "Detach replica" sends an empty id, its table says the id of the source.
 * The replica of an upgrade is detached in VERIFY_UPGRADE (release notes 3.10.0).
 * @throws Fault 400, 500 or 422
 */
export function detachReplica({ store, times }: Backend, instance: Instance, source: unknown): void {
  if (source !== '' && (typeof source !== 'string' || source !== instance.replicaOf))
    throw bad('`replica_of` must be empty, or the id of the source.');
  refuseUnless(instance, 'ACTIVE', 'VERIFY_UPGRADE');
  if (instance.replicaOf === null) throw unprocessable('The instance is not a replica.');
  store.setStatus(
    instance,
    'DETACH_REPLICA',
    endingIn(store.now().getTime(), times.detach, { status: 'ACTIVE', detached: true }),
  );
}
