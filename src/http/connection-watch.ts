import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SharedConnection } from '../model/exchange.ts';
import { AnswerEnd, isBlank } from './answer-end.ts';

/**
 * How long a new connection is listened to before the first request is written. It shows a server that speaks before it
 * is asked, if it is near enough; nothing shows one that is not.
 */
const quietMs = 10;

/** On a busy machine the time may be over before anything was read. */
const turnsAfterQuiet = 3;

/** How much is kept of what answers no request: as evidence, and for its status. */
const keptOfUnasked = 1024;

/**
 * What Node shows of an idle connection differs: some versions end it at its first byte, and show how many bytes came,
 * but not which. So soon after an answer they are no idle timeout.
 */
const soonMs = 3000;

/** A line break, which may be among bytes that are not shown. */
const lineBreakBytes = 2;

/** What is said of a connection that was idle for too long (RFC 9110 section 15.5.9). */
const idleTimeout = /^HTTP\/1\.[01] 408(?: |$)/;

/**
 * Follows a connection as long as it lives, so that each answer is known to belong to its request: what comes before a
 * request is sent, or after its answer is complete, answers no request (RFC 9112 section 9.2). The connection is then
 * ended. Node reads on without a word, or passes such an answer on as that to the next request.
 */
export class ConnectionWatch {
  readonly #socket: Socket;
  readonly #shared = { unasked: 0 };
  #answer: AnswerEnd | undefined;
  #requests = 0;
  #received = 0;
  #expectedRead: number;
  #lastReadAt = 0;
  #reset = false;
  #kept = Buffer.of();
  /** Since when the connection is open, by `performance.now`. */
  #openSince: number | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#expectedRead = socket.bytesRead;
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    // The first to hear of it: later the socket is gone, and its address with it.
    socket.prependListener('end', () => {
      this.#reset = isReset(socket);
      if (!this.#answer) socket.destroy();
    });
    socket.once('close', () => this.#close());
    const open = () => {
      this.#openSince = performance.now();
    };
    const event = openingOf(socket);
    if (event) socket.once(event, open);
    else open();
  }

  /** A request has got the connection. Its bytes are held until `ask`. */
  begin(): void {
    this.#answer = undefined;
    this.#requests += 1;
    this.#received = 0;
    this.#socket.cork();
  }

  /** Calls back when everything that came before the request has been read. */
  whenQuiet(opened: () => void, quiet: () => void): void {
    const listen = () => {
      opened();
      const quietFor = performance.now() - (this.#openSince ?? performance.now());
      if (this.reused) afterTurns(1, quiet);
      else if (quietFor >= quietMs) afterTurns(turnsAfterQuiet, quiet);
      else setTimeout(() => afterTurns(turnsAfterQuiet, quiet), quietMs - quietFor);
    };
    const event = this.#openSince === undefined && openingOf(this.#socket);
    if (event) this.#socket.once(event, listen);
    else listen();
  }

  /** Lets the bytes of the request go. */
  ask(method: string): void {
    this.#answer = new AnswerEnd(method);
    this.#socket.uncork();
  }

  /** Whether the connection had served another request before. */
  get reused(): boolean {
    return this.#requests > 1;
  }

  /** Bytes received since the request got the connection. */
  get received(): number {
    return this.#received;
  }

  /** Bytes that answered no request. Blank lines and an idle timeout are none. */
  get unasked(): number {
    return this.#shared.unasked;
  }

  /** The beginning of these bytes. */
  get unaskedBytes(): Uint8Array {
    return this.#kept;
  }

  /** Whether nothing more can be asked on the connection. */
  get ended(): boolean {
    return this.#kept.length > 0 || this.#socket.destroyed;
  }

  /** Whether the content of the answer ends with the connection. */
  get untilClose(): boolean {
    return this.#answer?.untilClose ?? false;
  }

  /** Whether what looked like the orderly end of the connection was none. */
  get reset(): boolean {
    return this.#reset;
  }

  /** For all requests on the connection: what is found out later concerns the earlier ones, too. */
  get shared(): SharedConnection {
    return this.#shared;
  }

  /** At once where a request is held: an orderly end would let its bytes go. Else the answer is still on its way. */
  #endConnection(): void {
    if (this.#answer) setImmediate(() => this.#socket.destroy());
    else this.#socket.destroy();
  }

  /** Counts bytes that came while the connection was idle, and were not shown. */
  #close(): void {
    if (this.#kept.length > 0 || !this.#answer?.complete) return;
    const unseen = this.#socket.bytesRead - this.#expectedRead;
    if (unseen <= lineBreakBytes || performance.now() - this.#lastReadAt > soonMs) return;
    this.#shared.unasked += unseen;
  }

  #read(bytes: Uint8Array): void {
    this.#received += bytes.length;
    this.#expectedRead += bytes.length;
    this.#lastReadAt = performance.now();
    const rest = this.#answer ? this.#answer.read(bytes) : bytes;
    if (this.#kept.length === 0) {
      if (isBlank(rest)) return;
      this.#endConnection();
    }
    this.#kept = Buffer.concat([this.#kept, rest.subarray(0, keptOfUnasked - this.#kept.length)]);
    const idle = idleTimeout.test(this.#kept.toString('latin1'));
    this.#shared.unasked = idle ? 0 : this.#shared.unasked + rest.length;
  }
}

/** What a connection emits when it is open; undefined for one that is. */
function openingOf(socket: Socket): 'secureConnect' | 'connect' | undefined {
  if (socket instanceof TLSSocket) return 'secureConnect';
  return socket.connecting ? 'connect' : undefined;
}

/** Calls back after so many turns of the event loop. In each, what the system has received by then is read. */
function afterTurns(count: number, call: () => void): void {
  setImmediate(() => (count > 1 ? afterTurns(count - 1, call) : call()));
}

/**
 * Where the last bytes and a reset are read at once, libuv says that the connection ended (before version 1.50). But a
 * connection that was reset has no peer any more. TLS has an end of its own.
 */
const isReset = (socket: Socket): boolean =>
  !(socket instanceof TLSSocket) && socket.localAddress !== undefined && socket.remoteAddress === undefined;

const watches = new WeakMap<Socket, ConnectionWatch>();

export function watchOf(socket: Socket): ConnectionWatch {
  const known = watches.get(socket);
  if (known) return known;
  const watch = new ConnectionWatch(socket);
  watches.set(socket, watch);
  return watch;
}
