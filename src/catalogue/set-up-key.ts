import type { CaseFacts } from '../model/result.ts';
import { mayChange } from './risk.ts';

/**
 * Cases with the same key share one set-up: those that must not change their resource and have the same state. A case
 * that may change it has one for itself (decision 0003).
 * @param fresh every case has one for itself
 */
export function setUpKey(
  { id, risk, states }: Pick<CaseFacts, 'id' | 'risk' | 'states'>,
  fresh: boolean,
): string {
  return fresh || mayChange(risk) ? id : JSON.stringify(states);
}
