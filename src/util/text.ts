/**
 * Characters that a terminal, a viewer or a reader could misread: control characters (C0, DEL, C1, so every
 * ANSI escape), format characters (bidi overrides, byte order mark, zero widths), line and paragraph separators,
 * lone surrogates and noncharacters. It covers everything XML 1.0 forbids.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

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
  return text.replace(unsafe, (character) =>
    keep.includes(character) ? character : (shortEscapes.get(character) ?? unicodeEscape(character)),
  );
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

/** `1 case`, `2 cases`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

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

/**
 * Characters that `JSON.stringify` does not escape and that a terminal or an editor obeys: DEL, C1, bidi overrides and
 * the like. They occur only in strings, where an escape means the same character, so nothing is lost.
 */
const unsafeInJson = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** How much is escaped at a time, in UTF-16 units: V8 keeps a record of each character that it finds. */
const pieceLength = 32 * 1024;

/** A value as JSON that is safe to display. `indent` is that of `JSON.stringify`. */
export function safeJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const cut = start + pieceLength;
    // Not between the halves of a surrogate pair.
    const end = (text.codePointAt(cut - 1) ?? 0) > 0xffff ? cut + 1 : cut;
    pieces.push(text.slice(start, end).replace(unsafeInJson, unicodeEscape));
    start = end;
  }
  return pieces.join('');
}

/**
 * A JSON file of an object whose last member is a long list with one item per line. The items are given as text and
 * joined once, because a big result as values and as text at the same time would take twice the memory.
 * @param around the text before and after the object
 */
export function jsonWithList(
  members: object,
  name: string,
  items: readonly string[],
  [before, after]: readonly [string, string],
): string {
  const start = `${before}${safeJson(members).slice(0, -1)},${safeJson(name)}:[\n`;
  return [
    start,
    ...items.flatMap((item, index) => (index === 0 ? [item] : [',\n', item])),
    `\n]}${after}\n`,
  ].join('');
}

/** A JSON file of a value. */
export function jsonText(value: unknown): string {
  return `${safeJson(value, 2)}\n`;
}
