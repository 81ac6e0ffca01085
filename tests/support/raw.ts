import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface RawServing {
  /** Root, without a slash at the end. */
  readonly url: string;
  /** Everything that was sent to it. */
  readonly received: () => string;
  close(): Promise<void>;
}

/** A server below HTTP: whenever a request is whole, it writes what it likes, or nothing; also before, with `greet`. */
export async function serveRaw(
  answer: (socket: Socket, request: string) => void,
  greet: (socket: Socket) => void = () => {},
): Promise<RawServing> {
  const sockets = new Set<Socket>();
  const received: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    greet(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    let request = '';
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1');
      if (request.length < neededLength(request)) return;
      const whole = request;
      request = '';
      received.push(whole);
      answer(socket, whole);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received: () => received.join(''),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function neededLength(request: string): number {
  const head = request.indexOf('\r\n\r\n');
  const [, length = 0] = /\r\ncontent-length: (\d+)/i.exec(request.slice(0, Math.max(0, head))) ?? [];
  return head < 0 ? Number.POSITIVE_INFINITY : head + 4 + Number(length);
}

/** Status line and header lines, one byte for each character. */
export const rawHead = (lines: readonly string[], status = '404 Not Found'): Buffer =>
  Buffer.from(`HTTP/1.1 ${status}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1');

/** Writes a piece again and again until the other side has had enough. */
export function pump(socket: Socket, piece: Uint8Array): void {
  const write = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', write);
  write();
}
