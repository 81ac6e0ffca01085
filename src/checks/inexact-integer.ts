/** A string, which is skipped; or a number, with the digits before and after the point and the exponent. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/gs;

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
  const replaced = (by: (token: string) => string) =>
    text.replace(tokens, (token, whole?: string, fraction = '', exponent = '0') =>
      whole !== undefined && isInexact(token, whole, fraction, exponent) ? by(token) : token,
    );
  const exact = replaced((token) => String(withHalf(Number(token))));
  return exact === text ? undefined : { exact, written: replaced((token) => `"${token}"`) };
}

function isInexact(token: string, whole: string, fraction: string, exponent: string): boolean {
  if (fraction === '' && exponent === '0') return false;
  return Number.isInteger(Number(token)) && !isInteger(whole + fraction, fraction.length - Number(exponent));
}

/** Beyond 2^52 doubles have no halves. */
function withHalf(integer: number): number {
  return Number.isInteger(integer + 0.5) ? 0.5 : integer + 0.5;
}

/** Whether the digits, with a point before the last `places` of them, are an integer. */
function isInteger(digits: string, places: number): boolean {
  const significant = digits.replace(/0+$/, '');
  return significant === '' || digits.length - significant.length >= places;
}
