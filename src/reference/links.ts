/** What links are built from. */
export interface LinkBase {
  /** Scheme and authority of the request. */
  readonly origin: string;
  readonly version: string;
  readonly accountId: string;
}

export interface Link {
  readonly rel: 'self' | 'bookmark' | 'next';
  readonly href: string;
}

/** The address under which the account finds a resource. */
export const addressOf = ({ origin, version, accountId }: LinkBase, path: string): string =>
  `${origin}/${version}/${encodeURIComponent(accountId)}/${path}`;

/** A link with the version, to follow now, and one without, to keep (page "Create database instance"). */
export const linksTo = (base: LinkBase, path: string): readonly Link[] => [
  { rel: 'self', href: addressOf(base, path) },
  { rel: 'bookmark', href: `${base.origin}/${path}` },
];
