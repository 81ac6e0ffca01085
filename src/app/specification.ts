import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cases } from '../../contracts/cases/index.ts';
import { providerStates } from '../../contracts/provider-states.ts';
import { type Catalogue, catalogueOf } from '../catalogue/catalogue.ts';
import { requestValueNames, secretValueName, valueNames } from '../config/api-options.ts';
import type { Requirement } from '../evaluation/conclude.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { ProviderState, StateScope } from '../model/provider-state.ts';
import type { RunResult, Statement } from '../model/result.ts';
import { readDocument } from '../openapi/document.ts';
import type { Operation } from '../openapi/operations.ts';
import { operationsOf } from '../openapi/read-operations.ts';
import {
  type Ambiguity,
  type Citation,
  prepareSpecification,
  type Specification,
} from './prepare-specification.ts';

export type { Sources, Specification } from './prepare-specification.ts';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The build writes it to `dist/spec`. In a checkout this path is in `spec/`, and no such file exists. */
const prepared = fromHere('../../spec/specification.json');

/** The specification that ships. `document` names another OpenAPI document to use with it. */
export async function loadSpecification(document?: string): Promise<Specification> {
  const text = await readFile(prepared, 'utf8').catch(() => undefined);
  const own: Specification =
    text === undefined ? await prepareSpecification(fromHere('../..')) : parsed(text);
  return document === undefined ? own : { ...own, ...(await readDocument(document)) };
}

function parsed(text: string): Specification {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SuiteError(
      'internal',
      `${prepared} is damaged (${rootMessage(cause)}); install the package again.`,
      { cause },
    );
  }
}

/**
 * The catalogue of a specification. `fits` chooses the valid request that cases start from; the header fields of
 * `givenHeaders` are in every request.
 */
export function catalogueFor(
  specification: Specification,
  fits?: (state: ProviderState) => boolean,
  givenHeaders?: ReadonlySet<string>,
): Catalogue {
  return catalogueOf(operationsFor(specification), {
    rows: cases,
    scopeOf,
    ownValues,
    pathValues,
    ...(fits && { fits }),
    ...(givenHeaders && { givenHeaders }),
  });
}

/** Options give these, so an example of the document takes the place of none. */
const ownValues: ReadonlySet<string> = new Set(requestValueNames);

/** A run always has these, whether or not a document means the same by the name of a parameter. */
const pathValues: ReadonlySet<string> = new Set([valueNames.apiVersion, secretValueName]);

/** The operations of a specification, with the strength of their requirements. */
export function operationsFor({ document, requirements }: Specification): Operation[] {
  const advisory = Object.entries(requirements).filter(([, { strength }]) => strength === 'should');
  return operationsOf(document, new Set(advisory.map(([id]) => id)));
}

const scopes: ReadonlyMap<string, StateScope> = new Map(
  Object.entries(providerStates).map(([name, { scope }]) => [name, scope]),
);

/** What is assumed of a state when its driver's answer names no scope. */
export const scopeOf = (state: string): StateScope => scopes.get(state) ?? 'instance';

export interface Statements {
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly ambiguities: Readonly<Record<string, Statement>>;
}

/** Every requirement and ambiguity, citations in words. */
export function statementsOf({ requirements, ambiguities }: Specification): Statements {
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
      return { ...rest, citation: citationOf(requirement) };
    }),
    ambiguities: mapEntries(ambiguities, ambiguityStatement),
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

function ambiguityStatement(ambiguity: Ambiguity): Statement {
  return {
    statement: `${ambiguity.statement} Accepted: ${ambiguity.accepted}`,
    strength: 'ambiguity',
    authority: ambiguity.why,
    citation: citationOf(ambiguity),
  };
}

const pages: Readonly<Record<string, string>> = {
  upgrade: 'Upgrade an instance',
  general: 'General pages',
  'release-notes': 'Release notes',
};

/** The title of a page of `sources.yaml`. */
export const titleOf = (page: string): string => pages[page] ?? page;

/** A citation in words: page, section, row, part of an example. */
export function citationOf({ page, section, row, part }: Citation): string {
  const place = /^[\d.]+$/.test(section) ? `§${section}` : section;
  const where = [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(part === undefined ? [] : [part === '*' ? 'body' : part]),
  ];
  return [titleOf(page), place, ...where].join(', ');
}

/** What reports say of the suite. */
export function suiteOf({ package: own, document, sha256 }: Specification): RunResult['suite'] {
  const { title, version } = document.info;
  return { ...own, specification: { title, version, sha256 } };
}
