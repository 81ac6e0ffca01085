/** Escape sequences that stand for one character or none, as a target may spell some characters of a secret. */

import { DecodingMode, HtmlEntityDecoder } from 'entities/decode';

/** What an escape sequence says. */
export interface EscapeSequence {
  /** Position after the sequence. */
  readonly end: number;
  /** The bytes that it stands for; none for one that only joins lines. */
  readonly bytes: readonly number[];
}

/** One way to escape characters. Sequences begin with a byte that begins those of no other way. */
export interface Escape {
  readonly introducer: number;
  /** Reads the sequence that begins with the introducer at a position; undefined if it begins none. */
  readonly read: (bytes: Uint8Array, at: number) => EscapeSequence | undefined;
}

const byte = (character: string): number => character.charCodeAt(0);

/** Value of a hexadecimal digit; -1 for any other byte. */
const digitValues = Int8Array.from({ length: 256 }, (_, code) =>
  /[0-9a-f]/i.test(String.fromCharCode(code)) ? Number.parseInt(String.fromCharCode(code), 16) : -1,
);
export const hexDigit = (code: number | undefined): number => digitValues[code ?? 0] ?? -1;

/** The number that exactly `count` hexadecimal digits make; -1 if they are not that many. */
function hexNumber(bytes: Uint8Array, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = hexDigit(bytes[at]);
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}

/** Of code points that occurred: a text may hold one of them ten thousands of times. */
const known = new Map<number, readonly number[]>();
const mostKnown = 2000;

/** A code point in UTF-8. */
function utf8(code: number): readonly number[] {
  const bytes = known.get(code) ?? utf8Of(code);
  if (known.size < mostKnown) known.set(code, bytes);
  return bytes;
}

function utf8Of(code: number): number[] {
  if (code < 0x80) return [code];
  const low = 0x80 | (code & 0x3f);
  if (code < 0x800) return [0xc0 | (code >> 6), low];
  const middle = 0x80 | ((code >> 6) & 0x3f);
  if (code < 0x10000) return [0xe0 | (code >> 12), middle, low];
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), middle, low];
}

/** `length` bytes, the last of them digits of one byte's value. */
function oneByte(bytes: Uint8Array, from: number, prefix: number): EscapeSequence | undefined {
  const value = hexNumber(bytes, from + prefix, 2);
  return value < 0 ? undefined : { end: from + prefix + 2, bytes: [value] };
}

/** Four digits of a UTF-16 unit, and the second half of a surrogate pair where it follows. */
function utf16Unit(bytes: Uint8Array, at: number): EscapeSequence | undefined {
  const unit = hexNumber(bytes, at + 2, 4);
  if (unit < 0) return undefined;
  const end = at + 6;
  const paired =
    unit >= 0xd800 && unit < 0xdc00 && bytes[end] === bytes[at] && bytes[end + 1] === bytes[at + 1];
  const low = paired ? hexNumber(bytes, end + 2, 4) : -1;
  return low >= 0xdc00 && low < 0xe000
    ? { end: end + 6, bytes: utf8(0x10000 + ((unit - 0xd800) << 10) + low - 0xdc00) }
    : { end, bytes: utf8(unit) };
}

/** RFC 3986 section 2.1; also `%u0041`, which JavaScript's `escape` writes. */
const percent: Escape = {
  introducer: byte('%'),
  read: (bytes, at) => (bytes[at + 1] === byte('u') ? utf16Unit(bytes, at) : oneByte(bytes, at, 1)),
};

/** The letters of JSON's short escapes (RFC 8259 section 7) and JavaScript's `\v`. */
const controls: ReadonlyMap<number, number> = new Map(
  Object.entries({ b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 }).map(([letter, code]) => [byte(letter), code]),
);

/** Backslash escapes of JSON, JavaScript and shells: letters, `\u0041`, `\u{41}`, `\x41`, `\101`, and any other sign. */
const backslash: Escape = {
  introducer: byte('\\'),
  read(bytes, at) {
    const next = bytes[at + 1];
    if (next === undefined) return undefined;
    if (next === byte('u')) return bytes[at + 2] === byte('{') ? braced(bytes, at) : utf16Unit(bytes, at);
    if (next === byte('x')) return oneByte(bytes, at, 2);
    const control = controls.get(next);
    if (control !== undefined) return { end: at + 2, bytes: [control] };
    if (next === byte('\n')) return { end: at + 2, bytes: [] };
    if (next >= byte('0') && next <= byte('3')) return octal(bytes, at);
    const isWord = (next >= 0x30 && next <= 0x39) || ((next | 0x20) >= 0x61 && (next | 0x20) <= 0x7a);
    return isWord || next < 0x20 || next > 0x7e ? undefined : { end: at + 2, bytes: [next] };
  },
};

function braced(bytes: Uint8Array, at: number): EscapeSequence | undefined {
  let code = 0;
  for (let position = at + 3; ; position += 1) {
    const digit = hexDigit(bytes[position]);
    if (digit < 0) {
      const closed = bytes[position] === byte('}') && position > at + 3;
      return closed && code <= 0x10ffff ? { end: position + 1, bytes: utf8(code) } : undefined;
    }
    // Zeros may go on for ever; a number beyond every character stays beyond.
    code = Math.min(code * 16 + digit, 0x110000);
  }
}

function octal(bytes: Uint8Array, at: number): EscapeSequence | undefined {
  const digits = [1, 2, 3].map((offset) => (bytes[at + offset] ?? 0) - byte('0'));
  if (digits.some((digit) => digit < 0 || digit > 7)) return undefined;
  return { end: at + 4, bytes: [digits.reduce((number, digit) => number * 8 + digit, 0)] };
}

/** More than the longest name of HTML has, so that a name is decided. */
const longestName = 40;
const decoded: number[] = [];
const entityDecoder = new HtmlEntityDecoder((code) => decoded.push(code));

/** Character references of HTML, named and numeric, with or without the semicolon. */
const html: Escape = {
  introducer: byte('&'),
  read(bytes, at) {
    if (bytes[at + 1] === byte('#')) {
      const { text, skipped } = numericReference(bytes, at);
      return decodeReference(text, at, skipped);
    }
    const key = shortName(bytes, at);
    const known = shortNames.get(key);
    if (known) return { end: at + known.end, bytes: known.bytes };
    const reading = decodeReference(latin1(bytes, at, at + longestName), at, 0);
    if (key !== 0 && reading && shortNames.size < mostShortNames)
      shortNames.set(key, { ...reading, end: reading.end - at });
    return reading;
  },
};

function decodeReference(text: string, at: number, skipped: number): EscapeSequence | undefined {
  decoded.length = 0;
  entityDecoder.startEntity(DecodingMode.Legacy);
  const decided = entityDecoder.write(text, 1);
  const length = decided < 0 ? entityDecoder.end() : decided;
  return length === 0 ? undefined : { end: at + length + skipped, bytes: decoded.flatMap(utf8) };
}

/** Readings of short names with their semicolon, such as `quot;`, by `shortName`: a page is full of them. */
const shortNames = new Map<number, EscapeSequence>();
const mostShortNames = 1000;

/** A number for a name of at most six letters, semicolon included; 0 for any other. */
function shortName(bytes: Uint8Array, at: number): number {
  let key = 0;
  for (let position = at + 1; position < at + 7; position += 1) {
    const code = bytes[position] ?? 0;
    key = key * 128 + (code & 0x7f);
    if (code === byte(';')) return key;
    if ((code | 0x20) < 0x61 || (code | 0x20) > 0x7a) return 0;
  }
  return 0;
}

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(to, bytes.length) - from).toString('latin1');

/** A numeric reference without the zeros that pad it, of which there may be any number. */
function numericReference(bytes: Uint8Array, at: number): { text: string; skipped: number } {
  const digits = (bytes[at + 2] ?? 0) === byte('x') || bytes[at + 2] === byte('X') ? at + 3 : at + 2;
  let first = digits;
  while (bytes[first] === byte('0')) first += 1;
  const skipped = Math.max(0, first - digits - 1);
  const from = digits + skipped;
  return { text: latin1(bytes, at, digits) + latin1(bytes, from, from + longestName), skipped };
}

/** Quoted-printable (RFC 2045 section 6.7): `=41`, and a soft line break after `=`. */
const quotedPrintable: Escape = {
  introducer: byte('='),
  read(bytes, at) {
    if (bytes[at + 1] === byte('\n')) return { end: at + 2, bytes: [] };
    if (bytes[at + 1] === byte('\r') && bytes[at + 2] === byte('\n')) return { end: at + 3, bytes: [] };
    return oneByte(bytes, at, 1);
  },
};

/** JSON pointers (RFC 6901 section 3). */
const jsonPointer: Escape = {
  introducer: byte('~'),
  read(bytes, at) {
    if (bytes[at + 1] === byte('0')) return { end: at + 2, bytes: [byte('~')] };
    return bytes[at + 1] === byte('1') ? { end: at + 2, bytes: [byte('/')] } : undefined;
  },
};

/** Text in UTF-16 or UTF-32 that was taken for a text of single bytes. */
const padding: Escape = {
  introducer: 0,
  read(bytes, at) {
    let end = at + 1;
    while (bytes[end] === 0) end += 1;
    return { end, bytes: [] };
  },
};

export const escapes: readonly Escape[] = [percent, backslash, html, quotedPrintable, jsonPointer, padding];

/** Whether a sequence that began at a position might go on behind the end of the text. */
export function isUnfinished(bytes: Uint8Array, at: number): boolean {
  for (let position = at + 1; position < bytes.length; position += 1) {
    const code = bytes[position] ?? 0;
    const isSequence = (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
    if (!isSequence && code !== byte('#') && code !== byte('{') && code !== byte('\r')) return false;
  }
  return true;
}
