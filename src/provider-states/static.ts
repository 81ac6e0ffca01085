import type { ProviderState, StateScope } from '../model/provider-state.ts';
import type { Driver, Values } from './driver.ts';
import { describeState, matches } from './own-values.ts';

/** A state that the target is in already, and the values for its requests. Without parameters it matches any. */
export interface StaticState {
  readonly state: ProviderState;
  readonly values: Values;
  readonly scope?: StateScope;
}

/** Gives values that were written down beforehand, from the first entry that matches. */
export function staticDriver(states: readonly StaticState[], testableBy: string): Driver {
  return {
    name: 'static',
    readOnly: true,
    open: async () => {},
    async setUp(asked) {
      const found = states.find(({ state }) => matches(state, asked));
      if (!found) {
        const reason = `No values were given for ${describeState(asked, states)}.`;
        return { outcome: 'not-supported', reason, testableBy };
      }
      const { values, scope } = found;
      return { outcome: 'ready', values, ...(scope && { scope }) };
    },
    // Never `done`: the resource is not as it was before, so it must not be given out again.
    tearDown: async () => ({ outcome: 'not-supported' }),
    close: async () => {},
  };
}
