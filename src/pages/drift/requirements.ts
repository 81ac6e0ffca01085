import type { PageOperation } from '../rst/operation.ts';
import { formatLocation, type SourceLocation } from '../rst/source-location.ts';
import { type CitableItem, citableItems } from './citable-items.ts';
import { type Citation, type ResolvedCitation, resolveCitation } from './citation.ts';
import { textDigest } from './digest.ts';
import { type DescribedOperation, type DriftFinding, driftFinding } from './finding.ts';

/** The citation of a requirement, with the digest of the cited text. */
export interface CitedRequirement extends Citation {
  readonly page: string;
  readonly digest?: string;
}

/** Text of a page that no requirement cites, and why. With a digest, changes of the text are reported. */
export interface NotNormative extends Citation {
  readonly digest?: string;
  readonly reason: string;
}

/** A page that requirements cite. */
export interface ReferencePage {
  /** Its name in citations. @default the key */
  readonly title?: string;
  /** The target (anchor) that identifies a given page as this one. Without it, the page cannot be checked. */
  readonly anchor?: string;
  /** The `operationId` that the page describes: identifies the page if its target was removed. */
  readonly operation?: string;
  readonly notNormative?: readonly NotNormative[];
}

/**
 * `holds`: the cited text is unchanged · `changed`: it changed, so the requirement must be reviewed ·
 * `moved`: the text is in another place · `lost`: the citation refers to nothing · `no-digest`: no digest was
 * recorded · `not-checked`: the page was not given.
 */
export type CitationVerdict = 'holds' | 'changed' | 'moved' | 'lost' | 'no-digest' | 'not-checked';

export interface CheckedRequirement {
  readonly verdict: CitationVerdict;
  readonly page: string;
  readonly place?: SourceLocation;
  /** Digest of the current text. */
  readonly digest?: string;
}

/** Requirements and pages to check. */
export interface CitationData {
  readonly requirements: Readonly<Record<string, CitedRequirement>>;
  readonly sources: Readonly<Record<string, ReferencePage>>;
  /** Pages without an operation, which are only cited. @default none */
  readonly texts?: readonly PageOperation[];
}

export interface CheckedCitations {
  readonly requirements: Readonly<Record<string, CheckedRequirement>>;
  readonly findings: readonly DriftFinding[];
}

/** Follows the citations of all requirements whose page is given, and reports text that nothing cites. */
export function checkCitations(
  { requirements, sources, texts = [] }: CitationData,
  operations: readonly PageOperation[],
  described: readonly DescribedOperation[],
  pointers: ReadonlyMap<string, string>,
): CheckedCitations {
  const pages = [...operations, ...texts];
  const given = givenPages(sources, pages, described);
  const cited = new Set<CitableItem>();
  const findings = [...given].flatMap(([name, page]) =>
    anchorFindings(name, sources[name]?.anchor, page, pages),
  );
  const checked = Object.entries(requirements).map(([id, requirement]): [string, CheckedRequirement] => {
    const page = given.get(requirement.page);
    if (!page) return [id, { verdict: 'not-checked', page: requirement.page }];
    const outcome = follow(page, requirement, cited);
    if (outcome.verdict !== 'holds')
      findings.push(findingOf(id, requirement, outcome, page, pointers.get(id) ?? page.pointer));
    const { verdict, place, digest } = outcome;
    return [
      id,
      { verdict, page: requirement.page, ...(place && { place }), ...(digest !== undefined && { digest }) },
    ];
  });
  for (const [name, page] of given) {
    for (const entry of sources[name]?.notNormative ?? [])
      for (const finding of notNormativeFindings(page, entry, cited)) findings.push(finding);
    // A page about many things has much that no requirement needs.
    if (texts.includes(page.operation)) continue;
    const about = uncited(page);
    for (const piece of page.pieces) if (!cited.has(piece)) findings.push(about(piece));
  }
  return { requirements: Object.fromEntries(checked), findings };
}

interface GivenPage {
  readonly operation: PageOperation;
  readonly pieces: readonly CitableItem[];
  /** Pointer to the operation, for findings without a more specific place in the document. */
  readonly pointer: string;
}

function givenPages(
  sources: Readonly<Record<string, ReferencePage>>,
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
    return [[name, { operation, pieces: citableItems(operation), pointer }]];
  });
  return new Map(found);
}

function anchorFindings(
  name: string,
  anchor: string | undefined,
  { operation, pointer }: GivenPage,
  pages: readonly PageOperation[],
): DriftFinding[] {
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

interface FollowedCitation {
  readonly verdict: CitationVerdict;
  readonly place?: SourceLocation;
  readonly digest?: string;
  readonly why?: string;
}

function follow(
  { operation, pieces }: GivenPage,
  citation: CitedRequirement | NotNormative,
  cited: Set<CitableItem>,
): FollowedCitation {
  const resolved = resolveCitation(operation, citation, pieces);
  const cover = (covered: readonly CitableItem[]) => {
    for (const piece of covered) cited.add(piece);
  };
  const digest = resolved.kind === 'found' ? textDigest(resolved.text) : undefined;
  if (resolved.kind === 'found' && (citation.digest === undefined || digest === citation.digest)) {
    cover(resolved.pieces);
    const verdict = citation.digest === undefined ? 'no-digest' : 'holds';
    return { verdict, place: resolved.place, ...(digest !== undefined && { digest }) };
  }
  const moved = movedTo(resolved, citation.digest);
  if (moved) {
    cover([moved]);
    return { verdict: 'moved', place: moved.place, ...optional(citation.digest), why: moved.row ?? '' };
  }
  if (resolved.kind === 'lost')
    return { verdict: 'lost', why: resolved.why, ...(resolved.place && { place: resolved.place }) };
  cover(resolved.pieces);
  return { verdict: 'changed', place: resolved.place, ...optional(digest) };
}

const optional = (digest: string | undefined) => (digest === undefined ? {} : { digest });

/** Where the text of a numbered item is after others were added or removed. */
const movedTo = ({ siblings }: ResolvedCitation, digest: string | undefined): CitableItem | undefined =>
  siblings.find(({ text }) => textDigest(text) === digest);

function findingOf(
  id: string,
  citation: CitedRequirement,
  { verdict, place, digest, why }: FollowedCitation,
  { operation }: GivenPage,
  pointer: string,
): DriftFinding {
  const messages: Readonly<Record<string, string>> = {
    changed: `The text that ${id} cites (${citationText(citation)}) has changed: review the requirement, then record the digest ${digest}.`,
    moved: `The text that ${id} cites (${citationText(citation)}) is now in row ${why}: correct the citation.`,
    lost: `The citation of ${id} (${citationText(citation)}) refers to nothing: ${why}.`,
    'no-digest': `${id} has no digest of the text that it cites (${citationText(citation)}); record ${digest}.`,
  };
  const finding = driftFinding(
    `citation-${verdict}`,
    place ?? operation.place,
    pointer,
    messages[verdict] ?? `${id} is ${verdict}.`,
  );
  return { ...finding, requirement: id };
}

/** A citation in words. */
const citationText = ({ section, row, part }: Citation): string =>
  [section, ...(row === undefined ? [] : [`row ${row}`]), ...(part === undefined ? [] : [part])].join(', ');

function notNormativeFindings(page: GivenPage, entry: NotNormative, cited: Set<CitableItem>): DriftFinding[] {
  const { verdict, place, digest, why } = follow(page, entry, cited);
  // Without a digest, only the presence of the text matters.
  if (verdict === 'holds' || verdict === 'no-digest') return [];
  const at = place ?? page.operation.place;
  const messages: Readonly<Record<string, string>> = {
    changed: `has changed: add a requirement if it states one now, otherwise record the digest ${digest}`,
    moved: `is now in ${why}: correct the entry`,
    lost: `is not on the page: ${why}`,
  };
  const message = `The text listed as not normative (${citationText(entry)}) ${messages[verdict] ?? verdict}.`;
  return [driftFinding(`not-normative-${verdict}`, at, page.pointer, message)];
}

const uncited =
  ({ pointer }: GivenPage) =>
  ({ place, name }: CitableItem): DriftFinding =>
    driftFinding(
      'uncited',
      place,
      pointer,
      `No requirement cites ${name}, and it is not listed as not normative.`,
    );
