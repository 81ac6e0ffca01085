import type { PageOperation } from '../rst/operation.ts';
import { formatLocation, type SourceLocation } from '../rst/source-location.ts';
import { type CitableItem, citableItems } from './citable-items.ts';
import { type Citation, type ResolvedCitation, resolveCitation } from './citation.ts';
import { textDigest } from './digest.ts';
import { type DescribedOperation, type DriftFinding, driftFinding } from './finding.ts';

/** A requirement's citation, with the digest of the text that it was written from. */
export interface CitedRequirement extends Citation {
  readonly page: string;
  readonly digest?: string;
}

/** What a page says that no requirement rests on, and why. With a digest where a change is to be looked at. */
export interface NotNormative extends Citation {
  readonly digest?: string;
  readonly reason: string;
}

/** A page that requirements cite. */
export interface ReferencePage {
  /** The target by which a given page is known to be this one. Without it, nothing can be checked. */
  readonly anchor?: string;
  /** The `operationId` of what the page describes: it is known by this when its target has gone. */
  readonly operation?: string;
  readonly notNormative?: readonly NotNormative[];
}

/**
 * `holds`: the cited text is what it was · `changed`: it is not, so the requirement is to be read again · `moved`: it
 * stands elsewhere now · `lost`: the citation leads nowhere · `no-digest`: nobody wrote down what it was ·
 * `not-checked`: its page was not given.
 */
export type CitationVerdict = 'holds' | 'changed' | 'moved' | 'lost' | 'no-digest' | 'not-checked';

export interface CheckedRequirement {
  readonly verdict: CitationVerdict;
  readonly page: string;
  readonly place?: SourceLocation;
  /** Digest of the text as it is now. */
  readonly digest?: string;
}

/** What is held against the pages. */
export interface CitationData {
  readonly requirements: Readonly<Record<string, CitedRequirement>>;
  readonly sources: Readonly<Record<string, ReferencePage>>;
}

export interface CheckedCitations {
  readonly requirements: Readonly<Record<string, CheckedRequirement>>;
  readonly findings: readonly DriftFinding[];
}

/** Follows the citation of every requirement whose page is among the given ones, and looks for what nobody cites. */
export function checkCitations(
  { requirements, sources }: CitationData,
  pages: readonly PageOperation[],
  described: readonly DescribedOperation[],
  pointers: ReadonlyMap<string, string>,
): CheckedCitations {
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
      findings.push(...notNormativeFindings(page, entry, cited));
    findings.push(...page.pieces.filter((piece) => !cited.has(piece)).map(uncited(page)));
  }
  return { requirements: Object.fromEntries(checked), findings };
}

interface GivenPage {
  readonly operation: PageOperation;
  readonly pieces: readonly CitableItem[];
  /** The document's operation, for findings that nothing closer in the document is about. */
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
    // Were a page without its target taken for another one, whatever became of it would pass for not checked.
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
        const message = `The target ${anchor} is that of ${formatLocation(place)} already: citations of ${name} are followed there, and not here.`;
        return driftFinding('anchor-twice', titleOf(page), pointer, message);
      });
  const instead = anchors.length === 0 ? 'it has none' : `it has ${anchors.join(', ')}`;
  const message = `The page has no target ${anchor}, by which citations of ${name} know it; ${instead}.`;
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

/** Where the text of a numbered row stands after others were added or taken away. */
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
    changed: `The text that ${id} cites (${citationText(citation)}) has changed: read the requirement again, then write down the digest ${digest}.`,
    moved: `The text that ${id} cites (${citationText(citation)}) stands in row ${why} now: correct the citation.`,
    lost: `The citation of ${id} (${citationText(citation)}) leads nowhere: ${why}.`,
    'no-digest': `${id} has no digest of the text that it cites (${citationText(citation)}); it is ${digest}.`,
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
  // Without a digest, it is enough that it is there: its words do not matter.
  if (verdict === 'holds' || verdict === 'no-digest') return [];
  const at = place ?? page.operation.place;
  const messages: Readonly<Record<string, string>> = {
    changed: `has changed: see whether it states a requirement now, else write down the digest ${digest}`,
    moved: `stands in ${why} now: correct the entry`,
    lost: `is not on the page: ${why}`,
  };
  const message = `What is listed as not normative (${citationText(entry)}) ${messages[verdict] ?? verdict}.`;
  return [driftFinding(`not-normative-${verdict}`, at, page.pointer, message)];
}

const uncited =
  ({ pointer }: GivenPage) =>
  ({ place, name }: CitableItem): DriftFinding =>
    driftFinding(
      'uncited',
      place,
      pointer,
      `No requirement cites ${name}, nor is it listed as not normative.`,
    );
