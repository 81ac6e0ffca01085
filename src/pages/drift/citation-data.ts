import type { PageOperation } from '../rst/operation.ts';
import type { SourceLocation } from '../rst/source-location.ts';
import type { Citation } from './citation.ts';

/** The name of the page that is each operation's own: what cites it is a family, one citation on many pages. */
export const ownPage = 'operation';

/** A citation on one page, with the digest of the cited text. */
export interface DigestedCitation extends Citation {
  readonly digest?: string;
}

/** A citation on the pages of several operations. */
export interface CitationFamily extends DigestedCitation {
  /** By page, where it has the text in other words. */
  readonly digests?: Readonly<Record<string, string>>;
  /** By page, what differs of the citation. */
  readonly places?: Readonly<Record<string, Partial<Citation>>>;
  /** Ids and tags of the operations on whose own pages the citation is followed, or `all`. The page is `operation`. */
  readonly appliesTo?: readonly string[];
}

/** The citation of a requirement. */
export interface CitedRequirement extends CitationFamily {
  readonly page: string;
}

/**
 * Text of a page that no requirement cites, and why. With a digest, changes of the text are reported, and a table, a
 * list or an example that is listed as a whole needs no entries for its parts. An entry of the page `operation` holds
 * for each operation's page that has such text and no entry of its own about it. Pages that `appliesTo` or `digests`
 * names must have the text; with `digests` alone, the entry is about no others.
 */
export interface NotNormative extends CitationFamily {
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

/** The pages that requirements cite, by name. */
export type ReferencePages = Readonly<Record<string, ReferencePage>>;

/** An operation whose page makes statements. */
export interface StatedOperation {
  /** `operationId` */
  readonly id?: string;
  readonly tags: readonly string[];
}

/** Requirements and pages to check. */
export interface CitationData {
  readonly requirements: Readonly<Record<string, CitedRequirement>>;
  readonly sources: ReferencePages;
  /** The operations whose ids and tags `appliesTo` names. @default those of the compared document */
  readonly operations?: readonly StatedOperation[];
  /** Pages without an operation, which are only cited. @default none */
  readonly texts?: readonly PageOperation[];
}

/**
 * `holds`: the cited text is unchanged · `changed`: it changed, so the requirement must be reviewed ·
 * `moved`: the text is in another place · `lost`: the citation refers to nothing · `no-digest`: no digest was
 * recorded · `not-checked`: the page was not given.
 */
export type CitationVerdict = 'holds' | 'changed' | 'moved' | 'lost' | 'no-digest' | 'not-checked';

/** The citation of a requirement on one page. */
export interface CheckedCitation {
  readonly verdict: CitationVerdict;
  readonly place?: SourceLocation;
  /** Digest of the current text. */
  readonly digest?: string;
}

export interface CheckedRequirement extends CheckedCitation {
  readonly page: string;
  /** By page, where it is cited on several; `verdict` is then the worst of the given pages. */
  readonly onPages?: Readonly<Record<string, CheckedCitation>>;
}
