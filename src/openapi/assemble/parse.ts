import { rootMessage } from '../../model/errors.ts';
import { withNumbersReplaced } from '../../util/numbers-as-text.ts';

/** A whole number of more digits than a double has. */
const longInteger = /(?<![\w.+-])-?\d{16,}(?![\w.])/;

/**
 * The value of a file in JSON or YAML. Whole numbers that a double would round are of type bigint.
 * @throws Error that says what is wrong with the text, and where
 */
export async function parseFile(text: string): Promise<unknown> {
  if (/^\s*[{[]/.test(text)) {
    try {
      return parseJson(text);
    } catch (error) {
      // YAML may begin like JSON; and its parser says where a text is wrong.
      if (rootMessage(error).includes('call stack')) throw error;
    }
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { intAsBigInt: true, merge: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new Error(`it is not YAML or JSON: ${error.message.split('\n')[0]?.replace(/:$/, '')}`);
  // How much aliases may stand for is limited elsewhere.
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  return withNumbers(value, new Set());
}

/** Begins the strings that stand for long whole numbers while the text is parsed. No document has a string like it. */
const mark = `\u{f8ff}long-integer:`;

/** The value of a JSON text. Whole numbers that a double would round are of type bigint. */
export function parseJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text);
  if (!longInteger.test(text) || text.includes(mark)) return rounded;
  const marked = withNumbersReplaced(text, (one) => (/^-?\d{16,}$/.test(one) ? `"${mark}${one}"` : one));
  return withNumbers(JSON.parse(marked), new Set());
}

/** Changes a value, so that whole numbers are of type number wherever that is exact. */
function withNumbers(value: unknown, seen: Set<object>): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value === 'string' && value.startsWith(mark))
    return withNumbers(BigInt(value.slice(mark.length)), seen);
  if (typeof value !== 'object' || value === null || seen.has(value)) return value;
  seen.add(value);
  for (const [name, inner] of Object.entries(value)) {
    const exact = withNumbers(inner, seen);
    if (exact !== inner) Object.defineProperty(value, name, { value: exact });
  }
  return value;
}
