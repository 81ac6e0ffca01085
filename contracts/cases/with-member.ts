import { type CaseDefinition, json } from '../../src/catalogue/case.ts';
import type { Value } from '../../src/model/json.ts';
import type { Tolerance } from '../../src/model/result.ts';
import { replacedAt } from '../../src/util/replaced-at.ts';

export const tolerating = (ambiguity: string, ...statuses: readonly number[]): Tolerance[] =>
  statuses.map((status) => ({ status, ambiguity }));

/** The body of the valid request with another value at a path of names, which may be new. */
export function withMember(
  body: Value | undefined,
  path: readonly string[],
  value: Value,
): NonNullable<CaseDefinition['request']> {
  return { body: json(replacedAt(body ?? {}, path, value)) };
}
