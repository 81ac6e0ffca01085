import { endingIn } from '../life-cycle.ts';
import { objectOf } from '../members.ts';
import { refuseUnless } from '../refusals.ts';
import type { Backend } from '../route.ts';
import type { Instance } from '../store.ts';

/**
 * Restarts the database service (page "Restart instance"), which the general page on statuses calls RESTART.
 * @throws Fault 400, 500 or 422, before anything has changed
 */
export function restartInstance({ store, times }: Backend, instance: Instance, value: unknown): void {
  objectOf(value, '`restart`', []);
  refuseUnless(instance, 'ACTIVE', 'RESTART_REQUIRED');
  store.setStatus(instance, 'RESTART', endingIn(store.now().getTime(), times.restart, { status: 'ACTIVE' }));
}
