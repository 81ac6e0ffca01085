import { Readable } from 'node:stream';
import { readRequests, responseBytes } from '../../../src/pact/wire.ts';

/** HTTP as the relay reads and writes it. */

async function read(...chunks: readonly string[]) {
  const found = [];
  for await (const request of readRequests(
    Readable.from(chunks.map((chunk) => Buffer.from(chunk, 'latin1'))),
  )) {
    found.push(request);
  }
  return found;
}

const head = 'FROBNICATE /a%20b?c=1 HTTP/1.1\r\nx-auth-token: \r\nContent-Length: 3\r\n\r\n';

test.each([
  ['whole', [`${head}abc`]],
  ['in pieces', [head.slice(0, 20), `${head.slice(20)}a`, 'b', 'c']],
])('a request that comes %s', async (_name, chunks) => {
  expect(await read(...chunks)).toEqual([
    {
      method: 'FROBNICATE',
      path: '/a%20b?c=1',
      headers: [
        ['x-auth-token', ''],
        ['Content-Length', '3'],
      ],
      body: Buffer.from('abc'),
    },
  ]);
});

test('two requests over one connection, bytes as they are', async () => {
  const [first, second] = await read(`${head}\xed\xa0\x80GET / HTTP/1.1\r\n\r\n`);
  expect(first?.body).toEqual(Buffer.from([0xed, 0xa0, 0x80]));
  expect(second).toMatchObject({ method: 'GET', body: null });
});

test('a request that is cut short does not count', async () => expect(await read(`${head}ab`)).toEqual([]));

const response = {
  status: 404,
  statusText: 'Not Found',
  httpVersion: '1.1',
  headers: [
    ['Content-Type', 'application/json'],
    ['content-encoding', 'gzip'],
    ['Transfer-Encoding', 'chunked'],
  ] as const,
  body: Buffer.from('{}'),
};

test('an answer has the length of its decoded content', () => {
  expect(responseBytes(response, false).toString()).toBe(
    'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
  );
});

test('an answer to HEAD has no content and says nothing of a length', () => {
  expect(responseBytes(response, true).toString()).toBe(
    'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n',
  );
});

test('a redirect leads nowhere', () => {
  const headers = [
    ['location', 'https://elsewhere.example/'],
    ['X', 'y'],
  ] as const;
  const sent = (status: number) => responseBytes({ ...response, status, headers }, false).toString();
  expect(sent(307)).toBe(
    'HTTP/1.1 307 Not Found\r\nX: y\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
  );
  expect(sent(201)).toContain('location: https://elsewhere.example/');
});
