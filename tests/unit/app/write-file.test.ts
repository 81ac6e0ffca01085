import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { chmod, link, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { checkOutputs, checkReportPath } from '../../../src/app/files.ts';
import { writeNewFile, writeWholeFile } from '../../../src/app/write-file.ts';
import { describeOnLinux, describeOnPosix } from '../../support/platform.ts';
import { directoryWith, refusal } from '../cli/support.ts';

let directory: Awaited<ReturnType<typeof directoryWith>>;

beforeEach(async () => {
  directory = await directoryWith({ 'old.json': 'old' });
});

afterEach(() => directory.remove());

const textOf = (name: string): Promise<string> => readFile(directory.file(name), 'utf8');
const modeOf = async (name: string): Promise<number> => (await stat(directory.file(name))).mode & 0o777;
const names = async (): Promise<readonly string[]> => (await readdir(directory.path)).sort();

test('a new file is written, and nothing beside it', async () => {
  await writeWholeFile(directory.file('new.json'), 'new');
  expect([await textOf('new.json'), await names()]).toEqual(['new', ['new.json', 'old.json']]);
});

test('a text may come in pieces', async () => {
  await writeWholeFile(directory.file('new.json'), ['a\n', '', 'é\u{1f600}']);
  expect(await textOf('new.json')).toBe('a\né\u{1f600}');
});

test('an old file is replaced by another, so that a reader has either of them whole', async () => {
  const { ino } = await stat(directory.file('old.json'));
  await writeWholeFile(directory.file('old.json'), 'new');
  expect([await textOf('old.json'), await names()]).toEqual(['new', ['old.json']]);
  expect((await stat(directory.file('old.json'))).ino).not.toBe(ino);
});

test('a new file must not exist, and is removed when it cannot be written', async () => {
  await expect(writeNewFile(directory.file('old.json'), 'new')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await textOf('old.json')).toBe('old');
});

describeOnPosix('of a file', () => {
  test.each([0o600, 0o644, 0o664])('that is replaced, the mode %o is kept', async (mode) => {
    await chmod(directory.file('old.json'), mode);
    await writeWholeFile(directory.file('old.json'), 'new');
    expect(await modeOf('old.json')).toBe(mode);
  });

  test.each([0o022, 0o027, 0o077])('that is new, the umask %o decides the mode', async (mask) => {
    const before = process.umask(mask);
    try {
      await writeWholeFile(directory.file('new.json'), 'new');
    } finally {
      process.umask(before);
    }
    expect(await modeOf('new.json')).toBe(0o666 & ~mask);
  });

  test.each([
    ['a file', 'old.json'],
    ['a file that is not there yet', 'new.json'],
  ])('a symbolic link to %s stays one', async (_what, name) => {
    await symlink(name, directory.file('one'));
    await symlink('one', directory.file('two'));
    await checkReportPath(directory.file('two'));
    await writeWholeFile(directory.file('two'), 'new');
    expect((await lstat(directory.file('two'))).isSymbolicLink()).toBe(true);
    expect((await lstat(directory.file('one'))).isSymbolicLink()).toBe(true);
    expect(await textOf(name)).toBe('new');
  });

  test('all names stay names of it', async () => {
    await link(directory.file('old.json'), directory.file('other.json'));
    await writeWholeFile(directory.file('other.json'), 'new');
    expect([await textOf('old.json'), await textOf('other.json')]).toEqual(['new', 'new']);
  });
});

describeOnPosix('a pipe', () => {
  test('gets a report that is longer than it holds, and its reader one end', async () => {
    const pipe = directory.file('pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] });
    const closed = once(reader, 'close');
    let read = '';
    reader.stdout.on('data', (chunk) => {
      read += chunk;
    });
    // The reader may not have opened it yet.
    for (;;) {
      const error = await checkReportPath(pipe).catch((one: unknown) => one);
      if (error === undefined) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writeWholeFile(pipe, Array(10).fill('x'.repeat(100_000)));
    await closed;
    expect(read).toHaveLength(1_000_000);
  });

  test('that nobody reads from is refused', async () => {
    const pipe = directory.file('pipe');
    execFileSync('mkfifo', [pipe]);
    const { message, exitCode } = await refusal(checkReportPath(pipe));
    expect([exitCode, message]).toEqual([2, expect.stringContaining('a pipe that no program reads from')]);
  });
});

describeOnLinux('a descriptor of the caller', () => {
  test('that leads to a file is written to, where it stands', async () => {
    const descriptor = openSync(directory.file('old.json'), 'a');
    const path = `/dev/fd/${descriptor}`;
    await checkReportPath(path);
    await writeWholeFile(path, [' and', ' new']);
    closeSync(descriptor);
    expect(await textOf('old.json')).toBe('old and new');
  });

  test('that is not open is refused', async () => {
    const { message } = await refusal(checkReportPath('/dev/fd/987'));
    expect(message).toContain('this descriptor is not open');
  });
});

describe('outputs', () => {
  const output = (name: string) => ({ file: directory.file(name), what: 'A report' });
  const input = (name: string) => ({ file: directory.file(name), what: 'the file of --config' });

  beforeEach(async () => {
    await symlink('old.json', directory.file('soft'));
    await link(directory.file('old.json'), directory.file('hard'));
    await symlink('new.json', directory.file('soft-new'));
    await symlink('.', directory.file('here'));
    await writeFile(directory.file('other.json'), '');
  });

  test.each([
    ['soft', 'old.json'],
    ['hard', 'old.json'],
    ['soft', 'hard'],
    ['soft-new', 'new.json'],
    ['here/new.json', 'new.json'],
    ['here/here/old.json', 'soft'],
  ])('%s and %s are one file, which is refused', async (one, other) => {
    const twice = await refusal(checkOutputs([output(one), output(other)], []));
    expect([twice.exitCode, twice.message]).toEqual([
      2,
      expect.stringContaining('it is also another output'),
    ]);
    const ofInput = await refusal(checkOutputs([output(one)], [input(other)]));
    expect(ofInput.message).toContain('it is also the file of --config');
    expect(await textOf('old.json')).toBe('old');
  });

  test('that differ are accepted, and devices as often as one likes', async () => {
    const devices = ['/dev/null', '/dev/null'].map((file) => ({ file, what: 'A report' }));
    await checkOutputs([output('old.json'), output('new.json'), output('other.json'), ...devices], []);
  });
});
