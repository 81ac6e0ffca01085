import { readdir, readFile } from 'node:fs/promises';
import type { Case } from '../catalogue/case.ts';
import type { Requirement } from '../evaluation/conclude.ts';
import { type LoadedDocument, readDocument } from '../openapi/document.ts';
import type { PreparedSchemas } from '../openapi/prepared-validator.ts';
import type { CitedRequirement, ReferencePages } from '../pages/drift/citation-data.ts';

/** An ambiguity as `spec/ambiguities.yaml` has it. */
export interface Ambiguity extends Citation {
  readonly statement: string;
  readonly accepted: string;
  readonly why: string;
}

export interface Citation {
  readonly page: string;
  readonly section: string;
  readonly row?: string;
  /** Part of an example. */
  readonly part?: string;
}

/** A requirement as `spec/requirements` has it, with the digests of the text it cites. */
export interface RequirementSource extends Omit<Requirement, 'citation'>, CitedRequirement {}

/** `spec/sources.yaml`. */
export interface Sources {
  /** What a document has in `x-reference` if its ids of requirements and ambiguities are those of `spec/`. */
  readonly reference: string;
  readonly pages: ReferencePages;
  /** The member of each status' fault. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Everything that the suite knows about the API, as one JSON value. The build makes it from the files in `spec/`. */
export interface Specification extends LoadedDocument {
  readonly requirements: Readonly<Record<string, RequirementSource>>;
  readonly ambiguities: Readonly<Record<string, Ambiguity>>;
  readonly sources: Sources;
  /** Name of the document's file, for citations. */
  readonly file: string;
  readonly package: { readonly name: string; readonly version: string };
  /** The catalogue of a run without terms that cases depend on. @default derived when it is needed */
  readonly catalogue?: PreparedCatalogue | undefined;
}

/** A catalogue without its operations, which hold functions. */
export interface PreparedCatalogue {
  readonly cases: readonly Case[];
  /** What is said of an operation, by its id. */
  readonly notes: Readonly<Record<string, readonly string[]>>;
  /** The schemas of its operations. */
  readonly schemas: PreparedSchemas;
}

/** Reads and validates the files of `spec/`: at build time, and when the suite runs from a checkout (decision 0015). */
export async function prepareSpecification(root: string): Promise<Specification> {
  const { parse } = await import('yaml');
  const yaml = async (name: string) => parse(await readFile(`${root}/spec/${name}.yaml`, 'utf8'));
  const { name, version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8'));
  return {
    ...(await readDocument(`${root}/spec/openapi.yaml`)),
    requirements: await requirementsIn(root, yaml),
    ambiguities: await yaml('ambiguities'),
    sources: await yaml('sources'),
    file: 'openapi.yaml',
    package: { name, version },
  };
}

/** Those of every file, in the order of the files' names. */
async function requirementsIn(
  root: string,
  yaml: (name: string) => Promise<Specification['requirements']>,
): Promise<Specification['requirements']> {
  const names = (await readdir(`${root}/spec/requirements`)).filter((name) => name.endsWith('.yaml')).sort();
  const all: Record<string, RequirementSource> = {};
  for (const name of names)
    for (const [id, requirement] of Object.entries(await yaml(`requirements/${name.slice(0, -5)}`))) {
      if (Object.hasOwn(all, id)) throw new Error(`spec/requirements states ${id} twice.`);
      all[id] = requirement;
    }
  return all;
}
