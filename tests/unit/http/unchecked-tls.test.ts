import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import https from 'node:https';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { type Certificates, makeCertificates } from '../../support/certificates.ts';

/**
 * With NODE_TLS_REJECT_UNAUTHORIZED=0, Node checks no certificate unless each connection asks for it (issue 13). In a process of its
 * own: jest's `process.env` is a copy, and Node reads its own.
 */

const probe = `
import { createTransport, preflight } from './src/http/exchange.ts';
import { openTunnel } from './src/http/tunnel.ts';
import { httpDriver } from './src/provider-states/http.ts';

const url = process.argv[2];
const { signal } = new AbortController();
const reason = (error) => String(error);
const answers = {
  exchange: async () => {
    const transport = createTransport({ timeoutMs: 5000, maxSockets: 1 });
    const request = { method: 'GET', url, headers: [], body: null, fresh: false, values: {} };
    const [exchange] = await transport.send(request, { attempt: 1 });
    transport.close();
    return exchange.failure?.message ?? 'answered';
  },
  preflight: () => preflight(url, { timeoutMs: 5000 }).then(() => 'reached', reason),
  states: async () => (await httpDriver(url).setUp({ name: 'any', params: {} }, signal)).reason ?? 'answered',
  proxy: () => openTunnel({ url }, { hostname: 'x.test', port: 1 }, { timeoutMs: 5000, signal }).then(() => 'open', reason),
};
const said = {};
for (const [name, answer] of Object.entries(answers)) said[name] = await answer();
console.log(JSON.stringify(said));
process.exit();
`;

let certificates: Certificates;
let server: https.Server;

beforeAll(async () => {
  certificates = makeCertificates();
  server = https.createServer(
    { cert: certificates.text('server.pem'), key: certificates.text('server.key') },
    (_request, response) => response.end('{}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { outputFiles } = await build({
    stdin: { contents: probe, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  writeFileSync(certificates.file('probe.mjs'), outputFiles[0]?.contents ?? '');
});
afterAll(() => {
  server.close();
  certificates.remove();
});

test('no connection accepts a certificate of an unknown authority', async () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [certificates.file('probe.mjs'), `https://127.0.0.1:${address.port}/`],
    { env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
  );
  const said: Record<string, string> = JSON.parse(stdout);
  expect(Object.keys(said)).toEqual(['exchange', 'preflight', 'states', 'proxy']);
  for (const answer of Object.values(said)) expect(answer).toMatch(/certificate/);
});
