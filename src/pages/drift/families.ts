import type { CitationFamily, DigestedCitation, ReferencePages, StatedOperation } from './citation-data.ts';

/** The citation of a family on one page. */
export function citationOn(
  page: string,
  { section, row, part, digest, digests, places }: CitationFamily,
): DigestedCitation {
  const own = digests?.[page] ?? digest;
  return {
    section,
    ...(row !== undefined && { row }),
    ...(part !== undefined && { part }),
    ...places?.[page],
    ...(own !== undefined && { digest: own }),
  };
}

/** The names of the pages that describe the operations with these ids and tags, or with `all`. */
export function pagesOf(
  appliesTo: readonly string[],
  sources: ReferencePages,
  operations: readonly StatedOperation[],
): string[] {
  return Object.entries(sources).flatMap(([name, { operation }]) => {
    if (operation === undefined) return [];
    const tags = operations.find(({ id }) => id === operation)?.tags ?? [];
    return ['all', operation, ...tags].some((one) => appliesTo.includes(one)) ? [name] : [];
  });
}
