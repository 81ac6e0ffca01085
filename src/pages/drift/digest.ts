import { createHash } from 'node:crypto';

/**
 * The digest of a cited text. White space does not count, nor does where lines are wrapped: every run of it is one
 * space. 16 hexadecimal digits of SHA-256 tell any two texts apart that somebody might write.
 */
export function textDigest(text: string): string {
  return createHash('sha256').update(normalised(text)).digest('hex').slice(0, 16);
}

/** Text as the digest takes it: composed characters, one space for each run of white space. */
export const normalised = (text: string): string =>
  text.normalize('NFC').split(/\s/).filter(Boolean).join(' ');
