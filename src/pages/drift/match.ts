import type { PageOperation } from '../rst/operation.ts';
import { collapseWhitespace } from '../rst/source-location.ts';
import type { DocumentOperation } from './document.ts';
import { type DescribedOperation, type DriftFinding, driftFinding } from './finding.ts';
import type { ReferencePage } from './requirements.ts';

export interface MatchedPages {
  readonly described: readonly DescribedOperation[];
  /** Pages that no operation belongs to, and changed methods and paths. */
  readonly findings: readonly DriftFinding[];
  /** Pointers of the operations that no page describes. */
  readonly notOnPages: readonly string[];
}

type Sources = Readonly<Record<string, ReferencePage>>;

/**
 * Matches pages and operations. The target (anchor) of the page decides where the document or its sources know it. A
 * page without a known target describes the operation of the same method and path. If exactly one page and one
 * operation are left that may belong together, they are compared with each other: then only the changed method or path
 * is reported, and not everything on the page.
 */
export function matchPages(
  pages: readonly PageOperation[],
  operations: readonly DocumentOperation[],
  sources: Sources,
): MatchedPages {
  const found = new Map(pages.map((page) => [page, operationOf(page, operations, sources)]));
  const leftPages = pages.filter((page) => !found.get(page));
  const matched = new Set(found.values());
  const left = operations.filter((operation) => !matched.has(operation));
  const [leftPage, ...morePages] = leftPages;
  const [leftOperation, ...moreOperations] = left;
  if (leftPage && leftOperation && morePages.length + moreOperations.length === 0)
    if (mayDescribe(leftPage, leftOperation, sources)) found.set(leftPage, leftOperation);
  const described = operations.flatMap((operation): DescribedOperation[] => {
    const [first, ...rest] = pages.filter((page) => found.get(page) === operation);
    return first ? [{ operation, pages: [first, ...rest] }] : [];
  });
  return {
    described,
    findings: [
      ...described.flatMap(({ operation, pages: own }) =>
        own.flatMap((page) => differences(page, operation)),
      ),
      ...pages.filter((page) => !found.get(page)).map((page) => notInDocument(page, operations, sources)),
    ],
    notOnPages: operations
      .filter((operation) => !described.some((one) => one.operation === operation))
      .map(({ pointer }) => pointer),
  };
}

/** The targets by which pages of an operation are known. */
function anchorsOf({ id, page }: DocumentOperation, sources: Sources): string[] {
  const ofSources = Object.values(sources).flatMap(({ anchor, operation }) =>
    anchor !== undefined && operation !== undefined && operation === id ? [anchor] : [],
  );
  return page === undefined ? ofSources : [page, ...ofSources];
}

function operationOf(
  page: PageOperation,
  operations: readonly DocumentOperation[],
  sources: Sources,
): DocumentOperation | undefined {
  const byAnchor = operations.find((operation) =>
    anchorsOf(operation, sources).some((anchor) => page.anchors.includes(anchor)),
  );
  if (byAnchor) return byAnchor;
  const same = operations.filter((one) => isSamePath(one, page) && mayDescribe(page, one, sources));
  return same.find((one) => isTitled(page, one)) ?? same[0];
}

const isSamePath = ({ method, path }: DocumentOperation, page: PageOperation): boolean =>
  page.method === method && page.path === path;

/**
 * Whether a page may be about an operation that another target is known for: a page that has lost its target, or
 * whose target was renamed and whose title was not. Any other page is about something else.
 */
function mayDescribe(page: PageOperation, operation: DocumentOperation, sources: Sources): boolean {
  return anchorsOf(operation, sources).length === 0 || page.anchors.length === 0 || isTitled(page, operation);
}

const isTitled = ({ title }: PageOperation, { summary = '' }: DocumentOperation): boolean =>
  collapseWhitespace(title).toLowerCase() === collapseWhitespace(summary).toLowerCase();

function notInDocument(
  page: PageOperation,
  operations: readonly DocumentOperation[],
  sources: Sources,
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
