import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProviderState } from '../../../src/model/provider-state.ts';
import { commandDriver } from '../../../src/provider-states/command.ts';

const { signal } = new AbortController();
const state: ProviderState = { name: 'busy', params: { type: 'mysql', status: 'BUILD' } };
const request = { ...state, values: { instanceId: 'i1' }, created: ['i2'] };

const driverOf = commandDriver;
const setUp = (command: string) => driverOf(command).setUp(state, signal);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clouddb-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the program', () => {
  const echo = () => `cat > '${join(folder, 'request.json')}'`;
  const read = () => JSON.parse(readFileSync(join(folder, 'request.json'), 'utf8'));

  test('reads a set-up as JSON', async () => {
    expect(await setUp(echo())).toEqual({ outcome: 'ready', values: {} });
    expect(read()).toEqual({ state: 'busy', params: state.params, action: 'setup' });
  });

  test('reads a teardown as JSON', async () => {
    expect(await driverOf(echo()).tearDown(request, signal)).toEqual({ outcome: 'done' });
    const { params, values, created } = request;
    expect(read()).toEqual({ state: 'busy', params, action: 'teardown', values, created });
  });

  test('needs no shell of its own for quotes, variables and pipes', async () =>
    expect(await setUp(`id='i 1'; printf '{"instanceId":"%s"}' "$id" | cat`)).toEqual({
      outcome: 'ready',
      values: { instanceId: 'i 1' },
    }));

  test('is named in reports, what follows it is not', () => {
    expect(driverOf('node states.mjs --key S3cr3t').name).toBe('command node');
    expect(driverOf('./bin/states.sh').name).toBe('command ./bin/states.sh');
    expect(driverOf('KEY=S3cr3t node states.mjs').name).toBe('command');
    expect(driverOf('"a program" x').name).toBe('command');
  });
});

describe('a set-up', () => {
  test.each<[string, string, object]>([
    ['values', `echo '{"instanceId":"i1","accountId":7}'`, { values: { instanceId: 'i1', accountId: '7' } }],
    ['nothing', 'true', { values: {} }],
    ['white space', 'echo', { values: {} }],
    ['a scope', `echo '{"scope":"account"}'`, { values: {}, scope: 'account' }],
    ['values, and talks besides', `echo working >&2; echo '{}'`, { values: {} }],
    ['values without reading its input', `exec <&-; echo '{"a":"b"}'`, { values: { a: 'b' } }],
  ])('that gives %s is ready', async (_name, command, expected) =>
    expect(await setUp(command)).toEqual({ outcome: 'ready', ...expected }),
  );

  // More than a pipe holds: the program ends with its input unread.
  test('is ready also when a long request is not read', async () => {
    const long: ProviderState = { name: 'busy', params: { long: 'x'.repeat(1_000_000) } };
    expect(await driverOf('true').setUp(long, signal)).toEqual({ outcome: 'ready', values: {} });
  });

  test('may say that it is not supported', async () =>
    expect(await setUp(`echo '{"notSupported":"No backups here."}'`)).toEqual({
      outcome: 'not-supported',
      reason: 'No backups here.',
      testableBy: 'a state program that supports "busy"',
    }));

  test.each<[string, string, string | RegExp]>([
    ['ends with a code', 'exit 3', 'the state program ended with code 3 (setup)'],
    [
      'says why',
      `printf 'first\\n  \\033[31mno quota\\033[0m \\n\\n' >&2; exit 1`,
      'code 1: no quota (setup)',
    ],
    ['gives values and a code', `echo '{"a":"b"}'; exit 1`, 'ended with code 1'],
    ['says that it is not supported, and a code', `echo '{"notSupported":"no"}'; exit 1`, 'code 1'],
    ['is ended by a signal', 'kill -9 $$', 'was ended by SIGKILL'],
    ['does not exist', '/nowhere/program', /ended with code 127: .*not found/],
    // Whole, as what is cut could hold a part of a secret; and not without a limit.
    ['says much', `head -c 9000 /dev/zero | tr '\\0' x >&2; exit 1`, /: x{9000} \(setup\)$/],
    ['says very much', `head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1`, /: x{262144} \(setup\)$/],
    ['gives more than anyone reads', 'yes', 'prints more than 262144 bytes'],
    ['cannot be started', '\0', 'cannot be started'],
  ])('that %s has failed', async (_name, command, reason) =>
    expect(await setUp(command)).toEqual({
      outcome: 'failed',
      reason: typeof reason === 'string' ? expect.stringContaining(reason) : expect.stringMatching(reason),
    }),
  );

  test.each<[string, string, string]>([
    [
      'gives JSON after other lines',
      `echo working; echo '{"token":"t"}'`,
      "the state program's answer is not JSON",
    ],
    ['gives a list', 'echo [1]', "the state program's answer is not an object of values"],
    ['gives an empty value', `echo '{"token":""}'`, 'gives an empty token'],
  ])('that %s has failed, and what it made stays behind', async (_name, command, reason) =>
    expect(await setUp(command)).toEqual({
      outcome: 'failed',
      reason: expect.stringContaining(reason),
      made: true,
    }),
  );
});

test.each<[string, string, string]>([
  ['is silent', 'true', 'done'],
  ['talks', 'echo removed', 'done'],
  ['tears nothing down', `echo '{"notSupported":"no"}'`, 'not-supported'],
  ['fails', 'exit 1', 'failed'],
])('a teardown that %s', async (_name, command, outcome) =>
  expect(await driverOf(command).tearDown(request, signal)).toMatchObject({ outcome }),
);

describe('before the run', () => {
  test.each([
    'true',
    'cat -',
    'KEY=1 /nowhere/program',
    '"/nowhere/program"',
    'case x in *) ;; esac',
    process.execPath,
  ])('%s is not known to be missing', async (command) =>
    expect(await driverOf(command).open(signal)).toBeUndefined(),
  );

  test.each(['/nowhere/program S3cr3t', 'a-program-nobody-has'])('%s is', async (command) => {
    const opening = driverOf(command).open(signal);
    await expect(opening).rejects.toMatchObject({ kind: 'driver', exitCode: 4 });
    await expect(opening).rejects.toThrow(/^The program \S+ .* was not found/);
  });
});

describe('the signal', () => {
  /** A line that makes a process below the shell, says so in a file, and then waits for long. */
  const waiting = (file: string, prefix = '') =>
    `${prefix} sh -c 'echo $$ > "${file}"; sleep 600; true'; true`;
  /** Pipes to and from programs; a program's id can outlive it until somebody asks what became of it. */
  const pipes = () => process.getActiveResourcesInfo().filter((kind) => kind === 'PipeWrap').length;

  test.each<[string, string]>([
    ['ends the program with all that it started', ''],
    ['and what will not end, ends with the run', `trap '' TERM;`],
  ])('%s', async (name, prefix) => {
    const file = join(folder, `${name.length}.pid`);
    const written = fileWith(file);
    const before = pipes();
    const stop = new AbortController();
    const driver = driverOf(waiting(file, prefix));
    const answer = driver.setUp(state, stop.signal);
    const pid = Number(await written);
    expect(process.kill(pid, 0)).toBe(true);
    stop.abort(new Error('took too long'));
    await expect(answer).rejects.toThrow('took too long');
    if (prefix !== '') expect(process.kill(pid, 0)).toBe(true);
    await driver.close();
    await until(() => pipes() <= before);
  });

  test('that has come already starts nothing', async () => {
    const file = join(folder, 'never');
    await expect(setUpAborted(`touch '${file}'`)).rejects.toThrow('stopped');
    expect(existsSync(file)).toBe(false);
  });

  const setUpAborted = (command: string) =>
    driverOf(command).setUp(state, AbortSignal.abort(new Error('stopped')));
});

/** The content of a file, as soon as it has one. */
async function fileWith(file: string): Promise<string> {
  writeFileSync(file, '');
  const watcher = watch(file);
  try {
    return await new Promise((resolve) => {
      watcher.on('change', () => {
        const content = readFileSync(file, 'utf8');
        if (content.trim() !== '') resolve(content);
      });
    });
  } finally {
    watcher.close();
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It never came true.');
}
