import type { CoverageRow, OperationResult, RunResult } from '../model/result.ts';
import { type Group, groupBy } from './queries.ts';

/** An operation and its codes; undefined where it does not document the code of the column. */
export interface MatrixRow {
  readonly operation: OperationResult;
  readonly cells: readonly (CoverageRow | undefined)[];
}

/** Operations as rows, documented codes as columns. */
export interface Matrix {
  readonly codes: readonly number[];
  readonly rows: readonly MatrixRow[];
}

/** All operations and codes of a result, in the order of the document and by number. */
export function matrixOf({ operations, coverage }: Pick<RunResult, 'operations' | 'coverage'>): Matrix {
  const codes = [...new Set(coverage.map(({ status }) => status))].toSorted((a, b) => a - b);
  const known = new Map(coverage.map((row) => [`${row.operationId}/${row.status}`, row]));
  const rows = operations.map((operation) => ({
    operation,
    cells: codes.map((code) => known.get(`${operation.operationId}/${code}`)),
  }));
  return { codes, rows };
}

const order: Readonly<Record<OperationResult['conclusion'], number>> = {
  deviates: 0,
  incomplete: 1,
  conformant: 2,
};

/** The worst rows where there is room for so many only; document order is kept. */
export function worstRows({ rows }: Matrix, most: number): readonly MatrixRow[] {
  if (rows.length <= most) return rows;
  const rankOf = ({ operation }: MatrixRow) => order[operation.conclusion];
  const worst = new Set(rows.toSorted((one, other) => rankOf(one) - rankOf(other)).slice(0, most));
  return rows.filter((row) => worst.has(row));
}

/** The codes that are not shown, by the reason: `no case is about it`, an exclusion, what would exercise them. */
export function codesByReason({ coverage }: Pick<RunResult, 'coverage'>): Group<CoverageRow>[] {
  const rows = coverage.filter(({ reason }) => reason !== undefined);
  return groupBy(rows, ({ verdict, reason }) => [verdict, reason]).toSorted(
    (one, other) => other.length - one.length,
  );
}

/** `2 conform, 1 deviates, 3 incomplete`: the codes of an operation. */
export function codesSummary({ codes }: OperationResult): string {
  const parts = [
    [codes.conforms, codes.conforms === 1 ? 'conforms' : 'conform'],
    [codes.deviates, codes.deviates === 1 ? 'deviates' : 'deviate'],
    [codes.incomplete, 'incomplete'],
    [codes.excluded, 'excluded'],
  ] as const;
  const shown = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return shown.join(', ') || 'no code';
}
