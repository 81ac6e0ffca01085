/** Patterns of a document that may take very long for some texts, and the time that they have (decision 0030). */

import { TimeLimitError, withTimeLimit } from '../util/time-limit.ts';

/** The patterns of one piece of work took longer than they may. */
export class PatternTimeError extends Error {
  override readonly name = 'PatternTimeError';
  readonly pattern: string;

  constructor(pattern: string, options: ErrorOptions) {
    super(`The pattern ${pattern} took too long.`, options);
    this.pattern = pattern;
  }
}

/** When the patterns of the work under way have to be done, by `performance.now`. */
let deadline = Number.POSITIVE_INFINITY;

/**
 * Work in which patterns have so much time, in all.
 * @throws PatternTimeError if they take longer
 */
export function withPatternLimit<T>(milliseconds: number, work: () => T): T {
  const before = deadline;
  deadline = performance.now() + milliseconds;
  try {
    return work();
  } finally {
    deadline = before;
  }
}

/** What the compiler of schemas needs of a regular expression. */
interface RegExpLike {
  test(text: string): boolean;
  toString(): string;
}

/** A pattern as a schema has it, within the limit of the work that uses it. */
export function limitedPattern(source: string, flags: string): RegExpLike {
  const pattern = new RegExp(source, flags);
  if (isQuick(source)) return pattern;
  return {
    test(text) {
      if (deadline === Number.POSITIVE_INFINITY) return pattern.test(text);
      try {
        return withTimeLimit(Math.max(1, Math.ceil(deadline - performance.now())), () => pattern.test(text));
      } catch (error) {
        if (!(error instanceof TimeLimitError)) throw error;
        throw new PatternTimeError(source, { cause: error });
      }
    },
    // By this, the compiler tells patterns apart.
    toString: () => String(pattern),
  };
}

/** In how many ways a quick pattern may match at most, apart from the length of its one repetition. */
const mostWays = 256;

/**
 * Whether a pattern takes no longer than the text is long, times a constant: it begins with `^` whatever it matches, repeats
 * no group, has at most one repetition without an end, and few choices. A limit takes a thread of its own for each text,
 * which these do without.
 */
function isQuick(source: string): boolean {
  const bare = withoutClasses(source.replace(/\\./gs, 'x')).replaceAll('(?', '(');
  const endless = bare.match(/[*+]|\{\d+,\}/g) ?? [];
  return (
    bare.startsWith('^') &&
    !withoutGroups(bare).includes('|') &&
    !/\)[*+{]/.test(bare) &&
    endless.length < 2 &&
    waysOf(bare) <= mostWays
  );
}

/** A bound: each `|` and each `?` at most doubles them. */
function waysOf(bare: string): number {
  const choices = bare.match(/[|?]/g) ?? [];
  const counts = [...bare.matchAll(/\{(\d+),(\d+)\}/g)].map(
    ([, least, most]) => Number(most) - Number(least) + 1,
  );
  return counts.reduce((ways, count) => ways * count, 2 ** choices.length);
}

/** A pattern with a letter in place of each group. */
function withoutGroups(pattern: string): string {
  const outer = pattern.replaceAll(/\([^()]*\)/g, 'x');
  return outer === pattern ? outer : withoutGroups(outer);
}

/** A pattern with a letter in place of each class of characters. */
function withoutClasses(pattern: string): string {
  const [start = '', ...rest] = pattern.split('[');
  let all = start;
  let within = false;
  for (const part of rest) {
    const end = part.indexOf(']');
    if (!within) all += 'x';
    within = end < 0;
    if (!within) all += part.slice(end + 1);
  }
  return all;
}
