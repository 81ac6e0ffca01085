import { connect, createServer, type Server, type Socket } from 'node:net';

export interface ServingProxy {
  readonly url: string;
  /** The head of every request that the proxy itself got. */
  readonly asked: readonly string[];
  /** Everything that clients sent through it, in order of arrival. */
  readonly passed: () => Buffer;
  close(): Promise<void>;
}

/** What a proxy does with a request to it; `carry` opens the tunnel. */
export type Proxying = (client: Socket, carry: () => void, head: string) => void;

/** A proxy that knows CONNECT, on a free port of 127.0.0.1. It writes down what it gets and what it passes on. */
export async function serveProxy(proxying: Proxying = (_client, carry) => carry()): Promise<ServingProxy> {
  const asked: string[] = [];
  const passed: Buffer[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    let head = '';
    const read = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      client.off('data', read);
      client.pause();
      asked.push(head);
      proxying(client, () => carry(client, head), head);
    };
    client.on('data', read);
  });

  const carry = (client: Socket, head: string) => {
    const authority = head.split(' ')[1] ?? '';
    const { hostname, port } = new URL(`http://${authority}`);
    const target = connect(Number(port) || 80, hostname.replace(/^\[(.*)\]$/, '$1'), () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.on('data', (chunk: Buffer) => passed.push(chunk));
      client.pipe(target);
      target.pipe(client);
    });
    keep(target);
    target.once('close', () => client.destroy());
    client.once('close', () => target.destroy());
  };

  return {
    url: await listening(server),
    asked,
    passed: () => Buffer.concat(passed),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return `http://127.0.0.1:${address.port}`;
}
