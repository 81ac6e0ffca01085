import { createHash } from 'node:crypto';

/**
 * The digest of a cited text. Runs of white space count as one space, so that wrapping does not matter. 16
 * hexadecimal digits of SHA-256 are enough to distinguish texts.
 */
export function textDigest(text: string): string {
  return createHash('sha256').update(normaliseText(text)).digest('hex').slice(0, 16);
}

/** Text as it enters the digest: composed characters (NFC), one space for each run of white space. */
export const normaliseText = (text: string): string =>
  text.normalize('NFC').split(/\s/).filter(Boolean).join(' ');
