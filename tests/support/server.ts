import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, STATUS_CODES } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Handler = (request: Received) => Answer | Promise<Answer>;

export interface Serving {
  /** Root, without a slash at the end. */
  readonly url: string;
  /** Every request that was read, in order. */
  readonly received: readonly Received[];
  /** How many connections were made, whether or not anything came over them. */
  connections(): number;
  close(): Promise<void>;
}

/**
 * Serves on a free port of 127.0.0.1. Everything is answered by the handler, also what Node's parser refuses:
 * that arrives without headers and with the method `UNREADABLE`.
 */
export async function serve(handler: Handler): Promise<Serving> {
  const received: Received[] = [];
  const server = createServer(
    { requireHostHeader: false, keepAliveTimeout: 60_000 },
    (incoming, response) => {
      void read(incoming).then(async (request) => {
        received.push(request);
        const { status, statusText = STATUS_CODES[status] ?? '', headers, body } = await handler(request);
        response.writeHead(status, statusText, { ...headers });
        response.end(incoming.method === 'HEAD' ? undefined : body);
      });
    },
  );
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) return;
    const request = { method: 'UNREADABLE', path: '', headers: {}, body: '' };
    received.push(request);
    void Promise.resolve(handler(request)).then(({ status, headers = {}, body = '' }) => {
      const fields = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
      const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
      socket.end([`HTTP/1.1 ${status} `, ...lines, '', body].join('\r\n'));
    });
  });
  return { ...(await listening(server)), received };
}

/** Accepts connections and never answers. */
export async function serveSilence(): Promise<Serving> {
  return { ...(await listening(createTcpServer(() => {}))), received: [] };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const { url, close } = await listening(createTcpServer());
  await close();
  return Number(new URL(url).port);
}

async function read(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = '', url: path = '', headers } = incoming;
  return { method, path, headers, body: Buffer.concat(chunks).toString() };
}

async function listening(server: Server): Promise<Omit<Serving, 'received'>> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    connections: () => connections,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
