import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { run } from '../../../src/runner/run.ts';
import { closedAfterEach } from '../../support/closing.ts';
import { caseOf, operationOf, runOptions } from '../../support/runs.ts';

/** Over real connections: one request ends the process of the target each time, and a supervisor starts it again. */

const opened = closedAfterEach();
const downMs = 50;
const answer = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n';

/** The first time, the requests `crash` and `beside` are in flight together. */
async function serveCrashing() {
  const sockets = new Set<Socket>();
  let awaited = 2;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      const isHeld = awaited > 0 && /\/(?:crash|beside) /.test(bytes.toString('latin1'));
      if (isHeld) awaited -= 1;
      if (isHeld && awaited > 0) return;
      if (isHeld || bytes.includes('/crash ')) crash();
      else socket.write(answer);
    });
  });
  const crash = () => {
    for (const socket of sockets) socket.destroy();
    server.close(() => setTimeout(() => server.listen(port, '127.0.0.1'), downMs));
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('deviates in that case, and in none that was in flight beside it', async () => {
  const names = ['before', 'crash', 'beside', 'another'];
  const target = opened(await serveCrashing());
  const operation = operationOf();
  const cases = names.map((id) =>
    caseOf({ id, request: { path: '/loans/{loan}/{case}', parameters: { case: id } } }),
  );
  const { result } = await run(
    runOptions({
      url: target.url,
      catalogue: { operations: new Map([[operation.id, operation]]), cases },
      concurrency: 2,
    }),
  );
  expect(Object.fromEntries(result.cases.map(({ id, verdict }) => [id, verdict]))).toEqual({
    before: 'conforms',
    crash: 'deviates',
    beside: 'conforms',
    another: 'conforms',
  });
  expect(result.run).not.toHaveProperty('stopped');
});
