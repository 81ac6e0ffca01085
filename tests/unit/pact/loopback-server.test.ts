import { once } from 'node:events';
import { connect } from 'node:net';
import { serveOnLoopback } from '../../../src/pact/loopback-server.ts';

const served = async (port: number): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(socket, 'close');
  return text;
};

test('serves each connection on a port of its own', async () => {
  const server = await serveOnLoopback(async (socket) => void socket.end('hello'));
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect(await Promise.all([served(server.port), served(server.port)])).toEqual(['hello', 'hello']);
  await server.close();
});

test('closes a connection that cannot be served', async () => {
  const server = await serveOnLoopback(() => Promise.reject(new Error('no')));
  expect(await served(server.port)).toBe('');
  await server.close();
});

test('closes open connections with itself', async () => {
  const accepted: (() => void)[] = [];
  const first = new Promise<void>((resolve) => accepted.push(resolve));
  const server = await serveOnLoopback(async () => accepted[0]?.());
  const open = served(server.port);
  await first;
  await server.close();
  expect(await open).toBe('');
});
