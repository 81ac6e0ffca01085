import type { CaseFacts } from '../model/result.ts';
import type { Case } from './case.ts';
import { mayChange } from './risk.ts';

/**
 * Cases with the same key share one set-up: those that must not change their resource and have the same state. A case
 * that may change it has one for itself (decision 0003).
 * @param fresh every case has one for itself
 */
export function setUpKey(
  {
    id,
    risk,
    states,
    stateOptional,
  }: Pick<CaseFacts, 'id' | 'risk' | 'states'> & Pick<Case, 'stateOptional'>,
  fresh: boolean,
): string {
  if (fresh || mayChange(risk)) return id;
  return JSON.stringify(stateOptional ? [...states, 'or own values'] : states);
}
