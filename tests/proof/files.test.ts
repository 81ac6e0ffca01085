import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deepest } from '../support/apis.ts';
import { describeOnPosix } from '../support/platform.ts';
import { inNewDirectory } from '../support/run.ts';

/** Files that the command writes, in a process of its own (decision 0026). */

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** Runs a script of the shell, in which `$suite` stands for the command. */
async function shell(script: string, cwd: string) {
  const child = spawn('bash', ['-c', `suite="$0 $1"; ${script}`, process.execPath, main], {
    cwd,
    env: { PATH: process.env.PATH, CLOUDDB_OPERATION: deepest },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describeOnPosix('a report', () => {
  // Blocks of 1,024 bytes: no more can be written, as on a disk that is full.
  test('for which there is no space leaves the old one, and nothing else', async () => {
    await inNewDirectory(async (file, directory) => {
      await writeFile(file('r.json'), 'old');
      const { code, err } = await shell(
        'ulimit -f 16; $suite --no-config --quiet --report json=r.json',
        directory,
      );
      expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining('Not written: r.json') });
      expect(await readFile(file('r.json'), 'utf8')).toBe('old');
      expect(await readdir(directory)).toEqual(['r.json']);
    });
  });

  test.each([
    ['that stdout goes to', '--report json=out.txt > out.txt', /the file that stdout goes to/],
    ['that another report goes to, by a link', '--report json=a --report junit=b', /also another output, a/],
    ['of the configuration, by a link', '--config c.yaml --report json=d', /also the file of --config/],
    ['that is a pipe without a reader', '--report json=pipe', /a pipe that no program reads from/],
  ])('to a file %s is refused', async (_what, args, says) => {
    await inNewDirectory(async (file, directory) => {
      await writeFile(file('c.yaml'), 'only: ["404"]\n');
      await symlink('a', file('b'));
      await symlink('c.yaml', file('d'));
      const { code, err } = await shell(`mkfifo pipe; $suite ${args}`, directory);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(says) });
      expect(await readFile(file('c.yaml'), 'utf8')).toBe('only: ["404"]\n');
    });
  });

  test.each(['report x.json --report html=y', 'compare x.json z.json --report html=y'])(
    'of %s, which would replace its input by a link, is refused',
    async (args) => {
      await inNewDirectory(async (file, directory) => {
        for (const name of ['x.json', 'z.json']) await writeFile(file(name), '{}');
        await symlink('x.json', file('y'));
        const { code, err } = await shell(`$suite ${args}`, directory);
        expect({ code, err }).toEqual({
          code: 2,
          err: expect.stringContaining('it is also the input x.json'),
        });
        expect(await readFile(file('x.json'), 'utf8')).toBe('{}');
      });
    },
  );

  test.each([
    ['stdout that is a pipe', '--report json=/dev/stdout | cat > r.json'],
    ['stdout that is a file', '--report json=/dev/stdout > r.json'],
    ['a descriptor', '--report json=/dev/fd/3 3> r.json'],
    ['a process of the shell', '--report json=>(cat > r.json); wait $!'],
    ['a pipe with a reader', '--report json=pipe & cat pipe > r.json; wait'],
  ])('to %s is written', async (_what, rest) => {
    await inNewDirectory(async (file, directory) => {
      await shell(`mkfifo pipe; $suite --no-config --quiet ${rest}`, directory);
      expect(JSON.parse(await readFile(file('r.json'), 'utf8'))).toMatchObject({ conclusion: 'conformant' });
    });
  });
});
