import { Fault } from './faults.ts';
import type { InstanceStatus } from './life-cycle.ts';
import type { Instance } from './store.ts';

/** 422: the item cannot be processed, now or ever (all pages, response codes, row 422). */
export const unprocessable = (message: string): Fault => new Fault(422, { message });

/** 404 for what the body names and the account does not have. */
export const absent = (what: string): Fault =>
  new Fault(404, { message: `The account has no such ${what}.` });

/** @throws Fault 500 */
export function refuseIfFaulty(instance: Instance): void {
  if (instance.faulty) throw new Fault(500, { message: 'The instance is broken.' });
}

/**
 * Refuses to change an instance that is broken, or busy with something else.
 * @throws Fault 500 or 422
 */
export function refuseUnless(instance: Instance, ...statuses: readonly InstanceStatus[]): void {
  refuseIfFaulty(instance);
  if (!statuses.includes(instance.status))
    throw unprocessable(`The status of the instance is ${instance.status}, not ${statuses.join(' or ')}.`);
}
