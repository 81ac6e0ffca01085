import type { StateHandlers } from './module.ts';
import type { StaticState } from './static.ts';

/** What each kind of driver is given. */
export interface SourceFields {
  readonly http: { readonly url: string };
  readonly module: { readonly file: string };
  readonly command: { readonly command: string };
  readonly static: { readonly states: readonly StaticState[] };
  /** Functions that a user of the library passes in. */
  readonly handlers: { readonly handlers: StateHandlers };
}
export type SourceKind = keyof SourceFields;

/** Where provider states come from. `--states` gives all kinds but `static` and `handlers`. */
export type StatesSource<K extends SourceKind = SourceKind> = {
  readonly [P in K]: { readonly kind: P } & SourceFields[P];
}[K];
