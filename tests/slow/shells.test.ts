/** What is printed to be pasted or loaded into a shell works in that shell. CI installs all three; elsewhere those that are not there are left out. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(__dirname, '../../dist/src/cli/main.js');
const directory = mkdtempSync(join(tmpdir(), 'clouddb-shells-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const testWith = (shell: string) => (isInstalled(shell) ? test : test.skip);

/** The script of a shell, in a file of a folder that holds nothing else to complete but `report.json`. */
function scriptOf(shell: string): string {
  const file = join(directory, shell);
  writeFileSync(file, execFileSync(process.execPath, [program, 'completion', shell]));
  writeFileSync(join(directory, 'report.json'), '{}');
  return file;
}

/** What each shell offers behind a beginning: all of it, or some that must be among it. */
const offered: readonly (readonly [string, readonly string[]])[] = [
  ['com', ['compare', 'completion']],
  ['--con', ['--concurrency', '--config', '--consent']],
  ['run --consent ', ['change', 'destroy', 'observe', 'reject']],
  ['list --operation listInstances,act', ['listInstances,actions']],
  ['compare a.json b.json --report ', ['console=', 'html=', 'markdown=']],
  ['--states mod', ['module:']],
  ['spec ', ['check', 'import']],
  ['spec check --j', ['--json']],
  ['help exit', ['exit-codes']],
  ['completion ', ['bash', 'fish', 'zsh']],
  ['explain STATUS-41', ['STATUS-413', 'STATUS-415']],
  ['report report.j', ['report.json']],
  ['run --account ', []],
];

testWith('bash')('bash completes', () => {
  const file = scriptOf('bash');
  const lines = [
    `source ${file}`,
    'complete -p clouddb-conformance >/dev/null || exit 1',
    'compopt() { :; }',
    'offer() { COMP_LINE="clouddb-conformance $1" COMP_POINT=$((20 + ${#1})); COMPREPLY=(); _clouddb_conformance; echo "${COMPREPLY[*]}"; }',
    ...[
      ...offered.map(([typed]) => typed),
      'list --only restart',
      'list --only restartInstance/202/re',
      'list --only 404 restartInstance/20',
      'list --only 404,restartInstance/20',
      'run --consent=re',
      '--report=json=rep',
    ].map((typed) => `offer '${typed}'`),
  ];
  const { stdout, stderr } = spawnSync('bash', ['--norc'], {
    cwd: directory,
    input: lines.join('\n'),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const sorted = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').sort());
  expect(sorted.slice(0, offered.length)).toEqual(
    offered.map(([, words]) => (words.length > 0 ? words : [''])),
  );
  expect(sorted.slice(offered.length)).toEqual([
    ['restartInstance/'],
    ['restartInstance/202/restart'],
    ['restartInstance/202/'],
    ['404,restartInstance/202/'],
    // Bash replaces what follows the last equals sign.
    ['reject'],
    ['report.json'],
  ]);
});

testWith('fish')('fish completes', () => {
  const file = scriptOf('fish');
  const lines = [
    `source ${file}`,
    ...[...offered.map(([typed]) => typed), 'run --consent=re', '--report json=rep'].map(
      (typed) =>
        `echo (complete -C 'clouddb-conformance ${typed}' | string replace -r '\\t.*' '' | string join ' ')`,
    ),
  ];
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', lines.join('\n')], {
    cwd: directory,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const sorted = stdout
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split(' ').sort());
  expect(sorted).toEqual([
    ...offered.map(([, words]) => (words.length > 0 ? words : [''])),
    ['--consent=reject'],
    ['json=report.json'],
  ]);
});

testWith('zsh')('zsh reads its script, with compinit and without', () => {
  const file = scriptOf('zsh');
  for (const before of ['autoload -U compinit; compinit -D -u', 'compdef() { print $*; }']) {
    const lines = [before, `source ${file}`, 'whence -w _clouddb_conformance'].join('\n');
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', lines], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toContain('_clouddb_conformance: function');
  }
});

test('the lines that serve prints run in another shell', async () => {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--account', "it's mine"]);
  try {
    const printed = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        if (text.includes('Ctrl-C')) resolve(text);
      });
    });
    const [curl = '', run = ''] =
      /To paste into another shell:\n {2}(.*)\n {2}(.*)\n/.exec(printed)?.slice(1) ?? [];
    const pasted = (line: string) => {
      const { PATH, HOME } = process.env;
      const other = spawn('bash', ['--norc', '-c', line], { cwd: directory, env: { PATH, HOME } });
      return endOf(other);
    };
    expect((await pasted(curl)).out).toMatch(/^HTTP\/1\.1 200 OK/);
    const { out, code } = await pasted(run);
    expect(out).toMatch(/: conformant \(22 of 22 operations/);
    expect(code).toBe(0);
  } finally {
    child.kill('SIGINT');
  }
});

async function endOf(child: ReturnType<typeof spawn>): Promise<{ out: string; code: unknown }> {
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  return { out, code };
}
