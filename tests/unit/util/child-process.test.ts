import { nodeProgram, runProgram, startCommand } from '../../../src/util/child-process.ts';

const options = {
  maxOutputBytes: 100,
  signal: new AbortController().signal,
  stopWith: 'SIGKILL',
} as const;

describe('a command line', () => {
  test.each([
    ['succeeds', 'echo out; echo err >&2', { kind: 'exited', code: 0, output: 'out\n', lastError: 'err' }],
    ['fails', `printf 'a\\nb\\n\\n' >&2; exit 3`, { kind: 'exited', code: 3, output: '', lastError: 'b' }],
    ['is killed', 'kill -9 $$', { kind: 'killed', signal: 'SIGKILL', lastError: '' }],
    ['prints too much', 'yes', { kind: 'too-much-output' }],
    ['cannot be started', '\0', { kind: 'not-started' }],
    ['reads stdin without input', 'cat', { kind: 'exited', code: 0, output: '' }],
  ])('that %s', async (_title, line, end) =>
    expect(await startCommand(line, options).ended).toMatchObject(end),
  );

  test('reads its input', async () =>
    expect(await startCommand('cat', { ...options, input: 'given' }).ended).toMatchObject({
      output: 'given',
    }));

  test('is stopped by the signal, with what it has started', async () => {
    const stop = new AbortController();
    const { ended, gone } = startCommand('sleep 600; true', { ...options, signal: stop.signal });
    stop.abort(new Error('took too long'));
    await expect(ended).rejects.toThrow('took too long');
    await gone;
  });

  test('is stopped by name, which may come too late', async () => {
    const command = startCommand('sleep 600', options);
    command.stop('SIGTERM');
    expect(await command.ended).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
    command.stop('SIGKILL');
  });
});

describe('a program', () => {
  const node = (source: string, more = {}) => runProgram(nodeProgram, ['-e', source], more);

  test('gives its code and what it printed', async () =>
    expect(await node('console.log("a b"); console.error("e"); process.exitCode = 3')).toEqual({
      code: 3,
      stdout: 'a b\n',
      stderr: 'e\n',
    }));

  test('has no code when a signal ended it', async () =>
    expect(await node('process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 1e6)')).toMatchObject({
      code: null,
    }));

  test('gets variables made of those of this process', async () => {
    const env = (inherited: NodeJS.ProcessEnv) => ({ PATH: inherited.PATH, ONLY: 'this' });
    const { stdout } = await node('console.log(process.env.ONLY, process.env.HOME)', { env });
    expect(stdout).toBe('this undefined\n');
  });

  test('rejects when it cannot be started or is stopped', async () => {
    await expect(runProgram('/nowhere/program', [])).rejects.toThrow('ENOENT');
    await expect(node('', { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
