import { readFile } from 'node:fs/promises';
import type { Requirement } from '../evaluation/conclude.ts';
import { type LoadedDocument, readDocument } from '../openapi/document.ts';
import type { ReferencePage } from '../pages/drift/requirements.ts';

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

/** A requirement as `spec/requirements.yaml` has it, with the digest of the text it cites. */
type RequirementSource = Omit<Requirement, 'citation'> & Citation & { readonly digest?: string };

/** `spec/sources.yaml`. */
export interface Sources {
  /** What a document has in `x-reference` if its ids of requirements and ambiguities are those of `spec/`. */
  readonly reference: string;
  readonly pages: Readonly<Record<string, ReferencePage>>;
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
}

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
    file: 'openapi.yaml',
    package: { name, version },
  };
}
