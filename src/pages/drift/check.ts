import type { PageOperation } from '../rst/operation.ts';
import type { CheckedRequirement, CitationData } from './citation-data.ts';
import { comparisons } from './compare/index.ts';
import { documentOperations, requirementPointers } from './document.ts';
import type { DriftFinding, PageComparison } from './finding.ts';
import { matchPages } from './match.ts';
import { checkCitations } from './requirements.ts';

/** The result of checking pages against a document. */
export interface DriftReport {
  /** Those of pages that the document has, or may have had. */
  readonly operations: readonly CheckedOperation[];
  /** Pointers of operations in the document that no given page describes. */
  readonly notOnPages: readonly string[];
  /** Pages of operations that the document does not have. */
  readonly notInDocument: readonly Pick<PageOperation, 'file' | 'method' | 'path'>[];
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
  const operations = documentOperations(document);
  const { described, findings, notOnPages, notInDocument } = matchPages(
    pages,
    operations,
    statements.sources,
  );
  const compared = described.flatMap((one) => all.flatMap((comparison) => comparison.run(one)));
  const cited = checkCitations(statements, pages, {
    operations: statements.operations ?? operations,
    described,
    pointers: requirementPointers(document),
  });
  return {
    operations: pages
      .filter((page) => !notInDocument.includes(page))
      .map(({ file, title, method, path, codes, parameters, requests, responses }) => ({
        file,
        title,
        method,
        path,
        codes: codes.length,
        parameters: parameters.length,
        examples: requests.length + responses.length,
      })),
    notOnPages,
    notInDocument: notInDocument.map(({ file, method, path }) => ({ file, method, path })),
    requirements: cited.requirements,
    findings: [...findings, ...compared, ...cited.findings].sort(byPlace(pages)),
  };
}

/** In the order of the given pages, then by file (includes), then by line. */
function byPlace(pages: readonly PageOperation[]) {
  const files = [...new Set(pages.map(({ file }) => file))];
  const rank = (file: string) => (files.includes(file) ? files.indexOf(file) : files.length);
  return ({ place: one }: DriftFinding, { place: other }: DriftFinding): number =>
    rank(one.file) - rank(other.file) || one.file.localeCompare(other.file) || one.line - other.line;
}
