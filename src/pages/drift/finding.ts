import type { PageOperation } from '../rst/operation.ts';
import type { SourceLocation } from '../rst/source-location.ts';
import type { DocumentOperation } from './document.ts';

/** One difference between page and document, or page and citation. */
export interface DriftFinding {
  /** Stable name, such as `code-not-in-document`. */
  readonly kind: string;
  /** `note`: worth knowing, but not drift. */
  readonly severity: 'drift' | 'note';
  readonly place: SourceLocation;
  /** JSON pointer into the document, references resolved. */
  readonly pointer: string;
  readonly requirement?: string;
  readonly message: string;
}

/** An operation of the document, and all pages that describe it. */
export interface DescribedOperation {
  readonly operation: DocumentOperation;
  readonly pages: readonly [PageOperation, ...PageOperation[]];
}

/** One kind of comparison between pages and document. It knows neither the API nor its requirements. */
export interface PageComparison {
  readonly id: string;
  run(described: DescribedOperation): readonly DriftFinding[];
}

export const driftFinding = (
  kind: string,
  place: SourceLocation,
  pointer: string,
  message: string,
): DriftFinding => ({
  kind,
  severity: 'drift',
  place,
  pointer,
  message,
});

export const noteFinding = (
  kind: string,
  place: SourceLocation,
  pointer: string,
  message: string,
): DriftFinding => ({
  ...driftFinding(kind, place, pointer, message),
  severity: 'note',
});

/** What the document says to be on no page (`x-not-on-page`), and what is there. */
export const nowOnPage = (
  place: SourceLocation,
  pointer: string,
  what: string,
  reason: string,
): DriftFinding =>
  driftFinding(
    'now-on-page',
    place,
    pointer,
    `The page has ${what}, which the document says it has not (x-not-on-page: ${reason}).`,
  );

/** A value or a text in a message. */
export const quoted = (value: unknown): string => JSON.stringify(value);
