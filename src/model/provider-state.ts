import type { Json } from './json.ts';

/** A provider state as in Pact: a name of the vocabulary and its parameters. */
export interface ProviderState {
  readonly name: string;
  readonly params: Readonly<Record<string, Json>>;
}

/** How far a state reaches while it is set up. */
export type StateScope = 'instance' | 'account' | 'service';
