import { once } from 'node:events';
import { createServer, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, type Http2Bindings, type HttpBindings, RequestError } from '@hono/node-server';
import { answerError, Fault } from './faults.ts';

/** Node's objects behind a request, for a wrapper that breaks the connection; unset without a connection. */
export type Connection = HttpBindings | Http2Bindings;

/** What can be served: the reference itself, or a wrapper around its `fetch`. */
export interface Service {
  fetch(request: Request, connection?: Connection): Promise<Response>;
}

export interface ListenOptions {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, a free one */
  readonly port?: number;
}

export interface Listening {
  /** Root of the service, without a slash at the end. */
  readonly url: string;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/**
 * Serves over HTTP/1.1.
 * @throws Error of the system if the address is not available.
 */
export async function listen(service: Service, options: ListenOptions = {}): Promise<Listening> {
  const { host = '127.0.0.1', port = 0 } = options;
  const listener = getRequestListener((request, connection) => service.fetch(request, connection), {
    // Otherwise it replaces the global Request and Response.
    overrideGlobalObjects: false,
    errorHandler: (error) => answerError(error instanceof RequestError ? new Fault(400) : error),
  });
  // Node answers a missing Host with an empty 400; this listener answers with a fault. Connections stay open for
  // long: a client cannot tell one that closed while idle from one that closed on its request.
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: 60_000 }, listener);
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => answering.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // The unreadable request may follow one that is still being answered; that answer goes first.
    const response = answering.get(socket);
    if (response && !response.writableFinished)
      response.once('finish', () => refuseUnreadable(error, socket));
    else refuseUnreadable(error, socket);
  });
  server.on('connect', (_request, socket) => {
    // Node has released the socket, so its errors must be handled here.
    socket.on('error', () => socket.destroy());
    refuse(socket, new Fault(501));
  });
  // closeAllConnections does not know connections that Node stopped reading.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  let closed: Promise<unknown> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close() {
      closed ??= once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Node's parser rejects unknown methods and malformed requests before any handler sees them. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else refuse(socket, new Fault(error.code === 'HPE_INVALID_METHOD' ? 501 : 400));
}

function refuse(socket: Duplex, fault: Fault): void {
  // False if already refused: every further chunk of the same request is another error.
  if (!socket.writable) return;
  const body = fault.body();
  const headers = { ...fault.headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    [`HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status] ?? ''}`, ...lines, '', body].join('\r\n'),
  );
}
