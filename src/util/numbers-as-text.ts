/** A string, which is skipped; or a number. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** A JSON text, which must be valid, with something else in place of every number. */
export const withNumbersReplaced = (json: string, replacement: (number: string) => string): string =>
  json.replace(tokens, (token) => (token.startsWith('"') ? token : replacement(token)));

/**
 * A JSON text, which must be valid, with every number as a string of what was written. An id is its digits: a double would round one of more
 * than 53 bits, and write `1.0` and `1e3` in another way.
 */
export const numbersAsText = (json: string): string => withNumbersReplaced(json, (number) => `"${number}"`);
