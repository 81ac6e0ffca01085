import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Json } from '../../src/model/json.ts';
import type { RunResult } from '../../src/model/result.ts';
import { type ReportFormat, reporters } from '../../src/reporters/index.ts';
import { canary, forms, traces } from '../support/canary.ts';
import { makeCertificates, passphrase } from '../support/certificates.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveProxy } from '../support/proxy.ts';
import { rawHead, serveRaw } from '../support/raw.ts';
import { inNewDirectory, own, suite } from '../support/run-deepest.ts';
import { type Handler, serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

/** Each way of giving a secret, and each way in which a target may give it back: it stands in no output. */

const opened = closedAfterEach();
const certificates = makeCertificates();
afterAll(() => certificates.remove());

const formats = Object.keys(reporters) as ReportFormat[];

/** How a run is given its secrets. */
interface Given {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: { readonly [key: string]: Json };
}

interface Way {
  readonly name: string;
  /** What may stand nowhere. */
  readonly secrets: readonly string[];
  readonly given: (file: (name: string) => string) => Promise<Given> | Given;
  /** Whether the target wants a certificate. */
  readonly tls?: true;
}

const token = canary();
const secret = canary();
const withToken = { CLOUDDB_TOKEN: token };

/** An identity service that gives the token. */
const identity =
  (answer: Handler, auth: (url: string) => { readonly [key: string]: Json }): Way['given'] =>
  async () => ({ config: { auth: auth(opened(await serve(answer)).url) } });

const v2: Handler = () => ({ status: 200, body: JSON.stringify({ access: { token: { id: token } } }) });
const v3: Handler = () => ({ status: 201, headers: { 'X-Subject-Token': token }, body: '{}' });

const ways: readonly Way[] = [
  { name: '--token', secrets: [token], given: () => ({ argv: ['--token', token] }) },
  { name: 'CLOUDDB_TOKEN', secrets: [token], given: () => ({ env: withToken }) },
  {
    name: '--token-file',
    secrets: [token],
    async given(file) {
      await writeFile(file('token'), `${token}\n`);
      return { argv: ['--token-file', file('token')] };
    },
  },
  {
    name: 'the config file, from a variable',
    secrets: [token],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the config file's own syntax.
    given: () => ({ config: { token: '${SOME_TOKEN}' }, env: { SOME_TOKEN: token } }),
  },
  {
    name: 'a command',
    secrets: [token],
    async given(file) {
      await writeFile(file('token'), `${token}\n`);
      return { config: { auth: { type: 'command', command: `cat ${file('token')}` } } };
    },
  },
  {
    name: 'Keystone v2.0 with an API key',
    secrets: [token, secret],
    given: identity(v2, (url) => ({ type: 'keystone-v2', url, username: 'demo', apiKey: secret })),
  },
  {
    name: 'Keystone v2.0 with a password',
    secrets: [token, secret],
    given: identity(v2, (url) => ({ type: 'keystone-v2', url, username: 'demo', password: secret })),
  },
  {
    name: 'Keystone v3 with a password',
    secrets: [token, secret],
    given: identity(v3, (url) => ({ type: 'keystone-v3', url, username: 'demo', password: secret })),
  },
  {
    name: 'Keystone v3 with an application credential',
    secrets: [token, secret],
    given: identity(v3, (url) => ({
      type: 'keystone-v3',
      url,
      applicationCredentialId: 'demo',
      applicationCredentialSecret: secret,
    })),
  },
  {
    name: 'a provider state',
    secrets: [token, secret],
    async given() {
      const states = opened(
        await serveStates(() => ({
          status: 200,
          body: JSON.stringify({ token: secret, instanceId: own.instanceId }),
        })),
      );
      return { argv: ['--states', states.url], env: withToken };
    },
  },
  {
    name: 'stateValues in the config file',
    secrets: [token, secret],
    given: () => ({
      env: withToken,
      config: {
        stateValues: { 'an instance runs a datastore': { instanceId: own.instanceId, token: secret } },
      },
    }),
  },
  {
    name: '--header',
    secrets: [token, secret],
    given: () => ({ argv: ['--header', `X-Key: ${secret}`], env: withToken }),
  },
  {
    name: '--header with a scheme',
    secrets: [token, secret.replaceAll(/\s/g, '')],
    given: () => ({
      argv: ['--header', `Authorization: Bearer ${secret.replaceAll(/\s/g, '')}`],
      env: withToken,
    }),
  },
  {
    name: 'the proxy’s URL',
    secrets: [token, secret],
    async given() {
      const { url } = opened(await serveProxy());
      const http_proxy = url.replace('//', `//me:${encodeURIComponent(secret)}@`);
      return { env: { ...withToken, http_proxy } };
    },
  },
  {
    name: 'the passphrase of a key',
    secrets: [token, passphrase],
    tls: true,
    given: () => ({
      argv: ['ca.pem', 'client.pem', 'encrypted.key'].flatMap((name, index) => [
        ['--ca', '--cert', '--key'][index] ?? '',
        certificates.file(name),
      ]),
      env: { ...withToken, CLOUDDB_KEY_PASSPHRASE: passphrase },
    }),
  },
];

const bodied = (body: string, headers: readonly string[] = [], status = '404 Not Found'): Buffer =>
  Buffer.concat([
    rawHead(
      ['Content-Type: application/json', ...headers, `Content-Length: ${Buffer.byteLength(body)}`],
      status,
    ),
    Buffer.from(body),
  ]);

const fault = (message: string) => JSON.stringify({ itemNotFound: { code: 404, message } });

/** Where an answer may hold what it gives back. A text is cut where a reader has enough of it: not within a secret. */
const places: readonly ((text: string) => Buffer)[] = [
  (text) => bodied(fault(text)),
  (text) => bodied(JSON.stringify({ itemNotFound: { code: text, message: '', [text]: text } })),
  (text) => bodied(JSON.stringify({ [text]: 1, [`${text}2`]: 2 })),
  (text) =>
    bodied(
      `{"${'m'.repeat(10)}": 1, "m": 1, "x": 2, "x": 3, ${JSON.stringify(text)}: 1, ${JSON.stringify(text)}: 2}`,
    ),
  (text) => bodied(text),
  ...[170, 190, 485].map((before) => (text: string) => bodied(`${'.'.repeat(before)}${text}`)),
  ...[16_370, 16_300].map((before) => (text: string) => bodied(fault(`${'.'.repeat(before)}${text}`))),
  (text) => bodied(`\u0000${text}`),
  (text) => Buffer.concat([bodied(`${text}..`).subarray(0, -2), Buffer.from([0xff, 0xfe])]),
  (text) => bodied(fault('none'), [`X-Echo: ${text}`]),
  (text) => bodied(fault('none'), [`Retry-After: ${text}`], '413 Too Large'),
  (text) => bodied(fault('none'), [`Content-Encoding: ${text}`]),
  (text) => bodied(text, [], '302 Found'),
  (text) => bodied('', [`Location: http://elsewhere.test/?${text}`], '302 Found'),
  (text) =>
    bodied('', [`Location: http://elsewhere.test/${'a'.repeat(150)}?${text}`], '307 Temporary Redirect'),
  (text) => bodied(fault('none'), [], `404 ${text}`),
  // No HTTP: whatever is said of it may quote it.
  (text) => Buffer.from(`${text}\r\n\r\n`, 'latin1'),
  (text) => Buffer.from(`HTTP/1.1 404 No\r\n${text}\r\n\r\n`, 'latin1'),
  // Cut off by the target, which is to leave the secret whole: of a part of one nobody can know.
  (text) => bodied(`${text}...`).subarray(0, -3),
];

/** Serves over TLS what a server on this machine answers. */
async function overTls(url: string) {
  const { file: _, text } = certificates;
  const sockets = new Set<Socket>();
  const server = createServer(
    { key: text('server.key'), cert: text('server.pem'), ca: text('ca.pem'), requestCert: true },
    (client) => {
      const target = connect(Number(new URL(url).port), '127.0.0.1');
      for (const [one, other] of [
        [client, target],
        [target, client],
      ] as const) {
        sockets.add(one);
        one.on('error', () => other.destroy());
        one.once('close', () => other.destroy());
      }
      client.pipe(target).pipe(client);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return opened({
    url: `https://localhost:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  });
}

/** Where a trace stands, for the person who has to mend it. */
function around(text: string, trace: string): string[] {
  const at = text.indexOf(trace);
  return at < 0 ? [] : [text.slice(Math.max(0, at - 100), at + 100)];
}

describe.each(ways)('given by $name', ({ secrets, given, tls }) => {
  test('and given back in every form in every place, it stands in no output', async () => {
    const each = secrets.flatMap((one) => Object.values(forms).map((write) => write(one)));
    let count = 0;
    const raw = opened(
      await serveRaw((socket) => {
        const place = places[count % places.length];
        count += 1;
        // Of one form after the other, so that each stands first once, and is what a cut falls into.
        const turned = each.map((_, index) => each[(index + count) % each.length] ?? '');
        if (place) socket.end(place(turned.join(' ')));
      }),
    );
    const { url } = tls ? await overTls(raw.url) : raw;
    await inNewDirectory(async (file) => {
      const { argv = [], env = {}, config = {} } = await given(file);
      await writeFile(file('conf.json'), JSON.stringify({ ...config, account: 'a', target: url }));
      const { code, out, err } = await suite(
        [
          ...['--config', file('conf.json'), ...argv, '--max-wait', '0'],
          ...['--instance', own.instanceId, '--datastore', 'mysql:5.6', '--consent', 'change'],
          ...formats.flatMap((format) => ['--report', `${format}=${file(format)}`]),
        ],
        { env },
      );
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(count).toBeGreaterThan(2 * places.length);
      const written = formats.map(async (format) => [format, await readFile(file(format), 'utf8')] as const);
      const texts = [['stdout', out] as const, ...(await Promise.all(written))];
      for (const [name, text] of texts) {
        expect([name, text.length > 0]).toEqual([name, true]);
        expect([name, secrets.flatMap(traces).flatMap((trace) => around(text, trace))]).toEqual([name, []]);
      }
      const result: RunResult = JSON.parse(await readFile(file('json'), 'utf8'));
      expect(JSON.stringify(result.cases)).toContain('$CLOUDDB_TOKEN');
    });
  });
});
