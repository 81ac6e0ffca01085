/**
 * Whether no two items are the same JSON value (`uniqueItems`). The time is linear in their size, and no recursion
 * follows their depth: a target decides both.
 */
export function areDistinct(items: readonly unknown[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const text = canonicalJson(item);
    if (seen.has(text)) return false;
    seen.add(text);
  }
  return true;
}

/** Text that is written as it is; any other string is a value. */
class Text {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const [comma, endOfList, endOfObject] = [',', ']', '}'].map((text) => new Text(text));

/** The same text for the same JSON value, whatever the order of members. */
function canonicalJson(whole: unknown): string {
  let written = '';
  const pending: unknown[] = [whole];
  while (pending.length > 0) {
    const next = pending.pop();
    if (next instanceof Text) written += next.text;
    else if (Array.isArray(next)) {
      written += '[';
      pending.push(endOfList);
      for (let index = next.length - 1; index >= 0; index -= 1) pending.push(comma, next[index]);
    } else if (typeof next === 'object' && next !== null) {
      written += '{';
      pending.push(endOfObject);
      const members = new Map(Object.entries(next));
      for (const name of [...members.keys()].sort())
        pending.push(comma, members.get(name), new Text(JSON.stringify(name)));
    }
    // Numbers may be infinite here, which JSON writes as null.
    else written += typeof next === 'string' ? JSON.stringify(next) : String(next);
  }
  return written;
}
