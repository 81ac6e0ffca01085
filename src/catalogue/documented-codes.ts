import type { Catalogue } from './catalogue.ts';

/** Of each operation, the codes that a run has to show: those it documents, and of its ranges those that cases ask for (decision 0040). */
export function documentedCodesOf({
  operations,
  cases,
}: Pick<Catalogue, 'operations' | 'cases'>): ReadonlyMap<string, readonly number[]> {
  const codes = new Map([...operations.values()].map(({ id, responses }) => [id, new Set(responses.keys())]));
  for (const { operationId, status } of cases) codes.get(operationId)?.add(status);
  return new Map([...codes].map(([id, all]) => [id, [...all].toSorted((a, b) => a - b)]));
}
