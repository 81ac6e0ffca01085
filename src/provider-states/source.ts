import type { StateHandlers } from './module.ts';

/** What each kind of driver is given. */
export interface SourceFields {
  readonly http: { readonly url: string };
  readonly module: { readonly file: string };
  readonly command: { readonly command: string };
  /** Functions that a user of the library passes in. */
  readonly handlers: { readonly handlers: StateHandlers<string> };
}
export type SourceKind = keyof SourceFields;

/** What sets provider states up. `--states` gives all kinds but `handlers`. */
export type StatesSource<K extends SourceKind = SourceKind> = {
  readonly [P in K]: { readonly kind: P } & SourceFields[P];
}[K];
