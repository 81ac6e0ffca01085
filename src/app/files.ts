/** The files that the suite writes for its user. Every other module of this room leaves writing to this one. */

import {
  type FileHandle,
  lstat,
  mkdtemp,
  open,
  realpath,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { errorCode } from '../util/error-code.ts';

/** What the usual error codes mean to someone who named a file. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'its directory is not a directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'it is a symbolic link to itself',
  ENOSPC: 'no space is left',
};

/**
 * Checks that a report can be written, before anything is sent. Leaves no new file behind, and does not change one that
 * exists.
 * @throws SuiteError of kind `usage`.
 */
export async function checkReportPath(file: string, what = 'A report'): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  if (before?.isDirectory()) throw unwritable(what, file, 'EISDIR');
  // Opening a pipe would wait for its reader, and opening a device proves nothing.
  if (before && !before.isFile()) return;
  let handle: FileHandle;
  try {
    handle = await open(file, 'a');
  } catch (error) {
    throw unwritable(what, file, errorCode(error), error);
  }
  const { size } = await handle.stat();
  await handle.close();
  // The real path: the name may be a symbolic link to a missing file. The size: another program may have written.
  if (!before && size === 0) await unlink(await realpath(file));
}

/**
 * The same for a draft of waivers. It must not overwrite entries that a person has filled in.
 * @throws SuiteError of kind `usage`.
 */
export async function checkNewPath(file: string): Promise<void> {
  const exists = await lstat(file).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new SuiteError(
      'usage',
      `--write-waivers names ${file}, which exists and would be overwritten. Name another file, or remove that one.`,
    );
  await checkReportPath(file, 'A draft of waivers');
}

/** Writes a file; one that exists is overwritten. */
export const writeReport = (file: string, text: string): Promise<void> => writeFile(file, text);

/** Writes a file that must not exist yet. The promise rejects with `EEXIST` when it does. */
export const writeNewFile = (file: string, text: string): Promise<void> =>
  writeFile(file, text, { flag: 'wx' });

export interface TemporaryDirectory {
  /** The path of a file in it. */
  readonly path: (name: string) => string;
  /** Writes a file into it and returns its path. */
  readonly write: (name: string, text: string) => Promise<string>;
}

/** Makes a directory for the time of the work. */
export async function inTemporaryDirectory<T>(
  prefix: string,
  work: (directory: TemporaryDirectory) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), prefix));
  const path = (name: string) => join(root, name);
  try {
    return await work({
      path,
      async write(name, text) {
        await writeFile(path(name), text);
        return path(name);
      },
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function unwritable(what: string, file: string, code: string, cause?: unknown): SuiteError {
  const reason = reasons[code] ?? rootMessage(cause);
  return new SuiteError('usage', `${what} cannot be written to ${file}: ${reason}. Name another file.`, {
    cause,
  });
}
