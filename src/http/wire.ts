import { setMaxListeners } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { HeaderList } from '../model/exchange.ts';
import { codeOf } from './failure.ts';

/** Status line and header fields of an answer, as received. */
export interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
}

/** Why nothing more was read. */
export type Ending = 'complete' | 'too-long' | 'timeout' | 'stopped' | Error;

/** What was seen on the wire, before anything is concluded from it. */
export interface WireTrace {
  readonly head?: Head;
  /** The content as far as it came, its content encoding not undone. */
  readonly body: Uint8Array;
  readonly ending: Ending;
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
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let head: Head | undefined;
    let length = 0;
    let startedAt = new Date();
    let clock = performance.now();
    let answeredAt: number | undefined;
    let timer: NodeJS.Timeout | undefined;
    let bytesBefore = 0;
    let done = false;

    const stop = () => finish('stopped');
    const finish = (ending: Ending) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      for (const signal of limits.signals) signal.removeEventListener('abort', stop);
      const bytesRead = (request.socket?.bytesRead ?? 0) - bytesBefore;
      // An early answer leaves a request half sent; the rest would hold the connection for nothing. What may
      // have come after the answer to HEAD is no beginning of another one.
      if (ending !== 'complete' || !request.writableFinished || request.method === 'HEAD') request.destroy();
      resolve({
        ...(head && { head }),
        body: Buffer.concat(chunks),
        ending,
        reused: request.reusedSocket,
        bytesRead,
        startedAt,
        durationMs: Math.round(((answeredAt ?? performance.now()) - clock) * 10) / 10,
      });
    };

    const read = (chunk: Buffer) => {
      if (done) return;
      const room = limits.maxBodyBytes - length;
      chunks.push(chunk.subarray(0, room));
      length += Math.min(chunk.length, room);
      if (chunk.length > room) finish('too-long');
    };

    // The clock starts with the connection: waiting for a free one is not the target's doing.
    request.on('socket', (socket) => {
      if (done) return;
      startedAt = new Date();
      clock = performance.now();
      bytesBefore = socket.bytesRead;
      timer = setTimeout(() => finish('timeout'), limits.timeoutMs);
    });
    // 1xx answers raise `information` and are passed over (RFC 9110 section 15.2), all but 101.
    request.on('response', (response) => {
      head = headOf(response);
      if (request.method === 'HEAD') {
        // RFC 9110 section 9.3.2: the answer is whole, and what follows is wrong. It is left unread for a moment
        // or until the connection ends, as reading its end would close the connection from here.
        answeredAt = performance.now();
        clearTimeout(timer);
        timer = setTimeout(() => finish('complete'), surplusWaitMs);
        request.once('close', () => finish('complete'));
        return;
      }
      response.on('data', read);
      response.on('end', () => finish('complete'));
      response.on('error', (error) => finish(error));
    });
    for (const event of ['upgrade', 'connect'] as const) {
      request.on(event, (response, socket) => {
        head = headOf(response);
        finish('complete');
        socket.destroy();
      });
    }
    request.on('error', (error) => {
      // The parser takes content after the head of an answer to HEAD for a broken second answer.
      if (request.method === 'HEAD' && head) {
        chunks.push(surplusOf(error));
        finish('complete');
        return;
      }
      // What was parsed in the same turn is still on its way; a complete answer outweighs what follows it.
      setImmediate(() => finish(error));
    });

    // Every request in flight listens; Node would warn of a leak at the eleventh.
    setMaxListeners(0, ...limits.signals);
    for (const signal of limits.signals) signal.addEventListener('abort', stop, { once: true });
    if (limits.signals.some((signal) => signal.aborted)) stop();
    else if (body === null) request.end();
    else request.end(body);
  });
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
  const taken = codeOf(error) === 'HPE_CLOSED_CONNECTION' ? 1 : 0;
  return error.rawPacket.subarray(error.bytesParsed - taken);
}
