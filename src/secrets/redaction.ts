import { SuiteError } from '../model/errors.ts';
import { createSecretFilter, type SecretFilter } from './secret-filter.ts';
import { literal, longestForm, secretPattern } from './secret-pattern.ts';

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

/** Finds secrets in any form: plain, URL-encoded, JSON- or HTML-escaped, in base64 (decision 0005). */
export interface Redactor {
  /** The text with `$NAME` for every secret. */
  redact(text: string): string;
  /** The same in pieces, for callers that write the names in another way. */
  segments(text: string): readonly Segment[];
  /** At most `limit` UTF-16 units of the text, redacted. A secret at the limit is dropped whole. */
  cut(text: string, limit: number): { readonly text: string; readonly truncated: boolean };
  contains(text: string): boolean;
  /** The name of a secret in the text, if there is one. */
  found(text: string): string | undefined;
  /** A copy of JSON-like data with every string redacted, names of members included. */
  deepRedact<T>(value: T): T;
}

/** How much of a text is searched at a time, in UTF-16 units. */
const pieceLength = 32 * 1024;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly secret: string;
  readonly plain: boolean;
}

interface KnownSecret extends Secret {
  readonly longest: number;
  readonly plain: () => RegExp;
  readonly anyForm: () => RegExp;
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
    .map(([value, name]) => ({ value, name, ...patternsOf(value) }));
  return new SecretRedactor(known);
}

class SecretRedactor implements Redactor {
  readonly #known: readonly KnownSecret[];
  readonly #filter: SecretFilter;
  /** How far the longest form of a secret can extend. */
  readonly #reach: number;

  /** @param known the longest value first */
  constructor(known: readonly KnownSecret[]) {
    this.#known = known;
    this.#filter = createSecretFilter(known.map(({ value }) => value));
    this.#reach = Math.max(0, ...known.map(({ longest }) => longest));
  }

  // Properties and not methods, so that callers may take one of them alone.
  readonly redact = (text: string): string => written(this.segments(text));

  readonly segments = (text: string): readonly Segment[] => segmentsOf(text, this.#spans(text));

  readonly cut = (text: string, limit: number): { readonly text: string; readonly truncated: boolean } => {
    if (text.length <= limit) return { text: this.redact(text), truncated: false };
    // Far enough beyond the limit to see any secret that starts before it.
    const places = this.#spans(text.slice(0, limit + this.#reach));
    const straddling = places.find(({ start, end }) => start < limit && end > limit);
    const end = straddling?.start ?? wholeCharacter(text, limit);
    const kept = places.filter((place) => place.end <= end);
    return { text: written(segmentsOf(text.slice(0, end), kept)), truncated: true };
  };

  readonly contains = (text: string): boolean => this.found(text) !== undefined;

  readonly found = (text: string): string | undefined => {
    // In overlapping pieces: a search of a whole long report would need many times its size.
    for (let start = 0; start < text.length; start += pieceLength) {
      const piece = text.slice(start, start + pieceLength + this.#reach);
      for (const { name, pattern } of this.#possible(piece)) {
        pattern.lastIndex = 0;
        if (pattern.test(piece)) return name;
      }
    }
    return undefined;
  };

  // Strings stay strings and structure stays structure. Only a literal type that equals a secret would change.
  readonly deepRedact = <T>(value: T): T => mapStrings(value, this.redact) as T;

  /** The secrets that the text may hold, each with a pattern of the forms that it can have there. */
  #possible(text: string): readonly { value: string; name: string; pattern: RegExp }[] {
    return this.#filter(text).flatMap(({ index, plainOnly }) => {
      const secret = this.#known[index];
      if (!secret) return [];
      const { value, name } = secret;
      return [{ value, name, pattern: plainOnly ? secret.plain() : secret.anyForm() }];
    });
  }

  /** Every place of a secret, overlapping ones united, so that nothing of either is left. */
  #spans(text: string): readonly Span[] {
    const found: Span[] = [];
    for (const { value, name, pattern } of this.#possible(text)) {
      pattern.lastIndex = 0;
      for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
        const [form] = match;
        const start = match.index;
        found.push({ start, end: start + form.length, secret: name, plain: form === value });
        // A secret may overlap with itself: `abcab` occurs twice in `abcabcab`.
        pattern.lastIndex = start + 1;
      }
    }
    // The sort is stable: of two that start together, the longer secret's comes first.
    return unite(found.sort((a, b) => a.start - b.start));
  }
}

function segmentsOf(text: string, places: readonly Span[]): readonly Segment[] {
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

const written = (segments: readonly Segment[]): string =>
  segments.map((segment) => (typeof segment === 'string' ? segment : `$${segment.secret}`)).join('');

/** Patterns are made when first needed: one for every form costs milliseconds, and most secrets are plain. */
function patternsOf(value: string) {
  let plain: RegExp | undefined;
  let anyForm: RegExp | undefined;
  return {
    longest: longestForm(value),
    plain: () => {
      plain ??= new RegExp(literal(value), 'g');
      return plain;
    },
    anyForm: () => {
      anyForm ??= secretPattern(value);
      return anyForm;
    },
  };
}

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
