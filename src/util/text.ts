/**
 * Characters that a terminal, a viewer or a reader could misread, beside control characters (C0, DEL, C1, so every ANSI
 * escape): format characters (bidi overrides, byte order mark, zero widths), line and paragraph separators, lone
 * surrogates, noncharacters, and what shows nothing (fillers, joiners, variation selectors, tags, the empty Braille
 * pattern) or only looks like a space. They cover everything XML 1.0 forbids.
 */
const unsafeFormats = String.raw`\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000`;

/**
 * What CI systems act on anywhere in a line: `##[error]` (GitHub, Azure), `##vso[…]` (Azure), `##teamcity[…]`. One
 * escaped character breaks it, and a reader still sees what it was (decision 0027). This is all after its first.
 */
const markerRest = String.raw`#[A-Za-z]{0,20}\[`;

/** How far a marker reaches beyond its first character. */
const markerReach = 24;

/** One class and a look back: an alternative for the marker would take twice the time. */
const unsafeAmong = (controls: string): RegExp =>
  new RegExp(`[#${controls}${unsafeFormats}](?<!#(?!${markerRest}))`, 'gu');

const unsafe = unsafeAmong(String.raw`\p{Cc}`);

/**
 * The same without the line break, for text that has it between its parts. In JSON the rest occurs only in strings,
 * where an escape means the same character, so nothing is lost.
 */
const unsafeInLines = unsafeAmong(String.raw`\u0000-\u0009\u000b-\u001f\u007f-\u009f`);

/**
 * Signs of the reports themselves, and of most texts. That a text holds no others takes a tenth of the time: with
 * properties of Unicode, V8 looks at each of its characters several times as soon as one takes two bytes.
 */
const plainSigns = String.raw` -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u23ff\u2500-\u27bf`;
const notPlain = new RegExp(`[^${plainSigns}]|##`);
const notPlainInLines = new RegExp(`[^\n${plainSigns}]|##`);

const shortEscapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** `\u001b` for each UTF-16 unit, which is also how JSON writes it. */
export function unicodeEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** The text with every unsafe character as a visible escape, except those in `keep`. */
export function visible(text: string, keep = ''): string {
  if (!notPlain.test(text)) return text;
  return text.replace(unsafe, (character) => (keep.includes(character) ? character : escapeOf(character)));
}

const escapeOf = (character: string): string => shortEscapes.get(character) ?? unicodeEscape(character);

/** The same in pieces, which say whether they are escapes. */
export function visibleParts(
  text: string,
  keep = '',
): { readonly text: string; readonly escaped: boolean }[] {
  if (!notPlain.test(text)) return text === '' ? [] : [{ text, escaped: false }];
  const parts: { text: string; escaped: boolean }[] = [];
  const add = (part: string, escaped: boolean) => {
    const last = parts.at(-1);
    if (last?.escaped === escaped) last.text += part;
    else if (part !== '') parts.push({ text: part, escaped });
  };
  let at = 0;
  for (const { 0: character, index } of text.matchAll(unsafe)) {
    if (keep.includes(character)) continue;
    add(text.slice(at, index), false);
    add(escapeOf(character), true);
    at = index + character.length;
  }
  add(text.slice(at), false);
  return parts;
}

/** At most `limit` characters of the text, with the number of omitted ones; surrogate pairs stay whole. */
export function abbreviate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const splitsPair = (text.codePointAt(limit - 1) ?? 0) > 0xffff;
  const end = splitsPair ? limit - 1 : limit;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}

/** Any text on one safe line. It is cut first, because a text of 10 MB must not be escaped whole. */
export function line(text: string, limit = 500): string {
  return visible(abbreviate(text, limit));
}

/**
 * How much of a reason is shown, in characters. It may hold the error of a user's own program or handler, and those
 * that quote a trace say at their end what happened.
 */
export const longestReason = 2000;

/** The beginning and the end of a long reason, with the number of characters left out between them. */
export function abbreviateReason(text: string): string {
  if (text.length <= longestReason) return text;
  // Room for the words in between.
  const kept = longestReason / 2 - 50;
  const start = text.slice(0, kept).replace(/[\ud800-\udbff]$/, '');
  const end = text.slice(-kept).replace(/^[\udc00-\udfff]/, '');
  return `${start}… (${text.length - start.length - end.length} characters left out) …${end}`;
}

/** A value of JSON as text. Of an object or an array only that: it may be too deep to be spelled out. */
export function scalarText(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** `1 case`, `2 cases`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** `a, b, c and 4 more`: the first of many names. */
export function shortList(names: readonly string[], shown = 8): string {
  const first = names.slice(0, shown).join(', ');
  return names.length > shown ? `${first} and ${names.length - shown} more` : first;
}

export const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Seconds with a decimal point and fixed decimals, in every locale. */
export function seconds(milliseconds: number, decimals: number): string {
  return (milliseconds / 1000).toFixed(decimals);
}

/** Words joined by commas, on lines of about `width` characters; a word is never broken. */
export function wrap(words: readonly string[], width = 100): string[] {
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    const part = index < words.length - 1 ? `${word},` : word;
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length < width) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  return lines;
}

/** How much is escaped at a time, in UTF-16 units: V8 keeps a record of each character that it finds. */
const pieceLength = 32 * 1024;

/** The text with escapes in place of all that is unsafe, except line breaks. `keep` is kept as well. */
export function visibleLines(text: string, keep = ''): string {
  // Not a copy of a long report that holds nothing to escape.
  if (!notPlainInLines.test(text) || text.search(unsafeInLines) < 0) return text;
  const replaced = (character: string) => (keep.includes(character) ? character : escapeOf(character));
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start);
    pieces.push(text.slice(start, end).replace(unsafeInLines, replaced));
    start = end;
  }
  return pieces.join('');
}

/** Not between the halves of a surrogate pair, nor within a marker. */
function pieceEnd(text: string, start: number): number {
  let end = start + pieceLength;
  while (end < text.length && text.slice(end - markerReach, end).includes('#')) end += markerReach;
  return (text.codePointAt(end - 1) ?? 0) > 0xffff ? end + 1 : end;
}

/** A value as JSON that is safe to display. `indent` is that of `JSON.stringify`. */
export const safeJson = (value: unknown, indent?: number): string =>
  visibleLines(JSON.stringify(value, null, indent));

/** A list in a JSON file, and how each item is written. */
export interface JsonList<T> {
  readonly name: string;
  readonly items: readonly T[];
  readonly textOf: (item: T) => string;
}

/**
 * A JSON file of an object whose last member is a long list with one item per line, line by line.
 * @param around the text before and after the object
 */
export function* jsonWithList<T>(
  members: object,
  { name, items, textOf }: JsonList<T>,
  [before, after]: readonly [string, string],
): Generator<string> {
  const start = `${before}${safeJson(members).slice(0, -1)},${safeJson(name)}:[\n`;
  // An empty list is two line breaks.
  yield items.length === 0 ? `${start}\n` : start;
  for (const [index, item] of items.entries())
    yield `${textOf(item)}${index < items.length - 1 ? ',' : ''}\n`;
  yield `]}${after}\n`;
}

/** A JSON file of a value. */
export function jsonText(value: unknown): string {
  return `${safeJson(value, 2)}\n`;
}
