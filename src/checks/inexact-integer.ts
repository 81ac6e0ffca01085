/** A string, passed over; or a number, with the digits before and after the point and the exponent. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/gs;

/** A JSON text in which a number is no integer, but one to whoever reads numbers as doubles. */
export interface InexactIntegers {
  /** The text with such numbers as what no reader takes for integers. */
  readonly exact: string;
  /** The text with such numbers as strings: what was written. */
  readonly written: string;
}

/**
 * Looks for numbers such as `400.0000000000000001`. RFC 8259 §6 leaves the precision to the reader, and `JSON.parse`
 * would hide the question. Undefined where there are none.
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
