export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** In text known to be JSON: its strings, and the marks that tell where members begin. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/**
 * The value that the bytes write down.
 * @throws Error when they are not UTF-8, not JSON, or name a member of one object twice: which of the two was
 * meant nobody can say (RFC 8259, section 4), and `JSON.parse` would hide the question by taking the last.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8.decode(bytes);
  const value: unknown = JSON.parse(text);
  refuseDuplicates(text);
  return value;
}

/** A loop with its own stack, since the depth of the text is the sender's choice. */
function refuseDuplicates(text: string): void {
  const open: (Set<unknown> | null)[] = [];
  let lastString = '""';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') lastString = token;
    else {
      const names = open.at(-1);
      // Parsed, because one name can be written in several ways with escapes.
      const name: unknown = JSON.parse(lastString);
      if (names?.has(name)) throw new Error(`The member ${lastString} stands there twice.`);
      names?.add(name);
    }
  }
}
