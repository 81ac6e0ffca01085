import { setMaxListeners } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { HeaderList } from '../model/exchange.ts';
import { errorCode } from '../util/error-code.ts';

/** Status line and header fields of an answer, as received. */
export interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
}

/** Why nothing more was read. */
export type ResponseEnd = 'complete' | 'too-long' | 'timeout' | 'stopped' | Error;

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
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** How long content is waited for that an answer to HEAD must not have, when the connection stays open. */
const surplusWaitMs = 250;

export interface Limits {
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signals: readonly AbortSignal[];
}

/** Sends a request whose head is already made, and watches until its answer is whole or cannot become so. */
export function traceWire(
  request: ClientRequest,
  body: Uint8Array | null,
  limits: Limits,
): Promise<WireTrace> {
  return new Promise((resolve) => new WireWatch(request, limits, resolve).begin(body));
}

/**
 * Connections that have served a request. Node says that a request got such a one only if the connection was idle, and
 * not if the request had waited for it.
 */
const usedSockets = new WeakSet<object>();

/** One request under way, and what was seen of its answer so far. */
class WireWatch {
  readonly #request: ClientRequest;
  readonly #limits: Limits;
  readonly #resolve: (trace: WireTrace) => void;
  readonly #chunks: Uint8Array[] = [];
  #head: Head | undefined;
  #length = 0;
  #startedAt = new Date();
  #clock = performance.now();
  #answeredAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #bytesBefore = 0;
  #done = false;
  #reused = false;
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
    this.#request.on('socket', (socket) => {
      if (this.#done) return;
      this.#startedAt = new Date();
      this.#clock = performance.now();
      this.#reused = this.#reused || usedSockets.has(socket);
      usedSockets.add(socket);
      this.#bytesBefore = socket.bytesRead;
      this.#timer = setTimeout(() => this.#finish('timeout'), this.#limits.timeoutMs);
    });
  }

  /** 1xx answers raise `information` and are passed over (RFC 9110 section 15.2), all but 101. */
  #watchAnswer(): void {
    this.#request.on('response', (response) => {
      this.#head = headOf(response);
      if (this.#request.method === 'HEAD') return this.#watchSurplus();
      response.on('data', (chunk: Buffer) => this.#read(chunk));
      response.on('end', () => this.#finish('complete'));
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
    this.#answeredAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish('complete'), surplusWaitMs);
    this.#request.once('close', () => this.#finish('complete'));
  }

  #watchErrors(): void {
    this.#request.on('error', (error) => {
      // The parser takes content after the head of an answer to HEAD for a broken second answer.
      if (this.#request.method === 'HEAD' && this.#head) {
        this.#chunks.push(surplusOf(error));
        this.#finish('complete');
        return;
      }
      // What was parsed in the same turn is still on its way; a complete answer outweighs what follows it.
      setImmediate(() => this.#finish(error));
    });
  }

  #read(chunk: Buffer): void {
    if (this.#done) return;
    const room = this.#limits.maxBodyBytes - this.#length;
    this.#chunks.push(chunk.subarray(0, room));
    this.#length += Math.min(chunk.length, room);
    if (chunk.length > room) this.#finish('too-long');
  }

  #finish(ending: ResponseEnd): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    for (const signal of this.#limits.signals) signal.removeEventListener('abort', this.#stop);
    const request = this.#request;
    const bytesRead = (request.socket?.bytesRead ?? 0) - this.#bytesBefore;
    // An early answer leaves a request half sent; the rest would hold the connection for nothing. What may have come
    // after the answer to HEAD is no beginning of another one.
    if (ending !== 'complete' || !request.writableFinished || request.method === 'HEAD') request.destroy();
    this.#resolve({
      ...(this.#head && { head: this.#head }),
      body: Buffer.concat(this.#chunks),
      ending,
      reused: this.#reused || request.reusedSocket,
      bytesRead,
      startedAt: this.#startedAt,
      durationMs: Math.round(((this.#answeredAt ?? performance.now()) - this.#clock) * 10) / 10,
    });
  }
}

const headOf = (response: IncomingMessage): Head => ({
  status: response.statusCode ?? 0,
  statusText: response.statusMessage ?? '',
  httpVersion: response.httpVersion,
  headers: Array.from({ length: response.rawHeaders.length / 2 }, (_, index) => [
    response.rawHeaders[2 * index] ?? '',
    response.rawHeaders[2 * index + 1] ?? '',
  ]),
});

/** The bytes a parse error stopped at, as node:http attaches them to it. */
function surplusOf(error: Error): Uint8Array {
  if (!('rawPacket' in error && Buffer.isBuffer(error.rawPacket))) return Buffer.of();
  if (!('bytesParsed' in error && typeof error.bytesParsed === 'number')) return Buffer.of();
  // After `Connection: close` the parser has taken the byte that it complains of.
  const taken = errorCode(error) === 'HPE_CLOSED_CONNECTION' ? 1 : 0;
  return error.rawPacket.subarray(error.bytesParsed - taken);
}
