/** A text as bytes, decoded or not, and where in the text each byte stands. */

/** Where in the text the spelling of each byte begins and ends. */
export interface BytePlaces {
  start(at: number): number;
  end(at: number): number;
}

export interface View {
  readonly bytes: Uint8Array;
  /** Undefined where each byte is one UTF-16 unit. */
  readonly places: BytePlaces | undefined;
  /** Whether the text may go on behind the last byte. */
  readonly open: boolean;
  /** True for another view of which some escape sequences were undone, and the rest left. */
  readonly unescaped?: true;
}

export const startOf = ({ places }: View, at: number): number => places?.start(at) ?? at;

/** @param end position after the last byte, which is not the first */
export const endOf = ({ places }: View, end: number): number => places?.end(end - 1) ?? end;

/** Whether a part of a view can hold what no other view of the text has: in one that was unescaped, only where that was. */
export const isNew = (view: View, from: number, end: number): boolean =>
  !view.unescaped || endOf(view, end) - startOf(view, from) !== end - from;

/**
 * A text in UTF-8; and if it may hold the bytes of header fields, which are Latin-1 (RFC 9110 section 5.5), in Latin-1 too.
 * A view is good until the next text.
 * @param open whether the text goes on
 * @param beyondAscii whether bytes beyond ASCII are sought: no other bytes differ, and what is encoded is ASCII in both
 */
export function viewsOf(text: string, open: boolean, beyondAscii: boolean): readonly View[] {
  const bytes = bytesOf(text);
  if (bytes.length === text.length) return [{ bytes, places: undefined, open }];
  const utf8 = { bytes, places: new PlacesInText(text, bytes.length), open };
  return !beyondAscii || /[^\0-\xff]/.test(text)
    ? [utf8]
    : [utf8, { bytes: Buffer.from(text, 'latin1'), places: undefined, open }];
}

/** The place of each byte, in a list. */
class ListedPlaces implements BytePlaces {
  readonly starts: Int32Array;
  readonly ends: Int32Array;

  constructor(starts: Int32Array, ends: Int32Array) {
    this.starts = starts;
    this.ends = ends;
  }

  start(at: number): number {
    return this.starts[at] ?? 0;
  }

  end(at: number): number {
    return this.ends[at] ?? 0;
  }
}

/** The longest text, in UTF-16 units, whose bytes take the place of those of the text before. */
const longestInPlace = 32 * 1024;
let inPlace = Buffer.alloc(0);

/** A text in UTF-8. New memory for each of thousands would have to be cleared, and collected. */
function bytesOf(text: string): Buffer {
  if (text.length > longestInPlace) return Buffer.from(text);
  if (inPlace.length === 0) inPlace = Buffer.allocUnsafeSlow(3 * longestInPlace);
  return inPlace.subarray(0, inPlace.write(text));
}

/** Where each byte of a text in UTF-8 stands. In most texts nothing is found, and no place is asked for. */
class PlacesInText implements BytePlaces {
  readonly #text: string;
  readonly #bytes: number;
  #listed: ListedPlaces | undefined;

  constructor(text: string, bytes: number) {
    this.#text = text;
    this.#bytes = bytes;
  }

  listed(): ListedPlaces {
    this.#listed ??= placesIn(this.#text, this.#bytes);
    return this.#listed;
  }

  start(at: number): number {
    return this.listed().start(at);
  }

  end(at: number): number {
    return this.listed().end(at);
  }
}

/** One list is used for all texts, as it is eight times as long as the text. */
let scratch = new ListedPlaces(new Int32Array(0), new Int32Array(0));
const smallestScratch = 64 * 1024;

function placesIn(text: string, bytes: number): ListedPlaces {
  if (scratch.starts.length < bytes) {
    const most = Math.max(bytes, smallestScratch);
    scratch = new ListedPlaces(new Int32Array(most), new Int32Array(most));
  }
  const { starts, ends } = scratch;
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    const next = length + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
    for (; length < next; length += 1) {
      starts[length] = at;
      ends[length] = end;
    }
    at = end;
  }
  return new ListedPlaces(starts.subarray(0, bytes), ends.subarray(0, bytes));
}

/** Collects the bytes of a view. */
export class ViewBuilder {
  readonly #bytes: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  length = 0;

  /** @param most how many bytes there can be */
  constructor(most: number) {
    this.#bytes = new Uint8Array(most);
    this.#starts = new Int32Array(most);
    this.#ends = new Int32Array(most);
  }

  add(byte: number, start: number, end: number): void {
    this.#bytes[this.length] = byte;
    this.#starts[this.length] = start;
    this.#ends[this.length] = end;
    this.length += 1;
  }

  /** Adds a part of another view. */
  copy({ bytes, places }: View, from: number, end: number): void {
    const { length } = this;
    this.length += end - from;
    this.#bytes.set(bytes.subarray(from, end), length);
    const listed = places instanceof PlacesInText ? places.listed() : places;
    if (listed instanceof ListedPlaces) {
      this.#starts.set(listed.starts.subarray(from, end), length);
      this.#ends.set(listed.ends.subarray(from, end), length);
      return;
    }
    const [starts, ends] = [this.#starts, this.#ends];
    for (let at = from, to = length; at < end; at += 1, to += 1) {
      starts[to] = places ? places.start(at) : at;
      ends[to] = places ? places.end(at) : at + 1;
    }
  }

  view(open: boolean): View {
    const { length } = this;
    return {
      open,
      bytes: this.#bytes.subarray(0, length),
      places: new ListedPlaces(this.#starts.subarray(0, length), this.#ends.subarray(0, length)),
    };
  }
}
