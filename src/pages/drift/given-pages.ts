import type { PageOperation } from '../rst/operation.ts';
import { formatLocation, type SourceLocation } from '../rst/source-location.ts';
import { type CitableItem, citableItems } from './citable-items.ts';
import type { ReferencePages } from './citation-data.ts';
import { type DescribedOperation, type DriftFinding, driftFinding } from './finding.ts';

/** A page of the sources that was given. */
export interface GivenPage {
  /** Its key in the sources. */
  readonly name: string;
  readonly operation: PageOperation;
  readonly pieces: readonly CitableItem[];
  /** Pointer to the operation, for findings without a more specific place in the document. */
  readonly pointer: string;
}

/** The pages of the sources that were given, by name. */
export function givenPages(
  sources: ReferencePages,
  pages: readonly PageOperation[],
  described: readonly DescribedOperation[],
): ReadonlyMap<string, GivenPage> {
  const anchors = Object.values(sources).map(({ anchor }) => anchor);
  const isUnknown = (page: PageOperation) => !page.anchors.some((anchor) => anchors.includes(anchor));
  const found = Object.entries(sources).flatMap(([name, source]): [string, GivenPage][] => {
    const { anchor } = source;
    if (anchor === undefined) return [];
    // A page that lost its target must still be recognised; otherwise its citations would count as not checked.
    const operation =
      pages.find((page) => page.anchors.includes(anchor)) ??
      described
        .find(({ operation: { id } }) => id !== undefined && id === source.operation)
        ?.pages.find(isUnknown);
    if (!operation) return [];
    const pointer = described.find((one) => one.pages.includes(operation))?.operation.pointer ?? '/paths';
    return [[name, { name, operation, pieces: citableItems(operation), pointer }]];
  });
  return new Map(found);
}

/** A target that a page has lost, or that another page has, too. */
export function anchorFindings(
  { name, operation, pointer }: GivenPage,
  sources: ReferencePages,
  pages: readonly PageOperation[],
): DriftFinding[] {
  const anchor = sources[name]?.anchor;
  if (anchor === undefined) return [];
  const { anchors, place } = operation;
  if (anchors.includes(anchor))
    return pages
      .filter((page) => page !== operation && page.anchors.includes(anchor))
      .map((page) => {
        const message = `The target ${anchor} is already at ${formatLocation(place)}: citations of ${name} are followed there, not here.`;
        return driftFinding('anchor-twice', titleOf(page), pointer, message);
      });
  const instead = anchors.length === 0 ? 'it has none' : `it has ${anchors.join(', ')}`;
  const message = `The page has no target ${anchor}, which identifies it for citations of ${name}; ${instead}.`;
  return [driftFinding('anchor-lost', titleOf(operation), pointer, message)];
}

const titleOf = ({ sections, place }: PageOperation): SourceLocation => sections[0]?.place ?? place;
