import { SuiteError } from '../model/errors.ts';
import type { CaseFacts } from '../model/result.ts';
import type { UnusableOperation } from '../openapi/document.ts';
import { selectCases } from './select.ts';
import { setUpKey } from './set-up-key.ts';

/** One part of a run that is split into `of` parts, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** What selects cases. */
export interface CaseOptions {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard: Shard | undefined;
  /** Operations without cases that `skip` may name. */
  readonly unusable?: readonly UnusableOperation[] | undefined;
}

type Splittable = Pick<CaseFacts, 'id' | 'status' | 'risk' | 'states'>;

/**
 * The ids of the selected cases in the given shard; undefined for all cases.
 * @throws SuiteError of kind `usage`
 */
export function selectCasesOfShard(
  cases: readonly Splittable[],
  { only, skip, shard, unusable }: CaseOptions,
): ReadonlySet<string> | undefined {
  const selected = selectCases(cases, only, skip, unusable);
  return shard ? shardOf(selected ? cases.filter(({ id }) => selected.has(id)) : cases, shard) : selected;
}

/**
 * The ids of one part of the cases. Cases that share a set-up stay together; otherwise the parts are as equal
 * as possible. The same cases always give the same parts.
 * @throws SuiteError of kind `usage` if a part would be empty.
 */
export function shardOf(cases: readonly Splittable[], { index, of }: Shard): ReadonlySet<string> {
  const groups = groupsOf(cases);
  if (groups.length < of)
    throw new SuiteError(
      'usage',
      `--shard ${index}/${of} would leave parts empty: the selected cases form ${groups.length} groups that share a set-up, so there can be at most ${groups.length}.`,
    );
  const parts = Array.from({ length: of }, (): string[] => []);
  // The largest group first, each to the smallest part. The sort is stable, so the result is deterministic.
  for (const group of groups.toSorted((a, b) => b.length - a.length)) {
    const least = parts.reduce((best, part) => (part.length < best.length ? part : best));
    least.push(...group);
  }
  return new Set(parts[index - 1]);
}

/** Cases that share a set-up stay together, so that no two parts set the same state up. */
function groupsOf(cases: readonly Splittable[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const item of cases) {
    const key = setUpKey(item, false);
    const group = groups.get(key);
    if (group) group.push(item.id);
    else groups.set(key, [item.id]);
  }
  return [...groups.values()];
}
