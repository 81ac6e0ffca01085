import type { ProviderState } from '../model/provider-state.ts';
import type { Driver, Values } from './driver.ts';

export interface OwnValuesOptions {
  /** The states that the run's own values are for, with those values. */
  readonly states: readonly { readonly state: ProviderState; readonly values: Values }[];
  /** What would make another state testable, in the words of the command line; undefined for nothing. */
  readonly testableBy: (state: ProviderState) => string | undefined;
  /** In reports; empty where others are named. @default 'none' */
  readonly name?: string;
}

/** Sets nothing up: it gives the values that the user gave. */
export function ownValuesDriver({ states, testableBy, name = 'none' }: OwnValuesOptions): Driver {
  return {
    name,
    readOnly: true,
    open: async () => {},
    async setUp(state) {
      const found = states.find((known) => matches(known.state, state));
      if (found) return { outcome: 'ready', values: found.values };
      const remedy = testableBy(state);
      return {
        outcome: 'not-supported',
        reason: `No option sets up ${describeState(state, states)}.`,
        ...(remedy !== undefined && { testableBy: remedy }),
      };
    },
    tearDown: async ({ created }) => ({ outcome: created.length === 0 ? 'done' : 'not-supported' }),
    close: async () => {},
  };
}

/** Parameters that both have must be the same: a state without one is the state whatever its value. */
export function matches(known: ProviderState, asked: ProviderState): boolean {
  return (
    known.name === asked.name &&
    Object.entries(known.params).every(([key, value]) => (asked.params[key] ?? value) === value)
  );
}

/** A state in a message, with its parameters if other parameters of the same state are known. */
export function describeState(
  { name, params }: ProviderState,
  known: readonly { readonly state: ProviderState }[],
): string {
  const list = known.some(({ state }) => state.name === name) ? Object.entries(params) : [];
  const shown = list.map(([key, value]) => `${key} ${value}`).join(', ');
  return `"${name}"${shown && ` (${shown})`}`;
}
