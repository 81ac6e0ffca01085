/** The kinds of `--header` and `--public-header`: what may be added to every request. */
import { isHeaderValue } from './kinds.ts';
import type { Kind } from './option.ts';

export interface Header {
  readonly name: string;
  readonly value: string;
}

/** RFC 9110 section 5.6.2. */
const token = /^[\w!#$%&'*+\-.^`|~]+$/;

const framing = 'it frames the request, and cases depend on it';
const setBySuite = 'the suite sets it, and cases depend on it';
const connectionControl = 'the suite decides how connections are kept';

/** Fields that users must not add, by their names in lower case, and why. */
const reserved: ReadonlyMap<string, string> = new Map([
  ['host', 'it follows from --target'],
  ['content-length', framing],
  ['transfer-encoding', framing],
  ['trailer', framing],
  ['te', framing],
  ['expect', framing],
  ['connection', connectionControl],
  ['keep-alive', connectionControl],
  ['proxy-connection', connectionControl],
  ['upgrade', connectionControl],
  ['http2-settings', connectionControl],
  ['content-type', setBySuite],
  ['content-encoding', setBySuite],
  ['accept', setBySuite],
  ['user-agent', setBySuite],
  ['proxy-authorization', 'it is for a proxy and not for the target; give it in the URL of the proxy'],
]);

/** A field as `Name: value`. No message shows its value. */
export const header: Kind<Header> = {
  argument: "'NAME: VALUE'",
  allowed: '"Name: value", in quotes',
  schema: { type: 'string' },
  fromText: (given) => given,
  read(given, refuse) {
    if (typeof given !== 'string' || !given.includes(':')) return refuse(given);
    const colon = given.indexOf(':');
    const name = given.slice(0, colon);
    const value = given.slice(colon + 1).replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '');
    if (!token.test(name))
      return refuse(
        given,
        "must begin with the name of a header field (letters, digits and !#$%&'*+-.^_`|~) and a colon right after it",
      );
    const why = reserved.get(name.toLowerCase());
    if (why !== undefined) return refuse(given, `must not give ${name}: ${why}`);
    if (!isHeaderValue(value))
      return refuse(
        given,
        `must give ${name} a value of printable Latin-1 text, of 1 to 8192 characters and on one line`,
      );
    return { name, value };
  },
};

/** The name of a field. */
export const headerName: Kind<string> = {
  argument: 'NAME',
  allowed: 'the name of a header field, without its value',
  schema: { type: 'string' },
  fromText: (given) => given,
  read: (given, refuse) => (typeof given === 'string' && token.test(given) ? given : refuse(given)),
};
