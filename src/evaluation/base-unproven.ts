import type { CaseResult } from '../model/result.ts';
import { isClientError, isSuccess } from '../util/status-class.ts';
import type { DocumentedStatus } from './coverage.ts';

/**
 * Marks the refusals of operations of which no valid request was accepted in the run: these may have been refused for
 * another reason than their fault (decision 0039). Their verdicts stay.
 */
export function markBaseUnproven(
  cases: readonly CaseResult[],
  documented: readonly DocumentedStatus[],
): readonly CaseResult[] {
  const codes = new Set(documented.map(({ operationId, status }) => `${operationId} ${status}`));
  const proven = new Set(
    cases
      .filter(({ operationId, expect, exchanges }) => {
        const status = exchanges.at(-1)?.response?.status ?? 0;
        return isSuccess(expect) && isSuccess(status) && codes.has(`${operationId} ${status}`);
      })
      .map(({ operationId }) => operationId),
  );
  return cases.map(({ baseUnproven: _, ...item }) =>
    !proven.has(item.operationId) && isAcceptedRefusal(item) ? { ...item, baseUnproven: true } : item,
  );
}

const isAcceptedRefusal = ({ expect, verdict, exchanges, unplanned }: CaseResult): boolean =>
  isClientError(expect) &&
  (verdict === 'conforms' || verdict === 'tolerated') &&
  exchanges.length > 0 &&
  unplanned !== true;
