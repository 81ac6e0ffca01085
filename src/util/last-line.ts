import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/**
 * How much of a line is kept. This is far more than any message shows: a secret is found only while it is whole, so
 * its secrets are removed before a line is cut.
 */
const keptLength = 262_144;

/** Follows the output of a program. Call the result when the program has ended, for the last line that is not blank. */
export function lastLineOf(stream: Readable | null): () => string {
  let last = '';
  let current = '';
  const end = () => {
    if (stripVTControlCharacters(current).trim() !== '') last = current.trim();
    current = '';
  };
  stream?.setEncoding('utf8').on('data', (text: string) => {
    const [first = '', ...others] = text.split(/[\r\n]/);
    current = (current + first).slice(0, keptLength);
    for (const line of others) {
      end();
      current = line.slice(0, keptLength);
    }
  });
  return () => {
    end();
    return last;
  };
}
