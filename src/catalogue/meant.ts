/** Suggests the case id or pattern that was meant by one that matches no case. */
import type { CaseFacts } from '../model/result.ts';
import { nearest } from '../util/nearest.ts';
import { matchesGlob } from './glob.ts';

type Named = Pick<CaseFacts, 'id' | 'status'>;

/** A sentence to append to an error message, with a leading space; empty when nothing is similar. */
export function caseMeant(typed: string, cases: readonly Named[]): string {
  if (/^\d{3}$/.test(typed)) return ` There are cases about ${statusesOf(cases)}.`;
  const ids = cases.map(({ id }) => id);
  const meant = patternMeant(typed, ids);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}

const statusesOf = (cases: readonly Named[]): string =>
  [...new Set(cases.map(({ status }) => status))].toSorted((one, other) => one - other).join(', ');

/**
 * The id or the pattern that was meant. Ids have parts between slashes: each is corrected in turn, among those that go with the parts before
 * it, and what follows an unknown one is left open.
 */
export function patternMeant(typed: string, ids: readonly string[]): string | undefined {
  const longest = Math.max(0, ...ids.map((id) => id.split('/').length));
  const parts = typed.split('/').filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  // Without its beginning, such as 404/no-such-thing.
  for (let missing = 0; missing + parts.length <= longest; missing += 1) {
    const meant = corrected([...Array<string>(missing).fill('*'), ...parts], ids);
    if (meant !== undefined) return meant;
  }
  // With other separators, such as a dot.
  return nearest(typed, ids);
}

function corrected(parts: readonly string[], ids: readonly string[]): string | undefined {
  let left = ids.map((id) => id.split('/'));
  const found: string[] = [];
  for (const [index, part] of parts.entries()) {
    const known = new Set(left.flatMap((id) => id[index] ?? []));
    const meant = partMeant(part, known);
    if (meant === undefined) return found.some((one) => one !== '*') ? `${found.join('/')}/*` : undefined;
    found.push(meant);
    left = left.filter((id) => id[index] !== undefined && matchesGlob(id[index], meant));
  }
  // An id without its end, such as that of an operation.
  const isWhole = found.at(-1)?.endsWith('*') === true || left.some((id) => id.length === parts.length);
  return isWhole ? found.join('/') : `${found.join('/')}/*`;
}

/** A code is another one, and not a misspelt one. */
function partMeant(part: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(part) || [...known].some((one) => matchesGlob(one, part))) return part;
  return /^\d+$/.test(part) ? undefined : nearest(part, known);
}
