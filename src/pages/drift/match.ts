import type { PageOperation } from '../rst/operation.ts';
import { collapseWhitespace } from '../rst/source-location.ts';
import type { ReferencePages } from './citation-data.ts';
import type { DocumentOperation } from './document.ts';
import { type DescribedOperation, type DriftFinding, driftFinding } from './finding.ts';

export interface MatchedPages {
  readonly described: readonly DescribedOperation[];
  /** Pages that no operation belongs to, and changed methods and paths. */
  readonly findings: readonly DriftFinding[];
  /** Pointers of the operations that no page describes. */
  readonly notOnPages: readonly string[];
  /** Pages about something else than the operations. */
  readonly notInDocument: readonly PageOperation[];
}

/**
 * Matches pages and operations. The target (anchor) of the page decides where the document or its sources know it. A
 * page without a known target describes the operation of the same method and path. Of what is left, a page and an
 * operation that have the same title, or that are the only ones and may belong together, are compared with each other:
 * then only the changed method or path is reported, and not everything on the page.
 */
export function matchPages(
  pages: readonly PageOperation[],
  operations: readonly DocumentOperation[],
  sources: ReferencePages,
): MatchedPages {
  const found = new Map(pages.map((page) => [page, operationOf(page, operations, sources)]));
  const left = () => ({
    pages: pages.filter((page) => !found.get(page)),
    operations: operations.filter((operation) => ![...found.values()].includes(operation)),
  });
  const titled = left();
  for (const page of titled.pages) {
    const [operation, ...more] = titled.operations.filter((one) => isTitled(page, one, sources));
    if (operation && more.length === 0) found.set(page, operation);
  }
  const last = left();
  const [leftPage, ...morePages] = last.pages;
  const [leftOperation, ...moreOperations] = last.operations;
  if (leftPage && leftOperation && morePages.length + moreOperations.length === 0)
    if (mayDescribe(leftPage, leftOperation, sources)) found.set(leftPage, leftOperation);
  const described = operations.flatMap((operation): DescribedOperation[] => {
    const [first, ...rest] = pages.filter((page) => found.get(page) === operation);
    return first ? [{ operation, pages: [first, ...rest] }] : [];
  });
  const unknown = pages.filter((page) => !found.get(page));
  const notDescribed = operations.filter(
    (operation) => !described.some((one) => one.operation === operation),
  );
  // A page without a target, or of the method and path of an operation that no page describes, may be that one's.
  const isOther = (page: PageOperation) =>
    described.length > 0 && page.anchors.length > 0 && !notDescribed.some((one) => isSamePath(one, page));
  return {
    described,
    findings: [
      ...described.flatMap(({ operation, pages: own }) =>
        own.flatMap((page) => differences(page, operation)),
      ),
      ...unknown
        .filter((page) => !isOther(page))
        .map((page) => notInDocumentFinding(page, operations, sources)),
    ],
    notOnPages: notDescribed.map(({ pointer }) => pointer),
    notInDocument: unknown.filter(isOther),
  };
}

/** The targets by which pages of an operation are known. */
function anchorsOf({ id, page }: DocumentOperation, sources: ReferencePages): string[] {
  const ofSources = Object.values(sources).flatMap(({ anchor, operation }) =>
    anchor !== undefined && operation !== undefined && operation === id ? [anchor] : [],
  );
  return page === undefined ? ofSources : [page, ...ofSources];
}

function operationOf(
  page: PageOperation,
  operations: readonly DocumentOperation[],
  sources: ReferencePages,
): DocumentOperation | undefined {
  const byAnchor = operations.find((operation) =>
    anchorsOf(operation, sources).some((anchor) => page.anchors.includes(anchor)),
  );
  if (byAnchor) return byAnchor;
  const same = operations.filter((one) => isSamePath(one, page) && mayDescribe(page, one, sources));
  return same.find((one) => isTitled(page, one, sources)) ?? same[0];
}

const isSamePath = ({ method, path }: DocumentOperation, page: PageOperation): boolean =>
  page.method === method && page.path === path;

/**
 * Whether a page may be about an operation that another target is known for: a page that has lost its target, or
 * whose target was renamed and whose title was not. Any other page is about something else.
 */
function mayDescribe(page: PageOperation, operation: DocumentOperation, sources: ReferencePages): boolean {
  return (
    anchorsOf(operation, sources).length === 0 ||
    page.anchors.length === 0 ||
    isTitled(page, operation, sources)
  );
}

/** Whether a page has the title that the document or its sources give the operation. */
function isTitled(page: PageOperation, { id, summary }: DocumentOperation, sources: ReferencePages): boolean {
  const folded = (title: string) => collapseWhitespace(title).toLowerCase();
  const known = Object.values(sources).flatMap(({ title, operation }) =>
    title !== undefined && operation !== undefined && operation === id ? [title] : [],
  );
  return [summary ?? '', ...known].some((title) => title !== '' && folded(title) === folded(page.title));
}

function notInDocumentFinding(
  page: PageOperation,
  operations: readonly DocumentOperation[],
  sources: ReferencePages,
): DriftFinding {
  const { place, method, path, anchors } = page;
  const others = operations.filter((operation) => isSamePath(operation, page));
  const known = others.flatMap((operation) => anchorsOf(operation, sources));
  const message =
    others.length === 0
      ? `The document has no ${method} ${path}.`
      : `The document has no operation for the page ${anchors.join(', ')}; its ${method} ${path} is that of ${known.join(', ')}.`;
  return driftFinding('operation-not-in-document', place, '/paths', message);
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
