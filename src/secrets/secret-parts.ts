/** Parts of a secret value that are secret by themselves, because a target may give them back alone. */

import { hasScheme } from '../util/authorization.ts';
import { minSecretLength } from './min-secret-length.ts';

export interface SecretPart {
  /** What it is, as the end of a variable's name. */
  readonly kind: string;
  readonly value: string;
}

/** Shorter cookies are settings, such as `accepted`, and words that occur in every report. */
const shortestCookie = 16;

/**
 * Parameters of credentials that are no secret (RFC 7616 section 3.4, RFC 5849 section 3.5.1, signature version 4 of
 * AWS): reports would not be readable without these words.
 */
const publicParameters: ReadonlySet<string> = new Set([
  ...['realm', 'algorithm', 'charset', 'qop', 'nc', 'uri', 'opaque', 'stale', 'domain', 'userhash'],
  ...['username', 'version', 'oauth_version', 'oauth_signature_method', 'oauth_timestamp'],
  ...['signedheaders', 'credential', 'keyid', 'headers', 'created', 'expires'],
]);

/**
 * The parts of a header field's value that are sought beside the value itself, of 8 characters or more: what follows an
 * authentication scheme, its parameters, user and password (RFC 7617), cookies, and payload and signature of a JSON Web
 * Token (RFC 7519).
 */
export function partsOfField(name: string, value: string): readonly SecretPart[] {
  const parts = name.toLowerCase() === 'cookie' ? cookiesOf(value) : credentialsOf(value);
  const distinct = new Map(parts.map((part) => [part.value, part]));
  distinct.delete(value);
  return [...distinct.values()].filter((part) => part.value.length >= minSecretLength);
}

/** The parts of a token, which may begin with the word of its scheme. */
export const partsOfToken = (value: string): readonly SecretPart[] =>
  hasScheme(value)
    ? partsOfField('Authorization', value)
    : partsOfJwt(value).filter((part) => part.value.length >= minSecretLength);

function cookiesOf(value: string): SecretPart[] {
  return value
    .split(';')
    .map((pair, index) => ({
      kind: `${index + 1}`,
      value: unquoted(pair.slice(pair.indexOf('=') + 1).trim()),
    }))
    .filter((part) => part.value.length >= shortestCookie)
    .flatMap((part) => [part, ...partsOfJwt(part.value)]);
}

function credentialsOf(value: string): SecretPart[] {
  const [, scheme = '', rest = value] = /^([\w-]+) +(\S.*)$/.exec(value) ?? [];
  return [
    ...(rest === value || rest.includes(' ') ? [] : [{ kind: 'CREDENTIALS', value: rest }]),
    ...(/^basic$/i.test(scheme) ? partsOfBasic(rest) : []),
    ...parametersOf(rest),
    ...partsOfJwt(rest),
  ];
}

/** RFC 7617 section 2: the name of the user, a colon, the password; in UTF-8 or in Latin-1. */
function partsOfBasic(credentials: string): SecretPart[] {
  const bytes = Buffer.from(credentials, 'base64');
  return [bytes.toString(), bytes.toString('latin1')].flatMap((user) => [
    { kind: 'USER', value: user },
    { kind: 'PASSWORD', value: user.slice(user.indexOf(':') + 1) },
  ]);
}

/** A parameter, and the comma after it; some put a semicolon and a space there. */
const parameter = /([\w-]+) *= *(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+?))(?: *, *| *; +|$)/y;

/** A list of parameters such as `token="…"` (RFC 9110 section 11.2); nothing of a text that is no such list. */
function parametersOf(text: string): SecretPart[] {
  const parts: SecretPart[] = [];
  parameter.lastIndex = 0;
  for (let at = 0; at < text.length; at = parameter.lastIndex) {
    const [, name = '', quoted, plain = ''] = parameter.exec(text) ?? [];
    if (name === '') return [];
    if (publicParameters.has(name.toLowerCase())) continue;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    parts.push({ kind: name.toUpperCase().replace(/\W/g, '_'), value }, ...partsOfJwt(value));
  }
  return parts;
}

/** Its first part, the header, is the same in many tokens, and no secret. */
function partsOfJwt(value: string): SecretPart[] {
  const [, payload, signature] = /^eyJ[\w-]+\.([\w-]+)\.([\w-]+)$/.exec(value) ?? [];
  return payload === undefined || signature === undefined
    ? []
    : [
        { kind: 'PAYLOAD', value: payload },
        { kind: 'SIGNATURE', value: signature },
      ];
}

const unquoted = (text: string): string => /^"(.*)"$/.exec(text)?.[1] ?? text;
