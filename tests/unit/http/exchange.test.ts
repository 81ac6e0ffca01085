import { getEventListeners } from 'node:events';
import net from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import {
  createTransport,
  type Transport,
  type TransportOptions,
  type TransportRequest,
} from '../../../src/http/exchange.ts';
import type { Exchange } from '../../../src/model/exchange.ts';

/** What a server does once it has a whole request; `count` numbers the requests, from 1. */
type Answer = (socket: net.Socket, request: Buffer, count: number) => void;

const servers: net.Server[] = [];
const sockets = new Set<net.Socket>();
const transports: Transport[] = [];

afterEach(() => {
  for (const transport of transports.splice(0)) transport.close();
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** Listens on a port of its own; answers when a request is whole, or with `early` at its first bytes. */
async function listen(answer: Answer, { early = false } = {}): Promise<string> {
  let count = 0;
  const server = net.createServer((socket) => {
    let received = Buffer.of();
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const head = received.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.toString('latin1'))?.[1] ?? 0);
      if (!early && (head < 0 || received.length < head + 4 + length)) return;
      const request = received;
      received = Buffer.of();
      count += 1;
      answer(socket, request, count);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

function transportOf(options: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({ timeoutMs: 10_000, maxSockets: 4, ...options });
  transports.push(transport);
  return transport;
}

const get = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
  method: 'GET',
  url,
  headers: [],
  body: null,
  fresh: true,
  values: {},
  ...more,
});

async function send(
  request: TransportRequest,
  options: Partial<TransportOptions> & { signal?: AbortSignal } = {},
): Promise<Exchange> {
  const { signal, ...rest } = options;
  const exchanges = await transportOf(rest).send(request, { attempt: 1, ...(signal && { signal }) });
  expect(exchanges).toHaveLength(1);
  return last(exchanges);
}

function last(exchanges: readonly Exchange[]): Exchange {
  const exchange = exchanges.at(-1);
  if (!exchange) throw new Error('No exchange.');
  return exchange;
}

const text = (exchange: Exchange): string => Buffer.from(exchange.response?.body ?? []).toString();

const head = (extra: string): string => `HTTP/1.1 200 OK\r\n${extra}\r\n`;

describe('what goes out', () => {
  const requests: { title: string; path?: string; request: Partial<TransportRequest> }[] = [
    { title: 'a plain GET', request: {} },
    { title: 'an unknown method', request: { method: 'FROBNICATE' } },
    { title: 'an unknown method with a body', request: { method: 'FROBNICATE', body: Buffer.from('x') } },
    { title: 'GET with a body', request: { body: Buffer.from('{"a":1}') } },
    { title: 'HEAD with a body', request: { method: 'HEAD', body: Buffer.from('{"a":1}') } },
    { title: 'DELETE with a body', request: { method: 'DELETE', body: Buffer.from('abc') } },
    { title: 'POST without a body', request: { method: 'POST' } },
    { title: 'PUT with an empty body', request: { method: 'PUT', body: Buffer.of() } },
    { title: 'PATCH without a body', request: { method: 'PATCH' } },
    { title: 'OPTIONS without a body', request: { method: 'OPTIONS' } },
    { title: '2 MB', request: { method: 'POST', body: Buffer.alloc(2_000_000, 'ab') } },
    {
      title: 'a lone surrogate and NUL',
      request: { method: 'POST', body: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0, 0x22]) },
    },
    {
      title: 'order, case, repetition, empty and beyond ASCII',
      request: {
        headers: [
          ['X-b', '1'],
          ['x-A', ''],
          ['X-B', '2'],
          ['x-a', 'caf\u00e9'],
          ['X-b', '1'],
        ],
      },
    },
    {
      title: "the caller's own framing",
      request: {
        method: 'POST',
        headers: [
          ['host', 'elsewhere.example'],
          ['content-length', '3'],
          ['connection', 'close'],
        ],
        body: Buffer.from('abc'),
      },
    },
    { title: 'a path that looks wrong', path: '//v1.0/../%2F%2f/./a;b=c//?q=%zz&&x[]=1', request: {} },
    { title: 'no path but a query', path: '?q', request: {} },
    { title: 'no path', path: '', request: {} },
  ];

  test.each(requests)('$title: the record is what was received', async ({ path = '/x', request }) => {
    let received: Uint8Array = Buffer.of();
    const root = await listen((socket, bytes) => {
      received = bytes;
      socket.end(head('Content-Length: 0\r\n'));
    });
    for (const fresh of [true, false]) {
      const exchange = await send(get(root + path, { ...request, fresh }));
      const sent = exchange.request;
      const target = sent.url.slice(root.length);
      const lines = [`${sent.method} ${target} HTTP/1.1`, ...sent.headers.map(([n, v]) => `${n}: ${v}`)];
      const expected = Buffer.concat([
        Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
        Buffer.from(sent.body ?? []),
      ]);
      expect(expected.equals(received)).toBe(true);
      expect(exchange.failure).toBeUndefined();
      expect(exchange.response?.status).toBe(200);
      expect(target.endsWith(path)).toBe(true);
    }
  });

  test('the transport adds Host, Content-Length and Connection in front, and nothing else', async () => {
    const root = await listen((socket) => socket.end(head('Content-Length: 0\r\n')));
    const { host } = new URL(root);
    const of = async (more: Partial<TransportRequest>) => (await send(get(root, more))).request.headers;
    expect(await of({ headers: [['A', 'b']] })).toEqual([
      ['Host', host],
      ['Connection', 'close'],
      ['A', 'b'],
    ]);
    expect(await of({ method: 'POST', fresh: false, headers: [['A', 'b']] })).toEqual([
      ['Host', host],
      ['Content-Length', '0'],
      ['Connection', 'keep-alive'],
      ['A', 'b'],
    ]);
  });

  test('userinfo and fragment stay here', async () => {
    const root = await listen((socket) => socket.end(head('Content-Length: 0\r\n')));
    const exchange = await send(get(`${root.replace('//', '//me:secret@')}/x#y`));
    expect(exchange.request.url).toBe(`${root}/x`);
    expect(JSON.stringify(exchange.request)).not.toContain('secret');
  });

  const unsendable: { title: string; request: Partial<TransportRequest> }[] = [
    { title: 'a line break in a header', request: { headers: [['A', 'b\r\nC: d']] } },
    { title: 'a space in a header name', request: { headers: [['A b', 'c']] } },
    { title: 'a method that is no token', request: { method: 'GE T' } },
    { title: 'a path with a space', request: { url: 'http://127.0.0.1:1/a b' } },
    { title: 'another scheme', request: { url: 'ftp://127.0.0.1/' } },
    { title: 'no URL', request: { url: '/x' } },
  ];
  test.each(unsendable)('$title is a fault of the suite', async ({ request }) => {
    const { failure, response } = await send(get('http://127.0.0.1:1/', request));
    expect(failure).toMatchObject({
      blame: 'suite',
      message: expect.stringContaining('the request cannot be sent: '),
    });
    expect(response).toBeUndefined();
  });
});

describe('answers that count', () => {
  const answers: { title: string; bytes: string; status: number; body?: string; method?: string }[] = [
    { title: 'by length', bytes: `${head('Content-Length: 2\r\n')}hi`, status: 200, body: 'hi' },
    {
      title: 'in chunks',
      bytes: `${head('Transfer-Encoding: chunked\r\n')}2\r\nhi\r\n0\r\n\r\n`,
      status: 200,
      body: 'hi',
    },
    { title: 'until close', bytes: `${head('')}hi`, status: 200, body: 'hi' },
    { title: 'HTTP/1.0', bytes: 'HTTP/1.0 503 Away\r\n\r\nhi', status: 503, body: 'hi' },
    { title: 'no reason phrase', bytes: 'HTTP/1.1 422 \r\nContent-Length: 0\r\n\r\n', status: 422 },
    { title: 'a status nobody knows', bytes: 'HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n', status: 799 },
    {
      title: '100, 102 and 103 before it',
      bytes: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${head('Content-Length: 2\r\n')}hi`,
      status: 200,
      body: 'hi',
    },
    {
      title: 'a redirect',
      bytes: 'HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n',
      status: 302,
    },
    { title: 'HEAD with a length', method: 'HEAD', bytes: head('Content-Length: 99\r\n'), status: 200 },
    {
      title: 'HEAD with content',
      method: 'HEAD',
      bytes: `${head('Content-Length: 2\r\n')}hi`,
      status: 200,
      body: 'hi',
    },
    { title: 'CONNECT', method: 'CONNECT', bytes: head(''), status: 200 },
  ];

  test.each(answers)('$title', async ({ bytes, status, body = '', method = 'GET' }) => {
    const root = await listen((socket) => socket.end(bytes));
    const exchange = await send(get(root, { method }));
    expect(exchange.failure).toBeUndefined();
    expect(exchange.response?.status).toBe(status);
    expect(exchange.response?.incomplete).toBeUndefined();
    expect(text(exchange)).toBe(body);
  });

  describe('content after the head of an answer to HEAD', () => {
    const headOnly = head('Content-Length: 2\r\n');

    test.each<[string, (socket: net.Socket) => void, string]>([
      ['in a packet of its own', (s) => s.write(headOnly, () => setImmediate(() => s.end('hi'))), 'hi'],
      [
        'in a packet of its own, after Connection: close',
        (s) => s.write(head('Connection: close\r\n'), () => setImmediate(() => s.end('hi'))),
        'hi',
      ],
      [
        'in chunks',
        (s) =>
          s.write(head('Transfer-Encoding: chunked\r\n'), () => setImmediate(() => s.end('2\r\nhi\r\n'))),
        '2\r\nhi\r\n',
      ],
      ['in the same packet', (s) => s.end(`${headOnly}h`), 'h'],
      ['in the same packet, after Connection: close', (s) => s.end(`${head('Connection: close\r\n')}h`), 'h'],
      ['that never comes, on a connection that ends', (s) => s.end(headOnly), ''],
      ['that never comes, on one that is reset', (s) => s.write(headOnly, () => s.resetAndDestroy()), ''],
      ['that never comes, on one that stays open', (s) => s.write(headOnly), ''],
    ])('%s', async (_, answer, expected) => {
      let request = '';
      const root = await listen((socket, bytes) => {
        request = bytes.toString('latin1');
        answer(socket);
      });
      const exchange = await send(get(root, { method: 'HEAD', fresh: false }));
      expect(request).toContain('\r\nConnection: close\r\n');
      expect(exchange.failure).toBeUndefined();
      expect(exchange.response?.status).toBe(200);
      expect(text(exchange)).toBe(expected);
      expect(exchange.durationMs).toBeLessThan(5000);
    });

    test('is waited for in no answer to another method', async () => {
      const root = await listen((socket) => socket.write(headOnly));
      const exchange = await send(get(root), { timeoutMs: 60 });
      expect(exchange.failure?.message).toContain('within 0.06 s');
    });
  });

  test('status line, header fields and times are recorded as they were', async () => {
    const root = await listen((socket) =>
      socket.end('HTTP/1.1 202 Fine by me\r\nx-A: 1\r\nX-a: 2\r\nContent-Length: 0\r\n\r\n'),
    );
    const exchange = await send(get(root, { values: { token: 't' } }));
    expect(exchange.response).toEqual({
      status: 202,
      statusText: 'Fine by me',
      httpVersion: '1.1',
      headers: [
        ['x-A', '1'],
        ['X-a', '2'],
        ['Content-Length', '0'],
      ],
      body: expect.any(Uint8Array),
    });
    expect(exchange.values).toEqual({ token: 't' });
    expect(new Date(exchange.startedAt).toISOString()).toBe(exchange.startedAt);
    expect(exchange.durationMs).toBeGreaterThanOrEqual(0);
  });

  test.each([
    [250, undefined],
    [251, { blame: 'suite', message: expect.stringContaining('more than 250 header fields') }],
    [7000, { blame: 'suite', message: expect.stringContaining('more than 250 header fields') }],
  ])('%i header fields', async (count, incomplete) => {
    const fields = 'a: 1\r\n'.repeat(count - 1);
    const root = await listen((socket) => socket.end(head(`${fields}Content-Length: 0\r\n`)));
    const { response } = await send(get(root));
    expect(response?.status).toBe(200);
    expect(response?.headers).toHaveLength(Math.min(count, 250));
    expect(response?.incomplete).toEqual(incomplete);
  });

  test.each([1, 2, 3, 4, 5])('an early 413 before the body was read (%d)', async () => {
    const root = await listen(
      (socket) => {
        // Closing with bytes unread makes the kernel reset the connection.
        socket.pause();
        socket.end('HTTP/1.1 413 Too Big\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno', () =>
          socket.destroy(),
        );
      },
      { early: true },
    );
    const exchange = await send(get(root, { method: 'POST', body: Buffer.alloc(2_000_000, 'a') }));
    expect(exchange.failure).toBeUndefined();
    expect(exchange.response?.status).toBe(413);
    expect(text(exchange)).toBe('no');
  });

  test('an early answer from a server that reads no further does not hold the connection', async () => {
    let connections = 0;
    const root = await listen(
      (socket) => {
        connections += 1;
        socket.pause();
        socket.write('HTTP/1.1 413 Too Big\r\nContent-Length: 0\r\n\r\n');
      },
      { early: true },
    );
    const transport = transportOf({ maxSockets: 1 });
    const request = get(root, { method: 'POST', fresh: false, body: Buffer.alloc(20_000_000, 'a') });
    for (const attempt of [1, 2]) {
      expect(last(await transport.send(request, { attempt })).response?.status).toBe(413);
    }
    expect(connections).toBe(2);
  });
});

describe('content encodings', () => {
  const plain = Buffer.from('{"a":"b"}');
  const encodings: { title: string; value: string; body: Buffer; incomplete?: RegExp; ours?: true }[] = [
    { title: 'gzip', value: 'gzip', body: gzipSync(plain) },
    { title: 'x-gzip in capitals', value: 'X-GZIP', body: gzipSync(plain) },
    { title: 'deflate', value: 'deflate', body: deflateSync(plain) },
    { title: 'deflate without its wrapper', value: 'deflate', body: deflateRawSync(plain) },
    { title: 'br', value: 'br', body: brotliCompressSync(plain) },
    { title: 'identity', value: 'identity', body: plain },
    { title: 'stacked', value: 'deflate, gzip', body: gzipSync(deflateSync(plain)) },
    {
      title: 'unknown',
      value: 'zstd',
      body: plain,
      incomplete: /cannot undo the content encoding "zstd"/,
      ours: true,
    },
    { title: 'broken', value: 'gzip', body: plain, incomplete: /is not valid "gzip"/ },
    {
      title: 'cut short',
      value: 'gzip',
      body: gzipSync(plain).subarray(0, 15),
      incomplete: /not valid "gzip"/,
    },
    {
      title: 'two members of gzip',
      value: 'gzip',
      body: Buffer.concat([gzipSync('{"a":'), gzipSync('"b"}')]),
    },
    ...(
      [
        ['gzip', gzipSync(plain), '\0\0'],
        ['deflate', deflateSync(plain), 'xy'],
        ['deflate', deflateRawSync(plain), 'xy'],
        ['br', brotliCompressSync(plain), 'xy'],
        ['br', brotliCompressSync(plain), '\0\0'],
      ] as const
    ).map(([value, coded, more], index) => ({
      title: `${value} with more after its end (${index})`,
      value,
      body: Buffer.concat([coded, Buffer.from(more)]),
      incomplete: new RegExp(`^the body is not valid "${value}": 2 bytes follow its end$`),
    })),
    {
      title: 'more after the end of the outer one of two',
      value: 'gzip, br',
      body: Buffer.concat([brotliCompressSync(gzipSync(plain)), Buffer.from('x')]),
      incomplete: /not valid "br": 1 bytes follow/,
    },
    {
      title: 'a bomb',
      value: 'gzip',
      body: gzipSync(Buffer.alloc(50_000_000)),
      incomplete: /longer than 100000 bytes once/,
      ours: true,
    },
    {
      title: 'too many',
      value: Array(50).fill('gzip').join(),
      body: plain,
      incomplete: /50 content encodings/,
      ours: true,
    },
  ];

  test.each(encodings)('$title', async ({ value, body, incomplete, ours }) => {
    const root = await listen((socket) => {
      socket.write(head(`Content-Encoding: ${value}\r\nContent-Length: ${body.length}\r\n`));
      socket.end(body);
    });
    const exchange = await send(get(root), { maxBodyBytes: 100_000 });
    expect(exchange.failure).toBeUndefined();
    if (incomplete) {
      expect(exchange.response?.incomplete).toEqual({
        blame: ours ? 'suite' : 'target',
        message: expect.stringMatching(incomplete),
      });
      expect(body.equals(exchange.response?.body ?? Buffer.of())).toBe(true);
    } else {
      expect(exchange.response?.incomplete).toBeUndefined();
      expect(text(exchange)).toBe(plain.toString());
    }
  });

  test('nothing encoded is nothing', async () => {
    const root = await listen((socket) =>
      socket.end(head('Content-Encoding: gzip\r\nContent-Length: 0\r\n')),
    );
    const exchange = await send(get(root));
    expect(exchange.response?.incomplete).toBeUndefined();
    expect(text(exchange)).toBe('');
  });
});

describe('answers that do not count', () => {
  const cutOff = head('Content-Length: 10\r\n');
  const hostile: { title: string; answer: Answer; blame?: 'suite'; message: RegExp; kept?: string }[] = [
    {
      title: 'no answer',
      answer: (s) => s.end(),
      message: /closed the connection without an answer \(ECONNRESET\)/,
    },
    { title: 'a reset', answer: (s) => s.resetAndDestroy(), message: /without an answer \(ECONNRESET\)/ },
    {
      title: 'half a head',
      answer: (s) => s.end('HTTP/1.1 200 O'),
      message: /within the head of its answer/,
    },
    { title: 'garbage', answer: (s) => s.end('SSH-2.0-OpenSSH\r\n'), message: /not valid HTTP: .*\(HPE_/ },
    {
      title: 'a status of four digits',
      answer: (s) => s.end('HTTP/1.1 2000 OK\r\n\r\n'),
      message: /not valid HTTP/,
    },
    {
      title: 'a bare line feed',
      answer: (s) => s.end('HTTP/1.1 200 OK\nA: b\n\n'),
      message: /not valid HTTP/,
    },
    {
      title: 'two lengths',
      answer: (s) => s.end(head('Content-Length: 1\r\nContent-Length: 2\r\n')),
      message: /not valid HTTP/,
    },
    {
      title: 'too short',
      answer: (s) => s.end(`${cutOff}abc`),
      message: /cut off after 3 bytes/,
      kept: 'abc',
    },
    {
      title: 'an unfinished chunk',
      answer: (s) => s.end(`${head('Transfer-Encoding: chunked\r\n')}5\r\nab`),
      message: /cut off after 2 bytes/,
      kept: 'ab',
    },
    {
      title: 'an invalid chunk size',
      answer: (s) => s.end(`${head('Transfer-Encoding: chunked\r\n')}2\r\nab\r\nzz\r\n`),
      message: /not valid HTTP: .*HPE_INVALID_CHUNK_SIZE/,
      kept: 'ab',
    },
    {
      title: 'headers beyond our limit',
      answer: (s) => s.end(head(`A: ${'a'.repeat(70_000)}\r\n`)),
      blame: 'suite',
      message: /a limit of the suite: .* longer than 65536 bytes \(HPE_HEADER_OVERFLOW\)/,
    },
  ];

  test.each(hostile)('$title', async ({ answer, blame = 'target', message, kept }) => {
    const root = await listen(answer);
    const exchange = await send(get(root), { maxHeaderBytes: 65_536 });
    expect(exchange.failure).toMatchObject({ blame, message: expect.stringMatching(message) });
    expect(exchange.response?.incomplete).toEqual(kept === undefined ? undefined : exchange.failure);
    expect(text(exchange)).toBe(kept ?? '');
  });

  test('nobody listens', async () => {
    const root = await listen(() => {});
    await new Promise((resolve) => servers[0]?.close(resolve));
    expect((await send(get(root))).failure).toMatchObject({
      blame: 'suite',
      message: 'the target refused the connection (ECONNREFUSED)',
    });
  });

  test('a name that does not exist was not reached', async () => {
    const { failure } = await send(get('http://no-such-host.invalid/'));
    expect(failure).toMatchObject({
      blame: 'suite',
      message: expect.stringMatching(/^the name of the host .*\(E/),
    });
  });

  test('an endless body is read to our limit and no further', async () => {
    const root = await listen((socket) => {
      socket.write(head('Transfer-Encoding: chunked\r\n'));
      const more = () => {
        while (!socket.destroyed && socket.write(`400\r\n${'x'.repeat(1024)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    const { response, failure } = await send(get(root), { maxBodyBytes: 100_000 });
    expect(failure).toBeUndefined();
    expect(response?.body).toHaveLength(100_000);
    expect(response?.incomplete).toEqual({
      blame: 'suite',
      message: 'the body is longer than 100000 bytes; the suite reads no further',
    });
  });

  test('a body of exactly our limit is whole', async () => {
    const root = await listen((socket) =>
      socket.end(`${head('Content-Length: 1000\r\n')}${'x'.repeat(1000)}`),
    );
    const { response } = await send(get(root), { maxBodyBytes: 1000 });
    expect(response?.incomplete).toBeUndefined();
    expect(response?.body).toHaveLength(1000);
  });

  test.each(['', 'HTTP/1.1 100 Continue\r\n\r\n', `${cutOff}a`])('%j and then silence', async (bytes) => {
    const root = await listen((socket) => socket.write(bytes));
    const exchange = await send(get(root), { timeoutMs: 50 });
    expect(exchange.failure).toMatchObject({
      blame: 'target',
      message: 'no complete answer within 0.05 s; the reference sets no limit',
    });
    expect(text(exchange)).toBe(bytes === `${cutOff}a` ? 'a' : '');
  });

  test('a trickle does not extend the time', async () => {
    const root = await listen((socket) => {
      socket.write(head('Content-Length: 100000\r\n'));
      const timer = setInterval(() => socket.write('a'), 5);
      socket.on('close', () => clearInterval(timer));
    });
    const exchange = await send(get(root), { timeoutMs: 100 });
    expect(exchange.failure?.message).toContain('within 0.1 s');
    expect(exchange.durationMs).toBeLessThan(5000);
  });

  test('stopped in flight, before it, and by close', async () => {
    const stopped = { blame: 'suite', message: 'stopped before the answer' };
    const inFlight = new AbortController();
    const root = await listen(() => inFlight.abort());
    expect((await send(get(root), { signal: inFlight.signal })).failure).toMatchObject(stopped);
    expect((await send(get(root), { signal: AbortSignal.abort() })).failure).toMatchObject(stopped);

    const transport = transportOf();
    const other = await listen(() => transport.close());
    expect(last(await transport.send(get(other), { attempt: 1 })).failure).toMatchObject(stopped);
  });
});

describe('connections', () => {
  const fine = head('Content-Length: 0\r\n');

  /** Answers the first request, and closes the connection at the second without a byte. */
  const closesIdle: Answer = (socket, _request, count) =>
    count === 2 ? socket.destroy() : socket.write(fine);

  test('a kept-alive connection is used again, a fresh one never', async () => {
    const seen = new Set<net.Socket>();
    const root = await listen((socket) => {
      seen.add(socket);
      socket.write(fine);
    });
    const transport = transportOf();
    for (const attempt of [1, 2, 3]) await transport.send(get(root, { fresh: false }), { attempt });
    expect(seen.size).toBe(1);
    for (const attempt of [1, 2]) await transport.send(get(root), { attempt });
    expect(seen.size).toBe(3);
  });

  test('closed while idle: sent once more, both recorded', async () => {
    const root = await listen(closesIdle);
    const transport = transportOf();
    await transport.send(get(root, { fresh: false }), { attempt: 1 });
    const exchanges = await transport.send(get(root, { fresh: false }), { attempt: 4 });
    expect(
      exchanges.map(({ attempt, failure, response }) => [attempt, failure?.blame, response?.status]),
    ).toEqual([
      [4, 'suite', undefined],
      [5, undefined, 200],
    ]);
    expect(exchanges[0]?.failure?.message).toBe(
      'the connection was closed while idle; sent again on a new one',
    );
  });

  test('a fresh request is never sent twice', async () => {
    const root = await listen(closesIdle);
    const transport = transportOf();
    await transport.send(get(root, { fresh: false }), { attempt: 1 });
    const exchanges = await transport.send(get(root), { attempt: 1 });
    expect(exchanges.map(({ failure }) => failure?.blame)).toEqual(['target']);
  });

  test('a connection that breaks after a byte was answered is not idle', async () => {
    const root = await listen((socket, _request, count) =>
      count === 2 ? socket.end('H') : socket.write(fine),
    );
    const transport = transportOf();
    await transport.send(get(root, { fresh: false }), { attempt: 1 });
    const exchanges = await transport.send(get(root, { fresh: false }), { attempt: 1 });
    expect(exchanges.map(({ failure }) => failure?.blame)).toEqual(['target']);
  });

  test('waiting for a free connection does not count against the target', async () => {
    const pending: net.Socket[] = [];
    const root = await listen((socket, _request, count) => {
      pending.push(socket);
      if (count === 1) setTimeout(() => pending[0]?.write(fine), 60);
      else socket.write(fine);
    });
    const transport = transportOf({ maxSockets: 1, timeoutMs: 5000 });
    const [first, second] = await Promise.all(
      [1, 2].map((attempt) => transport.send(get(root, { fresh: false }), { attempt })),
    );
    const startOf = (exchanges: readonly Exchange[] = []) => Date.parse(last(exchanges).startedAt);
    expect(startOf(second) - startOf(first)).toBeGreaterThanOrEqual(50);
  });

  test('many at once on one signal leave no listener on it', async () => {
    const root = await listen((socket) => socket.write(fine));
    const transport = transportOf({ maxSockets: 20 });
    const { signal } = new AbortController();
    await Promise.all(
      Array.from({ length: 50 }, () => transport.send(get(root, { fresh: false }), { attempt: 1, signal })),
    );
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('a request stopped while it waits for a connection ends at once', async () => {
    const controller = new AbortController();
    const root = await listen(() => controller.abort());
    const transport = transportOf({ maxSockets: 1 });
    const both = [undefined, controller.signal].map((signal) =>
      transport.send(get(root, { fresh: false }), { attempt: 1, ...(signal && { signal }) }),
    );
    expect(last((await both[1]) ?? []).failure?.message).toBe('stopped before the answer');
    transport.close();
    await both[0];
  });
});
