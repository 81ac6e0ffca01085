import { once } from 'node:events';
import net from 'node:net';

export interface Front {
  readonly port: number;
  close(): Promise<void>;
}

/** Something in front of a server on this machine that sees connections. */
export async function front(
  server: net.Server,
  event: 'connection' | 'secureConnection',
  port: number,
  between: (client: net.Socket, target: net.Socket) => void = (client, target) => {
    client.pipe(target).pipe(client);
  },
  host = '127.0.0.1',
): Promise<Front> {
  const sockets = new Set<net.Socket>();
  server.on(event, (client: net.Socket) => {
    const target = net.connect(port, '127.0.0.1');
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    between(client, target);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
