import { headerValues } from '../util/headers.ts';

/** Longer lines are an error of the parser's, which ends the connection. */
const longestLine = 65_536;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Line breaks alone. RFC 9112 section 2.2 asks servers to pass over an empty line before a message. */
export const isBlank = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte === carriageReturn || byte === lineFeed);

/** What is read by lines, by length, and not at all. */
type Lines = 'status-line' | 'fields' | 'chunk-size' | 'trailers';
type Part = Lines | 'content' | 'chunk' | 'until-close' | 'not-http' | 'complete';

/**
 * Finds in the bytes of a connection where the final answer to a request ends (RFC 9112 section 6.3). Node's parser goes on
 * to a next answer without a word, and passes over the beginning of one. What is not HTTP is left to that parser, which
 * reports it.
 */
export class AnswerEnd {
  readonly #method: string;
  #part: Part = 'status-line';
  #line = '';
  #status = 0;
  #fields: [name: string, value: string][] = [];
  #remaining = 0;

  constructor(method: string) {
    this.#method = method;
  }

  get complete(): boolean {
    return this.#part === 'complete';
  }

  /** Whether the content ends with the connection. */
  get untilClose(): boolean {
    return this.#part === 'until-close';
  }

  /** Reads on, and returns what lies beyond the end of the answer. */
  read(bytes: Uint8Array): Uint8Array {
    let at = 0;
    while (at < bytes.length) {
      const part = this.#part;
      if (part === 'complete') break;
      if (part === 'until-close' || part === 'not-http') at = bytes.length;
      else if (part === 'content' || part === 'chunk') at = this.#skip(bytes, at);
      else at = this.#readLine(bytes, at, part);
    }
    return bytes.subarray(at);
  }

  #skip(bytes: Uint8Array, at: number): number {
    const skipped = Math.min(this.#remaining, bytes.length - at);
    this.#remaining -= skipped;
    if (this.#remaining === 0) this.#part = this.#part === 'chunk' ? 'chunk-size' : 'complete';
    return at + skipped;
  }

  #readLine(bytes: Uint8Array, at: number, part: Lines): number {
    const end = bytes.indexOf(lineFeed, at);
    const stop = end < 0 ? bytes.length : end;
    if (this.#line.length < longestLine)
      this.#line += Buffer.from(bytes.subarray(at, stop)).toString('latin1');
    if (end < 0) return stop;
    const line = this.#line.replace(/\r$/, '');
    this.#line = '';
    if (part === 'status-line') this.#endStatusLine(line);
    else if (part === 'fields') this.#endField(line);
    else if (part === 'chunk-size') this.#endChunkSize(line);
    else if (line === '') this.#part = 'complete';
    return stop + 1;
  }

  #endStatusLine(line: string): void {
    if (line === '') return;
    const status = /^HTTP\/\d\.\d (\d{3})(?: |$)/.exec(line)?.[1];
    this.#status = Number(status);
    this.#fields = [];
    this.#part = status === undefined ? 'not-http' : 'fields';
  }

  #endField(line: string): void {
    const colon = line.indexOf(':');
    if (line !== '') this.#fields.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    else if (this.#isInterim()) this.#part = 'status-line';
    else this.#endHead();
  }

  /** RFC 9110 section 15.2. After 101 the connection is no longer HTTP. */
  #isInterim(): boolean {
    return this.#status >= 100 && this.#status < 200 && this.#status !== 101;
  }

  #endHead(): void {
    const [length] = headerValues(this.#fields, 'Content-Length');
    const codings = headerValues(this.#fields, 'Transfer-Encoding').join(',');
    this.#remaining = Number(length ?? 0);
    if (this.#method === 'HEAD' || [101, 204, 304].includes(this.#status)) this.#part = 'complete';
    else if (codings !== '')
      this.#part = /(?:^|[\s,])chunked\s*$/i.test(codings) ? 'chunk-size' : 'until-close';
    else if (length === undefined) this.#part = 'until-close';
    else this.#part = this.#remaining === 0 ? 'complete' : 'content';
  }

  /** The line break after a chunk counts as part of it. */
  #endChunkSize(line: string): void {
    const size = Number.parseInt(line, 16);
    this.#remaining = size + 2;
    this.#part = Number.isNaN(size) ? 'not-http' : size === 0 ? 'trailers' : 'chunk';
  }
}
