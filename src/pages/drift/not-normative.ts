import type { CitableItem } from './citable-items.ts';
import type { Citation } from './citation.ts';
import {
  type DigestedCitation,
  type NotNormative,
  ownPage,
  type ReferencePages,
  type StatedOperation,
} from './citation-data.ts';
import { citationOn, pagesOf } from './families.ts';
import { type DriftFinding, driftFinding } from './finding.ts';
import { citationText, follow } from './follow.ts';
import type { GivenPage } from './given-pages.ts';

/** Findings about what is listed as not normative on a page; adds it to what is cited. */
export function notNormativeFindings(
  page: GivenPage,
  sources: ReferencePages,
  operations: readonly StatedOperation[],
  cited: Set<CitableItem>,
): DriftFinding[] {
  const source = sources[page.name];
  const own = source?.notNormative ?? [];
  const families = source?.operation === undefined ? [] : (sources[ownPage]?.notNormative ?? []);
  const isOwn = (entry: Citation) => own.some((one) => citationText(one) === citationText(entry));
  return [
    ...own.flatMap((entry) => findingsOf(page, entry, cited)),
    ...families
      .filter((entry) => isAbout(page.name, entry, sources, operations))
      .filter((entry) => !isOwn(citationOn(page.name, entry)))
      .flatMap((entry) => {
        const findings = findingsOf(page, citationOn(page.name, entry), cited);
        // Only where an entry names the page must the text be there.
        const isNamed = entry.appliesTo !== undefined || entry.digests?.[page.name] !== undefined;
        return findings.filter(({ kind }) => isNamed || kind !== 'not-normative-lost');
      }),
  ];
}

function isAbout(
  page: string,
  { digest, digests, appliesTo }: NotNormative,
  sources: ReferencePages,
  operations: readonly StatedOperation[],
): boolean {
  if (appliesTo) return pagesOf(appliesTo, sources, operations).includes(page);
  return digests === undefined || digest !== undefined || digests[page] !== undefined;
}

function findingsOf(page: GivenPage, entry: DigestedCitation, cited: Set<CitableItem>): DriftFinding[] {
  const { verdict, place, digest, why } = follow(page, entry, cited, 'all');
  // Without a digest, only the presence of the text matters.
  if (verdict === 'holds' || verdict === 'no-digest') return [];
  const messages: Readonly<Record<string, string>> = {
    changed: `has changed: add a requirement if it states one now, otherwise record the digest ${digest}`,
    moved: `is now in ${why}: correct the entry`,
    lost: `is not on the page: ${why}`,
  };
  const message = `The text listed as not normative (${citationText(entry)}) ${messages[verdict] ?? verdict}.`;
  return [driftFinding(`not-normative-${verdict}`, place ?? page.operation.place, page.pointer, message)];
}
