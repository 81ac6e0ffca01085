import { endOfString } from '../util/json-text.ts';

/** A JSON text with numbers that are not integers, but become integers when read as doubles. */
export interface InexactIntegers {
  /** The text with each such number replaced by one that no parser reads as an integer. */
  readonly exact: string;
  /** The text with each such number as a string: what was written. */
  readonly written: string;
}

/**
 * Finds numbers such as `400.0000000000000001`. RFC 8259 §6 leaves the precision to the parser, and
 * `JSON.parse` rounds silently. Undefined if there are none.
 */
export function inexactIntegers(text: string): InexactIntegers | undefined {
  const exact: string[] = [];
  const written: string[] = [];
  let copied = 0;
  for (const [start, token] of inexactTokens(text)) {
    const between = text.slice(copied, start);
    exact.push(between, String(withHalf(Number(token))));
    written.push(between, `"${token}"`);
    copied = start + token.length;
  }
  if (copied === 0) return undefined;
  const rest = text.slice(copied);
  return { exact: exact.join('') + rest, written: written.join('') + rest };
}

/** Each such number, and where it starts. A loop: a text may have millions of numbers. */
function* inexactTokens(text: string): Generator<readonly [start: number, token: string]> {
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at) - 1;
    else if (startOfNumber.has(character)) {
      const start = at;
      while (inNumber.has(text.charAt(at + 1))) at += 1;
      const token = text.slice(start, at + 1);
      if (isInexact(token)) yield [start, token];
    }
  }
}

const inNumber: ReadonlySet<string> = new Set('0123456789+-.eE');
const startOfNumber: ReadonlySet<string> = new Set('0123456789-');

/** A number, with the digits before and after the point and the exponent. */
const number = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

function isInexact(token: string): boolean {
  // Most numbers of a long body are plain integers, which take no closer look.
  if (!/[.eE]/.test(token)) return false;
  const [, whole = '', fraction = '', exponent = ''] = number.exec(token) ?? [];
  return Number.isInteger(Number(token)) && !isInteger(whole + fraction, fraction.length - Number(exponent));
}

/** Beyond 2^52 doubles have no halves. */
function withHalf(integer: number): number {
  return Number.isInteger(integer + 0.5) ? 0.5 : integer + 0.5;
}

/** Whether the digits, with a point before the last `places` of them, are an integer. */
function isInteger(digits: string, places: number): boolean {
  let significant = digits.length;
  while (digits[significant - 1] === '0') significant -= 1;
  return significant === 0 || digits.length - significant >= places;
}
