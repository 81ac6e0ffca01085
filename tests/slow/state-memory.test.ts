import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { closedAfterEach } from '../support/closing.ts';
import { own } from '../support/run.ts';
import { serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

/** The installed command, every case, against a state endpoint that fills memory: it stays under 256 MB. */

const opened = closedAfterEach();
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const members = (number: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: number }, (_, index) => [`name-${index}`, value]));

test.each<[string, object]>([
  ['1 MB of keys', members(65_000, 1)],
  ['as many keys as are read', members(17_000, 1)],
  ['an id of 1 MB', { instanceId: 'i'.repeat(1_000_000) }],
  ['the longest id', { instanceId: 'i'.repeat(1990) }],
  ['as much as is kept', { ...members(3, '\u202e'.repeat(8000)), token: 't'.repeat(8192) }],
])('%s', async (_name, values) => {
  let index = 0;
  const states = opened(
    await serveStates(() => {
      index += 1;
      const ids = 'instanceId' in values ? { instanceId: `${values.instanceId}${index}` } : {};
      return { status: 200, body: JSON.stringify({ ...values, ...ids }) };
    }),
  );
  const target = opened(await serve(() => ({ status: 400 })));
  const child = spawn(
    process.execPath,
    [
      ...['--require', path('scripts/peak-memory.cjs'), path('dist/src/cli/main.js')],
      ...['--target', target.url, ...own.args, '--states', states.url, '--no-preflight', '--max-wait', '0'],
    ],
    { env: { PATH: process.env.PATH }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  expect([1, 3]).toContain(code);
  expect(Number(/peak-kb=(\d+)/.exec(err)?.[1]) / 1024).toBeLessThan(256);
});
