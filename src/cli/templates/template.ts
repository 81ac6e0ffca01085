/** A file that `init` writes. */
export interface Template {
  /** Its path, from the root of a repository. */
  readonly path: string;
  readonly text: string;
  /** What is left to do about it. */
  readonly next: string;
}

/** What CI runs: a version that stays the same until someone changes it. */
export const commandOf = (version: string): string =>
  `npx --yes clouddb-conformance@${version} run --report json=clouddb-conformance.json --report junit=clouddb-conformance.xml`;
