import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases } from '../../contracts/cases/index.ts';
import { providerStates } from '../../contracts/provider-states.ts';
import { type Catalogue, catalogueOf } from '../catalogue/catalogue.ts';
import { requestValueNames, secretValueName, valueNames } from '../config/api-options.ts';
import type { SpecSettings } from '../config/settings/catalogue.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { ProviderState, StateScope } from '../model/provider-state.ts';
import type { RunResult } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { type ReadOperations, readOperations } from '../openapi/read-operations.ts';
import { atPath, pointerTo } from '../util/json-pointer.ts';
import { didYouMean } from '../util/nearest.ts';
import { isPlainObject } from '../util/plain-object.ts';
import type { Specification } from './prepare-specification.ts';
import { citationOf, pageOf } from './statements.ts';

export type { Sources, Specification } from './prepare-specification.ts';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The build writes it to `dist/spec`. In a checkout this path is in `spec/`, and no such file exists. */
const prepared = fromHere('../../spec/specification.json');

/** Reading documents takes many modules, which a run of the package does without (decision 0015). */
async function fromFiles(): Promise<Specification> {
  const { prepareSpecification } = await import('./prepare-specification.ts');
  return prepareSpecification(fromHere('../..'));
}

/**
 * The specification that ships. `spec` names another OpenAPI document to use instead. Unless that says that it is about
 * the same reference, it shares nothing with what ships: equal ids, also of operations, mean something else there.
 */
export async function loadSpecification(spec?: SpecSettings): Promise<Specification> {
  shipped ??= readShipped().catch((error: unknown) => {
    shipped = undefined;
    throw error;
  });
  const own = await shipped;
  if (!spec) return own;
  const { readDocument } = await import('../openapi/document.ts');
  const other = { ...own, ...(await readDocument(spec.file, spec)), file: basename(spec.file) };
  return isOfReference(other) ? other : { ...other, requirements: {}, ambiguities: {} };
}

/** Read once in a process: a library or a test makes many runs. What is derived of it hangs on the object. */
let shipped: Promise<Specification> | undefined;

async function readShipped(): Promise<Specification> {
  const text = await readFile(prepared, 'utf8').catch(() => undefined);
  return text === undefined ? fromFiles() : parsed(text);
}

/** Whether the rows, requirements and ambiguities of `spec/` and `contracts/` are about the document's operations. */
export function isOfReference({ document, sources }: Pick<Specification, 'document' | 'sources'>): boolean {
  return atPath(document, 'x-reference') === sources.reference;
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

/** What a run knows beforehand, and its catalogue depends on. */
export interface CatalogueTerms {
  /** Chooses the valid request that cases start from: one for such a state. */
  readonly state?: ProviderState | undefined;
  /** Names of header fields that are in every request. @default none */
  readonly headers?: readonly string[];
}

/** The catalogue of a specification. */
export function catalogueFor(specification: Specification, terms: CatalogueTerms = {}): Catalogue {
  const all = catalogues.get(specification) ?? new Map<string, Catalogue>();
  catalogues.set(specification, all);
  const { state, headers = [] } = terms;
  const key = JSON.stringify([state, headers]);
  const known = all.get(key) ?? newCatalogue(specification, terms);
  if (all.size < rememberedCatalogues) all.set(key, known);
  return known;
}

/** As with the operations, for the terms of the first runs: mostly all have the same. */
const catalogues = new WeakMap<Specification, Map<string, Catalogue>>();
const rememberedCatalogues = 4;

function newCatalogue(specification: Specification, { state, headers = [] }: CatalogueTerms): Catalogue {
  const rows = isOfReference(specification) ? cases : [];
  const read = operationsFor(specification);
  const catalogue = catalogueOf(read.operations, {
    rows,
    scopeOf,
    ownValues,
    pathValues,
    ...(state && { fits: stateMatcher(state) }),
    givenHeaders: new Set(headers.map((name) => name.toLowerCase())),
  });
  checkStatements(specification, catalogue);
  const { unusable, notCovered } = specification;
  return {
    ...catalogue,
    unusable: [...unusable, ...read.unusable, ...(catalogue.unusable ?? [])],
    notCovered,
  };
}

/** Tells whether a state has the name and the parameters of a known one. */
const stateMatcher = (known: ProviderState) => (asked: ProviderState) =>
  asked.name === known.name &&
  Object.entries(known.params).every(([key, value]) => asked.params[key] === value);

/** Options give these, so an example of the document takes the place of none. */
const ownValues: ReadonlySet<string> = new Set(requestValueNames);

/** A run always has these, whether or not a document means the same by the name of a parameter. */
const pathValues: ReadonlySet<string> = new Set([valueNames.apiVersion, secretValueName]);

/**
 * A document of the reference may name only what `spec/` has. Any other names ids that only its users know.
 * @throws SuiteError of kind `configuration` for an unknown id.
 */
function checkStatements(specification: Specification, catalogue: Catalogue): void {
  if (!isOfReference(specification)) return;
  const { requirements, ambiguities } = specification;
  const check = (what: string, names: readonly string[], known: object, id: string) => {
    const unknown = names.find((name) => !Object.hasOwn(known, name));
    if (unknown !== undefined)
      throw new SuiteError(
        'configuration',
        `The document names the ${what} ${JSON.stringify(unknown)} (in the case ${id}), which the reference does not have.${didYouMean(unknown, Object.keys(known))} A document about something else has no x-reference.`,
      );
  };
  for (const { id, requirements: named, tolerates, anyBody } of catalogue.cases) {
    check('requirement', named, requirements, id);
    const all = [...tolerates.map(({ ambiguity }) => ambiguity), ...(anyBody === undefined ? [] : [anyBody])];
    check('ambiguity', all, ambiguities, id);
  }
}

/** The operations of a specification, with the strength of their requirements, and where each code is stated. */
export function operationsFor(specification: Specification): ReadOperations {
  const known = operationsOf.get(specification) ?? readOperationsOf(specification);
  operationsOf.set(specification, known);
  return known;
}

/** Each run of a process takes them, with the validators that were compiled for the one before. */
const operationsOf = new WeakMap<Specification, ReadOperations>();

function readOperationsOf(specification: Specification): ReadOperations {
  const { document, requirements, file, sources } = specification;
  const advisory = Object.entries(requirements).filter(([, { strength }]) => strength === 'should');
  const { operations, unusable } = readOperations(document, new Set(advisory.map(([id]) => id)));
  const places = placesOf(document);
  const withCitations = operations.map((operation) => {
    const { responses, otherResponses } = operation;
    const page = isOfReference(specification) ? pageOf(operation, sources) : undefined;
    const placeOf = (code: string) =>
      page === undefined
        ? `${file}#${pointerOf(operation, code, places)}`
        : citationOf({ page, section: 'response codes', row: code }, sources);
    const cited = <K, R extends { readonly citation?: string }>(all: ReadonlyMap<K, R>) =>
      new Map(
        [...all].map(([code, response]) => {
          const { citation = placeOf(String(code)) } = response;
          return [code, { ...response, citation }] as const;
        }),
      );
    return {
      ...operation,
      responses: cited(responses),
      ...(otherResponses && { otherResponses: cited(otherResponses) }),
    };
  });
  return { operations: withCitations, unusable };
}

/** The key of the path of each operation, and its responses, by operation id. */
type Places = ReadonlyMap<unknown, { readonly path: string; readonly responses: unknown }>;

function placesOf({ paths = {} }: Specification['document']): Places {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.values(item ?? {}).map(
      (part) => [atPath(part, 'operationId'), { path, responses: atPath(part, 'responses') }] as const,
    ),
  );
  return new Map(all);
}

/** The place of a documented code or range. */
function pointerOf({ id, method, path }: Operation, code: string, places: Places): string {
  const place = places.get(id) ?? { path, responses: {} };
  // A range may be written 4xx.
  const names = Object.keys(isPlainObject(place.responses) ? place.responses : {});
  const name = names.find((one) => one.toLowerCase() === code.toLowerCase()) ?? code;
  return pointerTo('', 'paths', place.path, method.toLowerCase(), 'responses', name);
}

const scopes: ReadonlyMap<string, StateScope> = new Map(
  Object.entries(providerStates).map(([name, { scope }]) => [name, scope]),
);

/** What is assumed of a state when its driver's answer names no scope. */
export const scopeOf = (state: string): StateScope => scopes.get(state) ?? 'instance';

/** What reports say of the suite. */
export function suiteOf({ package: own, document, sha256, format }: Specification): RunResult['suite'] {
  const { title, version } = document.info;
  return { ...own, specification: { title, version, sha256, format } };
}
