import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { createTransport, preflight, type TransportOptions } from '../../../src/http/exchange.ts';
import { SuiteError } from '../../../src/model/errors.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { closedAfterEach } from '../../support/closing.ts';
import { type Proxying, type ServingProxy, serveProxy } from '../../support/proxy.ts';

const opened = closedAfterEach();
const certificates = makeCertificates();
const pem = certificates.text;
afterAll(() => certificates.remove());

const handler: http.RequestListener = (request, response) => {
  request.resume();
  request.on('end', () => response.end(`${request.method} ${request.url}`));
};

async function listening(server: net.Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  opened({
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        if (server instanceof http.Server) server.closeAllConnections();
      }),
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

const plainTarget = async (host?: string) => listening(http.createServer(handler), host);
const secureTarget = async () =>
  listening(https.createServer({ key: pem('server.key'), cert: pem('server.pem') }, handler));
const proxyWith = async (proxying?: Proxying): Promise<ServingProxy> => opened(await serveProxy(proxying));

interface Sending extends Partial<TransportOptions> {
  readonly fresh?: boolean;
  readonly times?: number;
}

async function send(url: string, { fresh = true, times = 1, ...options }: Sending): Promise<Exchange> {
  const transport = createTransport({ timeoutMs: 10_000, maxSockets: 4, ...options });
  try {
    let exchange: Exchange | undefined;
    for (let attempt = 1; attempt <= times; attempt += 1) {
      const request = { method: 'POST', url, headers: [['X-A', '1']], body: Buffer.from('{}') } as const;
      exchange = (await transport.send({ ...request, fresh, values: {} }, { attempt })).at(-1);
    }
    if (!exchange) throw new Error('No exchange.');
    return exchange;
  } finally {
    transport.close();
  }
}

const bodyOf = ({ response }: Exchange) => Buffer.from(response?.body ?? []).toString();

test('no tunnel is opened before its request', async () => {
  const proxy = await proxyWith();
  const url = `http://127.0.0.1:${await plainTarget()}/`;
  await send(url, { proxy: { url: proxy.url }, times: 3, maxSpares: 4 });
  expect(proxy.asked).toHaveLength(3);
});

/** The request as its record says it was sent. */
const sentBytes = ({ request }: Exchange): string =>
  `${[
    `${request.method} ${new URL(request.url).pathname} HTTP/1.1`,
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')}${Buffer.from(request.body ?? []).toString()}`;

describe('through a proxy', () => {
  test('an http target gets exactly the bytes of the record, and the proxy gets CONNECT alone', async () => {
    const port = await plainTarget();
    const proxy = await proxyWith();
    const exchange = await send(`http://127.0.0.1:${port}/base//x`, { proxy: { url: proxy.url } });
    expect(bodyOf(exchange)).toBe('POST /base//x');
    expect(proxy.asked).toEqual([
      `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    ]);
    expect(proxy.passed().toString('latin1')).toBe(sentBytes(exchange));
  });

  test('an https target is spoken to over TLS, which the proxy cannot read', async () => {
    const port = await secureTarget();
    const proxy = await proxyWith();
    const exchange = await send(`https://localhost:${port}/x`, {
      proxy: { url: proxy.url },
      tls: { ca: pem('ca.pem') },
    });
    expect(bodyOf(exchange)).toBe('POST /x');
    expect(proxy.asked[0]).toMatch(/^CONNECT localhost:\d+ HTTP/);
    expect(proxy.passed().toString('latin1')).not.toContain('POST');
  });

  test('a proxy that is itself reached over TLS', async () => {
    const port = await plainTarget();
    const server = https.createServer({ key: pem('server.key'), cert: pem('server.pem') });
    server.on('connect', (request, client: net.Socket) => {
      const target = net.connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(target).pipe(client);
      });
      client.on('error', () => target.destroy());
      client.on('close', () => target.destroy());
      expect(request.url).toBe(`127.0.0.1:${port}`);
    });
    const proxy = { url: `https://localhost:${await listening(server)}` };
    const { failure } = await send(`http://127.0.0.1:${port}/x`, { proxy });
    expect(failure).toMatchObject({
      blame: 'suite',
      message: expect.stringMatching(/^the proxy https:.* has a certificate that is not accepted: /),
    });
  });

  test('connections are kept alive, and a fresh one is fresh', async () => {
    for (const [fresh, tunnels] of [
      [false, 1],
      [true, 3],
    ] as const) {
      for (const scheme of ['http', 'https'] as const) {
        const port = await (scheme === 'http' ? plainTarget() : secureTarget());
        const proxy = await proxyWith();
        const url = `${scheme}://127.0.0.1:${port}/`;
        const tls = { ca: pem('ca.pem') };
        const exchange = await send(url, { fresh, times: 3, tls, proxy: { url: proxy.url } });
        expect(exchange.response?.status).toBe(200);
        expect(proxy.asked).toHaveLength(tunnels);
      }
    }
  });

  test('the authority of an IPv6 target is in brackets', async () => {
    const proxy = await proxyWith((client) => client.end('HTTP/1.1 503 No\r\n\r\n'));
    const { failure } = await send('http://[2001:db8::1]:81/', { proxy: { url: proxy.url } });
    expect(proxy.asked[0]).toContain('CONNECT [2001:db8::1]:81 HTTP/1.1\r\nHost: [2001:db8::1]:81\r\n');
    expect(failure?.message).toContain('answered 503 to CONNECT [2001:db8::1]:81');
  });

  test('credentials go to the proxy and not to the target', async () => {
    const port = await plainTarget();
    const proxy = await proxyWith();
    const authorization = 'Basic dXNlcjpwYXNzd29yZA==';
    const exchange = await send(`http://127.0.0.1:${port}/`, { proxy: { url: proxy.url, authorization } });
    expect(proxy.asked[0]).toContain(`\r\nProxy-Authorization: ${authorization}\r\n`);
    expect(proxy.passed().toString('latin1')).not.toContain(authorization);
    expect(JSON.stringify(exchange)).not.toContain(authorization);
  });

  test('a 2xx other than 200 opens the tunnel', async () => {
    const proxy = await proxyWith((client) => {
      client.write('HTTP/1.0 299 Fine\r\n\r\n');
      client.resume().once('data', () => client.write('HTTP/1.1 202 OK\r\nContent-Length: 2\r\n\r\nhi'));
    });
    const exchange = await send('http://target.invalid/', { proxy: { url: proxy.url } });
    expect(exchange.response?.status).toBe(202);
    expect(bodyOf(exchange)).toBe('hi');
  });
});

/** What a proxy may do wrong. None of it is the target's doing. */
const failures: readonly (readonly [title: string, proxying: Proxying, message: RegExp])[] = [
  [
    'an answer before the request',
    (client) => client.write('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 202 OK\r\nContent-Length: 0\r\n\r\n'),
    /passed 38 bytes on before the target was asked, or sent them itself/,
  ],
  ['wants credentials', (c) => c.end('HTTP/1.1 407 No\r\n\r\n'), /wants a user name and a password \(407\)/],
  [
    'refuses with a page',
    (c) => c.end('HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno'),
    /answered 403 to CONNECT target\.invalid:80$/,
  ],
  ['cannot reach the target', (c) => c.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'), /answered 502/],
  ['redirects', (c) => c.end('HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n'), /answered 302/],
  ['speaks something else', (c) => c.end('SSH-2.0-OpenSSH\r\n'), /did not answer in HTTP \(HPE_/],
  ['closes at once', (c) => c.end(), /closed the connection without an answer/],
  ['resets', (c) => c.resetAndDestroy(), /closed the connection without an answer/],
  ['breaks off its head', (c) => c.end('HTTP/1.1 200 O'), /closed the connection without an answer/],
];

describe('a proxy that', () => {
  test.each(failures)('%s is not the target', async (_, proxying, message) => {
    const proxy = await proxyWith(proxying);
    const url = 'http://target.invalid/x';
    for (const fresh of [true, false]) {
      const { failure, response } = await send(url, { proxy: { url: proxy.url }, fresh });
      expect(failure).toMatchObject({ blame: 'suite', message: expect.stringMatching(message) });
      expect(failure?.message).toContain(`the proxy ${proxy.url} `);
      expect(response).toBeUndefined();
    }
    const error = await preflight(url, { timeoutMs: 10_000, proxy: { url: proxy.url } }).catch(
      (reason: unknown) => reason,
    );
    if (!(error instanceof SuiteError)) throw error;
    expect(error.kind).toBe('unreachable');
    expect(error.message).toMatch(/^target\.invalid:80 is not reachable: the proxy http/);
    expect(error.message).toMatch(message);
  });

  test('does not accept its credentials', async () => {
    const proxy = await proxyWith((c) => c.end('HTTP/1.1 407 No\r\n\r\n'));
    const { failure } = await send('http://target.invalid/', {
      proxy: { url: proxy.url, authorization: 'Basic c2VjcmV0OnNlY3JldA==' },
    });
    expect(failure?.message).toBe(
      `the proxy ${proxy.url} did not accept the user name and password in its URL (407)`,
    );
  });

  test('is silent is waited for no longer than an answer', async () => {
    const proxy = await proxyWith(() => {});
    const { failure } = await send('http://target.invalid/', { timeoutMs: 50, proxy: { url: proxy.url } });
    const message = `the proxy ${proxy.url} carried no connection to target.invalid:80 within 0.05 s`;
    expect(failure).toMatchObject({ blame: 'suite', message });
  });

  test('is not there', async () => {
    const url = await serveProxy().then(async (gone) => {
      await gone.close();
      return gone.url;
    });
    const { failure } = await send('http://target.invalid/', { proxy: { url } });
    expect(failure).toMatchObject({
      blame: 'suite',
      message: `the proxy ${url} refuses connections (ECONNREFUSED)`,
    });
    const unknown = await send('http://target.invalid/', { proxy: { url: 'http://no-such.invalid:1' } });
    expect(unknown.failure?.message).toMatch(
      /the proxy http:\/\/no-such\.invalid:1 is not reachable: the name/,
    );
  });

  test('holds a request that is stopped lets go of it at once', async () => {
    const controller = new AbortController();
    const proxy = await proxyWith(() => controller.abort());
    const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1, proxy: { url: proxy.url } });
    const request = { method: 'GET', url: 'http://target.invalid/', headers: [], body: null, values: {} };
    const [exchange] = await transport.send(
      { ...request, fresh: false },
      { attempt: 1, signal: controller.signal },
    );
    transport.close();
    expect(exchange?.failure).toMatchObject({ blame: 'suite', message: 'stopped before the answer' });
  });
});

describe('preflight through a proxy', () => {
  test('reaches an http and an https target, and sends them nothing', async () => {
    const proxy = await proxyWith();
    await preflight(`http://127.0.0.1:${await plainTarget()}`, {
      timeoutMs: 10_000,
      proxy: { url: proxy.url },
    });
    expect(proxy.passed()).toHaveLength(0);
    const options = { timeoutMs: 10_000, proxy: { url: proxy.url } };
    const url = `https://localhost:${await secureTarget()}`;
    await preflight(url, { ...options, tls: { ca: pem('ca.pem') } });
    expect(proxy.asked).toHaveLength(2);
    await expect(preflight(url, { ...options, tls: { ca: pem('other.pem') } })).rejects.toThrow(
      /has a certificate that is not accepted/,
    );
  });
});

describe('fields added to every request', () => {
  test('go out last, in order, and are recorded', async () => {
    const port = await plainTarget();
    const exchange = await send(`http://127.0.0.1:${port}/`, {
      headers: [
        ['X-Env', 'a'],
        ['x-b', 'caf\u00e9'],
      ],
    });
    expect(exchange.request.headers).toEqual([
      ['Host', `127.0.0.1:${port}`],
      ['Content-Length', '2'],
      ['Connection', 'close'],
      ['X-A', '1'],
      ['X-Env', 'a'],
      ['x-b', 'caf\u00e9'],
    ]);
  });
});
