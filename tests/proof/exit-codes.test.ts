import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { testOnPosix } from '../support/platform.ts';
import { inNewDirectory, own } from '../support/run.ts';
import { serve } from '../support/server.ts';

/** Exit code 1 means that the target deviates: nothing else may end the process with it (decision 0025). */

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'dist/src/cli/main.js');

const opened = closedAfterEach();

async function ended(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, err };
}

// Node itself needs some twenty. With 44, a connection fails now and then, or Node ends the process.
testOnPosix.each([28, 40, 44])('with %i open files at most, the suite cannot run', async (limit) => {
  const script = `ulimit -n ${limit}; exec "$0" "$1" run --no-config`;
  const { code, err } = await ended('bash', ['-c', script, process.execPath, main]);
  expect({ code, err }).toEqual({ code: 4, err: expect.stringMatching(/^error: .*EMFILE.*ulimit -n.*\n$/) });
});

test.each([
  ['that is missing', (file: string) => rmSync(file)],
  ['with a syntax error', (file: string) => writeFileSync(file, 'const = ;')],
  ['that throws', (file: string) => writeFileSync(file, "throw new Error('at once');")],
  ['that never ends', (file: string) => writeFileSync(file, 'await new Promise(() => {});')],
])('a module of the suite %s is no deviation', async (_what, damage) => {
  await inNewDirectory(async (file) => {
    cpSync(join(root, 'dist'), file('dist'), { recursive: true });
    cpSync(join(root, 'package.json'), file('package.json'));
    const chunks = readdirSync(file('dist/src/cli'));
    // What is loaded first, and what a run needs: that is damaged first.
    for (const [chunk, argv] of [
      ['run', ['run', '--no-config']],
      ['start', ['--help']],
    ] as const) {
      const module = chunks.find((name) => name.startsWith(`chunk-${chunk}-`)) ?? '';
      damage(file(`dist/src/cli/${module}`));
      const { code } = await ended(process.execPath, [file('dist/src/cli/main.js'), ...argv]);
      expect([chunk, code]).toEqual([chunk, 4]);
    }
  });
});

/** What a state handler does, the exit code, and whether the state is torn down. */
const endings = [
  ['calls process.exit(0)', 'process.exit(0)', 3, false],
  ['calls process.exit(1)', 'process.exit(1)', 3, false],
  ['calls it later', 'setTimeout(() => process.exit(1))', 4, true],
  ['has a rejection that nothing handles', 'Promise.reject(new Error(token))', 4, true],
  ['throws later', 'setTimeout(() => { throw Object.create(null); })', 4, true],
  ['sets the exit code', 'process.exitCode = 1; throw new Error(token)', 3, false],
] as const;

test.each(endings)('a state handler that %s is no deviation', async (_name, code, ends, tornDown) => {
  await inNewDirectory(async (file) => {
    const target = opened(
      await serve(({ path }) => (path.endsWith('/action') ? new Promise<never>(() => {}) : fault(404))),
    );
    writeFileSync(
      file('states.mjs'),
      `import { writeFileSync } from 'node:fs';
      const token = ${JSON.stringify(own.token)};
      export const states = {
        'an instance runs a datastore': {
          async setup() { ${code}; return { instanceId: 'i-1' }; },
          teardown: () => writeFileSync(${JSON.stringify(file('torn-down'))}, ''),
        },
      };`,
    );
    const args = ['run', '--target', target.url, ...own.args, '--only', '415'];
    const run = await ended(process.execPath, [main, ...args, '--states', `module:${file('states.mjs')}`]);
    expect([run.code, existsSync(file('torn-down'))]).toEqual([ends, tornDown]);
    expect(run.err).not.toContain(own.token);
  });
});

test('the command has been built', () => expect(existsSync(main)).toBe(true));
