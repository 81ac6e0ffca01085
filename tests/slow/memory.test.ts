import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reporters } from '../../src/reporters/index.ts';
import { type Hostile, hostile } from '../proof/hostile/rows.ts';
import { closedAfterEach } from '../support/closing.ts';
import { rawHead, serveRaw } from '../support/raw.ts';
import { inNewDirectory, own } from '../support/run.ts';
import { serveStates } from '../support/states.ts';

/** The installed command, every case, every format, against what fills memory: it stays under 256 MB. */

const opened = closedAfterEach();
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const main = path('dist/src/cli/main.js');

beforeAll(() => {
  if (!existsSync(main)) throw new Error('There is no dist/: run `npm run build` first.');
});

/** From version 24 on, Node lets the young generation grow so large that garbage alone fills it; docs/guides/limits-and-throttling.md says so. */
const smallYoungGeneration =
  Number(process.versions.node.split('.')[0]) < 24 ? [] : ['--max-semi-space-size=8'];

const json = 'Content-Type: application/json';
const long = (text: string) => Buffer.from(text.repeat(125_000 / Buffer.byteLength(text)));

const rows: readonly Pick<Hostile, 'name' | 'answer'>[] = [
  ...hostile.filter(({ name }) =>
    [
      'a body without end',
      '1 GB that is declared, and sent',
      'a gzip bomb',
      '100,000 header fields',
      'a reason phrase of 1 MB',
    ].includes(name),
  ),
  ...(
    [
      ['as much as is read, of NUL', long('\0')],
      ['as much as is read, of characters that reports escape', long('\u202e')],
      [
        'as many values as are read, each of a wrong type',
        Buffer.from(`{"instance":{"links":[${'1,'.repeat(65_000)}1]}}`),
      ],
      [
        'as many objects as are read, each without its members',
        Buffer.from(`{"instance":{"links":[${'{},'.repeat(43_000)}1]}}`),
      ],
    ] as const
  ).map(([name, body]) => ({
    name,
    answer: (socket: Parameters<Hostile['answer']>[0]) => {
      socket.write(rawHead([json, `Content-Length: ${body.length}`]));
      socket.write(body);
    },
  })),
  {
    name: 'as many header fields as are kept',
    answer: (socket) =>
      socket.write(
        rawHead([json, 'Content-Length: 0', ...Array<string>(990).fill('X-Long: aaaaaaaaaaaaaaa')]),
      ),
  },
];

test.each(rows)('$name', async ({ answer }) => {
  const target = opened(await serveRaw(answer));
  const states = opened(await serveStates());
  await inNewDirectory(async (file) => {
    const formats = Object.keys(reporters).flatMap((format) => ['--report', `${format}=${file(format)}`]);
    const child = spawn(
      process.execPath,
      [
        ...smallYoungGeneration,
        ...['--require', path('scripts/peak-memory.cjs'), main],
        ...['--target', target.url, ...own.args, '--states', states.url, '--max-wait', '0', ...formats],
      ],
      { env: { PATH: process.env.PATH }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const [code] = await once(child, 'close');
    expect([1, 3]).toContain(code);
    const peak = Number(/peak-kb=(\d+)/.exec(err)?.[1]) / 1024;
    expect(peak).toBeLessThan(256);
  });
});
