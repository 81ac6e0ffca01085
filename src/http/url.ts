import { SuiteError } from '../model/errors.ts';

/** Where a request goes, and its request line's target exactly as it was given. */
export interface Destination {
  readonly secure: boolean;
  /** A name or an address, without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
  /** Value of the `Host` header: the port only where it is not the scheme's own. */
  readonly host: string;
  readonly path: string;
  /** Absolute, without userinfo and fragment, neither of which is sent. */
  readonly url: string;
}

/**
 * Splits an absolute URL without touching its path: `new URL` would resolve `..` and rewrite what a case wants
 * on the wire.
 */
export function splitUrl(url: URL | string): Destination {
  const destination = parseUrl(String(url));
  if (!destination) throw new SuiteError('usage', `expected an absolute http or https URL, got "${url}"`);
  return destination;
}

/** The same, and undefined for what is no absolute http or https URL. */
export function parseUrl(url: string): Destination | undefined {
  const [, scheme, authority, rest = ''] = /^(https?):\/\/([^/?#]+)([^#]*)/i.exec(url) ?? [];
  const origin = scheme && authority ? originOf(`${scheme}://${authority}`) : undefined;
  if (!origin) return undefined;
  const secure = origin.protocol === 'https:';
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return {
    secure,
    hostname: origin.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(origin.port) || (secure ? 443 : 80),
    host: origin.host,
    path,
    url: `${origin.protocol}//${origin.host}${path}`,
  };
}

/** Nearly all requests of a run go to one service. */
let last: URL | undefined;
let lastText = '';

function originOf(text: string): URL | undefined {
  if (text === lastText) return last;
  last = URL.canParse(text) ? new URL(text) : undefined;
  lastText = text;
  return last;
}
