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

/** Taken once: where tests run, a look at a global in a loop takes longer than the loop. */
const { imul } = Math;

/** Longest beginning that is hashed, in bytes. */
const longestWindow = 8;
const base = 0x01000193;

/**
 * Finds where needles stand unescaped, by a rolling hash of their beginnings (Rabin and Karp): its time does not depend on
 * how many needles there are, nor on their length.
 */
export class NeedleIndex {
  readonly #window: number;
  /** `base` to the power of what leaves the window. */
  readonly #leaving: number;
  readonly #byHash = new Map<number, Needle[]>();
  /** For most hashes, that no needle has them, without a look into the map. */
  readonly #seen = new Uint8Array(1 << 16);

  constructor(needles: readonly Needle[]) {
    this.#window = Math.min(longestWindow, ...needles.map(({ bytes }) => bytes.length));
    this.#leaving = Array.from({ length: this.#window }).reduce<number>((power) => imul(power, base), 1);
    for (const needle of needles) {
      let hash = 0;
      for (let at = 0; at < this.#window; at += 1) hash = this.#push(hash, needle.bytes[at] ?? 0);
      this.#seen[slotOf(hash)] = 1;
      const alike = this.#byHash.get(hash);
      if (alike) alike.push(needle);
      else this.#byHash.set(hash, [needle]);
    }
  }

  #push(hash: number, code: number): number {
    return (imul(hash, base) + (anyCase[code] ?? 0)) | 0;
  }

  /** Calls back for each needle and each place of it, from the first on. */
  search(bytes: Uint8Array, found: (needle: Needle, at: number) => void): void {
    const text = new FoldedText(bytes);
    const window = this.#window;
    const leaving = this.#leaving;
    const seen = this.#seen;
    let hash = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      hash = (imul(hash, base) + (anyCase[bytes[end] ?? 0] ?? 0)) | 0;
      const at = end - window + 1;
      if (at < 0) continue;
      if (at > 0) hash = (hash - imul(leaving, anyCase[bytes[at - 1] ?? 0] ?? 0)) | 0;
      if (seen[slotOf(hash)] !== 1) continue;
      for (const needle of this.#byHash.get(hash) ?? []) if (text.has(needle, at)) found(needle, at);
    }
  }
}

const slotOf = (hash: number): number => imul(hash, 0x9e3779b1) >>> 16;

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
