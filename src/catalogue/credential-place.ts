/** How a request holds its credential. */

import type { HeaderList } from '../model/exchange.ts';
import type { CredentialPlace } from '../openapi/operations.ts';
import { hasScheme, withoutScheme } from '../util/authorization.ts';
import { headerValues, withoutHeaders } from '../util/headers.ts';

/** What stands for a token in its place. */
export function credentialText({ in: where, name, form }: CredentialPlace, token: string): string {
  if (where === 'cookie' && token.startsWith(`${name}=`)) return token.slice(name.length + 1);
  if (form === 'plain' || hasScheme(token)) return token;
  return form === 'bearer' ? `Bearer ${token}` : `Basic ${Buffer.from(token).toString('base64')}`;
}

/**
 * What a token is in its place where that is not the token itself: reports name each by a variable, so that the line which
 * repeats a request holds what was sent.
 */
export function spellingsOf(place: CredentialPlace, token: string): { kind: string; value: string }[] {
  const text = credentialText(place, token);
  const sent = withoutScheme(text);
  const encoded = encodeURIComponent(text);
  return [
    ...(sent === token ? [] : [{ kind: place.form === 'basic' ? 'BASIC' : 'BARE', value: sent }]),
    ...(place.form === 'basic' && token.includes(':') && !hasScheme(token)
      ? [{ kind: 'PASSWORD', value: token.slice(token.indexOf(':') + 1) }]
      : []),
    ...(place.in === 'query' && encoded !== token ? [{ kind: 'ENCODED', value: encoded }] : []),
  ];
}

/** Why a token cannot stand in a place, in words that follow "it"; undefined when it can. */
export function misplacedToken({ form }: CredentialPlace, token: string): string | undefined {
  return form !== 'basic' || hasScheme(token) || token.includes(':')
    ? undefined
    : 'is not user:password, nor Basic and what stands for it in base64 (RFC 7617)';
}

interface Placed {
  readonly url: string;
  readonly headers: HeaderList;
}

const queryPair = (name: string, text: string): string =>
  `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;

/** A cookie as it can stand in its field (RFC 6265 section 4.1.1). */
const cookiePair = (name: string, text: string): string =>
  `${name}=${text.replaceAll(/[\s",;\\]/g, encodeURIComponent)}`;

/** A request with a credential in its place. A cookie joins those that are there. */
export function withCredential({ url, headers }: Placed, place: CredentialPlace, text: string): Placed {
  if (place.in === 'query')
    return { url: `${url}${url.includes('?') ? '&' : '?'}${queryPair(place.name, text)}`, headers };
  if (place.in === 'header') return { url, headers: [...headers, [place.name, text]] };
  const cookies = [...headerValues(headers, 'Cookie'), cookiePair(place.name, text)];
  return { url, headers: [...withoutHeaders(headers, ['Cookie']), ['Cookie', cookies.join('; ')]] };
}

/** A request with another text where a token stands: for a token too short to be found elsewhere. */
export function replaceToken<T extends Placed>(
  request: T,
  place: CredentialPlace,
  token: string,
  replacement: string,
): T {
  const text = credentialText(place, token);
  const shown = (place.form === 'plain' ? '' : text.slice(0, text.indexOf(' ') + 1)) + replacement;
  const { name } = place;
  const replaced = (whole: string, separator: string | RegExp, old: string, instead: string) =>
    whole
      .split(separator)
      .map((part) => (part === old ? instead : part))
      .join('');
  if (place.in === 'query')
    return {
      ...request,
      url: replaced(request.url, /([?&])/, queryPair(name, text), queryPair(name, shown)),
    };
  const inField = (value: string): string => {
    if (place.in === 'cookie')
      return replaced(value, /(; )/, cookiePair(name, text), cookiePair(name, shown));
    return value === text ? shown : value;
  };
  const headers = request.headers.map(([field, value]): [string, string] => [
    field,
    field === credentialField(place) ? inField(value) : value,
  ]);
  return { ...request, headers };
}

/** The header field that holds a credential; undefined where it is in the query. */
export function credentialField(place: CredentialPlace | null): string | undefined {
  if (place === null || place.in === 'query') return undefined;
  return place.in === 'cookie' ? 'Cookie' : place.name;
}
