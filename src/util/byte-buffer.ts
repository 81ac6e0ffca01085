const firstSize = 1024;

/**
 * Bytes that come in pieces, copied into one buffer. A list of the pieces would keep the whole packet that each is a
 * view of, and an object for each: a sender that sends one byte at a time would fill memory.
 */
export class ByteBuffer {
  #buffer = Buffer.allocUnsafeSlow(firstSize);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.#length);
    this.#length = length;
  }

  /** A copy, which keeps nothing beyond it. */
  toBytes(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  toString(): string {
    return this.#buffer.toString('utf8', 0, this.#length);
  }
}
