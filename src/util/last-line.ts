import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/**
 * How much of a line is kept. Far more than anyone shows: a secret in it is found only while it is whole, so a line is
 * cut when its secrets have been removed, and not before.
 */
const keptLength = 262_144;

/** Follows what a program says, to be asked for the last line that says something when the program has ended. */
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
