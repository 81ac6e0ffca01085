import { type FileHandle, lstat, open, realpath, stat, unlink } from 'node:fs/promises';
import { rootMessage, SuiteError } from '../model/errors.ts';

/** What the usual failures mean to someone who named a file. */
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
 * Finds out by trying whether a report can be written, before anything is sent. Leaves no file behind and an
 * existing one as it is.
 * @throws SuiteError of kind `usage`.
 */
export async function checkReportPath(file: string, what = 'A report'): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  if (before?.isDirectory()) throw unwritable(what, file, 'EISDIR');
  // Opening a pipe would wait for its reader, and a device has nothing to find out.
  if (before && !before.isFile()) return;
  let handle: FileHandle;
  try {
    handle = await open(file, 'a');
  } catch (error) {
    throw unwritable(what, file, code(error), error);
  }
  const { size } = await handle.stat();
  await handle.close();
  // The real path, because the name may be a symbolic link to where nothing was; the size, in case someone else wrote.
  if (!before && size === 0) await unlink(await realpath(file));
}

/**
 * The same for a draft of waivers, which must not take the place of what somebody has filled in.
 * @throws SuiteError of kind `usage`.
 */
export async function checkNewPath(file: string): Promise<void> {
  const there = await lstat(file).then(
    () => true,
    () => false,
  );
  if (there)
    throw new SuiteError(
      'usage',
      `--write-waivers names ${file}, which exists and would be overwritten. Name another file, or remove that one.`,
    );
  await checkReportPath(file, 'A draft of waivers');
}

const code = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

function unwritable(what: string, file: string, errorCode: string, cause?: unknown): SuiteError {
  const reason = reasons[errorCode] ?? rootMessage(cause);
  return new SuiteError('usage', `${what} cannot be written to ${file}: ${reason}. Name another file.`, {
    cause,
  });
}
