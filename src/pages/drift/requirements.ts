import type { PageOperation } from '../rst/operation.ts';
import type { CitableItem } from './citable-items.ts';
import {
  type CheckedCitation,
  type CheckedRequirement,
  type CitationData,
  type CitationVerdict,
  type CitedRequirement,
  type DigestedCitation,
  ownPage,
  type StatedOperation,
} from './citation-data.ts';
import { citationOn, pagesOf } from './families.ts';
import { type DescribedOperation, type DriftFinding, driftFinding } from './finding.ts';
import { citationText, type FollowedCitation, follow } from './follow.ts';
import { anchorFindings, type GivenPage, givenPages } from './given-pages.ts';
import { notNormativeFindings } from './not-normative.ts';

/** What citations are followed in. */
export interface CitedDocument {
  readonly operations: readonly StatedOperation[];
  readonly described: readonly DescribedOperation[];
  /** By requirement, the place in the document that names it. */
  readonly pointers: ReadonlyMap<string, string>;
}

export interface CheckedCitations {
  readonly requirements: Readonly<Record<string, CheckedRequirement>>;
  readonly findings: readonly DriftFinding[];
}

/** Follows the citations of all requirements whose page is given, and reports text that nothing cites. */
export function checkCitations(
  { requirements, sources, texts = [] }: CitationData,
  operations: readonly PageOperation[],
  document: CitedDocument,
): CheckedCitations {
  const pages = [...operations, ...texts];
  const given = givenPages(sources, pages, document.described);
  const cited = new Set<CitableItem>();
  const findings = [...given.values()].flatMap((page) => anchorFindings(page, sources, pages));
  const followOn = (id: string, requirement: CitedRequirement, name: string): CheckedCitation => {
    const page = given.get(name);
    if (!page) return { verdict: 'not-checked' };
    const citation = citationOn(name, requirement);
    const { why, ...checked } = follow(page, citation, cited);
    if (checked.verdict !== 'holds')
      findings.push(
        findingOf(id, citation, { ...checked, ...(why !== undefined && { why }) }, page, document),
      );
    return checked;
  };
  const checked = Object.entries(requirements).map(([id, requirement]): [string, CheckedRequirement] => {
    const { page, appliesTo = [] } = requirement;
    if (page !== ownPage) return [id, { ...followOn(id, requirement, page), page }];
    const names = pagesOf(appliesTo, sources, document.operations);
    const onPages = Object.fromEntries(names.map((name) => [name, followOn(id, requirement, name)]));
    return [id, { verdict: worst(Object.values(onPages)), page, onPages }];
  });
  for (const page of given.values()) {
    findings.push(...notNormativeFindings(page, sources, document.operations, cited));
    // A page about many things has much that no requirement needs.
    if (texts.includes(page.operation)) continue;
    for (const piece of page.pieces) if (!cited.has(piece)) findings.push(uncited(page, piece));
  }
  return { requirements: Object.fromEntries(checked), findings };
}

const byBadness: readonly CitationVerdict[] = ['lost', 'changed', 'moved', 'no-digest', 'holds'];

const worst = (all: readonly CheckedCitation[]): CitationVerdict =>
  byBadness.find((verdict) => all.some((one) => one.verdict === verdict)) ?? 'not-checked';

function findingOf(
  id: string,
  citation: DigestedCitation,
  { verdict, place, digest, why }: FollowedCitation,
  { name, operation, pointer }: GivenPage,
  { pointers }: CitedDocument,
): DriftFinding {
  const where = `${name}: ${citationText(citation)}`;
  const messages: Readonly<Record<string, string>> = {
    changed: `The text that ${id} cites (${where}) has changed: review the requirement, then record the digest ${digest}.`,
    moved: `The text that ${id} cites (${where}) is now in row ${why}: correct the citation.`,
    lost: `The citation of ${id} (${where}) refers to nothing: ${why}.`,
    'no-digest': `${id} has no digest of the text that it cites (${where}); record ${digest}.`,
  };
  const finding = driftFinding(
    `citation-${verdict}`,
    place ?? operation.place,
    pointers.get(id) ?? pointer,
    messages[verdict] ?? `${id} is ${verdict}.`,
  );
  return { ...finding, requirement: id };
}

const uncited = ({ pointer }: GivenPage, { place, name }: CitableItem): DriftFinding =>
  driftFinding(
    'uncited',
    place,
    pointer,
    `No requirement cites ${name}, and it is not listed as not normative.`,
  );
