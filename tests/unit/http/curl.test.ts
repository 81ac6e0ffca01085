import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import net from 'node:net';
import { promisify } from 'node:util';
import { curlLine } from '../../../src/http/curl.ts';
import { createTransport, type TransportRequest } from '../../../src/http/exchange.ts';
import type { HeaderList } from '../../../src/model/exchange.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';

const token = 's3cret\'to"ken$HOME`x`\\n!{é';
const asciiToken = 'abcdef0123456789';
const quotedToken = `it's "a" $token \`x\` \\n !{}`;
const redactor = createRedactor([
  { value: token, name: 'CLOUDDB_TOKEN' },
  { value: asciiToken, name: 'CLOUDDB_TOKEN_2' },
  { value: quotedToken, name: 'CLOUDDB_TOKEN_3' },
]);
const env = {
  PATH: process.env.PATH,
  CLOUDDB_TOKEN: token,
  CLOUDDB_TOKEN_2: asciiToken,
  CLOUDDB_TOKEN_3: quotedToken,
};

let received: Buffer = Buffer.of();
/** Ends every answer with the connection, as a method may be one for which a client awaits content. */
const server = net.createServer((socket) => {
  let bytes: Buffer = Buffer.of();
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    const { headers, body } = parse(bytes);
    const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
    if (!bytes.includes('\r\n\r\n') || body.length < length) return;
    const chunked = headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
    if (chunked && !body.toString('latin1').endsWith('0\r\n\r\n')) return;
    received = bytes;
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
});

function parse(bytes: Buffer): { requestLine: string; headers: HeaderList; body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  const [requestLine = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon), field.slice(colon + 1).trim()];
  });
  return { requestLine, headers, body: bytes.subarray(end + 4) };
}

let root = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  root = `http://127.0.0.1:${address.port}`;
});
afterAll(() => server.close());

/** Bytes that compress to nothing, and that do not. */
const noise = (length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
      createHash('sha256').update(`${index}`).digest(),
    ),
  ).subarray(0, length);

interface Row {
  readonly title: string;
  readonly path?: string;
  readonly request: Partial<TransportRequest>;
  readonly shows?: RegExp;
}

const json = '{"upgrade":{"datastore":{"type":"mysql","version":"5.7"}}}';
const rows: Row[] = [
  { title: 'GET', request: {}, shows: /-X GET / },
  { title: 'HEAD', request: { method: 'HEAD' }, shows: /--head / },
  { title: 'HEAD with a body', request: { method: 'HEAD', body: Buffer.from('{}') }, shows: /--max-time/ },
  { title: 'DELETE', request: { method: 'DELETE' } },
  { title: 'POST without a body', request: { method: 'POST' }, shows: /-H 'Content-Length: 0'/ },
  { title: 'POST with an empty body', request: { method: 'POST', body: Buffer.of() } },
  { title: 'GET with a body', request: { body: Buffer.from(json) } },
  { title: 'an odd method', request: { method: "FROB'N!CATE" } },
  {
    title: 'JSON with its headers',
    request: {
      method: 'POST',
      headers: [
        ['User-Agent', 'suite/1'],
        ['Accept', 'application/json'],
        ['X-Auth-Token', quotedToken],
        ['Content-Type', 'application/json'],
      ],
      body: Buffer.from(json),
    },
    shows: /-H 'X-Auth-Token: '"\$CLOUDDB_TOKEN_3" /,
  },
  {
    title: 'a body in chunks',
    request: { method: 'POST', headers: [['Transfer-Encoding', 'chunked']], body: Buffer.from(json) },
    shows: /-H 'Transfer-Encoding: chunked'/,
  },
  {
    title: 'no Content-Type',
    request: { method: 'POST', body: Buffer.from(json) },
    shows: /-H 'Content-Type:'/,
  },
  {
    title: 'odd headers',
    request: {
      headers: [
        ['X-Empty', ''],
        ['x-b', 'it\'s \\n "quoted" $HOME `x` !'],
        ['X-B', '2'],
        ['X-Latin', "caf\u00e9\t\u00a0it's"],
        ['Accept', ''],
        ['Host', 'elsewhere.example'],
        ['Connection', 'Upgrade'],
        ["X!#$%&'*", 'name'],
      ],
    },
  },
  {
    title: 'a path that looks wrong',
    path: "//v1.0/../%2F%2f/./a;b=c//?q=%zz&&x[1-3]={a,b}&it's=\\",
    request: {},
  },
  { title: 'a path beyond ASCII', path: '/caf\u00e9', request: {} },
  { title: 'a secret in the path', path: `/${asciiToken}/x?y=${asciiToken}`, request: {} },
  { title: 'no path', path: '', request: {} },
  {
    title: 'what a CI system acts on',
    request: {
      method: 'POST',
      headers: [['X-A', '##[error]x ##vso[y]']],
      body: Buffer.from('##[error]x \u3164'),
    },
    shows: /^printf .*base64.*\$'X-A: \\x23#\[error\]x \\x23#vso\[y\]'/,
  },
  {
    title: 'the same beside a secret',
    request: { method: 'POST', body: Buffer.from(`##[x]${asciiToken}`) },
    shows: /^printf '%b%s' '\\0043\\0043\[x\]'/,
  },
  {
    title: 'a leading @',
    request: { method: 'POST', body: Buffer.from('@/etc/hostname') },
    shows: /--data-raw '@/,
  },
  { title: 'quotes and Unicode', request: { method: 'POST', body: Buffer.from('\'"\\$HOME`!é😀') } },
  {
    title: 'a secret in a short body',
    request: { method: 'POST', body: Buffer.from(`<${token}>${asciiToken}`) },
  },
  {
    title: 'line breaks',
    request: { method: 'POST', body: Buffer.from('a\r\n\tb\n\n') },
    shows: /base64 -d \| curl/,
  },
  { title: 'NUL', request: { method: 'POST', body: Buffer.from('a\0b') } },
  {
    title: 'a lone surrogate',
    request: { method: 'POST', body: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]) },
  },
  {
    title: 'a secret among bytes',
    request: { method: 'POST', body: Buffer.from(`\xff\0\\0a'%s\n${asciiToken}\x80\xe9%b`, 'latin1') },
    shows: /^printf '%b%s%b' .*"\$CLOUDDB_TOKEN_2"/,
  },
  {
    title: 'a secret among line breaks',
    request: { method: 'POST', body: Buffer.from(`\n\\c é\t${token}\n`) },
    shows: /^printf '%b%s%b' /,
  },
  { title: '10 kB of text', request: { method: 'POST', body: Buffer.alloc(10_000, json) } },
  { title: '30 kB of noise', request: { method: 'POST', body: noise(30_000) }, shows: /gunzip/ },
  {
    title: '2 MB of text',
    request: { method: 'POST', body: Buffer.alloc(2_000_000, json) },
    shows: /gunzip/,
  },
  {
    title: 'a length that is wrong',
    request: { method: 'POST', headers: [['Content-Length', '3']], body: Buffer.from('abc') },
  },
];

async function record(path: string, more: Partial<TransportRequest>) {
  const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1 });
  const request = { method: 'GET', headers: [], body: null, fresh: true, values: {}, ...more };
  const [exchange] = await transport.send({ ...request, url: root + path }, { attempt: 1 });
  transport.close();
  if (!exchange || exchange.failure) throw new Error(`No exchange: ${exchange?.failure?.message}`);
  return exchange.request;
}

/** The fields in an order of their own, without the one that says how long the connection is to live. */
const comparable = (headers: HeaderList) =>
  headers
    .filter(([name, value]) => !(name === 'Connection' && value === 'close'))
    .map(([name, value]) => `${name}: ${value.trim()}`)
    .sort();

test.each(rows)('$title: the line sends the same again', async ({ path = '/x', request, shows }) => {
  const sent = await record(path, request);
  const original = parse(received);
  received = Buffer.of();
  const line = curlLine(sent, redactor);
  expect(line).not.toContain('\n');
  expect(redactor.contains(line)).toBe(false);
  if (shows) expect(line).toMatch(shows);
  await promisify(execFile)('bash', ['--norc', '-c', line], { env });
  const repeated = parse(received);
  expect(repeated.requestLine).toBe(original.requestLine);
  expect(comparable(repeated.headers)).toEqual(comparable(original.headers));
  expect(repeated.body.equals(original.body)).toBe(true);
});

test('the given fields keep their order', async () => {
  const headers: HeaderList = [
    ['Z', '1'],
    ['A', '2'],
    ['Z', '3'],
  ];
  const line = curlLine(await record('/', { headers }), redactor);
  await promisify(execFile)('bash', ['--norc', '-c', line], { env });
  expect(parse(received).headers.slice(-3)).toEqual(headers);
});

describe('what cannot be repeated is said', () => {
  const request = { method: 'POST', url: 'http://host.example/', headers: [] as HeaderList, body: null };
  const bodies: { title: string; body: Buffer; remark: RegExp }[] = [
    { title: 'noise', body: noise(100_000), remark: /# body of 100000 bytes not repeated here$/ },
    {
      title: 'a long body with a secret',
      body: Buffer.from(`${'a\n'.repeat(10_000)}${asciiToken}`),
      remark: /# body of 20016 bytes not repeated here$/,
    },
    {
      title: 'a secret beyond ASCII among bytes that are no text',
      body: Buffer.concat([Buffer.from([0xff]), Buffer.from(token)]),
      remark: /"\$CLOUDDB_TOKEN" .*# \$CLOUDDB_TOKEN stood there in an encoded form$/,
    },
    {
      title: 'a secret in another form',
      body: Buffer.from(encodeURIComponent(token)),
      remark: /"\$CLOUDDB_TOKEN" http.*# \$CLOUDDB_TOKEN stood there in an encoded form$/,
    },
  ];
  test.each(bodies)('$title', ({ body, remark }) => {
    const line = curlLine({ ...request, headers: [['Content-Length', `${body.length}`]], body }, redactor);
    expect(line.replaceAll("'", '')).toMatch(remark);
    expect(line).not.toContain('Content-Length');
    expect(redactor.contains(line)).toBe(false);
  });

  test('an invalid URL', () => {
    expect(curlLine({ ...request, url: 'nowhere' }, redactor)).toMatch(/^# not repeated here/);
  });

  test('certificates that were not verified', () => {
    expect(curlLine(request, redactor, { insecure: true })).toContain(' --insecure ');
    expect(curlLine(request, redactor)).not.toContain('--insecure');
  });
});
