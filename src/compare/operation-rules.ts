import { codesOf } from '../evaluation/operations.ts';
import type { CoverageRow, OperationResult, RunResult } from '../model/result.ts';
import { type Rule, repeated } from './rule.ts';

/** How a report contradicts itself in what it says of operations and of excluded codes. */
export const operationRules: readonly Rule[] = [
  ({ operations }) =>
    repeated(
      'operation',
      operations.map(({ operationId }) => operationId),
    ),
  ({ operations, coverage }) => {
    const known = new Set(operations.map(({ operationId }) => operationId));
    const other = coverage.find(({ operationId }) => !known.has(operationId));
    return other && `it has a code of the operation ${other.operationId}, which it does not list`;
  },
  ({ coverage }) => {
    const row = coverage.find(({ verdict, reason }) => verdict === 'excluded' && reason === undefined);
    return row && `${row.operationId}/${row.status} is excluded without a reason`;
  },
  (result) => {
    const rows = rowsByOperation(result);
    for (const operation of result.operations) {
      const found = contradictionOf(operation, rows.get(operation.operationId) ?? [], result);
      if (found !== undefined) return `${found} of the operation ${operation.operationId}`;
    }
    return undefined;
  },
  ({ conclusion, operations }) => {
    if (conclusion !== 'conformant') return undefined;
    const other = operations.find((operation) => operation.conclusion !== 'conformant');
    return other && `its conclusion is conformant, and that of ${other.operationId} is ${other.conclusion}`;
  },
];

const verdicts = ['conforms', 'deviates', 'incomplete', 'excluded'] as const;

function contradictionOf(
  { conclusion, codes }: OperationResult,
  rows: readonly CoverageRow[],
  { operations, conclusion: ofRun }: RunResult,
): string | undefined {
  const counted = codesOf(rows);
  if (verdicts.some((verdict) => codes[verdict] !== counted[verdict]))
    return 'the numbers of codes are not those';
  const deviates = counted.deviates > 0 || (operations.length === 1 && ofRun === 'deviates');
  // A case about a code that is not listed may deviate as well.
  if (conclusion === 'deviates' ? ofRun !== 'deviates' : deviates)
    return `the conclusion ${conclusion} is not that`;
  const shown = counted.incomplete === 0 && rows.length > 0;
  return conclusion === 'conformant' && !shown ? 'the conclusion conformant is not that' : undefined;
}

function rowsByOperation({ coverage }: RunResult): Map<string, CoverageRow[]> {
  const rows = new Map<string, CoverageRow[]>();
  for (const row of coverage) rows.set(row.operationId, [...(rows.get(row.operationId) ?? []), row]);
  return rows;
}
