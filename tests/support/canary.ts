import { randomBytes } from 'node:crypto';

/** With every character that some encoding writes in another way. */
export const canary = () => `${randomBytes(6).toString('hex')}+/"a\\b=%41&<c>'d e`;

const base64 = (text: string, before: string) => Buffer.from(`${before}${text}${before}`).toString('base64');

const jsonEscaped = (text: string) => JSON.stringify(text).slice(1, -1);

/** Every form in which a target may give a token back. */
export const forms: Readonly<Record<string, (token: string) => string>> = {
  plain: (token) => token,
  'URL-encoded': encodeURIComponent,
  'URL-encoded as in a form': (token) => new URLSearchParams({ token }).toString(),
  'JSON-escaped': jsonEscaped,
  'base64, at the start': (token) => base64(token, ''),
  'base64, one byte in': (token) => base64(token, 'a'),
  'base64, two bytes in': (token) => base64(token, 'ab'),
  base64url: (token) => Buffer.from(token).toString('base64url'),
  'escaped for XML': (token) =>
    token
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;'),
};

/** The part of a base64 text that does not depend on what stands beside the token. */
const core = (token: string, before: string) => {
  const bits = 8 * (before.length + Buffer.byteLength(token));
  const encoded = Buffer.from(`${before}${token}`).toString('base64');
  return encoded.slice(Math.ceil((8 * before.length) / 6), Math.floor(bits / 6));
};

/** What must not stand anywhere. The first characters alone tell, whatever an encoding makes of the others. */
export const traces = (token: string) => [
  token.slice(0, 12),
  ...['', 'a', 'ab'].map((before) => core(token, before).slice(0, 14)),
];
