import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cases } from '../../contracts/cases/index.ts';
import { providerStates } from '../../contracts/provider-states.ts';
import { type Catalogue, catalogueOf } from '../catalogue/catalogue.ts';
import type { Requirement } from '../evaluation/conclude.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { ProviderState, StateScope } from '../model/provider-state.ts';
import type { RunResult, Statement } from '../model/result.ts';
import { type LoadedDocument, readDocument } from '../openapi/document.ts';
import type { Operation } from '../openapi/operations.ts';
import { operationsOf } from '../openapi/read-operations.ts';
import type { ReferencePage } from '../pages/drift/requirements.ts';

/** An ambiguity as `spec/ambiguities.yaml` has it. */
interface Ambiguity extends Citation {
  readonly statement: string;
  readonly accepted: string;
  readonly why: string;
}

interface Citation {
  readonly page: string;
  readonly section: string;
  readonly row?: string;
  /** Part of an example. */
  readonly part?: string;
}

/** A requirement as `spec/requirements.yaml` has it, with the digest of the text it cites. */
type RequirementSource = Omit<Requirement, 'citation'> & Citation & { readonly digest?: string };

/** `spec/sources.yaml`. */
export interface Sources {
  readonly pages: Readonly<Record<string, ReferencePage>>;
  /** The member of each status' fault. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Everything that the suite knows about the API, as one JSON value. The build makes it from the files in `spec/`. */
export interface Specification extends LoadedDocument {
  readonly requirements: Readonly<Record<string, RequirementSource>>;
  readonly ambiguities: Readonly<Record<string, Ambiguity>>;
  readonly sources: Sources;
  readonly package: { readonly name: string; readonly version: string };
}

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The build writes it to `dist/spec`. In a checkout this path is in `spec/`, and no such file exists. */
const prepared = fromHere('../../spec/specification.json');

/** Reads and validates the files of `spec/`: at build time, and when the suite runs from a checkout (decision 0015). */
export async function prepareSpecification(root: string): Promise<Specification> {
  const { parse } = await import('yaml');
  const yaml = async (name: string) => parse(await readFile(`${root}/spec/${name}.yaml`, 'utf8'));
  const { name, version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8'));
  return {
    ...(await readDocument(`${root}/spec/openapi.yaml`)),
    requirements: await yaml('requirements'),
    ambiguities: await yaml('ambiguities'),
    sources: await yaml('sources'),
    package: { name, version },
  };
}

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

/** The catalogue of a specification. `fits` chooses the valid request that cases start from. */
export function catalogueFor(
  specification: Specification,
  fits?: (state: ProviderState) => boolean,
): Catalogue {
  return catalogueOf(operationsFor(specification), { rows: cases, scopeOf, ...(fits && { fits }) });
}

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
