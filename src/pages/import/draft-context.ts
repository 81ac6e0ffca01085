import type { Json } from '../../model/json.ts';

export type JsonObject = { readonly [name: string]: Json };

/** What a document has already, to which a draft is added. */
export interface ExistingParts {
  readonly operations: readonly ExistingOperation[];
  readonly schemas: ReadonlySet<string>;
}

export interface ExistingOperation {
  /** Of its path, with the fragment. */
  readonly key: string;
  readonly method: string;
  readonly id?: string;
  /** The target of its page (`x-page`). */
  readonly page?: string;
}

export interface DraftOptions {
  /** @default nothing */
  readonly existing?: ExistingParts;
  /** The name of the fault for each status, if the pages do not show it. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Collects what is unknown while the draft is built. */
export type Unknowns = string[];

/** Shared by all parts of a draft while it is built. */
export interface DraftContext extends DraftOptions {
  /** The schemas of `components`, by name. */
  readonly schemas: Map<string, Json>;
  /** All names of schemas in use. */
  readonly names: Set<string>;
  /** Header fields, in lower case, that are credentials and therefore not parameters. */
  readonly credentials: ReadonlySet<string>;
  /** All operationIds in use. */
  readonly ids: Set<string>;
  readonly unknown: Unknowns;
}
