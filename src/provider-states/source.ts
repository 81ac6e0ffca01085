import type { StateHandlers } from './module.ts';
import type { StaticState } from './static.ts';

/** What is known of a source, by the kind of driver it is for. */
export interface SourceFields {
  readonly http: { readonly url: string };
  readonly module: { readonly file: string };
  readonly command: { readonly command: string };
  readonly static: { readonly states: readonly StaticState[] };
  /** Functions of whoever uses the suite as a library. */
  readonly handlers: { readonly handlers: StateHandlers };
}
export type SourceKind = keyof SourceFields;

/** What brings provider states about. All but `static` and `handlers` are given by `--states`. */
export type StatesSource<K extends SourceKind = SourceKind> = {
  readonly [P in K]: { readonly kind: P } & SourceFields[P];
}[K];
