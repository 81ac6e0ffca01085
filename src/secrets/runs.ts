/** Runs of base64 characters and of hexadecimal digits in a view, decoded. */

import { hexDigit } from './escapes.ts';
import { endOf, isNew, startOf, type View } from './view.ts';

/** How bytes are written in characters that hold fewer bits. */
interface Code {
  readonly bits: 4 | 6;
  /** Value of each character; -1 for one that ends a run. */
  readonly values: Int8Array;
  /** How many characters in a row may be the first of a byte that two characters begin. */
  readonly phases: number;
  /** 1 for each byte that may be within a run, in a text of one line and in one of several. */
  readonly oneLine: Uint8Array;
  readonly severalLines: Uint8Array;
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];
const isBreak = (code: number): boolean => code === lineFeed || code === carriageReturn;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;

function codeOf(bits: 4 | 6, phases: number, valueIn: (character: string, code: number) => number): Code {
  const values = Int8Array.from({ length: 256 }, (_, code) => valueIn(String.fromCharCode(code), code));
  const oneLine = Uint8Array.from(values, (value) => (value >= 0 ? 1 : 0));
  const severalLines = oneLine.map((one, code) => (isBreak(code) || isSpace(code) ? 1 : one));
  return { bits, values, phases, oneLine, severalLines };
}

const base64Signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Url: ReadonlyMap<string, number> = new Map([
  ['-', 62],
  ['_', 63],
]);

/** RFC 4648 sections 4, 5 and 8. */
const codes: readonly Code[] = [
  codeOf(6, 4, (sign) => base64Url.get(sign) ?? base64Signs.indexOf(sign)),
  codeOf(4, 2, (_, code) => hexDigit(code)),
];

/** Which parts of what was decoded can be the spelling of a secret. */
export interface Sought {
  /** The fewest bytes. */
  readonly shortest: number;
  /** 1 for each byte that a spelling may hold. */
  readonly spellable: Uint8Array;
}

/** Taken once: where tests run, a look at a global in a loop takes longer than the loop. */
const { floor } = Math;

/** The characters of one run. Line breaks, and the indentation after them, do not end it. */
class Run {
  readonly #bits: number;
  readonly #values: Int8Array;
  /** The run alone, from `#offset` on: the view's own bytes, or a copy without line breaks. */
  #characters: Uint8Array;
  #offset: number;
  /** Where each character of the copy stands in the view. */
  #positions: Int32Array | undefined;
  #decoded: Uint8Array | undefined;
  length = 0;
  start: number;
  /** Position after the run and what may follow its last character. */
  end: number;
  /** Whether it may go on behind the end of the view. */
  readonly open: boolean;

  /**
   * Reads the first run from a position on.
   * @param fewest how many characters it has to have to be of use
   */
  constructor({ bytes, open }: View, from: number, { bits, values }: Code, fewest: number) {
    this.#bits = bits;
    this.#values = values;
    this.#characters = bytes;
    let at = from;
    while (at < bytes.length && (values[bytes[at] ?? 0] ?? -1) < 0) at += 1;
    this.start = at;
    this.#offset = at;
    while (at < bytes.length && (values[bytes[at] ?? 0] ?? -1) >= 0) at += 1;
    this.end = at;
    this.length = at - this.start;
    if (isBreak(bytes[at] ?? 0)) this.#goOn(bytes);
    this.open = open && this.end === bytes.length;
    if (this.length > at - this.start && (this.length >= fewest || this.open)) this.#join(bytes);
  }

  /** Goes on behind a line break. */
  #goOn(bytes: Uint8Array): void {
    let broken = false;
    for (let at = this.end; at < bytes.length; at += 1) {
      const character = bytes[at] ?? 0;
      if ((this.#values[character] ?? -1) >= 0) {
        this.length += 1;
        broken = false;
      } else if (isBreak(character)) broken = true;
      else if (!(broken && isSpace(character))) {
        this.end = at;
        return;
      }
    }
    this.end = bytes.length;
  }

  /** Copies the characters without what is between the lines. */
  #join(bytes: Uint8Array): void {
    this.#characters = new Uint8Array(this.length);
    this.#offset = 0;
    this.#positions = new Int32Array(this.length);
    let count = 0;
    for (let at = this.start; at < this.end; at += 1) {
      const character = bytes[at] ?? 0;
      if ((this.#values[character] ?? -1) < 0) continue;
      this.#characters[count] = character;
      this.#positions[count] = at;
      count += 1;
    }
  }

  positionOf(character: number): number {
    return this.#positions?.[character] ?? this.start + character;
  }

  #valueOf(character: number): number {
    return this.#values[this.#characters[this.#offset + character] ?? 0] ?? 0;
  }

  /** A byte of the run decoded from its character `first`. It begins in one character and ends in the next. */
  byteAt(index: number, first: number): number {
    const bits = this.#bits;
    const character = first + floor((8 * index) / bits);
    const both = (this.#valueOf(character) << bits) | this.#valueOf(character + 1);
    return (both >> (2 * bits - 8 - ((8 * index) % bits))) & 0xff;
  }

  /** How many bytes it is, decoded from its character `first`. */
  countFrom(first: number): number {
    return floor(((this.length - first) * this.#bits) / 8);
  }

  /** The bytes from one on, as far as each is one of those that are wanted. */
  bytesFrom(index: number, first: number, wanted: Uint8Array): Uint8Array {
    const bits = this.#bits;
    const [values, characters] = [this.#values, this.#characters];
    const end = this.#offset + this.length;
    const begin = this.#offset + first + floor((8 * index) / bits);
    let held = values[characters[begin] ?? 0] ?? 0;
    /** How many bits of those held are still to be given. */
    let left = bits - ((8 * index) % bits);
    this.#decoded ??= new Uint8Array(this.countFrom(0));
    const decoded = this.#decoded;
    let count = 0;
    for (let at = begin + 1; at < end; at += 1) {
      held = ((held << bits) | (values[characters[at] ?? 0] ?? 0)) & 0xffff;
      left += bits;
      if (left < 8) continue;
      left -= 8;
      const byte = (held >> left) & 0xff;
      if (wanted[byte] !== 1) break;
      decoded[count] = byte;
      count += 1;
    }
    return decoded.slice(0, count);
  }
}

/** What runs decode to, from each character that may be the first. */
export function decodedRuns(view: View, sought: Sought): readonly View[] {
  const found: View[] = [];
  const { bytes } = view;
  for (const code of codes) {
    const fewest = Math.ceil((sought.shortest * 8) / code.bits);
    const within = isBroken(bytes, code) ? code.severalLines : code.oneLine;
    for (let at = 0; at < bytes.length; ) {
      at = longStretch(view, at, fewest, within);
      if (at === bytes.length) break;
      const run = new Run(view, at, code, fewest);
      at = run.end > at ? run.end : at + 1;
      if ((run.length < fewest && !run.open) || !isNew(view, run.start, run.end)) continue;
      for (let first = 0; first < code.phases; first += 1)
        for (const spelling of spellingsIn(run, first, sought))
          found.push(decoded(view, run, code, first, spelling));
    }
  }
  return found;
}

/** Whether a run may go on behind a line break: it does so only where one of its characters is before the break. */
function isBroken(bytes: Uint8Array, { oneLine }: Code): boolean {
  for (const sign of [lineFeed, carriageReturn])
    for (let at = bytes.indexOf(sign, 1); at > 0; at = bytes.indexOf(sign, at + 1))
      if (oneLine[bytes[at - 1] ?? 0] === 1) return true;
  return false;
}

/**
 * Where so many bytes begin that may be within a run; the end of the view if they do not. Each look is at the last byte
 * that such a stretch has to have: if it is another, everything before it is passed over unseen.
 */
function longStretch({ bytes, open }: View, from: number, fewest: number, within: Uint8Array): number {
  let start = from;
  while (start + fewest <= bytes.length) {
    let at = start + fewest - 1;
    while (at >= start && within[bytes[at] ?? 0] === 1) at -= 1;
    if (at < start) return start;
    start = at + 1;
  }
  if (!open) return bytes.length;
  let last = bytes.length;
  while (last > start && within[bytes[last - 1] ?? 0] === 1) last -= 1;
  return last;
}

/** Bytes of the run that can be the spelling of a secret. */
interface Spelling {
  readonly start: number;
  readonly bytes: Uint8Array;
  /** Whether it may go on behind the end of the run. */
  readonly open: boolean;
}

/** Of a run that may go on, the last spelling may be as short as this, in bytes. */
const shortestBeginning = 4;

/** What of the run, decoded from its character `first`, can be the spelling of a secret. */
function spellingsIn(run: Run, first: number, { shortest, spellable }: Sought): readonly Spelling[] {
  const count = run.countFrom(first);
  const spellings: Spelling[] = [];
  let start = 0;
  while (start + shortest <= count) {
    // From the last byte that it has to have back to its first: what is no spelling mostly shows with the first look.
    let other = start + shortest - 1;
    while (other >= start && spellable[run.byteAt(other, first)] === 1) other -= 1;
    if (other >= start) {
      start = other + 1;
      continue;
    }
    const bytes = run.bytesFrom(start, first, spellable);
    const end = start + bytes.length;
    spellings.push({ start, bytes, open: run.open && end === count });
    start = end + 1;
  }
  if (!run.open || start >= count) return spellings;
  let last = count;
  while (last > start && spellable[run.byteAt(last - 1, first)] === 1) last -= 1;
  return count - last < shortestBeginning
    ? spellings
    : [...spellings, { start: last, bytes: run.bytesFrom(last, first, spellable), open: true }];
}

function decoded(
  view: View,
  run: Run,
  { bits }: Code,
  first: number,
  { start, bytes, open }: Spelling,
): View {
  // In most runs nothing is found, and no place is asked for.
  const characterOf = (at: number) => first + floor((8 * (start + at)) / bits);
  return {
    bytes,
    open,
    places: {
      start: (at) => startOf(view, run.positionOf(characterOf(at))),
      end: (at) => endOf(view, run.positionOf(characterOf(at) + 1) + 1),
    },
  };
}
