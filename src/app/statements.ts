/** Requirements and ambiguities as reports cite them. */

import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Requirement } from '../evaluation/conclude.ts';
import type { Statement } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { type CitationFamily, ownPage } from '../pages/drift/citation-data.ts';
import type { Ambiguity, Citation, Sources, Specification } from './prepare-specification.ts';

export interface Statements {
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly ambiguities: Readonly<Record<string, Statement>>;
}

/**
 * Every requirement and ambiguity, citations in words.
 * @param pageFor the page that a statement of each operation's own page is cited from, by its id
 */
export function statementsOf(
  { requirements, ambiguities, sources }: Specification,
  pageFor: (id: string) => string | undefined = () => undefined,
): Statements {
  const cited = (id: string, citation: Citation & Pick<CitationFamily, 'places'>): Citation => {
    const page = citation.page === ownPage ? (pageFor(id) ?? ownPage) : citation.page;
    return { ...citation, ...citation.places?.[page], page };
  };
  return {
    requirements: mapEntries(
      requirements,
      ({ statement, strength, authority, excluded, ...citation }, id) => ({
        statement,
        strength,
        authority,
        ...(excluded !== undefined && { excluded }),
        citation: citationOf(cited(id, citation), sources),
      }),
    ),
    ambiguities: mapEntries(ambiguities, (ambiguity, id) =>
      ambiguityStatement({ ...ambiguity, ...cited(id, ambiguity) }, sources),
    ),
  };
}

/** The statements that the catalogue's cases name, and the requirements that are excluded with a reason. */
export function statementsFor(specification: Specification, { cases, operations }: Catalogue): Statements {
  // Of one operation's page alone its name can be said.
  const pages = new Set(
    [...operations.values()].map((operation) => pageOf(operation, specification.sources)),
  );
  const [only] = pages.size === 1 ? pages : [];
  const { requirements, ambiguities } = statementsOf(specification, () => only);
  const used = new Set(cases.flatMap((item) => item.requirements));
  const named = new Set(
    cases.flatMap(({ tolerates, anyBody }) => [...tolerates.map((item) => item.ambiguity), anyBody]),
  );
  return {
    requirements: filterEntries(requirements, (id, { excluded }) => used.has(id) || excluded !== undefined),
    ambiguities: filterEntries(ambiguities, (id) => named.has(id)),
  };
}

function mapEntries<T, U>(
  items: Readonly<Record<string, T>>,
  map: (item: T, id: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(items).map(([id, item]) => [id, map(item, id)]));
}

function filterEntries<T>(
  items: Readonly<Record<string, T>>,
  test: (id: string, item: T) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(items).filter(([id, item]) => test(id, item)));
}

function ambiguityStatement(ambiguity: Ambiguity, sources: Sources): Statement {
  return {
    statement: `${ambiguity.statement} Accepted: ${ambiguity.accepted}`,
    strength: 'ambiguity',
    authority: ambiguity.why,
    citation: citationOf(ambiguity, sources),
  };
}

/** The name of the page that describes an operation; undefined if `sources.yaml` has none. */
export const pageOf = ({ page }: Pick<Operation, 'page'>, { pages }: Sources): string | undefined =>
  page === undefined ? undefined : Object.keys(pages).find((name) => pages[name]?.anchor === page);

/** The title of a page of `sources.yaml`. */
export const titleOf = (page: string, { pages }: Sources): string => pages[page]?.title ?? page;

/** A citation in words: page, section, row, part of an example. */
export function citationOf({ page, section, row, part }: Citation, sources: Sources): string {
  const place = /^[\d.]+$/.test(section) ? `§${section}` : section;
  const where = [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(part === undefined ? [] : [part === '*' ? 'body' : part]),
  ];
  return [titleOf(page, sources), place, ...where].join(', ');
}
