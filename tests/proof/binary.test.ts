import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { reporters } from '../../src/reporters/index.ts';
import { fault } from '../support/answers.ts';
import { deepest } from '../support/apis.ts';
import { closedAfterEach } from '../support/closing.ts';
import { inNewDirectory, own, withoutIntroduction } from '../support/run-deepest.ts';
import { closedPort, serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';
import { validity } from '../unit/reporters/validity-of-format.ts';

/** The command as users run it: another process. */
const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

const opened = closedAfterEach();

beforeAll(() => {
  if (!existsSync(main)) throw new Error('There is no dist/: run `npm run build` first.');
});

function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [main, ...argv], {
    env: { PATH: process.env.PATH, CLOUDDB_OPERATION: deepest, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ended: ending(child).then(withoutIntroduction) };
}

async function ending(child: ChildProcess) {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, out, err };
}

const command = (...argv: string[]) => start(argv).ended;

test('without arguments it tests the built-in target, and ends with 0', async () => {
  const { code, out, err } = await command();
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('12 of 12 documented codes conform');
});

test.each([[['--help']], [['-h']], [['help']]])('%j names the commands and the exit codes', async (argv) => {
  const { code, out, err } = await command(...argv);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const name of ['run', 'list', 'explain', 'serve', 'exit-codes']) expect(out).toContain(name);
});

test.each(['run', 'list', 'explain', 'serve'])('%s --help ends with 0', async (name) => {
  const { code, out } = await command(name, '--help');
  expect(code).toBe(0);
  expect(out).toContain(`clouddb-conformance ${name}`);
});

test('a deviating target is 1, and stdout is the result alone', async () => {
  const target = opened(await serve(() => fault(400)));
  const { ended } = start(['--target', target.url, '--account', own.accountId, '--only', '404'], {
    CLOUDDB_TOKEN: own.token,
  });
  const { code, out, err } = await ended;
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain('deviates');
  expect(out).not.toContain(own.token);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for.
  expect(out).not.toMatch(/\u001b/);
});

test.each([
  ['wrong usage', async () => ['--nonsense'], 2],
  ['a target that refuses', async () => ['--target', `http://127.0.0.1:${await closedPort()}`], 4],
])('%s ends with one line on stderr', async (_name, argsFor, expected) => {
  const { code, out, err } = await command(...(await argsFor()));
  expect({ code, out }).toEqual({ code: expected, out: '' });
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test('tears down, reports, and ends with 130', async () => {
    await inNewDirectory(async (file) => {
      const states = opened(await serveStates());
      let kill = () => {};
      const target = opened(
        await serve(({ path }) => {
          if (!path.endsWith('/action')) return fault(404);
          kill();
          return new Promise<never>(() => {});
        }),
      );
      const { child, ended } = start([
        '--target',
        target.url,
        ...own.args,
        '--states',
        states.url,
        ...Object.keys(reporters).flatMap((format) => ['--report', `${format}=${file(`r.${format}`)}`]),
      ]);
      // Once: the second signal would end it without a report.
      kill = () => {
        kill = () => {};
        child.kill(signal);
      };
      expect(await ended).toMatchObject({ code: 130, signal: null });
      const json = await readFile(file('r.json'), 'utf8');
      for (const [format, errorsOf] of Object.entries(validity))
        expect([format, await errorsOf(await readFile(file(`r.${format}`), 'utf8'))]).toEqual([format, []]);
      expect(JSON.parse(json)).toMatchObject({ run: { stopped: 'the run was interrupted', exitCode: 130 } });
      expect(states.setUps.length).toBeGreaterThan(0);
      expect(states.tearDowns.length + JSON.parse(json).run.leftBehind.length).toBe(states.setUps.length);
    });
  });

  test('ends serve with 0', async () => {
    const { child, ended } = start(['serve', '--port', '0']);
    child.stdout?.once('data', () => child.kill(signal));
    expect(await ended).toMatchObject({ code: 0, signal: null, err: '' });
  });
});

test('asked again and again to stop, it stops at once', async () => {
  let kill = () => {};
  const target = opened(await serve(() => fault(404)));
  const states = opened(
    await serveStates(({ action }) => {
      kill();
      return action === 'teardown' ? new Promise<never>(() => {}) : { status: 200, body: '{}' };
    }),
  );
  const { child, ended } = start([
    '--target',
    target.url,
    ...own.args,
    '--states',
    states.url,
    '--only',
    '401',
  ]);
  kill = () => child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});

test('a reader that goes away is no failure', async () => {
  const { child, ended } = start(['list', '--json']);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toMatchObject({ code: 0, err: '' });
});

test('without a reader of stderr the exit code is the same', async () => {
  const { child, ended } = start(['--nonsense']);
  child.stderr?.destroy();
  expect(await ended).toMatchObject({ code: 2 });
});

// Elsewhere there is no device that is full.
const full = '/dev/full';
(existsSync(full) ? test : test.skip)(
  'a result that cannot be written is 4; reports are written',
  async () => {
    await inNewDirectory(async (file) => {
      const device = openSync(full, 'w');
      // Also in CI, where a run of the built-in target by accident is said on stderr.
      const argv = ['--no-config', '--only', '404', '--report', `json=${file('r.json')}`];
      const child = spawn(process.execPath, [main, ...argv], {
        env: { ...process.env, CLOUDDB_OPERATION: deepest },
        stdio: ['ignore', device, 'pipe'],
      });
      closeSync(device);
      const { code, err } = withoutIntroduction(await ending(child));
      expect(code).toBe(4);
      expect(err).toMatch(/^error: stdout cannot be written to .*\n$/);
      expect(JSON.parse(await readFile(file('r.json'), 'utf8'))).toMatchObject({ run: { exitCode: 0 } });
    });
  },
);

test('an unhandled error of a state handler is 4; teardown and reports still happen', async () => {
  await inNewDirectory(async (file) => {
    const target = opened(
      await serve(({ path }) => (path.endsWith('/action') ? new Promise<never>(() => {}) : fault(404))),
    );
    await writeFile(
      file('states.mjs'),
      `import { writeFileSync } from 'node:fs';
      export const states = {
        'an instance runs a datastore': {
          setup() {
            setTimeout(() => { throw new Error('too late, ${own.token}'); });
            return { instanceId: 'i-1' };
          },
          teardown: () => writeFileSync(${JSON.stringify(file('torn-down'))}, ''),
        },
      };`,
    );
    const { code, err } = await command(
      ...['--target', target.url, ...own.args, '--only', '415'],
      ...['--states', `module:${file('states.mjs')}`, '--report', `json=${file('r.json')}`],
    );
    expect(code).toBe(4);
    expect(err).toMatch(/^error: Unhandled error; the run was stopped\. /);
    expect(err).toContain('too late, $CLOUDDB_TOKEN');
    expect(err).not.toContain(own.token);
    expect(existsSync(file('torn-down'))).toBe(true);
    const { cases } = JSON.parse(await readFile(file('r.json'), 'utf8'));
    const verdicts: readonly string[] = cases.map(({ verdict }: { verdict: string }) => verdict);
    expect([...new Set(verdicts)].sort()).toEqual(['errored', 'not-selected']);
  });
});
