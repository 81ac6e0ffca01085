import { once } from 'node:events';
import { createServer } from 'node:net';
import { preflight, whyUnreachable } from '../../../src/http/reachability.ts';
import { openTunnel } from '../../../src/http/tunnel.ts';
import { closedAfterEach } from '../../support/closing.ts';
import { serveProxy } from '../../support/proxy.ts';

/** What is said where there is no connection. */

const opened = closedAfterEach();
const errorWith = (code: string | undefined) =>
  Object.assign(new Error('broken'), code === undefined ? {} : { code });

const notTls = (code: string) =>
  `does not speak TLS as expected (${code}); check the port, use http if it is not meant to, or give the client certificate that it may want (--cert)`;
const other = (code: string) => `cannot be connected to: broken (${code}); check the address and the network`;

test.each<[string | undefined, boolean, string]>([
  [
    'ENOTFOUND',
    false,
    'is not reachable: the name of the host was not found (ENOTFOUND); check the address and the network',
  ],
  ['ECONNREFUSED', true, 'refuses connections (ECONNREFUSED); start the target or correct its address'],
  [
    'CERT_HAS_EXPIRED',
    true,
    'has a certificate that is not accepted: broken (CERT_HAS_EXPIRED); give its CA (--ca), or test without verification (--insecure)',
  ],
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    true,
    'wants a client certificate, or another than it was given (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED); give it with --cert and --key',
  ],
  ['EPROTO', true, notTls('EPROTO')],
  ['ERR_SSL_WRONG_VERSION_NUMBER', true, notTls('ERR_SSL_WRONG_VERSION_NUMBER')],
  ['EPROTO', false, other('EPROTO')],
  ['ERR_SSL_WRONG_VERSION_NUMBER', false, other('ERR_SSL_WRONG_VERSION_NUMBER')],
  ['ECONNRESET', true, other('ECONNRESET')],
  [undefined, false, 'cannot be connected to: broken; check the address and the network'],
])('%s, with TLS: %s', (code, secure, said) => {
  expect(whyUnreachable(errorWith(code), { secure })).toBe(said);
});

/** A port of ::1 on which nothing listens; undefined where this machine has no such address. */
async function closedPortOfIPv6(): Promise<number | undefined> {
  const server = createServer().listen(0, '::1');
  const listening = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]).catch(() => false);
  const address = server.address();
  if (!listening || typeof address !== 'object' || address === null) return undefined;
  server.close();
  await once(server, 'close');
  return address.port;
}

test('an address of IPv6 stands in brackets', async () => {
  const port = await closedPortOfIPv6();
  if (port === undefined) return;
  await expect(preflight(`http://[::1]:${port}/`, { timeoutMs: 5000 })).rejects.toThrow(
    `[::1]:${port} refuses connections (ECONNREFUSED)`,
  );
});

test('a proxy is kept apart from the host behind it, and is the cause', async () => {
  const proxy = opened(await serveProxy((client) => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')));
  const failed = preflight('http://host.test/', { timeoutMs: 5000, proxy: { url: proxy.url } });
  await expect(failed).rejects.toMatchObject({
    kind: 'unreachable',
    message: `host.test:80 is not reachable: the proxy ${proxy.url} answered 502 to CONNECT host.test:80`,
    cause: { name: 'ProxyFailure' },
  });
});

test('a key that cannot be read is a fault of the configuration, with its cause', async () => {
  await expect(
    preflight('https://127.0.0.1:1/', { timeoutMs: 5000, tls: { key: 'none', cert: 'none' } }),
  ).rejects.toMatchObject({
    kind: 'configuration',
    message: expect.stringMatching(/^the TLS certificate, key or passphrase given cannot be used: /),
    cause: expect.objectContaining({ message: expect.any(String) }),
  });
});

test('a proxy that was asked and given up cannot be used, with the reason', async () => {
  const signal = AbortSignal.abort();
  await expect(
    openTunnel(
      { url: 'http://127.0.0.1:1' },
      { hostname: 'host.test', port: 80 },
      { timeoutMs: 5000, signal },
    ),
  ).rejects.toThrow('the proxy http://127.0.0.1:1 cannot be used: The operation was aborted (ABORT_ERR)');
});
