/** Checks the files that the suite is to write, before anything is sent; and writes temporary ones. */

import { type BigIntStats, closeSync, fstatSync, openSync, rmSync } from 'node:fs';
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
import { devNull, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdoutName } from '../config/kinds.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { atExit } from '../util/at-exit.ts';
import { errorCode } from '../util/error-code.ts';
import { descriptorOf, finalPath, fstatOf, openPipe, statOf } from './write-file.ts';

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
  ENXIO: 'it is a pipe that no program reads from',
  EBADF: 'this descriptor is not open',
};

/** A file that a command reads or writes, and what it is, for messages: `the file of --config`. */
export interface NamedFile {
  readonly file: string;
  readonly what: string;
}

/**
 * Checks that every file can be written, and that none of them is another output or an input, whatever links lead to it.
 * @param outputs what each is, as the beginning of a sentence
 * @throws SuiteError of kind `usage`.
 */
export async function checkOutputs(
  outputs: readonly NamedFile[],
  inputs: readonly NamedFile[],
): Promise<void> {
  const taken = new Map<string, string>(streams());
  for (const { file, what } of inputs) {
    const identity = await identityOf(file);
    if (identity !== undefined) taken.set(identity, what);
  }
  for (const { file, what } of outputs) {
    if (file !== stdoutName) await checkReportPath(file, what);
    const identity = file === stdoutName ? 'descriptor 1' : await identityOf(file);
    if (identity === undefined) continue;
    const other = taken.get(identity);
    if (other !== undefined) throw refused(what, file, `it is also ${other}`);
    taken.set(identity, `another output, ${file}`);
  }
}

/** The files that stdout and stderr go to: what is printed later would damage a report there. */
function streams(): [string, string][] {
  return [1, 2].flatMap((descriptor): [string, string][] => {
    try {
      const found = fstatSync(descriptor, { bigint: true });
      const name = descriptor === 1 ? 'stdout' : 'stderr';
      return found.isFile() ? [[numbersOf(found), `the file that ${name} goes to`]] : [];
    } catch {
      return [];
    }
  });
}

/** What two names of one file have in common; undefined for devices. */
async function identityOf(file: string): Promise<string | undefined> {
  const descriptor = await descriptorOf(file);
  if (descriptor !== undefined) return `descriptor ${descriptor}`;
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (found) return found.isFile() || found.isFIFO() ? numbersOf(found) : undefined;
  return finalPath(file).then(sameInAnyCase, () => undefined);
}

/** Windows gives numbers that a double does not hold exactly: those of two files could be equal. */
const numbersOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

/** Where file systems mostly ignore case, two names of a file that is still to be made may differ in it. */
const sameInAnyCase = (path: string): string =>
  ['win32', 'darwin'].includes(platform()) ? path.toLowerCase() : path;

/**
 * Checks that a report can be written, before anything is sent. Leaves no new file behind, and does not change one that
 * exists.
 * @throws SuiteError of kind `usage`.
 */
export async function checkReportPath(file: string, what = 'A report'): Promise<void> {
  try {
    const descriptor = await descriptorOf(file);
    const before = descriptor === undefined ? await statOf(file) : await fstatOf(descriptor);
    if (before?.isDirectory()) throw unwritable(what, file, 'EISDIR');
    if (before?.isFIFO()) await openPipe(file);
    if (before?.isSocket() && descriptor === undefined) throw refused(what, file, 'it is a socket');
    // Opening a device proves nothing.
    if (descriptor === undefined && (!before || before.isFile())) await openOnce(file, before === undefined);
  } catch (error) {
    throw error instanceof SuiteError ? error : unwritable(what, file, errorCode(error), error);
  }
}

async function openOnce(file: string, isNew: boolean): Promise<void> {
  const handle: FileHandle = await open(file, 'a');
  const { size } = await handle.stat();
  await handle.close();
  // The real path: the name may be a symbolic link to a missing file. The size: another program may have written.
  if (isNew && size === 0) await unlink(await realpath(file));
}

/**
 * Checks that a draft of waivers does not overwrite entries that a person has filled in.
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
}

/**
 * Checks that this process can have so many more files and connections open at once.
 * @throws the error of the system, with the code `EMFILE` or `ENFILE`, where it cannot.
 */
export function checkOpenFiles(count: number): void {
  const opened: number[] = [];
  try {
    while (opened.length < count) opened.push(openSync(devNull, 'r'));
  } finally {
    for (const file of opened) closeSync(file);
  }
}

export interface TemporaryDirectory {
  /** The path of a file in it. */
  readonly path: (name: string) => string;
  /** Writes a file into it and returns its path. */
  readonly write: (name: string, text: string) => Promise<string>;
}

/** Makes a directory for the time of the work. Other users cannot read what is in it. */
export async function inTemporaryDirectory<T>(
  prefix: string,
  work: (directory: TemporaryDirectory) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), prefix));
  const removed = atExit(() => rmSync(root, { recursive: true, force: true }));
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
    removed();
  }
}

const unwritable = (what: string, file: string, code: string, cause?: unknown): SuiteError =>
  refused(what, file, reasons[code] ?? rootMessage(cause), cause);

const refused = (what: string, file: string, reason: string, cause?: unknown): SuiteError =>
  new SuiteError('usage', `${what} cannot be written to ${file}: ${reason}. Name another file.`, { cause });
