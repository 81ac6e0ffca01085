/**
 * Where a string of a JSON text ends that starts at `start`. A loop: a regular expression would try again at each
 * quote of a string that has no end.
 */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
