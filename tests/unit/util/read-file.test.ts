import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
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

test.each([
  [maxBytes, text],
  [maxBytes - 1, 'it is larger than'],
])('a pipe is read up to %i bytes where pipes are read', (limit, expected) =>
  inNewDirectory(async (file) => {
    execFileSync('mkfifo', [file('pipe')]);
    await expect(readUserFile(file('pipe'), { maxBytes: limit })).rejects.toThrow('it is a pipe');
    const writer = spawn('sh', ['-c', `printf '${text}' > "$0"`, file('pipe')]);
    const ended = once(writer, 'close');
    const read = await readUserFile(file('pipe'), { maxBytes: limit, pipes: true }).then(String, String);
    expect(read).toContain(expected);
    await ended;
  }),
);
