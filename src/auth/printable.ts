import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { visible } from '../util/text.ts';

/** Longest message of another program that is passed on, in characters. */
const longest = 300;

/**
 * The words of another program on one safe line. Secrets are removed first: cut or escaped, they would not be found.
 */
export const printable = (text: string, secrets: KnownSecrets): string =>
  visible(secrets.cut(text.trim(), longest));
