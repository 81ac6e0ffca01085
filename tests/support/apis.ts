import { join } from 'node:path';
import { catalogueFor } from '../../src/app/derive-catalogue.ts';
import { loadSpecification, type Specification } from '../../src/app/specification.ts';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { catalogueInScope } from '../../src/catalogue/scope.ts';
import { readDocument } from '../../src/openapi/document.ts';
import type { Operation } from '../../src/openapi/operations.ts';
import { operationsOf } from '../../src/openapi/operations-of.ts';
import { deepest } from './deepest.ts';

export { deepest } from './deepest.ts';

export const root = join(__dirname, '../..');

/** The API that the suite ships, from the files of `spec/`. */
export interface OwnApi {
  readonly specification: Specification;
  /** Its first and deepest operation, and the cases of that. */
  readonly operation: Operation;
  readonly catalogue: Catalogue;
  /** The cases of every operation. */
  readonly whole: Catalogue;
}

/** Read once: nothing changes it. */
let prepared: Promise<Specification> | undefined;

export async function ownApi(): Promise<OwnApi> {
  prepared ??= loadSpecification();
  const specification = await prepared;
  const whole = catalogueFor(specification);
  const catalogue = catalogueInScope(whole, [deepest]);
  return { specification, operation: only([...catalogue.operations.values()]), catalogue, whole };
}

/** Another API altogether: the loans of a library. */
export async function otherApi(): Promise<readonly Operation[]> {
  const { document } = await readDocument(join(root, 'tests/support/other-api.yaml'));
  return operationsOf(document);
}

export function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`${items.length} instead of one`);
  return item;
}

export function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Error('not found');
  return item;
}
