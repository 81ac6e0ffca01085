import type { Risk } from '../model/result.ts';

/** From what can do no harm to what can do the most. */
const ranks: Readonly<Record<Risk, number>> = { none: 0, 'if-deviant': 1, change: 2, create: 3, destroy: 4 };

/** The item with the greatest risk, the first of several; undefined without items. */
export function riskiest<T extends { readonly risk: Risk }>(items: Iterable<T>): T | undefined {
  let most: T | undefined;
  for (const item of items) if (!most || ranks[item.risk] > ranks[most.risk]) most = item;
  return most;
}
