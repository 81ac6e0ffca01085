/** Requirements and ambiguities as reports cite them. */

import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Requirement } from '../evaluation/conclude.ts';
import type { Statement } from '../model/result.ts';
import type { Ambiguity, Citation, Sources, Specification } from './prepare-specification.ts';

export interface Statements {
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly ambiguities: Readonly<Record<string, Statement>>;
}

/** Every requirement and ambiguity, citations in words. */
export function statementsOf({ requirements, ambiguities, sources }: Specification): Statements {
  return {
    requirements: mapEntries(requirements, (requirement) => {
      const {
        page: _page,
        section: _section,
        row: _row,
        part: _part,
        digest: _digest,
        ...rest
      } = requirement;
      return { ...rest, citation: citationOf(requirement, sources) };
    }),
    ambiguities: mapEntries(ambiguities, (ambiguity) => ambiguityStatement(ambiguity, sources)),
  };
}

/** The statements that the catalogue's cases name, and the requirements that are excluded with a reason. */
export function statementsFor(specification: Specification, { cases }: Catalogue): Statements {
  const { requirements, ambiguities } = statementsOf(specification);
  const used = new Set(cases.flatMap((item) => item.requirements));
  const named = new Set(
    cases.flatMap(({ tolerates, anyBody }) => [...tolerates.map((item) => item.ambiguity), anyBody]),
  );
  return {
    requirements: filterEntries(requirements, (id, { excluded }) => used.has(id) || excluded !== undefined),
    ambiguities: filterEntries(ambiguities, (id) => named.has(id)),
  };
}

function mapEntries<T, U>(items: Readonly<Record<string, T>>, map: (item: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(items).map(([id, item]) => [id, map(item)]));
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
