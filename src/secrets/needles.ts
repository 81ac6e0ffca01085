/** The values that are sought, as bytes, and where they stand in a text unescaped. */

/** A value as bytes. */
export interface Needle {
  /** Index of the secret. */
  readonly secret: number;
  /** Folded. */
  readonly bytes: Uint8Array;
  /** Makes bytes of a text comparable with it. */
  readonly fold: Uint8Array;
}

/** In form encoding `+` means a space, so the two are treated alike. */
const spaced = Uint8Array.from({ length: 256 }, (_, code) => (code === 0x2b ? 0x20 : code));
/** Letters in either case, too. */
export const anyCase = spaced.map((code) => (code >= 0x41 && code <= 0x5a ? code | 0x20 : code));

/**
 * A value that is hexadecimal is the same in either case; of a shorter one, or one of digits, that would be a guess.
 */
const isHexadecimal = (value: string): boolean => /^[0-9a-f]{16,}$/i.test(value) && /[a-f]/i.test(value);

/** The bytes of each value: in UTF-8, and as header fields carry it, in Latin-1. */
export function needlesOf(values: readonly string[]): readonly Needle[] {
  return values.flatMap((value, secret) => {
    const fold = isHexadecimal(value) ? anyCase : spaced;
    const utf8 = Buffer.from(value);
    const latin1 = /^[\0-\xff]*$/.test(value) && utf8.length > value.length;
    return [utf8, ...(latin1 ? [Buffer.from(value, 'latin1')] : [])].map((bytes) => ({
      secret,
      bytes: bytes.map((code) => fold[code] ?? 0),
      fold,
    }));
  });
}

/** Alike for bytes that are alike in either case. */
const fiveBits = anyCase.map((code) => code & 31);

/** Some places in needles, by three bytes each: of most places in a text these tell that it is like none of them. */
export class Trigrams {
  static readonly length = 3;
  readonly #known = new Uint8Array(1 << 15);

  /** Three bytes that are not all in the needle are like any. */
  add({ bytes }: Needle, at: number): void {
    if (at + Trigrams.length > bytes.length) this.#known.fill(1);
    else this.#known[this.#key(bytes, at)] = 1;
  }

  #key(bytes: Uint8Array, at: number): number {
    const first = fiveBits[bytes[at] ?? 0] ?? 0;
    const second = fiveBits[bytes[at + 1] ?? 0] ?? 0;
    const third = fiveBits[bytes[at + 2] ?? 0] ?? 0;
    return (first << 10) | (second << 5) | third;
  }

  /** @param at of three bytes */
  mayHave(bytes: Uint8Array, at: number): boolean {
    return this.#known[this.#key(bytes, at)] === 1;
  }
}

/** Taken once: where tests run, a look at a global in a loop takes longer than the loop. */
const { imul } = Math;

/** How many bytes are hashed together, at most. */
const longestWindow = 8;
/** How far two looks at a text are apart, in bytes, at most. */
const longestStride = 64;
const base = 0x01000193;
/** How many hashes are told apart without a look into the map. */
const slots = 1 << 17;

/** A part of a needle. */
interface Part {
  readonly needle: Needle;
  readonly offset: number;
}

/**
 * Finds where needles stand unescaped. Windows of a few bytes are hashed (Rabin and Karp), of the text only so many that
 * one of them lies in every needle: the time does not depend on how many needles there are, nor on their length.
 */
export class NeedleIndex {
  readonly #window: number;
  readonly #stride: number;
  readonly #byHash = new Map<number, Part[]>();
  readonly #seen = new Uint8Array(slots);
  readonly #trigrams = new Trigrams();

  constructor(needles: readonly Needle[]) {
    const shortest = Math.min(...needles.map(({ bytes }) => bytes.length));
    this.#window = Math.min(longestWindow, shortest);
    this.#stride = Math.min(longestStride, shortest - this.#window + 1);
    for (const needle of needles)
      for (let offset = 0; offset < this.#stride; offset += 1) {
        this.#trigrams.add(needle, offset);
        const hash = this.#hash(needle.bytes, offset);
        this.#seen[hash & (slots - 1)] = 1;
        const alike = this.#byHash.get(hash);
        if (alike) alike.push({ needle, offset });
        else this.#byHash.set(hash, [{ needle, offset }]);
      }
  }

  #hash(bytes: Uint8Array, from: number): number {
    let hash = 0;
    for (let at = from; at < from + this.#window; at += 1)
      hash = (imul(hash, base) + (anyCase[bytes[at] ?? 0] ?? 0)) | 0;
    // The lowest bits are to depend on all bytes.
    return hash ^ (hash >>> 15);
  }

  /** Calls back for each needle and each place of it. */
  search(bytes: Uint8Array, found: (needle: Needle, at: number) => void): void {
    const text = new FoldedText(bytes);
    const last = bytes.length - this.#window;
    for (let at = 0; at <= last; at += this.#stride) {
      if (!this.#trigrams.mayHave(bytes, at)) continue;
      const hash = this.#hash(bytes, at);
      if (this.#seen[hash & (slots - 1)] !== 1) continue;
      for (const { needle, offset } of this.#byHash.get(hash) ?? [])
        if (at >= offset && text.has(needle, at - offset)) found(needle, at - offset);
    }
  }
}

/** Beyond so many bytes, comparing whole buffers is faster than comparing bytes. */
const fewBytes = 32;

/** A text that needles are compared with. Long ones are compared with a folded copy, in native code. */
class FoldedText {
  readonly #bytes: Uint8Array;
  readonly #copies = new Map<Uint8Array, Buffer>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  has({ bytes: sought, fold }: Needle, at: number): boolean {
    const bytes = this.#bytes;
    const end = at + sought.length;
    if (end > bytes.length) return false;
    const few = Math.min(sought.length, fewBytes);
    for (let index = 0; index < few; index += 1)
      if (fold[bytes[at + index] ?? 0] !== sought[index]) return false;
    return few === sought.length || this.#copy(fold).compare(sought, few, sought.length, at + few, end) === 0;
  }

  #copy(fold: Uint8Array): Buffer {
    const known = this.#copies.get(fold);
    if (known) return known;
    const copy = Buffer.from(this.#bytes);
    for (let at = 0; at < copy.length; at += 1) copy[at] = fold[copy[at] ?? 0] ?? 0;
    this.#copies.set(fold, copy);
    return copy;
  }
}
