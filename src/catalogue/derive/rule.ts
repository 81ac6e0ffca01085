import type { StateScope } from '../../model/provider-state.ts';
import type { Expectation } from '../../openapi/extensions.ts';
import type { Operation } from '../../openapi/operations.ts';
import type { BaseRequest } from '../base-request.ts';
import type { CaseDefinition } from '../case.ts';

/** Derives cases from any operation. A rule knows HTTP and OpenAPI, but no particular API. */
export interface Rule {
  readonly id: string;
  /** Whether its cases need no valid request: it derives them also where none is known. */
  readonly withoutBase?: true;
  /**
   * Whether its requests are faulty by their content alone (body, media type, query, fields), so that they are none where
   * another operation of the same method and path accepts them (decision 0043).
   */
  readonly ofContent?: true;
  derive(operation: Operation, base: BaseRequest, known: Known): readonly CaseDefinition[];
}

/** What a rule may build on beside the operation. */
export interface Known {
  /** What the rules before it and the rows define. */
  readonly definitions: readonly CaseDefinition[];
  /** The scope of a provider state, by its name. */
  readonly scopeOf: (state: string) => StateScope;
}

/** A name of the document as part of a case id. */
export const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');

/** What the document says about the answer; where it names no status, the default of the rule holds. */
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
