import type { RunResult } from '../model/result.ts';

/** A result; undefined: nothing is wrong. Only what no version of the suite would write. */
export type Rule = (result: RunResult) => string | undefined;

/** That an id occurs more than once, as a phrase. */
export function repeated(what: string, ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return `the ${what} ${id} occurs twice`;
    seen.add(id);
  }
  return undefined;
}
