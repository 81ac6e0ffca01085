import type { Mismatch } from '../../src/checks/invariants.ts';
import { atPath } from '../../src/util/json-pointer.ts';

/** How invariants read answers. What a schema refuses is not compared. */

export function difference(expected: string | undefined, actual: string | undefined): Mismatch | undefined {
  return expected === undefined || actual === undefined || expected === actual
    ? undefined
    : { expected, actual };
}

/** Ids are UUIDs, which are the same in either case (RFC 9562 section 4). */
export const otherId = (expected: string | undefined, actual: string | undefined): Mismatch | undefined =>
  expected?.toLowerCase() === actual?.toLowerCase() ? undefined : difference(expected, actual);

export function stringAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = atPath(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Text, or the digits of a whole number: pages show some ids in both forms. */
export function idAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = atPath(value, ...path);
  return typeof found === 'string' || Number.isSafeInteger(found) ? String(found) : undefined;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = atPath(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Whether there is a list, so that something can be missed in it. */
export const hasList = (value: unknown, ...path: readonly string[]): boolean =>
  Array.isArray(atPath(value, ...path));

/** The addresses of the links with a relation; there may be several. */
export const hrefsOf = (links: unknown, relation: string): string[] =>
  (Array.isArray(links) ? links : [])
    .filter((link) => stringAt(link, 'rel') === relation)
    .flatMap((link) => stringAt(link, 'href') ?? []);

/** Whether a self link of something names another one, by the end of its path. */
export function otherSelfLink(thing: unknown, collection: string): Mismatch | undefined {
  const id = idAt(thing, 'id');
  if (id === undefined) return undefined;
  const end = `/${collection}/${id}`;
  const other = hrefsOf(atPath(thing, 'links'), 'self').find((href) => !href.endsWith(end));
  return other === undefined ? undefined : { expected: `a link that ends in ${end}`, actual: other };
}

/** The first mismatch among the items of a list. */
export function firstOf<T>(
  items: readonly T[],
  compare: (item: T) => Mismatch | undefined,
): Mismatch | undefined {
  for (const item of items) {
    const mismatch = compare(item);
    if (mismatch) return mismatch;
  }
  return undefined;
}
