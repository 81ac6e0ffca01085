/** A long text in pieces. A part of it is looked at without a copy of the whole (decision 0032). */
export class TextInPieces {
  readonly length: number;
  readonly #pieces: readonly string[];
  /** Where each piece begins. */
  readonly #starts: readonly number[];
  /** Index of the piece that was looked at last, which mostly is looked at again. */
  #last = 0;

  constructor(pieces: readonly string[]) {
    const starts: number[] = [];
    let length = 0;
    for (const piece of pieces) {
      starts.push(length);
      length += piece.length;
    }
    this.length = length;
    this.#pieces = pieces;
    this.#starts = starts;
  }

  slice(start: number, end = this.length): string {
    const [only = ''] = this.#pieces;
    return this.#pieces.length < 2 ? only.slice(start, end) : this.parts(start, end).join('');
  }

  /** The UTF-16 unit at a position. Not a number behind the end. */
  unitAt(at: number): number {
    const index = this.#pieceAt(at);
    return this.#pieces[index]?.charCodeAt(at - (this.#starts[index] ?? 0)) ?? Number.NaN;
  }

  /** The same in pieces. */
  parts(start: number, end = this.length): string[] {
    const parts: string[] = [];
    for (let index = this.#pieceAt(start); index < this.#pieces.length; index += 1) {
      const before = this.#starts[index] ?? 0;
      if (before >= end) break;
      parts.push((this.#pieces[index] ?? '').slice(Math.max(0, start - before), end - before));
    }
    return parts;
  }

  /** Index of the last piece that begins at a position or before it. */
  #pieceAt(position: number): number {
    const [from, to] = [this.#starts[this.#last] ?? 0, this.#starts[this.#last + 1] ?? this.length];
    if (from <= position && position < to) return this.#last;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return low;
  }
}
