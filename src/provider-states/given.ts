import type { ProviderState } from '../model/provider-state.ts';
import type { Driver, Values } from './driver.ts';

export interface RawOptions {
  /** States that the run's own values serve, with those values; the parameters must be the same. */
  readonly states: readonly { readonly state: ProviderState; readonly values: Values }[];
  /** What would make another state testable, in the words of the command line. */
  readonly testableBy: (state: ProviderState) => string;
}

/** No driver: only what the values that the user gave happen to be. */
export function givenDriver({ states, testableBy }: RawOptions): Driver {
  return {
    name: 'none',
    readOnly: true,
    open: async () => {},
    async setUp(state) {
      const found = states.find((known) => serves(known.state, state));
      if (found) return { outcome: 'ready', values: found.values };
      return {
        outcome: 'not-supported',
        reason: `Nothing that was given brings about ${described(state, states)}.`,
        testableBy: testableBy(state),
      };
    },
    tearDown: async ({ created }) => ({ outcome: created.length === 0 ? 'done' : 'not-supported' }),
    close: async () => {},
  };
}

/** A known state without parameters serves any; otherwise each of its parameters must be the one asked for. */
export function serves(known: ProviderState, asked: ProviderState): boolean {
  return (
    known.name === asked.name &&
    Object.entries(known.params).every(([key, value]) => asked.params[key] === value)
  );
}

/** A state in a message. Its parameters matter to the reader only where others of the same state are served. */
export function described(
  { name, params }: ProviderState,
  served: readonly { readonly state: ProviderState }[],
): string {
  const list = served.some(({ state }) => state.name === name) ? Object.entries(params) : [];
  const shown = list.map(([key, value]) => `${key} ${value}`).join(', ');
  return `"${name}"${shown && ` (${shown})`}`;
}
