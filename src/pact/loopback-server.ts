import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A TCP server on a free port of this machine. */
export interface LoopbackServer {
  readonly port: number;
  /** Without a slash at its end. */
  readonly url: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Serves connections of Pact's verifier. One that breaks off is left to the verifier, which reports it. */
export async function serveOnLoopback(serve: (socket: Socket) => Promise<void>): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
