import type { CitableItem } from './citable-items.ts';
import { type Citation, type ResolvedCitation, resolveCitation } from './citation.ts';
import type { CheckedCitation, DigestedCitation } from './citation-data.ts';
import { textDigest } from './digest.ts';
import type { GivenPage } from './given-pages.ts';

export interface FollowedCitation extends CheckedCitation {
  /** Where the text is now, or why there is none. */
  readonly why?: string;
}

/**
 * Compares the cited text with its digest, and adds it to what is cited.
 * @param covers whether a citation of a table, a list or an example covers what leads in to it, or with its digest all
 *   of it
 */
export function follow(
  { operation, pieces }: GivenPage,
  citation: DigestedCitation,
  cited: Set<CitableItem>,
  covers: 'lead-in' | 'all' = 'lead-in',
): FollowedCitation {
  const resolved = resolveCitation(operation, citation, pieces);
  const cover = (covered: readonly CitableItem[]) => {
    for (const piece of covered) cited.add(piece);
  };
  const coverFound = (found: ResolvedCitation & { readonly kind: 'found' }) =>
    cover(covers === 'all' && citation.digest !== undefined ? found.within : found.pieces);
  const digest = resolved.kind === 'found' ? textDigest(resolved.text) : undefined;
  if (resolved.kind === 'found' && (citation.digest === undefined || digest === citation.digest)) {
    coverFound(resolved);
    const verdict = citation.digest === undefined ? 'no-digest' : 'holds';
    return { verdict, place: resolved.place, ...optional(digest) };
  }
  const moved = movedTo(resolved, citation.digest);
  if (moved) {
    cover([moved]);
    return { verdict: 'moved', place: moved.place, ...optional(citation.digest), why: moved.row ?? '' };
  }
  if (resolved.kind === 'lost')
    return { verdict: 'lost', why: resolved.why, ...(resolved.place && { place: resolved.place }) };
  coverFound(resolved);
  return { verdict: 'changed', place: resolved.place, ...optional(digest) };
}

const optional = (digest: string | undefined) => (digest === undefined ? {} : { digest });

/** Where the text of a numbered item is after others were added or removed. */
const movedTo = ({ siblings }: ResolvedCitation, digest: string | undefined): CitableItem | undefined =>
  siblings.find(({ text }) => textDigest(text) === digest);

/** A citation in words. */
export const citationText = ({ section, row, part }: Citation): string =>
  [section, ...(row === undefined ? [] : [`row ${row}`]), ...(part === undefined ? [] : [part])].join(', ');
