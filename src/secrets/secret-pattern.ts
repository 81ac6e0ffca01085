/**
 * What a secret can look like in a text. A target may escape some characters and not others, so a pattern has a group
 * of alternatives for each character.
 */

/** The longest spelling of one UTF-16 unit is `&#x`, six zeros, six digits and `;`. */
export const longestForm = (value: string): number => 16 * value.length + 8;

/** A global pattern for every form of a value. */
export function secretPattern(value: string): RegExp {
  const spelled = [...value].map((character) => `(?:${spellings(character).join('|')})`).join('');
  const forms = [
    spelled,
    ...nestedForms(value).map(literal),
    ...([0, 1, 2] as const).flatMap((before) => base64Form(Buffer.from(value), before)),
  ];
  return new RegExp(forms.join('|'), 'g');
}

/** The forms in JSON within JSON, and one level deeper, with other than ASCII letters plain and escaped. */
function nestedForms(value: string): string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const ascii = (text: string) =>
    text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const twice = [inJson(value), ascii(inJson(value))].map(inJson);
  const nested = [...twice, ...twice.map(inJson)].filter((form) => form !== value);
  return [...new Set(nested)];
}

/** JSON's short escapes (RFC 8259 section 7). */
const jsonEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['/', '\\/'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

const htmlNames: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);

/** Patterns for one character. The plain one is last, as others may begin with it. */
function spellings(character: string): string[] {
  const codePoint = character.codePointAt(0) ?? 0;
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const short = [jsonEscapes.get(character), htmlNames.get(character)].filter((form) => form !== undefined);
  return [
    [...Buffer.from(character)].map((byte) => `%${hex(byte.toString(16).padStart(2, '0'))}`).join(''),
    units.map((unit) => `\\\\u${hex(unit)}`).join(''),
    `&#0{0,6}${codePoint};`,
    `&#[xX]0{0,6}${hex(codePoint.toString(16))};`,
    ...short.map(literal),
    ...(character === ' ' ? ['\\+'] : []),
    literal(character),
  ];
}

/** A pattern for the plain text. */
export const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Hexadecimal digits in either case. */
const hex = (digits: string): string =>
  digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** Fewer base64 characters than this reveal little of a secret, and occur by chance. */
const shortestCore = 8;

/**
 * The base64 or base64url characters that do not depend on the bytes around the value, when `before` bytes, modulo 3,
 * precede it. The characters at the edges, which also hold bits of a neighbour, are included.
 */
function base64Form(bytes: Buffer, before: 0 | 1 | 2): string[] {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const bits = 8 * (before + bytes.length);
  const core = encoded.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
  if (core.length < shortestCore) return [];
  const edge = '[A-Za-z0-9+/_-]?';
  return [`${before > 0 ? edge : ''}${core.replace(/[+/]/g, base64Sign)}${bits % 6 > 0 ? edge : ''}`];
}

/** The two signs of base64 that base64url replaces, and that URLs and JSON may escape. */
const base64Sign = (sign: string): string => (sign === '+' ? '(?:[+-]|%2[bB])' : '(?:[/_]|%2[fF]|\\\\/)');
