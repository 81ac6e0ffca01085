/** The kind of `--spec-allow`: where a document may take parts from. */
import { httpUrl, shownUrl, text, unprintable } from './kinds.ts';
import type { Kind } from './option.ts';

const isUrl = (given: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(given);

/** A file, a folder, or what a URL begins with. */
export const fileOrUrl: Kind<string> = text(
  'PATH|URL',
  'the path of a file or a folder, or a URL that begins with http:// or https://',
  (given, refuse) => {
    if (unprintable.test(given)) return undefined;
    if (/^file:/i.test(given)) return refuse('must be a path instead of a URL that begins with file:');
    if (!isUrl(given)) return given;
    const url = httpUrl(given, refuse);
    if (given.includes('?') && url)
      return refuse('must not have a query (from ?): it allows whatever begins like it');
    return url?.href;
  },
  (given) => (isUrl(given) ? shownUrl(given) : given),
);
