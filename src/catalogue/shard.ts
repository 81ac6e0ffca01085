import { SuiteError } from '../model/errors.ts';
import type { CaseFacts } from '../model/result.ts';
import { selectCases } from './select.ts';
import { setUpKey } from './set-up-key.ts';

/** One of so many parts of a run, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

type Splittable = Pick<CaseFacts, 'id' | 'status' | 'risk' | 'states'>;

/**
 * The ids of the cases that are chosen, and of these only the part that is asked for; undefined for all cases.
 * @throws SuiteError of kind `usage`
 */
export function selectCasesOfShard(
  cases: readonly Splittable[],
  { only, skip, shard }: { only: readonly string[]; skip: readonly string[]; shard: Shard | undefined },
): ReadonlySet<string> | undefined {
  const selected = selectCases(cases, only, skip);
  return shard ? shardOf(selected ? cases.filter(({ id }) => selected.has(id)) : cases, shard) : selected;
}

/**
 * The ids of one part of the cases. Those that share a set-up stay together; the parts are as even as that allows, and
 * the same cases always make the same parts.
 * @throws SuiteError of kind `usage` when a part would be empty.
 */
export function shardOf(cases: readonly Splittable[], { index, of }: Shard): ReadonlySet<string> {
  const groups = groupsOf(cases);
  if (groups.length < of)
    throw new SuiteError(
      'usage',
      `--shard ${index}/${of} leaves parts empty: the selected cases make ${groups.length} groups that share a set-up, so split into ${groups.length} at most.`,
    );
  const parts = Array.from({ length: of }, (): string[] => []);
  // The largest first, each to the part that has least: the sort is stable, so nothing is left to chance.
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
