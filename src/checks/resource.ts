/** What a resource of the API is, as far as its own answers tell it: facts that only the reference can state. */
export interface ResourceKind {
  /** What messages call it. */
  readonly name: string;
  /** The path parameter that names it. */
  readonly parameter: string;
  /** Path templates to GET: one resource, and the list of an account's. */
  readonly read: string;
  readonly list: string;
  /** Ids on one page of the list, and the URL of the next page; undefined where the body is no such list. */
  page(body: unknown): { readonly ids: readonly string[]; readonly next?: string } | undefined;
  /** The status of one resource; undefined where the body does not say. */
  status(body: unknown): string | undefined;
  /** The statuses in which it is not at rest, by the reference. */
  readonly busy: readonly string[];
  /** How a resource differs from what the user says of it; undefined where it does not. */
  differs(body: unknown, expected: Readonly<Record<string, unknown>>): string | undefined;
}
