import type { Context } from 'hono';
import { addressOf, type Link, type LinkBase } from './links.ts';
import { bad } from './members.ts';

/** What a request wants of a list. */
export interface PageRequest {
  readonly limit: number;
  /** Id of the last item of the page before; null: the list from its start. */
  readonly marker: string | null;
}

/** A page of a list, and the id to continue after if there is more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * The query parameters `limit` and `marker`. More than `most` counts as `most` (general page "Pagination").
 * @throws Fault 400
 */
export function readPageRequest(c: Context, most: number): PageRequest {
  const { limit, marker } = c.req.query();
  if (limit !== undefined && !/^0*[1-9]\d*$/.test(limit)) throw bad('`limit` must be a number of items.');
  return {
    limit: Math.min(Number(limit ?? most), most),
    marker: marker === undefined || marker === '' ? null : marker,
  };
}

/** The page, in the order of ids. The marker need not exist any more. */
export function pageOf<T extends { readonly id: string }>(
  all: readonly T[],
  { limit, marker }: PageRequest,
): Page<T> {
  const sorted = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rest = marker === null ? sorted : sorted.filter(({ id }) => id > marker);
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** The member `links` of a page that is not the last. Other parameters of the query stay. */
export function nextLink(
  c: Context,
  place: LinkBase,
  path: string,
  { limit }: PageRequest,
  next: string | null,
) {
  if (next === null) return {};
  const query = new URLSearchParams({ ...c.req.query(), marker: next, limit: String(limit) });
  const links: readonly Link[] = [{ rel: 'next', href: `${addressOf(place, path)}?${query}` }];
  return { links };
}
