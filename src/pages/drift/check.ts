import type { PageOperation } from '../rst/operation.ts';
import { comparisons } from './compare/index.ts';
import { type DocumentOperation, documentOperations, requirementPointers } from './document.ts';
import { type DescribedOperation, type DriftFinding, driftFinding, type PageComparison } from './finding.ts';
import { type CheckedRequirement, type CitationData, checkCitations } from './requirements.ts';

/** The result of checking pages against a document. */
export interface DriftReport {
  readonly operations: readonly CheckedOperation[];
  /** Pointers of operations in the document that no given page describes. */
  readonly notOnPages: readonly string[];
  readonly requirements: Readonly<Record<string, CheckedRequirement>>;
  /** In the order of the pages' lines. */
  readonly findings: readonly DriftFinding[];
}

/** An operation on a page, and how much of it was compared. */
export interface CheckedOperation {
  readonly file: string;
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly codes: number;
  readonly parameters: number;
  readonly examples: number;
}

/** Compares the operations on pages with a dereferenced document, and follows the citations of requirements. */
export function checkPages(
  pages: readonly PageOperation[],
  document: unknown,
  statements: CitationData,
  all: readonly PageComparison[] = comparisons,
): DriftReport {
  const { described, findings, notOnPages } = matched(pages, documentOperations(document));
  const compared = described.flatMap((one) => all.flatMap((comparison) => comparison.run(one)));
  const cited = checkCitations(statements, pages, described, requirementPointers(document));
  return {
    operations: pages.map(({ file, title, method, path, codes, parameters, requests, responses }) => ({
      file,
      title,
      method,
      path,
      codes: codes.length,
      parameters: parameters.length,
      examples: requests.length + responses.length,
    })),
    notOnPages,
    requirements: cited.requirements,
    findings: [...findings, ...compared, ...cited.findings].sort(byPlace(pages)),
  };
}

interface Matched {
  readonly described: readonly DescribedOperation[];
  readonly findings: readonly DriftFinding[];
  readonly notOnPages: readonly string[];
}

/**
 * Matches pages and operations by method and path. If exactly one page and one operation are left, they are
 * compared with each other: then only the changed method or path is reported, and not everything on the page.
 */
function matched(pages: readonly PageOperation[], operations: readonly DocumentOperation[]): Matched {
  const same = (page: PageOperation, { method, path }: DocumentOperation) =>
    page.method === method && page.path === path;
  const leftPages = pages.filter((page) => !operations.some((operation) => same(page, operation)));
  const left = operations.filter((operation) => !pages.some((page) => same(page, operation)));
  const [leftPage, ...morePages] = leftPages;
  const [leftOperation, ...moreOperations] = left;
  const isPair = leftPage && leftOperation && morePages.length + moreOperations.length === 0;
  const described = operations.flatMap((operation): DescribedOperation[] => {
    const [first, ...rest] = pages.filter((page) => same(page, operation));
    return first ? [{ operation, pages: [first, ...rest] }] : [];
  });
  if (isPair)
    return {
      described: [...described, { operation: leftOperation, pages: [leftPage] }],
      findings: differences(leftPage, leftOperation),
      notOnPages: [],
    };
  return {
    described,
    findings: leftPages.map(({ place, method, path }) =>
      driftFinding('operation-not-in-document', place, '/paths', `The document has no ${method} ${path}.`),
    ),
    notOnPages: left.map(({ pointer }) => pointer),
  };
}

function differences(page: PageOperation, { pointer, method, path }: DocumentOperation): DriftFinding[] {
  const difference = (kind: string, noun: string, own: string, other: string) =>
    own === other
      ? []
      : [driftFinding(kind, page.place, pointer, `The page has the ${noun} ${own}, the document ${other}.`)];
  return [
    ...difference('method-changed', 'method', page.method, method),
    ...difference('path-changed', 'path', page.path, path),
  ];
}

/** In the order of the given pages, then by file (includes), then by line. */
function byPlace(pages: readonly PageOperation[]) {
  const files = [...new Set(pages.map(({ file }) => file))];
  const rank = (file: string) => (files.includes(file) ? files.indexOf(file) : files.length);
  return ({ place: one }: DriftFinding, { place: other }: DriftFinding): number =>
    rank(one.file) - rank(other.file) || one.file.localeCompare(other.file) || one.line - other.line;
}
