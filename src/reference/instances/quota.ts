import { Fault } from '../faults.ts';
import type { Account } from '../store.ts';

/** The most instances of an account (general page "Limits", absolute limits). */
export const instanceQuota = 25;

/** @throws Fault 413 */
export function refuseOverQuota(account: Account): void {
  if (account.instances.size >= instanceQuota)
    throw new Fault(413, {
      message: 'The account has as many instances as it may.',
      details: `An account may have ${instanceQuota} instances.`,
    });
}
