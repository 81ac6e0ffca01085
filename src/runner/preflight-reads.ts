import type { ResourceKind } from '../checks/resource.ts';
import type { Operation } from '../openapi/operations.ts';
import type { RunOptions } from './options.ts';
import type { PreflightOptions } from './preflight-options.ts';
import { readRequest } from './read-resource.ts';

/** What is read for a resource: its kind, the operation whose paths and credential it shares, and the run's values. */
export interface Subject {
  readonly kind: ResourceKind;
  readonly operation: Operation;
  readonly options: PreflightOptions;
}

/** The URLs that are read first, for a plan. */
export function preflightReads(options: RunOptions): string[] {
  return subjects(options).flatMap(({ kind, operation }) => {
    const path = hasOwnResource(options, kind) ? kind.read : kind.list;
    const request = readRequest(options.target, { path, operation, values: options.target.values });
    return request ? [request.url] : [];
  });
}

/** One subject for each kind of resource that an operation of the catalogue acts on. */
export function subjects({ preflight, catalogue, target }: RunOptions): Subject[] {
  if (!preflight || target.builtIn) return [];
  return preflight.resources.flatMap((kind) => {
    const operation = [...catalogue.operations.values()].find(
      ({ resourceParameter }) => resourceParameter === kind.parameter,
    );
    return operation ? [{ kind, operation, options: preflight }] : [];
  });
}

export const hasOwnResource = ({ target }: RunOptions, { parameter }: ResourceKind): boolean =>
  target.values[parameter] !== undefined;
