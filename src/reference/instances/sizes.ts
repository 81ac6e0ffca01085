import { Fault } from '../faults.ts';
import { type Flavor, flavorWithId } from '../flavors/flavors.ts';
import { bad, objectOf } from '../members.ts';

/**
 * The flavor that `flavorRef` names: by its URL, which the list of flavors gives, or by its id, as a number or, in the
 * example of the page "Create replica", as text.
 * @throws Fault 400
 */
export function flavorFrom(value: unknown): Flavor {
  const text = typeof value === 'number' ? String(value) : value;
  const id = typeof text === 'string' ? /^(?:https?:\/\/.+\/flavors\/)?(\d+)$/.exec(text)?.[1] : undefined;
  const flavor = id === undefined ? undefined : flavorWithId(Number(id));
  if (!flavor) throw bad('`flavorRef` must be the id or the URL of a flavor.');
  return flavor;
}

/** The largest volume of an account, in gigabytes (general page "Limits", absolute limits). */
export const volumeLimit = 1024;

/**
 * The size that `volume` names, in gigabytes.
 * @param most by the page of the operation
 * @throws Fault 400, or 413 beyond the limit of the account
 */
export function volumeSizeFrom(value: unknown, most: number): number {
  const { size } = objectOf(value, '`volume`', ['size']);
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1)
    throw bad('`size` must be a whole number of gigabytes, 1 or more.');
  if (size > volumeLimit)
    throw new Fault(413, {
      message: 'The volume is larger than any may be.',
      details: `A volume may have ${volumeLimit} GB.`,
    });
  if (size > most) throw bad(`\`size\` must be at most ${most}.`);
  return size;
}
