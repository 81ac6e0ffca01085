import type { HeaderList } from '../model/exchange.ts';

/** Field names are compared without regard to case (RFC 9110 section 5.1). */
export const isSameHeader = (name: string, other: string): boolean =>
  name.toLowerCase() === other.toLowerCase();

/** Every value of a header field, in order. */
export const headerValues = (headers: HeaderList, name: string): string[] =>
  headers.filter(([field]) => isSameHeader(field, name)).map(([, value]) => value);

/** The first value of a header field. */
export const headerValue = (headers: HeaderList, name: string): string | undefined =>
  headers.find(([field]) => isSameHeader(field, name))?.[1];

/** The header list without the fields of these names. */
export function withoutHeaders(headers: HeaderList, names: Iterable<string>): HeaderList {
  const dropped = new Set([...names].map((name) => name.toLowerCase()));
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}
