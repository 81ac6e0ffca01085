import { SuiteError } from '../model/errors.ts';
import { TextInPieces } from '../util/text-in-pieces.ts';
import { type Encodings, SecretSearch } from './search.ts';

/** A value that no report and no log may show, and the name of the variable that replaces it. */
export interface Secret {
  readonly value: string;
  /** A shell variable's name, without `$`. */
  readonly name: string;
}

/** A piece of text, or the place of a secret. */
export type Segment =
  | string
  | {
      /** Name of the secret. */
      readonly secret: string;
      /** Whether exactly its value was there, and not an encoded form or several that overlap. */
      readonly plain: boolean;
    };

export interface Cut {
  readonly text: string;
  readonly truncated: boolean;
}

/** Finds secrets in any spelling: plain, escaped for URLs, JSON, HTML or mail, in base64 or hexadecimal, also one in another (decision 0005). */
export interface Redactor {
  /** The text with `$NAME` for every secret. */
  redact(text: string): string;
  /** The same in pieces, for callers that write the names in another way. */
  segments(text: string): readonly Segment[];
  /**
   * At most `limit` UTF-16 units of the text, redacted. A secret at the limit is dropped whole.
   * @param open whether the text itself was cut: then the beginning of a secret at its end is dropped, too
   */
  cut(text: string, limit: number, open?: boolean): Cut;
  /** The same of a text that is searched whole, and that text redacted. */
  cutOf(text: string, limit: number, open: boolean): Cut & { readonly whole: string };
  contains(text: string): boolean;
  /**
   * The name of a secret in the text, if there is one, encoded once at most. For a last look at a report, every text of
   * which was redacted: what that passed over is not encoded twice.
   * @param text whole or in pieces
   */
  found(text: string | readonly string[]): string | undefined;
  /** A copy of JSON-like data with every string redacted, names of members included. */
  deepRedact<T>(value: T): T;
}

/**
 * How much longer than its value a spelling can be that is seen whole behind a cut, in UTF-16 units. One that is stretched
 * further, with zeros or line breaks, is dropped from where it begins.
 */
export const spellingLength = (valueLength: number): number => 6 * valueLength + 64;

/** How much of a long text is searched at a time, in UTF-16 units: what is known of each takes many times its size. */
const pieceLength = 16 * 1024;

/** A text of more UTF-16 units mostly is one character again and again, as in the body of a case that is too large. */
const longText = 16 * pieceLength;

/**
 * The text without pieces in the middle of one character that is repeated. What is left of it is longer than a spelling.
 * @param size of a piece, in UTF-16 units
 */
function squeezed(text: TextInPieces, size: number): TextInPieces {
  const isSame = (at: number, length: number) =>
    at + length < text.length &&
    text.unitAt(at) === text.unitAt(at + length) &&
    text.slice(at, at + length) === text.slice(at + 1, at + 1 + length);
  /** Up to where one character is known to be repeated, and up to where it is known to end. */
  let [same, near] = [0, 0];
  const isUniform = (at: number) => {
    if (at + size < same) return true;
    if (!isSame(at, size)) return false;
    const ahead = 64 * size;
    if (at < near) return true;
    if (isSame(at, ahead)) same = at + ahead + 1;
    else near = at + ahead;
    return true;
  };
  const kept: string[] = [];
  let start = 0;
  let [before, here] = [false, isUniform(0)];
  for (let at = 0; at < text.length; at += size) {
    const after = isUniform(at + size);
    if (before && here && after) {
      kept.push(...text.parts(start, at));
      start = at + size;
    }
    [before, here] = [here, after];
  }
  return start === 0 ? text : new TextInPieces([...kept, ...text.parts(start)]);
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly secret: string;
  readonly plain: boolean;
}

/** Empty values are ignored; short ones are the caller's decision (decision 0005). */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const distinct = new Map<string, string>();
  for (const { value, name } of secrets) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new SuiteError('internal', `expected the name of a shell variable for a secret, got "${name}"`);
    if (value !== '' && !distinct.has(value)) distinct.set(value, name);
  }
  const known = [...distinct]
    .sort(([a], [b]) => b.length - a.length)
    .map(([value, name]) => ({ value, name }));
  return new SecretRedactor(known);
}

/**
 * How many texts are remembered, and how long they may be, in UTF-16 units: an exchange is searched several times over,
 * and most texts occur in many.
 */
const remembered = 2000;
const longestRemembered = 1000;

interface Found {
  readonly spans: readonly Span[];
  /** Where a secret begins that goes on behind the end, if there is such a place. */
  readonly begun: number | undefined;
}

const nothing: Found = { spans: [], begun: undefined };

class SecretRedactor implements Redactor {
  readonly #secrets: readonly Secret[];
  readonly #search: SecretSearch;
  readonly #longest: number;
  readonly #found = new Map<string, Found>();

  /** @param secrets the longest value first, each once */
  constructor(secrets: readonly Secret[]) {
    this.#secrets = secrets;
    this.#search = new SecretSearch(secrets.map(({ value }) => value));
    this.#longest = secrets[0]?.value.length ?? 0;
  }

  // Properties and not methods, so that callers may take one of them alone.
  readonly redact = (text: string): string => redacted(text, this.#spans(text).spans);

  readonly segments = (text: string): readonly Segment[] => segmentsOf(text, this.#spans(text).spans);

  readonly cut = (text: string, limit: number, open = false): Cut => {
    const seen = text.slice(0, limit + spellingLength(this.#longest));
    return cutAt(text, limit, this.#spans(seen, open || seen.length < text.length));
  };

  readonly cutOf = (text: string, limit: number, open: boolean): Cut & { readonly whole: string } => {
    const found = this.#spans(text, open);
    return { ...cutAt(text, limit, found), whole: redacted(text, found.spans) };
  };

  readonly contains = (text: string): boolean =>
    text.length <= pieceLength
      ? this.#search.places(text).found.length > 0
      : this.#inWindows([text], 'all') !== undefined;

  readonly found = (text: string | readonly string[]): string | undefined =>
    this.#inWindows(typeof text === 'string' ? [text] : text, 'outer');

  /** The name of a secret in a text of any length. */
  #inWindows(pieces: readonly string[], encodings: Encodings): string | undefined {
    const whole = new TextInPieces(pieces);
    const text = whole.length > longText ? squeezed(whole, 2 * spellingLength(this.#longest)) : whole;
    const overlap = spellingLength(this.#longest);
    const shortest = Math.max(pieceLength, 2 * overlap);
    let length = shortest;
    for (let start = 0; ; ) {
      const end = start + length;
      const goesOn = end < text.length;
      const { found, begun } = this.#search.places(text.slice(start, end), goesOn, encodings);
      const [place] = found;
      if (place) return this.#secrets[place.secret]?.name;
      if (!goesOn) return undefined;
      // A spelling that goes on is followed to its end, however far it is stretched.
      const isLong = begun !== undefined && begun < length - overlap;
      start = isLong ? start + begun : end - overlap;
      length = isLong ? 2 * length : shortest;
    }
  }

  // Strings stay strings and structure stays structure. Only a literal type that equals a secret would change.
  readonly deepRedact = <T>(value: T): T => mapStrings(value, this.redact) as T;

  #spans(text: string, open = false): Found {
    if (open || text.length > longestRemembered) return this.#findAll(text, open);
    const known = this.#found.get(text);
    if (known) return known;
    const found = this.#findAll(text, open);
    if (this.#found.size < remembered) this.#found.set(text, found);
    return found;
  }

  /** Every place of a secret, overlapping ones united, so that nothing of either is left. */
  #findAll(text: string, open: boolean): Found {
    const { found, begun } = this.#search.places(text, open);
    if (found.length === 0) return begun === undefined ? nothing : { spans: [], begun };
    const spans = found
      // Of two that start together, the longer secret's comes first.
      .toSorted((a, b) => a.start - b.start || a.secret - b.secret)
      .map(({ start, end, secret }) => {
        const { name = '', value = '' } = this.#secrets[secret] ?? {};
        return { start, end, secret: name, plain: text.slice(start, end) === value };
      });
    return { spans: unite(spans), begun };
  }
}

function cutAt(text: string, limit: number, { spans, begun }: Found): Cut {
  const straddling = spans.find(({ start, end }) => start < limit && end > limit);
  const whole = text.length <= limit ? text.length : (straddling?.start ?? wholeCharacter(text, limit));
  const end = Math.min(whole, begun ?? whole);
  const kept = spans.filter((span) => span.end <= end);
  return { text: redacted(text.slice(0, end), kept), truncated: end < text.length };
}

function segmentsOf(text: string, places: readonly Span[]): readonly Segment[] {
  if (places.length === 0) return text === '' ? [] : [text];
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end, secret, plain } of places) {
    if (start > at) segments.push(text.slice(at, start));
    segments.push({ secret, plain });
    at = end;
  }
  if (at < text.length) segments.push(text.slice(at));
  return segments;
}

/** Most texts hold no secret, and stay what they are. */
const redacted = (text: string, places: readonly Span[]): string =>
  places.length === 0
    ? text
    : segmentsOf(text, places)
        .map((segment) => (typeof segment === 'string' ? segment : `$${segment.secret}`))
        .join('');

function unite(sorted: readonly Span[]): readonly Span[] {
  const united: Span[] = [];
  for (const next of sorted) {
    const last = united.at(-1);
    if (!last || next.start >= last.end) united.push(next);
    else if (next.end > last.end) united[united.length - 1] = { ...last, end: next.end, plain: false };
  }
  return united;
}

/** Not between the halves of a surrogate pair. */
const wholeCharacter = (text: string, at: number): number =>
  at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [map(name), mapStrings(item, map)]));
}
