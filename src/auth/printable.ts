import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { visible } from '../util/text.ts';

/** Longest message of somebody else's that is passed on, in characters. */
const longest = 300;

/**
 * Somebody else's words on one safe line. Secrets go first: cut or escaped, they would no longer be found.
 */
export const printable = (text: string, secrets: KnownSecrets): string =>
  visible(secrets.cut(text.trim(), longest));
