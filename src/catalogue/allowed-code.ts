import type { CoverageRow } from '../model/result.ts';

/** A documented code that may stay unshown: a status of every operation, or `operation/status`. */
export type AllowedCode = number | string;

/** The parts of an allowed code; undefined for other text. */
export function partsOfCode(
  code: AllowedCode,
): { readonly operationId?: string; readonly status: number } | undefined {
  const [, operationId, status] = /^(?:([A-Za-z0-9_.-]+)\/)?([1-5]\d\d)$/.exec(String(code)) ?? [];
  if (status === undefined) return undefined;
  return { ...(operationId !== undefined && { operationId }), status: Number(status) };
}

/** Whether a code of an operation is among the allowed ones. */
export function allowsCode(
  codes: readonly AllowedCode[],
  { operationId, status }: Pick<CoverageRow, 'operationId' | 'status'>,
): boolean {
  return codes.some((code) => code === status || code === `${operationId}/${status}`);
}
