import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { createTransport } from '../../../src/http/exchange.ts';
import { SpareConnections, withSpares } from '../../../src/http/spare-connections.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { closedAfterEach } from '../../support/closing.ts';

/** Connections that are opened before their requests (decision 0049). */

const opened = closedAfterEach();
const certificates = makeCertificates();
afterAll(() => certificates.remove());

const fine = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi';

/** A server of one address; its connections have numbers, from 1. */
async function serve({ secure = false } = {}) {
  const connections: net.Socket[] = [];
  /** By which connection each request came. */
  const requests: number[] = [];
  const take = (socket: net.Socket) => {
    const number = connections.push(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => {
      requests.push(number);
      server.emit('asked');
    });
    server.emit('opened');
  };
  const keys = { key: certificates.text('server.key'), cert: certificates.text('server.pem') };
  const server = secure ? tls.createServer(keys, take) : net.createServer(take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  opened({
    close: async () => {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const until = async (event: 'opened' | 'asked', reached: () => boolean) => {
    while (!reached()) await once(server, event);
  };
  return {
    port: address.port,
    connections,
    requests,
    connected: (count: number) => until('opened', () => connections.length >= count),
    asked: (count: number) => until('asked', () => requests.length >= count),
  };
}

type Server = Awaited<ReturnType<typeof serve>>;

/** An agent with `inUse` requests under way. */
async function agentFor(
  server: Server,
  { inUse = 1, ...options }: { inUse?: number; most?: number; longestMs?: number } = {},
) {
  const spares = new SpareConnections({ most: 8, ...options });
  const agents = {
    own: withSpares(new http.Agent(), spares),
    kept: withSpares(new http.Agent({ keepAlive: true }), spares, 60_000),
  };
  opened({
    close: async () => {
      spares.stop();
      for (const agent of Object.values(agents)) agent.destroy();
    },
  });
  const ask = (kind: keyof typeof agents = 'own') => {
    const request = http.get({ agent: agents[kind], port: server.port, host: '127.0.0.1' });
    request.on('error', () => {});
    request.on('response', (response) => response.resume());
    return request;
  };
  for (let count = 0; count < inUse; count += 1) ask();
  await server.asked(inUse);
  return { spares, ask };
}

test('at first there are as many as requests may be under way, and then as many as are', async () => {
  const server = await serve();
  const { ask, spares } = await agentFor(server, { most: 3 });
  spares.prepare();
  await server.connected(3);
  ask();
  await server.asked(2);
  spares.prepare();
  await server.connected(4);
  spares.prepare();
  ask('kept');
  await server.asked(3);
  spares.prepare();
  await server.connected(5);
  for (const socket of server.connections.slice(0, 3)) socket.end(fine);
  ask();
  ask();
  ask();
  await server.asked(6);
  expect(server.requests).toEqual([1, 2, 3, 4, 5, 6]);
});

test('without a request under way there is none', async () => {
  const server = await serve();
  const { ask, spares } = await agentFor(server, { most: 1 });
  spares.prepare();
  const done = once(ask(), 'close');
  await server.asked(2);
  for (const socket of server.connections) socket.end(fine);
  await done;
  await new Promise(setImmediate);
  spares.prepare();
  ask();
  await server.asked(3);
  expect(server.requests).toEqual([1, 2, 3]);
});

test('a request has the one that has waited longest', async () => {
  const server = await serve();
  const { ask, spares } = await agentFor(server, { most: 3 });
  spares.prepare();
  await server.connected(3);
  ask('kept');
  ask();
  await server.asked(3);
  ask();
  await server.asked(4);
  expect(server.requests).toEqual([1, 2, 3, 4]);
});

test.each<[string, (socket: net.Socket) => unknown]>([
  ['speaks', (socket) => socket.write('SSH-2.0-x\r\n')],
  ['ends', (socket) => socket.end()],
  ['resets', (socket) => socket.resetAndDestroy()],
])('a server that %s on a silent connection gets no more of them', async (_what, touch) => {
  const server = await serve();
  const { ask, spares } = await agentFor(server, { inUse: 2, most: 3 });
  spares.prepare();
  await server.connected(4);
  const [, , third, fourth] = server.connections;
  if (!third || !fourth) throw new Error('There are no spares.');
  const closed = once(fourth, 'close');
  touch(third);
  await closed;
  spares.prepare();
  ask();
  await server.asked(3);
  expect(server.requests).toEqual([1, 2, 5]);
});

test('one that waits too long is closed', async () => {
  const server = await serve();
  const { ask, spares } = await agentFor(server, { longestMs: 1, most: 2 });
  spares.prepare();
  await server.connected(2);
  const [, spare] = server.connections;
  if (spare && !spare.destroyed) await once(spare.resume(), 'close');
  ask();
  await server.asked(2);
  expect(server.requests).toEqual([1, 3]);
});

test('those that wait are closed at the end', async () => {
  const server = await serve();
  const { spares } = await agentFor(server, { most: 2 });
  spares.prepare();
  await server.connected(2);
  const [, waiting] = server.connections;
  const closed = waiting && once(waiting.resume(), 'close');
  expect(spares.drop()).toBe(true);
  await closed;
  expect(spares.drop()).toBe(false);
  spares.prepare();
  await server.connected(3);
  spares.stop();
  spares.prepare();
  expect(spares.drop()).toBe(false);
});

test.each([false, true])('requests of a run have them (TLS: %s)', async (secure) => {
  const server = await serve({ secure });
  const transport = createTransport({
    timeoutMs: 5000,
    maxSockets: 2,
    maxSpares: 2,
    tls: { rejectUnauthorized: false },
  });
  opened({ close: async () => transport.close() });
  const url = `${secure ? 'https' : 'http'}://127.0.0.1:${server.port}/`;
  for (const number of [1, 2, 3]) {
    const sent = transport.send(
      { method: 'POST', url, headers: [], body: null, fresh: true, values: {} },
      { attempt: 1 },
    );
    await server.asked(number);
    // The next one is open before this one is answered.
    await server.connected(number + 1);
    server.connections[number - 1]?.end(fine);
    expect((await sent).map(({ response }) => response?.status)).toEqual([200]);
  }
  expect(server.requests).toEqual([1, 2, 3]);
});
