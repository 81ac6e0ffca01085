import { flavorFrom, volumeLimit, volumeSizeFrom } from '../instances/sizes.ts';
import { endingIn, type Outcome } from '../life-cycle.ts';
import { bad, objectOf } from '../members.ts';
import { refuseUnless } from '../refusals.ts';
import type { Backend } from '../route.ts';
import type { Instance } from '../store.ts';

/**
 * Resizes the memory (page "Resize the instance") or the volume (page "Resize the instance volume"): both are the
 * action `resize`, and the member in it tells them apart.
 * @throws Fault 400, 413, 500 or 422, before anything has changed
 */
export function resizeInstance({ store, times }: Backend, instance: Instance, value: unknown): void {
  const resize = objectOf(value, '`resize`', ['flavorRef', 'volume']);
  if (Object.keys(resize).length !== 1) throw bad('`resize` must have either `flavorRef` or `volume`.');
  const outcome =
    'volume' in resize ? largerVolume(resize.volume, instance) : otherFlavor(resize.flavorRef, instance);
  refuseUnless(instance, 'ACTIVE', 'RESTART_REQUIRED');
  store.setStatus(instance, 'RESIZE', endingIn(store.now().getTime(), times.resize, outcome));
}

function otherFlavor(value: unknown, instance: Instance): Outcome {
  const flavor = flavorFrom(value);
  if (flavor.id === instance.flavor.id) throw bad('The instance has this flavor already.');
  return { status: 'ACTIVE', flavor };
}

/** A volume can only be made larger (page "Resize the instance volume"). */
function largerVolume(value: unknown, instance: Instance): Outcome {
  const volumeSize = volumeSizeFrom(value, volumeLimit);
  if (volumeSize <= instance.volumeSize) throw bad('The volume can only be made larger.');
  return { status: 'ACTIVE', volumeSize };
}
