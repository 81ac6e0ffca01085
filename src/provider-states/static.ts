import type { ProviderState, StateScope } from '../model/provider-state.ts';
import type { Driver, Values } from './driver.ts';
import { described, serves } from './given.ts';

/** A state that the target is in already, and the values to ask with. Without parameters it serves any. */
export interface StaticState {
  readonly state: ProviderState;
  readonly values: Values;
  readonly scope?: StateScope;
}

/** Gives out values that were written down beforehand: the first entry that fits serves. */
export function staticDriver(states: readonly StaticState[], testableBy: string): Driver {
  return {
    name: 'static',
    readOnly: true,
    open: async () => {},
    async setUp(asked) {
      const found = states.find(({ state }) => serves(state, asked));
      if (!found) {
        const reason = `No values were given for ${described(asked, states)}.`;
        return { outcome: 'not-supported', reason, testableBy };
      }
      const { values, scope } = found;
      return { outcome: 'ready', values, ...(scope && { scope }) };
    },
    // Never `done`: what is given is not made as new by that, so that it may be given again.
    tearDown: async () => ({ outcome: 'not-supported' }),
    close: async () => {},
  };
}
