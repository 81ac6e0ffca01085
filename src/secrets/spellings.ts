/** Needles that are spelled with escape sequences, any character in its own way. */

import { type EscapeSequence, escapes, isUnfinished } from './escapes.ts';
import { anyCase, type Needle, Trigrams } from './needles.ts';
import { endOf, isNew, startOf, type View, ViewBuilder } from './view.ts';

/** Taken once: where tests run, a look at a global in a loop takes longer than the loop. */
const { max } = Math;

/** Index of the escape that a byte may begin. */
const escapeOf = new Uint8Array(256);
/** 1 for each byte that may begin one. */
const introduces = new Uint8Array(256);
for (const [index, { introducer }] of escapes.entries()) {
  escapeOf[introducer] = index;
  introduces[introducer] = 1;
}

/** The escape sequences of a view. A byte that begins one may also stand for itself. */
export interface Sequences {
  /** By the position of the byte that begins it. */
  readonly readings: ReadonlyMap<number, EscapeSequence>;
  /** Where they begin, in order. */
  readonly positions: readonly number[];
  /** The escapes of those that no other view has. */
  readonly kinds: ReadonlySet<number>;
  /** Position of the last byte that may begin one, if it might go on behind the end. */
  readonly unfinished: number | undefined;
}

/** The sequences of a view; undefined if it has none that no other view has. */
export function sequencesOf(view: View): Sequences | undefined {
  const { bytes, open } = view;
  const introduced = introducersIn(bytes);
  const last = introduced.at(-1);
  if (last === undefined) return undefined;
  const readings = new Map<number, EscapeSequence>();
  const positions: number[] = [];
  const kinds = new Set<number>();
  let joined = 0;
  for (const position of introduced) {
    // Within what stands for nothing, nothing begins.
    if (position < joined) continue;
    const kind = escapeOf[bytes[position] ?? 0] ?? 0;
    const reading = escapes[kind]?.read(bytes, position);
    if (!reading) continue;
    if (reading.bytes.length === 0) joined = reading.end;
    readings.set(position, reading);
    positions.push(position);
    if (isNew(view, position, reading.end)) kinds.add(kind);
  }
  const unfinished = open && isUnfinished(bytes, last) ? last : undefined;
  if (unfinished === undefined && kinds.size === 0) return undefined;
  if (unfinished !== undefined && unfinished !== positions.at(-1)) positions.push(unfinished);
  return { readings, positions, kinds, unfinished };
}

/** Where a byte stands that may begin a sequence, in order. Most texts have none, which native code finds out fast. */
function introducersIn(bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  let several = 0;
  for (const { introducer } of escapes) {
    let at = bytes.indexOf(introducer);
    if (at >= 0) several += 1;
    for (; at >= 0; at = bytes.indexOf(introducer, at + 1)) found.push(at);
  }
  return several > 1 ? found.sort((one, other) => one - other) : found;
}

/** The view with the sequences of one escape undone, from the left, as far as they are finished. */
export function unescaped(view: View, { readings, unfinished }: Sequences, kind: number): View {
  const bytes = view.bytes.subarray(0, unfinished);
  const introducer = escapes[kind]?.introducer ?? 0;
  // A sequence is at least as long as what it stands for.
  const builder = new ViewBuilder(bytes.length);
  let copied = 0;
  for (let position = bytes.indexOf(introducer); position >= 0; ) {
    const reading = readings.get(position);
    const end = reading?.end ?? position + 1;
    if (reading) {
      builder.copy(view, copied, position);
      for (const one of reading.bytes) builder.add(one, startOf(view, position), endOf(view, end));
      copied = end;
    }
    position = bytes.indexOf(introducer, end);
  }
  builder.copy(view, copied, Math.max(copied, bytes.length));
  return { ...builder.view(view.open), unescaped: true };
}

/** What needles begin with, byte by byte, so that those that begin alike are compared once. */
interface Beginning {
  readonly next: Map<number, Beginning>;
  /** The needles that go on from here, where no more bytes are looked at together. */
  readonly needles: Needle[];
}

/** How many bytes are looked at together. */
const together = 8;

/** What a search of spellings finds. */
export interface SpellingsFound {
  readonly add: (needle: Needle, from: number, to: number) => void;
  /** A needle begins that would have to go on behind the end of the view, after so many bytes of it. */
  readonly begin: (from: number, bytes: number) => void;
}

/** Finds needles in views in which characters may be escaped. */
export class SpellingSearch {
  readonly #beginnings: Beginning = { next: new Map(), needles: [] };
  readonly #beginning = new Trigrams();
  /** 1 for each byte that a needle may begin with. */
  readonly #first = new Uint8Array(256);
  readonly #longest: number;

  constructor(needles: readonly Needle[]) {
    this.#longest = Math.max(0, ...needles.map(({ bytes }) => bytes.length));
    for (const needle of needles) {
      this.#beginning.add(needle, 0);
      let at = this.#beginnings;
      for (const byte of needle.bytes.subarray(0, together)) {
        const next: Beginning = at.next.get(anyCase[byte] ?? 0) ?? { next: new Map(), needles: [] };
        at.next.set(anyCase[byte] ?? 0, next);
        at = next;
      }
      at.needles.push(needle);
    }
    for (const [code, folded] of anyCase.entries())
      this.#first[code] = this.#beginnings.next.has(folded) ? 1 : 0;
  }

  /** Calls back for each needle of which a character may be escaped, and each place of it. */
  search(view: View, sequences: Sequences, found: SpellingsFound): void {
    const walk = new Walk(view, sequences, found);
    let position = 0;
    for (const sequence of sequences.positions) {
      // What has no sequence in it is found without this search.
      position = max(position, sequence - this.#longest + 1);
      for (; position <= sequence; position += 1)
        // Before the next sequence every byte stands for itself.
        if (position + Trigrams.length > sequence || this.#beginning.mayHave(view.bytes, position))
          walk.begin(position, this.#beginnings, this.#first);
    }
  }
}

/**
 * A needle this long may begin again and again in itself, and each beginning would be compared to the end. So it is first
 * made out where enough of its bytes follow.
 */
const manyBytes = 128;

/** The ways from one position through the readings of a view. */
class Walk {
  readonly #view: View;
  readonly #sequences: Sequences;
  readonly #found: SpellingsFound;
  readonly #reaches = new Map<Needle, Uint8Array>();
  #start = 0;

  constructor(view: View, sequences: Sequences, found: SpellingsFound) {
    this.#view = view;
    this.#sequences = sequences;
    this.#found = found;
  }

  begin(position: number, beginnings: Beginning, first: Uint8Array): void {
    if (first[this.#view.bytes[position] ?? 0] !== 1) {
      // A sequence that stands for nothing begins no needle: the place after it does.
      const escaped = this.#readingAt(position)?.bytes[0];
      if (escaped === undefined || first[escaped] !== 1) return;
    }
    this.#start = position;
    this.#walk(position, beginnings, 0);
  }

  #readingAt(position: number): EscapeSequence | undefined {
    return introduces[this.#view.bytes[position] ?? 0] === 1
      ? this.#sequences.readings.get(position)
      : undefined;
  }

  #walk(from: number, first: Beginning, before: number): void {
    const { bytes, open } = this.#view;
    let [position, beginning, done] = [from, first, before];
    for (;;) {
      for (const needle of beginning.needles) this.#compare(needle);
      if (beginning.next.size === 0) return;
      if (position >= bytes.length) {
        if (open) this.#found.begin(this.#start, done);
        return;
      }
      const reading = this.#readingAt(position);
      const escaped = reading && descend(beginning, reading.bytes);
      const plain = beginning.next.get(anyCase[bytes[position] ?? 0] ?? 0);
      if (reading && escaped && plain) this.#walk(reading.end, escaped, done + reading.bytes.length);
      if (plain) {
        [position, beginning, done] = [position + 1, plain, done + 1];
      } else if (reading && escaped) {
        [position, beginning, done] = [reading.end, escaped, done + reading.bytes.length];
      } else {
        if (position === this.#sequences.unfinished) this.#found.begin(this.#start, done);
        return;
      }
    }
  }

  /** Compares the whole of a needle, of which the beginning is there in some reading. */
  #compare(needle: Needle): void {
    if (needle.bytes.length >= manyBytes && this.#reachOf(needle)[this.#start] === 0) return;
    const match = this.#match(needle, this.#start, 0, new Set());
    if (match === undefined) return;
    if ('end' in match) this.#found.add(needle, this.#start, match.end);
    else this.#found.begin(this.#start, match.begun);
  }

  /** For each position, 1 if so many bytes of a needle follow in some reading, in any order, that it can begin there. */
  #reachOf(needle: Needle): Uint8Array {
    const known = this.#reaches.get(needle);
    if (known) return known;
    const { bytes, open } = this.#view;
    const { bytes: sought, fold } = needle;
    const isOf = new Uint8Array(256);
    for (const byte of sought) isOf[byte] = 1;
    const isPart = (byte: number) => isOf[fold[byte] ?? 0] === 1;
    const follow = new Int32Array(bytes.length + 1);
    follow[bytes.length] = open ? sought.length : 0;
    for (let position = bytes.length - 1; position >= 0; position -= 1) {
      const reading = this.#readingAt(position);
      const plain = isPart(bytes[position] ?? 0) ? (follow[position + 1] ?? 0) + 1 : 0;
      const escaped = reading?.bytes.every(isPart) ? (follow[reading.end] ?? 0) + reading.bytes.length : 0;
      follow[position] = max(plain, escaped);
    }
    const reach = Uint8Array.from(follow, (count) => (count >= sought.length ? 1 : 0));
    this.#reaches.set(needle, reach);
    return reach;
  }

  /** @param failed where both readings of a byte were tried in vain, so that no way is tried twice */
  #match(needle: Needle, from: number, done: number, failed: Set<number>): Match {
    const { bytes: sought, fold } = needle;
    const { bytes, open } = this.#view;
    let position = from;
    let index = done;
    while (index < sought.length) {
      if (position >= bytes.length) return open ? { begun: index } : undefined;
      const reading = this.#readingAt(position);
      const plain = fold[bytes[position] ?? 0] === sought[index];
      const escaped = reading !== undefined && begins(reading.bytes, sought, index, fold);
      if (plain && escaped) {
        const key = position * (sought.length + 1) + index;
        const match = failed.has(key)
          ? undefined
          : this.#match(needle, reading.end, index + reading.bytes.length, failed);
        if (match) return match;
        failed.add(key);
      }
      if (plain) {
        position += 1;
        index += 1;
      } else if (escaped) {
        position = reading.end;
        index += reading.bytes.length;
      } else return position === this.#sequences.unfinished ? { begun: index } : undefined;
    }
    return { end: position };
  }
}

/** How a needle stands at a position: where it ends; or how much of it there is before the end of the view. */
type Match = { readonly end: number } | { readonly begun: number } | undefined;

/** Where the bytes lead, or as far as needles are looked at together. */
function descend(from: Beginning, bytes: readonly number[]): Beginning | undefined {
  let at: Beginning | undefined = from;
  for (const byte of bytes) {
    if (at === undefined || at.next.size === 0) return at;
    at = at.next.get(anyCase[byte] ?? 0);
  }
  return at;
}

/** Whether the bytes stand at a place of the needle, as far as it goes. */
const begins = (bytes: readonly number[], sought: Uint8Array, index: number, fold: Uint8Array): boolean =>
  bytes.every((byte, offset) => index + offset >= sought.length || fold[byte] === sought[index + offset]);
