import { setMaxListeners } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { HeaderList, SharedConnection } from '../model/exchange.ts';
import { ByteBuffer } from '../util/byte-buffer.ts';
import { type ConnectionWatch, watchOf } from './connection-watch.ts';

/** Status line and header fields of an answer, as received. */
export interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
}

/** Why nothing more was read. `unsent`: the connection could not be used, and not a byte of the request was written. */
export type ResponseEnd = 'complete' | 'too-long' | 'fragmented' | 'timeout' | 'stopped' | 'unsent' | Error;

/** What was seen on the wire, before anything is concluded from it. */
export interface WireTrace {
  readonly head?: Head;
  /** The content as far as it came, its content encoding not undone. */
  readonly body: Uint8Array;
  readonly ending: ResponseEnd;
  /** Whether the connection had served a request before. */
  readonly reused: boolean;
  /** Bytes answered on the connection since this request got it. */
  readonly bytesRead: number;
  /** Whether the connection was made, and whether all of the request was written to it. */
  readonly opened: boolean;
  readonly sent: 'nothing' | 'part' | 'all';
  /** Bytes on the connection that answered no request. */
  readonly unasked: number;
  /** Whether the content ended with the connection. */
  readonly untilClose: boolean;
  readonly connection?: SharedConnection;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** How long content is waited for that an answer to HEAD must not have, when the connection stays open. */
const surplusWaitMs = 250;

/** How much longer chunk sizes and extensions may be than the content: each chunk takes time. */
export const maxFramingBytes = 256 * 1024;

export interface Limits {
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signals: readonly AbortSignal[];
  /** Called when the connection has been quiet, and the request is let go. */
  readonly onAsked?: () => void;
}

/** Sends a request whose head is already made, and watches until its answer is whole or cannot become so. */
export function traceWire(
  request: ClientRequest,
  body: Uint8Array | null,
  limits: Limits,
): Promise<WireTrace> {
  return new Promise((resolve) => new WireWatch(request, limits, resolve).begin(body));
}

/** One request under way, and what was seen of its answer so far. */
class WireWatch {
  readonly #request: ClientRequest;
  readonly #limits: Limits;
  readonly #resolve: (trace: WireTrace) => void;
  readonly #body = new ByteBuffer();
  #head: Head | undefined;
  #receivedBefore = 0;
  #watch: ConnectionWatch | undefined;
  #startedAt = new Date();
  #clock = performance.now();
  #answeredAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #done = false;
  #opened = false;
  #asked = false;
  #sent = false;
  #ended = false;
  #error: Error | undefined;
  readonly #stop = () => this.#finish('stopped');

  constructor(request: ClientRequest, limits: Limits, resolve: (trace: WireTrace) => void) {
    this.#request = request;
    this.#limits = limits;
    this.#resolve = resolve;
  }

  begin(body: Uint8Array | null): void {
    const { signals } = this.#limits;
    this.#watchConnection();
    this.#watchAnswer();
    this.#watchErrors();
    // Every request in flight listens; Node would warn of a leak at the eleventh.
    setMaxListeners(0, ...signals);
    for (const signal of signals) signal.addEventListener('abort', this.#stop, { once: true });
    if (signals.some((signal) => signal.aborted)) this.#stop();
    else if (body === null) this.#request.end();
    else this.#request.end(body);
  }

  /** The clock starts with the connection: waiting for a free one is not the target's doing. */
  #watchConnection(): void {
    this.#request.once('finish', () => {
      this.#sent = true;
    });
    this.#request.on('socket', (socket) => {
      if (this.#done) return;
      const watch = watchOf(socket);
      this.#watch = watch;
      watch.begin();
      this.#startedAt = new Date();
      this.#clock = performance.now();
      this.#timer = setTimeout(() => this.#finish('timeout'), this.#limits.timeoutMs);
      const opened = () => {
        this.#opened = true;
      };
      watch.whenQuiet(opened, () => {
        if (this.#done) return;
        if (watch.ended) return this.#finish(this.#error ?? 'unsent');
        this.#asked = true;
        watch.ask(this.#request.method);
        this.#limits.onAsked?.();
      });
    });
  }

  /** 1xx answers raise `information` and are passed over (RFC 9110 section 15.2), all but 101. */
  #watchAnswer(): void {
    this.#request.on('response', (response) => {
      this.#head = headOf(response);
      if (this.#request.method === 'HEAD') return this.#watchSurplus();
      this.#receivedBefore = this.#watch?.received ?? 0;
      response.on('data', (chunk: Buffer) => this.#read(chunk));
      response.on('end', () => {
        // A reset is no end of content that ends with the connection (RFC 9112 section 8).
        if (this.#watch?.untilClose && this.#watch.reset) this.#error ??= connectionReset();
        this.#ended = !(this.#watch?.untilClose && this.#error);
        this.#settle();
      });
      response.on('error', (error) => this.#finish(error));
    });
    for (const event of ['upgrade', 'connect'] as const) {
      this.#request.on(event, (response, socket) => {
        this.#head = headOf(response);
        this.#finish('complete');
        socket.destroy();
      });
    }
  }

  /**
   * RFC 9110 section 9.3.2: an answer to HEAD is whole with its head, and what follows is wrong. It is left unread for
   * a moment or until the connection ends, as reading its end would close the connection from here.
   */
  #watchSurplus(): void {
    this.#ended = true;
    this.#answeredAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish('complete'), surplusWaitMs);
    this.#request.once('close', () => this.#finish('complete'));
  }

  #watchErrors(): void {
    this.#request.on('error', (error) => {
      this.#error ??= error;
      this.#settle();
    });
  }

  /** What came in the same turn is still on its way: the rest of the answer, and what follows it. */
  #settle(): void {
    setImmediate(() => this.#finish(this.#ended ? 'complete' : (this.#error ?? 'complete')));
  }

  #read(chunk: Buffer): void {
    if (this.#done) return;
    const room = this.#limits.maxBodyBytes - this.#body.length;
    this.#body.append(chunk.subarray(0, room));
    const framing = (this.#watch?.received ?? 0) - this.#receivedBefore - 2 * this.#body.length;
    if (chunk.length > room) this.#finish('too-long');
    else if (framing > maxFramingBytes) this.#finish('fragmented');
  }

  #finish(ending: ResponseEnd): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    for (const signal of this.#limits.signals) signal.removeEventListener('abort', this.#stop);
    const request = this.#request;
    const watch = this.#watch;
    // An early answer leaves a request half sent; the rest would hold the connection for nothing. What may have come
    // after the answer to HEAD is no beginning of another one.
    if (ending !== 'complete' || !this.#sent || request.method === 'HEAD') request.destroy();
    this.#resolve({
      ...(this.#head && { head: this.#head }),
      body: request.method === 'HEAD' ? (watch?.unaskedBytes ?? Buffer.of()) : this.#body.toBytes(),
      ending,
      reused: watch?.reused ?? false,
      bytesRead: watch?.received ?? 0,
      opened: this.#opened,
      sent: !this.#asked ? 'nothing' : this.#sent ? 'all' : 'part',
      unasked: watch?.unasked ?? 0,
      untilClose: watch?.untilClose ?? false,
      ...(watch && { connection: watch.shared }),
      startedAt: this.#startedAt,
      durationMs: Math.round(((this.#answeredAt ?? performance.now()) - this.#clock) * 10) / 10,
    });
  }
}

const connectionReset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

const headOf = (response: IncomingMessage): Head => ({
  status: response.statusCode ?? 0,
  statusText: response.statusMessage ?? '',
  httpVersion: response.httpVersion,
  headers: Array.from({ length: response.rawHeaders.length / 2 }, (_, index) => [
    response.rawHeaders[2 * index] ?? '',
    response.rawHeaders[2 * index + 1] ?? '',
  ]),
});
