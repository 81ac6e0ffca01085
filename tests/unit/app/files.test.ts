import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { checkReportPath } from '../../../src/app/files.ts';
import { directoryWith, refusal } from '../cli/support.ts';

let directory: Awaited<ReturnType<typeof directoryWith>>;

beforeEach(async () => {
  directory = await directoryWith({ 'old.json': 'kept' });
});

afterEach(() => directory.remove());

test('a path that can be written leaves nothing behind', async () => {
  await checkReportPath(directory.file('new.json'));
  expect(await readdir(directory.path)).toEqual(['old.json']);
});

test('an existing file stays as it is', async () => {
  const before = await stat(directory.file('old.json'));
  await checkReportPath(directory.file('old.json'));
  expect(await readFile(directory.file('old.json'), 'utf8')).toBe('kept');
  expect((await stat(directory.file('old.json'))).mtimeMs).toBe(before.mtimeMs);
});

test('a symbolic link to a missing file stays, too', async () => {
  await symlink(directory.file('new.json'), directory.file('link.json'));
  await checkReportPath(directory.file('link.json'));
  expect((await readdir(directory.path)).sort()).toEqual(['link.json', 'old.json']);
});

test('a device is left alone', async () => {
  await expect(checkReportPath('/dev/null')).resolves.toBeUndefined();
});

test.each([
  ['in a directory that is not there', 'absent/r.json', 'its directory does not exist'],
  ['under a file', 'old.json/r.json', 'is not a directory'],
  ['that is a directory', 'sub', 'it is a directory'],
  ['with a name too long', 'x'.repeat(300), 'its name is too long'],
  ['that links to itself', 'loop', 'link'],
])('a path %s is refused', async (_name, path, says) => {
  await mkdir(directory.file('sub'));
  await symlink(directory.file('loop'), directory.file('loop'));
  const file = join(directory.path, path);
  const { message, exitCode } = await refusal(checkReportPath(file));
  expect(exitCode).toBe(2);
  expect(message).toContain(file);
  expect(message).toContain(says);
});

test('a path on a file system that cannot be written is refused', async () => {
  const { message } = await refusal(checkReportPath('/proc/report.json'));
  expect(message).toContain('/proc/report.json');
});
