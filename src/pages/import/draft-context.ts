import type { Json } from '../../model/json.ts';

export type JsonObject = { readonly [name: string]: Json };

export interface DraftOptions {
  /** The name of the fault for each status, if the pages do not show it. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Collects what is unknown while the draft is built. */
export type Unknowns = string[];

/** Shared by all parts of a draft while it is built. */
export interface DraftContext extends DraftOptions {
  /** The schemas of `components`, by name. */
  readonly schemas: Map<string, Json>;
  /** Header fields, in lower case, that are credentials and therefore not parameters. */
  readonly credentials: ReadonlySet<string>;
  /** All operationIds in use. */
  readonly ids: Set<string>;
  readonly unknown: Unknowns;
}
