import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { readUserFile } from '../../../src/util/read-file.ts';
import { inNewDirectory } from '../../support/run.ts';

const text = 'some text';
const maxBytes = text.length;

test('a regular file is read up to the limit', () =>
  inNewDirectory(async (file) => {
    await writeFile(file('a'), text);
    expect(String(await readUserFile(file('a'), { maxBytes }))).toBe(text);
    await expect(readUserFile(file('a'), { maxBytes: maxBytes - 1 })).rejects.toThrow('it is larger than');
  }));

test.each([
  ['/dev/zero', 'it is a device, and a regular file was expected'],
  ['/', 'it is a directory, and a regular file was expected'],
])('%s is not read', (path, why) =>
  expect(readUserFile(path, { maxBytes, pipes: true })).rejects.toThrow(why),
);

describe('a pipe', () => {
  test('by its name is not read: its writer may never come', () =>
    inNewDirectory(async (file) => {
      execFileSync('mkfifo', [file('pipe')]);
      await expect(readUserFile(file('pipe'), { maxBytes, pipes: true })).rejects.toThrow('it is a pipe');
    }));

  test.each([
    [{ maxBytes: maxBytes - 1, pipes: true }, 'it is larger than'],
    [{ maxBytes }, 'it is a pipe'],
  ])('that is open is read up to its limit: %j', (options, expected) =>
    inNewDirectory(async (file) => {
      execFileSync('mkfifo', [file('pipe')]);
      // For reading and writing, which waits for nobody.
      const ours = openSync(file('pipe'), 'r+');
      writeSync(ours, text);
      const read = readUserFile(`/proc/self/fd/${ours}`, options);
      await expect(read).rejects.toThrow(expected);
      closeSync(ours);
    }),
  );
});
