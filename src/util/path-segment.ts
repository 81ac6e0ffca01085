/**
 * A value as one segment of a path: everything but unreserved characters is encoded (RFC 3986 section 2.3). So are the dots
 * of `.` and `..`, or the path would be another before it is sent; a target may still resolve them (section 6.2.2.2).
 */
export const encodeSegment = (value: string): string =>
  isDotSegment(value)
    ? value.replaceAll('.', '%2E')
    : encodeURIComponent(value).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      );

/**
 * The longest segment of a path that is sent, in octets. Every server should take a request line of 8,000 octets
 * (RFC 9110 section 4.1), and the paths have up to three values of users: no target is blamed for refusing more.
 */
export const longestSegment = 2000;

/** What an id is compared by: without percent-encoding, and without case, as UUIDs are the same in either. */
export function comparableId(id: string): string {
  try {
    return decodeURIComponent(id).toLowerCase();
  } catch {
    return id.toLowerCase();
  }
}

/**
 * Whether every target reads an id as it was written. Others may be cut at `/`, `;` or `?`, trimmed, decoded twice, or
 * read as a number without its leading zeros, and so name another resource.
 */
export const isPlainId = (id: string): boolean =>
  /^[A-Za-z0-9._~-]+$/.test(id) && !isDotSegment(id) && !/^0\d+$/.test(id);

/** The names in `{}` in a path template, in order. */
export const parametersIn = (path: string): string[] =>
  [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');

/** Steps in a hierarchy (RFC 3986 section 3.3). */
export const isDotSegment = (id: string): boolean => /^\.\.?$/.test(id);
