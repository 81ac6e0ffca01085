export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** In valid JSON: strings, and the punctuation that shows where members start. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/**
 * Parses JSON.
 * @throws Error if the bytes are not UTF-8, not JSON, or repeat a member name in one object: it is undefined
 * which one counts (RFC 8259 §4), and `JSON.parse` would silently take the last.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8.decode(bytes);
  const value: unknown = JSON.parse(text);
  refuseDuplicates(text);
  return value;
}

/** A loop with its own stack, because the sender decides how deep the text is. */
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
      if (names?.has(name)) throw new Error(`The member ${lastString} occurs twice.`);
      names?.add(name);
    }
  }
}
