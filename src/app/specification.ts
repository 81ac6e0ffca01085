import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providerStates } from '../../contracts/provider-states.ts';
import type { SpecSettings } from '../config/settings/catalogue.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { StateScope } from '../model/provider-state.ts';
import type { RunResult } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { type ReadOperations, readOperations } from '../openapi/read-operations.ts';
import type { ValidatorOf } from '../openapi/violations.ts';
import { atPath, pointerTo } from '../util/json-pointer.ts';
import { isPlainObject } from '../util/plain-object.ts';
import type { Specification } from './prepare-specification.ts';
import { specificationIn } from './specification-text.ts';
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
  const document = await readDocument(spec.file, spec);
  const other = { ...own, ...document, file: basename(spec.file), catalogue: undefined };
  return isOfReference(other) ? other : { ...other, requirements: {}, ambiguities: {} };
}

/** Read once in a process: a library or a test makes many runs. What is derived of it hangs on the object. */
let shipped: Promise<Specification> | undefined;

async function readShipped(): Promise<Specification> {
  const text = await readFile(prepared, 'latin1').catch(() => undefined);
  return text === undefined ? fromFiles() : parsed(text);
}

/** Whether the rows, requirements and ambiguities of `spec/` and `contracts/` are about the document's operations. */
export function isOfReference({ document, sources }: Pick<Specification, 'document' | 'sources'>): boolean {
  return atPath(document, 'x-reference') === sources.reference;
}

function parsed(text: string): Specification {
  try {
    return specificationIn(text);
  } catch (cause) {
    throw new SuiteError(
      'internal',
      `${prepared} is damaged (${rootMessage(cause)}); install the package again.`,
      { cause },
    );
  }
}

/** The operations of a specification, with the strength of their requirements, and where each code is stated. */
export function operationsFor(specification: Specification, validatorOf: ValidatorOf): ReadOperations {
  const known = operationsOf.get(specification) ?? readOperationsOf(specification, validatorOf);
  operationsOf.set(specification, known);
  return known;
}

/** Each run of a process takes them, with the validators that were compiled for the one before. */
const operationsOf = new WeakMap<Specification, ReadOperations>();

function readOperationsOf(specification: Specification, validatorOf: ValidatorOf): ReadOperations {
  const { document, requirements, file, sources } = specification;
  const advisory = Object.entries(requirements).filter(([, { strength }]) => strength === 'should');
  const advisoryIds = new Set(advisory.map(([id]) => id));
  const { operations, unusable } = readOperations(document, validatorOf, advisoryIds);
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
