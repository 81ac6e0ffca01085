/**
 * Whether text matches a pattern, in which `*` stands for any text and `?` for any one character.
 *
 * Not a regular expression: from `*a*a*a*b` one would try each way to share out a long id. Here a mismatch goes back only
 * to the last `*`, because the earlier ones already have the shortest text that lets the rest match.
 */
export function matchesGlob(text: string, pattern: string): boolean {
  let [at, inPattern] = [0, 0];
  let lastStar: { readonly inPattern: number; taken: number } | undefined;
  while (at < text.length) {
    const symbol = pattern[inPattern];
    if (symbol === '*') {
      inPattern += 1;
      lastStar = { inPattern, taken: at };
    } else if (symbol === '?' || symbol === text[at]) {
      at += 1;
      inPattern += 1;
    } else if (lastStar) {
      lastStar.taken += 1;
      at = lastStar.taken;
      inPattern = lastStar.inPattern;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
