import net from 'node:net';
import { createTransport } from '../../../src/http/exchange.ts';
import { closedAfterEach } from '../../support/closing.ts';

/** A server with one thread serves one connection until that is closed, and the others after it (decision 0049). */

const opened = closedAfterEach();

const fine = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

/** @param serves how many connections at once */
async function serve(serves: number) {
  const waiting: net.Socket[] = [];
  const connections: net.Socket[] = [];
  let free = serves;
  const next = () => {
    const socket = free > 0 ? waiting.shift() : undefined;
    if (!socket) return;
    free -= 1;
    socket.on('data', () => socket.write(fine));
    socket.once('close', () => {
      free += 1;
      next();
    });
    socket.resume();
  };
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    connections.push(socket);
    waiting.push(socket);
    next();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const transport = createTransport({
    timeoutMs: 5000,
    maxSockets: 2,
    maxSpares: 2,
    ...(serves === 1 && { stallMs: 20 }),
  });
  opened({
    close: async () => {
      transport.close();
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const url = `http://127.0.0.1:${address.port}/`;
  const statusOf = async (fresh: boolean) => {
    const sent = { method: 'GET', url, headers: [], body: null, fresh, values: {} };
    const [exchange] = await transport.send(sent, { attempt: 1 });
    const { request, response } = exchange ?? {};
    return [response?.status, request?.headers.find(([name]) => name === 'Connection')?.[1]];
  };
  return { statusOf };
}

test('it is not kept waiting by connections that are idle', async () => {
  const { statusOf } = await serve(1);
  // Three late answers in turn show that it has one thread. On a busy machine others may be late between them.
  const kept = async () => {
    const answered = await statusOf(false);
    expect(await statusOf(true)).toEqual([200, 'close']);
    return answered;
  };
  let count = 1;
  for (let answered = await kept(); answered[1] === 'keep-alive'; answered = await kept()) count += 1;
  expect(count).toBeGreaterThan(2);
  expect(await Promise.all([statusOf(false), statusOf(true)])).toEqual([
    [200, 'close'],
    [200, 'close'],
  ]);
});

test('other servers keep theirs', async () => {
  const { statusOf } = await serve(8);
  for (const fresh of [false, true, false])
    expect(await statusOf(fresh)).toEqual([200, fresh ? 'close' : 'keep-alive']);
});
