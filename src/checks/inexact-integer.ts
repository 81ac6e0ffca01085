/** A string, passed over; or a number, with the digits before and after the point and the exponent. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/gs;

/**
 * A number of a JSON text that is no integer, but one to whoever reads numbers as doubles, such as
 * `400.0000000000000001`. RFC 8259 §6 leaves the precision to the reader, and `JSON.parse` would hide the question.
 */
export function inexactInteger(text: string): string | undefined {
  for (const [token, whole, fraction = '', exponent = '0'] of text.matchAll(tokens)) {
    if (whole === undefined || (fraction === '' && exponent === '0')) continue;
    if (Number.isInteger(Number(token)) && !isInteger(whole + fraction, fraction.length - Number(exponent)))
      return token;
  }
  return undefined;
}

/** Whether the digits, with a point before the last `places` of them, are an integer. */
function isInteger(digits: string, places: number): boolean {
  const significant = digits.replace(/0+$/, '');
  return significant === '' || digits.length - significant.length >= places;
}
