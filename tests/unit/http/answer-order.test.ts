import net from 'node:net';
import tls from 'node:tls';
import { createTransport, type TransportRequest } from '../../../src/http/exchange.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { closedAfterEach } from '../../support/closing.ts';

/** Each answer belongs to its request, or to none (decision 0029). */

const opened = closedAfterEach();
const certificates = makeCertificates();
afterAll(() => certificates.remove());

interface Serving {
  /** What is done with a new connection, before anything came on it; `count` numbers the connections, from 1. */
  readonly greet?: (socket: net.Socket, count: number) => void;
  /** What is done with the first bytes of a request; `count` numbers the requests of all connections, from 1. */
  readonly answer?: (socket: net.Socket, count: number) => void;
  readonly secure?: boolean;
}

async function serve({ greet, answer, secure = false }: Serving) {
  const sockets = new Set<net.Socket>();
  const counts = { connections: 0, requests: 0 };
  const serveSocket = (socket: net.Socket) => {
    counts.connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      counts.requests += 1;
      answer?.(socket, counts.requests);
    });
    greet?.(socket, counts.connections);
  };
  const keys = { key: certificates.text('server.key'), cert: certificates.text('server.pem') };
  const server = secure ? tls.createServer(keys, serveSocket) : net.createServer(serveSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const transport = createTransport({ timeoutMs: 5000, maxSockets: 1, tls: { rejectUnauthorized: false } });
  opened({
    close: async () => {
      transport.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const url = `${secure ? 'https' : 'http'}://127.0.0.1:${address.port}/`;
  const send = (more: Partial<TransportRequest> = {}): Promise<readonly Exchange[]> =>
    transport.send(
      { method: 'GET', url, headers: [], body: null, fresh: false, values: {}, ...more },
      { attempt: 1 },
    );
  return { send, counts };
}

const fine = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
const other = 'HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n\r\n';
const closing = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi';
const timedOut = 'HTTP/1.1 408 Late\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
const untilClose = 'HTTP/1.1 200 OK\r\n\r\nhi';

const codesOf = (exchanges: readonly Exchange[]) =>
  exchanges.map(({ failure, response }) => failure?.code ?? response?.status);
const lastOf = (exchanges: readonly Exchange[]) => exchanges.at(-1);

/** Resolves when the other side of a connection is gone. */
const gone = (socket: net.Socket) => new Promise((resolve) => socket.once('close', resolve));

describe('a first answer that does not count', () => {
  const rows: readonly (readonly [what: string, bytes: string, code: string])[] = [
    ['a second answer after it', fine + other, 'bytes-after-answer'],
    ['the beginning of a second after it', `${fine}HTTP/1.1 4`, 'bytes-after-answer'],
    ['one byte after it', `${fine}x`, 'bytes-after-answer'],
    ['bytes after its last chunk', `${chunked}x`, 'bytes-after-answer'],
    ['a second answer after Connection: close', closing + other, 'bytes-after-answer'],
    ['content after 204', fine.replace('200 OK', '204 No'), 'bytes-after-answer'],
    ['101', 'HTTP/1.1 101 Changed\r\n\r\n', 'protocol-changed'],
    ['101 and Upgrade', 'HTTP/1.1 101 C\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', 'protocol-changed'],
    ['101 before it', `HTTP/1.1 101 Changed\r\n\r\n${fine}`, 'protocol-changed'],
    ['HTTP/2.0', fine.replace('1.1', '2.0'), 'other-protocol'],
    ['HTTP/0.9', fine.replace('1.1', '0.9'), 'other-protocol'],
    ['HTTP/3.0', fine.replace('1.1', '3.0'), 'not-http'],
    ['HTTP/1.2, a limit of the suite', fine.replace('1.1', '1.2'), 'other-version'],
    ['chunks twice', chunked.replace('chunked', 'chunked, chunked'), 'transfer-encoding'],
    [
      'chunks that are not last',
      untilClose.replace('\r\n\r\n', '\r\nTransfer-Encoding: chunked, gzip\r\n\r\n'),
      'transfer-encoding',
    ],
    ['gzip as a transfer encoding', chunked.replace('chunked', 'gzip, chunked'), 'transfer-encoding'],
    ['chunks and a length', chunked.replace('\r\n', '\r\nContent-Length: 2\r\n'), 'not-http'],
    ['two lengths', fine.replace('\r\n', '\r\nContent-Length: 3\r\n'), 'not-http'],
    ['a folded field', fine.replace('\r\n', '\r\nA: b\r\n c\r\n'), 'not-http'],
  ];

  test.each(rows)('%s', async (_, bytes, code) => {
    for (const fresh of [true, false]) {
      const { send } = await serve({ answer: (socket) => socket.end(bytes) });
      const exchanges = await send({ fresh });
      expect(codesOf(exchanges)).toEqual([code]);
      expect(exchanges[0]?.failure?.blame).toBe(code === 'other-version' ? 'suite' : 'target');
    }
  });

  test('it is kept as evidence, and its connection is not used again', async () => {
    const { send, counts } = await serve({
      answer: (socket, count) => socket.write(count === 1 ? fine + other : fine),
    });
    const first = await send();
    expect(first[0]?.response).toMatchObject({ status: 200, incomplete: { code: 'bytes-after-answer' } });
    expect(codesOf(await send())).toEqual([200]);
    expect(counts).toEqual({ connections: 2, requests: 2 });
  });
});

describe('what HTTP allows', () => {
  test.each([
    ['line breaks before it', `\r\n\r\n${fine}`],
    ['a line break after it', `${fine}\r\n`],
    ['trailers', chunked],
    ['interim answers', `HTTP/1.1 100 C\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\nA: b\r\n\r\n${fine}`],
    ['HTTP/1.0', untilClose.replace('1.1', '1.0')],
    [
      'the identity coding of RFC 2616',
      untilClose.replace('\r\n\r\n', '\r\nTransfer-Encoding: identity\r\n\r\n'),
    ],
    ['content until the end of the connection', untilClose],
  ])('%s', async (_, bytes) => {
    for (const fresh of [true, false]) {
      const { send } = await serve({ answer: (socket) => socket.end(bytes) });
      const exchanges = await send({ fresh });
      expect(codesOf(exchanges)).toEqual([200]);
      expect(Buffer.from(exchanges[0]?.response?.body ?? []).toString()).toBe('hi');
      expect(exchanges[0]?.connection?.unasked ?? 0).toBe(0);
    }
  });

  test('a reset after a complete answer', async () => {
    const { send } = await serve({ answer: (socket) => socket.write(fine, () => socket.resetAndDestroy()) });
    expect(codesOf(await send())).toEqual([200]);
  });

  test('a change of protocol that the request asks for', async () => {
    const { send } = await serve({ answer: (socket) => socket.end('HTTP/1.1 101 Changed\r\n\r\n') });
    expect(
      codesOf(
        await send({
          headers: [
            ['connection', 'upgrade'],
            ['upgrade', 'x'],
          ],
        }),
      ),
    ).toEqual([101]);
  });
});

describe('content that ends with the connection, which is reset', () => {
  const resetting = {
    answer: (socket: net.Socket) => socket.write(untilClose, () => socket.resetAndDestroy()),
  };

  test('is cut off', async () => {
    for (const fresh of [true, false]) {
      const { send } = await serve(resetting);
      expect(codesOf(await send({ fresh }))).toEqual(['closed-within-body']);
    }
  });

  test('may be whole where the target may not have read the content of the request', async () => {
    const { send } = await serve(resetting);
    const [exchange] = await send({ method: 'POST', body: Buffer.from('{}') });
    expect(exchange?.failure).toBeUndefined();
    expect(exchange?.response?.incomplete).toMatchObject({ blame: 'suite', code: 'end-unknown' });
  });
});

describe('before the request', () => {
  test.each([
    ['an answer', fine, false],
    ['an answer over TLS', fine, true],
    ['another protocol', 'SSH-2.0-x\r\n', false],
    ['the beginning of an answer', 'HTTP/1', false],
  ])('%s is a deviation, and the request is not sent', async (_, bytes, secure) => {
    for (const fresh of [true, false]) {
      const { send, counts } = await serve({ greet: (socket) => socket.write(bytes), secure });
      const exchanges = await send({ fresh });
      expect(codesOf(exchanges)).toEqual(['bytes-before-request']);
      expect(exchanges[0]?.failure?.blame).toBe('target');
      expect(counts).toEqual({ connections: 1, requests: 0 });
    }
  });

  test.each([
    ['the end of the connection', ''],
    ['408', timedOut],
  ])('%s: the request is sent on a new one, whatever its risk', async (_, bytes) => {
    for (const fresh of [true, false]) {
      const { send, counts } = await serve({
        greet: (socket, count) => count === 1 && socket.end(bytes),
        answer: (socket) => socket.end(fine),
      });
      const exchanges = await send({ fresh });
      expect(codesOf(exchanges)).toEqual(['closed-while-idle', 200]);
      expect(exchanges.map(({ failure }) => failure?.blame)).toEqual(['suite', undefined]);
      expect(counts).toEqual({ connections: 2, requests: 1 });
    }
  });

  test.each([
    ['the end of the connection', '', 'closed-without-answer'],
    ['408', timedOut, 'bytes-before-request'],
  ])('%s again: it is a deviation', async (_, bytes, code) => {
    const { send, counts } = await serve({ greet: (socket) => socket.end(bytes) });
    const exchanges = await send({ fresh: true });
    expect(codesOf(exchanges)).toEqual(['closed-while-idle', code]);
    expect(lastOf(exchanges)?.failure?.blame).toBe('target');
    expect(counts).toEqual({ connections: 2, requests: 0 });
  });
});

describe('on a connection that is kept open', () => {
  test.each([false, true])(
    'idle bytes end it, and cast doubt on what was before (TLS: %s)',
    async (secure) => {
      const ended: Promise<unknown>[] = [];
      const { send, counts } = await serve({
        secure,
        answer: (socket, count) => {
          socket.write(fine);
          if (count > 1) return;
          ended.push(gone(socket));
          setImmediate(() => setImmediate(() => socket.write(other)));
        },
      });
      const [first] = await send();
      await ended[0];
      const [second] = await send();
      expect([codesOf([first, second].flatMap((one) => one ?? [])), counts.connections]).toEqual([
        [200, 200],
        2,
      ]);
      expect([first?.connection?.unasked, second?.connection?.unasked]).toEqual([other.length, 0]);
    },
  );

  test('an idle timeout ends it', async () => {
    const ended: Promise<unknown>[] = [];
    const { send, counts } = await serve({
      answer: (socket, count) => {
        socket.write(fine);
        if (count > 1) return;
        ended.push(gone(socket));
        setImmediate(() => setImmediate(() => socket.write(timedOut)));
      },
    });
    const [first] = await send();
    await ended[0];
    expect(codesOf(await send())).toEqual([200]);
    expect([first?.response?.status, counts.connections]).toEqual([200, 2]);
  });

  test('an answer too many that passes for that to the next request puts both in doubt', async () => {
    const { send } = await serve({
      answer: (socket, count) => {
        // The second request finds the answer to the first again; its own answer follows.
        if (count === 1) socket.write(fine);
        else socket.write(other, () => setTimeout(() => socket.write(fine), 20));
      },
    });
    const [first] = await send();
    const [second] = await send();
    expect(codesOf([first, second].flatMap((one) => one ?? []))).toEqual([200, 404]);
    // A third one waits until the surplus has come; it has another connection.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([first?.connection?.unasked, second?.connection?.unasked]).toEqual([fine.length, fine.length]);
  });

  test('two answers at once to a later request: it is sent again on a new one', async () => {
    const { send, counts } = await serve({
      answer: (socket, count) => socket.write(count === 2 ? fine + other : fine),
    });
    const [first] = await send();
    const again = await send();
    expect(codesOf(again)).toEqual(['connection-out-of-step', 200]);
    expect(again[0]?.failure?.blame).toBe('suite');
    expect([first?.connection?.unasked, counts.connections]).toEqual([other.length, 2]);
  });

  test('many requests that follow one another at once stay in step', async () => {
    const { send, counts } = await serve({
      answer: (socket, count) => socket.write(count % 2 ? fine : chunked),
    });
    const all = await Promise.all(Array.from({ length: 50 }, () => send()));
    expect(all.flatMap(codesOf)).toEqual(Array(50).fill(200));
    expect(counts).toEqual({ connections: 1, requests: 50 });
  });
});
