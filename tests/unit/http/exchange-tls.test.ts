import https from 'node:https';
import net from 'node:net';
import { createTransport, type PreflightOptions, preflight } from '../../../src/http/exchange.ts';
import { SuiteError } from '../../../src/model/errors.ts';

// Made for this test and used nowhere else; valid from 2020 to 2120 for localhost and 127.0.0.1.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgm8w0JRDbI+YNFwif
Kwvr05VPY7gDGUSm/DS7BuPTWGChRANCAARE8pDIybgI10olY+kawLH8lCQH9LBH
fzL28/9vhGEv1QBACdbHP7p69DV6CKJL1rwZ1t7K1QTtlS3w28FIdQO0
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABETykMjJuAjXSiVj
6RrAsfyUJAf0sEd/Mvbz/2+EYS/VAEAJ1sc/unr0NXoIokvWvBnW3srVBO2VLfDb
wUh1A7SjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBRzn8QXQDqz3RrrnEGtZQazcV3AzjAKBggqhkjOPQQD
AgNIADBFAiEA3w/qDFSpsmpEeBYYs0GBmqvDfpH9CIaG+XN0g35OWWYCIFi1GPs9
+UyGGNxgY1wh4eIkyiJTrqcGaIgFyyuXM7Vj
-----END CERTIFICATE-----`;

const secure = https.createServer({ key, cert }, (_request, response) => response.end('hi'));
const plain = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
});
const silent = net.createServer(() => {});

async function listen(server: net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `127.0.0.1:${address.port}`;
}

let hosts = { secure: '', plain: '', silent: '', closed: '' };

beforeAll(async () => {
  const gone = net.createServer();
  const closed = await listen(gone);
  await new Promise((resolve) => gone.close(resolve));
  hosts = { secure: await listen(secure), plain: await listen(plain), silent: await listen(silent), closed };
});
afterAll(() => {
  secure.closeAllConnections();
  for (const server of [secure, plain, silent]) server.close();
});

const send = async (tls: PreflightOptions['tls']) => {
  const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1, ...(tls && { tls }) });
  const url = `https://${hosts.secure}/`;
  const [exchange] = await transport.send(
    { method: 'GET', url, headers: [], body: null, fresh: false, values: {} },
    { attempt: 1 },
  );
  transport.close();
  return exchange;
};

test('an exchange over TLS, with the CA given or without verification', async () => {
  for (const tls of [{ ca: cert }, { rejectUnauthorized: false }]) {
    expect((await send(tls))?.response?.status).toBe(200);
  }
});

test('a certificate that is not accepted says nothing of the target', async () => {
  expect((await send(undefined))?.failure).toMatchObject({
    blame: 'suite',
    message: expect.stringMatching(
      /^the certificate of the target was not accepted: .*\(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
    ),
  });
});

describe('preflight', () => {
  test('reaches what can be reached', async () => {
    await preflight(`http://${hosts.plain}/v1.0`, { timeoutMs: 10_000 });
    await preflight(`https://${hosts.secure}`, { timeoutMs: 10_000, tls: { ca: cert } });
  });

  const failures: {
    title: string;
    url: () => string;
    options?: Partial<PreflightOptions>;
    message: RegExp;
    kind?: string;
  }[] = [
    {
      title: 'refused',
      url: () => `http://${hosts.closed}`,
      message: /^127\.0\.0\.1:\d+ refuses connections \(ECONNREFUSED\); start/,
    },
    {
      title: 'a name that does not exist',
      url: () => 'https://no-such-host.invalid',
      message: /^no-such-host\.invalid:443 is not reachable: the name .*; check the address/,
    },
    {
      title: 'a certificate nobody vouches for',
      url: () => `https://${hosts.secure}`,
      message:
        /^127\.0\.0\.1:\d+ has a certificate that is not accepted: .*\(DEPTH_ZERO_SELF_SIGNED_CERT\); give/,
    },
    {
      title: 'a certificate for another name',
      url: () => `https://${hosts.secure}`,
      options: { tls: { ca: cert, servername: 'other.example' } },
      message: /has a certificate that is not accepted: .*\(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    },
    { title: 'no TLS there', url: () => `https://${hosts.plain}`, message: /does not speak TLS as expected/ },
    {
      title: 'silence',
      url: () => `https://${hosts.silent}`,
      options: { timeoutMs: 50 },
      message: /did not answer within 0\.05 s; check/,
    },
    {
      title: 'stopped',
      url: () => `https://${hosts.silent}`,
      options: { signal: AbortSignal.abort() },
      message: /the run was stopped/,
    },
    {
      title: 'a CA that is not PEM',
      url: () => `https://${hosts.secure}`,
      options: { tls: { cert: 'nonsense' } },
      message: /^the TLS certificate, key or passphrase given cannot be used: /,
      kind: 'configuration',
    },
    {
      title: 'no URL',
      url: () => 'localhost:80',
      message: /expected an absolute http or https URL/,
      kind: 'usage',
    },
  ];

  test.each(failures)('$title', async ({ url, options, message, kind = 'unreachable' }) => {
    const error = await preflight(url(), { timeoutMs: 10_000, ...options }).catch(
      (reason: unknown) => reason,
    );
    if (!(error instanceof SuiteError)) throw error;
    expect(error.message).toMatch(message);
    expect(error.kind).toBe(kind);
  });
});
