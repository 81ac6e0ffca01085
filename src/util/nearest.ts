import { distance } from 'fastest-levenshtein';

/** Compares letters and digits only: `api_version`, `--api-version` and `apiVersion` are the same. */
const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The known name that is most like a mistyped one; undefined when none is similar enough. */
export function nearest(typed: string, names: Iterable<string>): string | undefined {
  const wanted = letters(typed);
  let best: { readonly name: string; readonly steps: number } | undefined;
  for (const name of names) {
    const steps = distance(wanted, letters(name));
    const near = steps <= Math.max(1, Math.floor(Math.min(wanted.length, letters(name).length) * 0.4));
    if (!near) continue;
    // Of two that are as near, the one with the same beginning: first letters are seldom mistyped.
    const better = letters(name)[0] === wanted[0] && letters(best?.name ?? '')[0] !== wanted[0];
    if (best === undefined || steps < best.steps || (steps === best.steps && better)) best = { name, steps };
  }
  return best?.name;
}

/** A sentence to append to an error message, with a leading space; empty when no name is similar. */
export function didYouMean(typed: string, names: Iterable<string>): string {
  const name = nearest(typed, names);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}
