import type { Expectation } from '../../openapi/extensions.ts';
import type { Operation } from '../../openapi/operations.ts';
import type { BaseRequest } from '../base-request.ts';
import type { CaseDefinition } from '../case.ts';

/** Derives cases from any operation. A rule knows HTTP and OpenAPI, and nothing of a particular API. */
export interface Rule {
  readonly id: string;
  derive(operation: Operation, base: BaseRequest): readonly CaseDefinition[];
}

/** A name of the document as a part of a case's id. */
export const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');

/** What a draft takes from the document: where that names no status, the rule's own one holds. */
export function expectedAnswer(
  expectation: Expectation,
  defaultStatus: number,
  more: { readonly requirements?: readonly string[]; readonly tolerates?: CaseDefinition['tolerates'] } = {},
): Pick<CaseDefinition, 'status' | 'requirements' | 'tolerates' | 'anyBody'> {
  return {
    status: expectation.status ?? defaultStatus,
    requirements: [...expectation.requirements, ...(more.requirements ?? [])],
    tolerates: [...expectation.tolerates, ...(more.tolerates ?? [])],
    ...(expectation.anyBody !== undefined && { anyBody: expectation.anyBody }),
  };
}
