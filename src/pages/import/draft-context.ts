import type { Json } from '../../model/json.ts';

export type JsonObject = { readonly [name: string]: Json };

export interface DraftOptions {
  /** The one member of an error's body, by status, where the pages themselves do not name it. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Collects what is not known while the draft is made. */
export type Unknowns = string[];

/** What the parts of a draft share while it is made. */
export interface DraftContext extends DraftOptions {
  /** Of `components`, by name. */
  readonly schemas: Map<string, Json>;
  /** Header fields, in lower case, that are drafted as credentials and are no parameters for that. */
  readonly credentials: ReadonlySet<string>;
  /** Every operationId that is taken. */
  readonly ids: Set<string>;
  readonly unknown: Unknowns;
}
