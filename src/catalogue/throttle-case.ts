import type { Operation } from '../openapi/operations.ts';
import type { BaseRequest } from './base-request.ts';
import { buildCase } from './build-case.ts';
import type { Case } from './case.ts';

/** The last part of the id of a case about a throttle that other cases met. */
const slug = 'while-throttled';

/**
 * The case about a throttle's answer that other cases meet during a run. It is never sent itself, so the catalogue
 * does not list it: a result has it when it was met (decision 0008).
 */
export function throttleCase(operation: Operation, base: BaseRequest, status: number): Case {
  const definition = {
    slug,
    title: 'A request that the throttle refuses during the run is answered as documented',
    subject: 'a throttled request',
    status,
    requirements: [],
  };
  return { ...buildCase(operation, base, 'throttle', definition), risk: 'none', states: [] };
}
