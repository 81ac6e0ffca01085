import type { Provider } from '../proof/behaviour.ts';

/** A provider that differs from the reference implementation in a way the reference allows. */
export interface Variant extends Provider {
  /** The ambiguity that allows it, where one does: then the report must call its answers tolerated and name it. */
  readonly ambiguity?: string;
  /** The status that is tolerated. */
  readonly tolerated?: number;
}
