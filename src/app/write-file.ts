/** How the suite writes files. Every file that it writes for its user comes through here (decision 0026). */

import { randomUUID } from 'node:crypto';
import { constants, fstat, rmSync, type Stats, write } from 'node:fs';
import {
  appendFile,
  type FileHandle,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { atExit } from '../util/at-exit.ts';
import { errorCode } from '../util/error-code.ts';

/**
 * Writes a file, or to a device or a pipe. A file that exists is replaced only when the new one is complete, so that a
 * full disk or the end of the process leaves the old one.
 * @param text whole or in pieces
 */
export async function writeWholeFile(file: string, text: string | readonly string[]): Promise<void> {
  const pieces = typeof text === 'string' ? [text] : text;
  const descriptor = await descriptorOf(file);
  const found = descriptor === undefined ? await statOf(file) : await fstatOf(descriptor);
  if (found?.isFIFO()) return writeToPipe(file, pieces);
  // A file behind a descriptor is not ours to replace: others write to it, such as stdout. A socket cannot be opened.
  if (descriptor !== undefined && found && (found.isFile() || found.isSocket()))
    return writeAll(pieces, (rest) => writeTo(descriptor, rest));
  return found && !found.isFile() ? writeFile(file, pieces) : replace(await finalPath(file), pieces, found);
}

/** Writes a file that must not exist yet. The promise rejects with `EEXIST` when it does. */
export async function writeNewFile(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  await completely(file, handle, () => handle.writeFile(text));
}

/** Adds to the end of a file. */
export const appendToFile = (file: string, text: string): Promise<void> => appendFile(file, text);

/** What the system says of a file, with links followed; undefined if the file does not exist. */
export const statOf = (file: string): Promise<Stats | undefined> => stat(file).catch(() => undefined);

/** The number of the open descriptor that a path such as `/dev/stdout` or `/dev/fd/3` names. */
export async function descriptorOf(file: string): Promise<number | undefined> {
  const directory = await realpath(dirname(file)).catch(() => '');
  const number = /^\d+$/.exec(basename(file));
  if (number && /^(\/proc\/\d+|\/dev)\/fd$/.test(directory)) return Number(number[0]);
  const link = await readlink(file).catch(() => undefined);
  return link !== undefined && /^\/(dev|proc)\//.test(link) ? descriptorOf(link) : undefined;
}

export const fstatOf: (descriptor: number) => Promise<Stats> = promisify(fstat);

/** The path at the end of all symbolic links, also when there is no file yet. */
export async function finalPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const directory = await realpath(dirname(file));
  const link = await readlink(file).catch(() => undefined);
  return link === undefined ? join(directory, basename(file)) : finalPath(resolve(directory, link));
}

/** The folder or its system allows no other file in this place. Then the file itself is written. */
const noOther: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV']);

/** Writes a new file beside the old one and puts it in its place. A file with several names keeps them all. */
async function replace(path: string, pieces: readonly string[], old: Stats | undefined): Promise<void> {
  if (old && old.nlink > 1) return writeFile(path, pieces);
  try {
    const beside = join(dirname(path), `.clouddb-conformance-${randomUUID()}.tmp`);
    const handle = await open(beside, 'wx');
    await completely(beside, handle, async () => {
      if (old) await makeLike(handle, old);
      await writeFile(handle, pieces);
      // Some file systems report a full disk only then.
      await handle.close();
      await rename(beside, path);
    });
  } catch (error) {
    if (!noOther.has(errorCode(error))) throw error;
    await writeFile(path, pieces);
  }
}

/** Only the umask restricts a new file; one in the place of another keeps its owner and its mode. */
async function makeLike(handle: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
  if (own.mode !== mode) await handle.chmod(mode & 0o7777);
}

/** Does work on a new file, and removes it when that fails or the process ends meanwhile. */
async function completely(path: string, handle: FileHandle, work: () => Promise<void>): Promise<void> {
  const keep = atExit(() => rmSync(path, { force: true }));
  try {
    await work();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(path, { force: true }).catch(() => {});
    throw error;
  } finally {
    keep();
  }
}

/** Pipes that were opened by a check. Their reader would find the end of its input if they were closed before the text. */
const openPipes = new Map<string, FileHandle>();

/** Opens a pipe for `writeWholeFile`. The promise rejects with `ENXIO` when nobody reads from it: waiting may take for ever. */
export async function openPipe(file: string): Promise<FileHandle> {
  const handle = openPipes.get(file) ?? (await open(file, constants.O_WRONLY | constants.O_NONBLOCK));
  openPipes.set(file, handle);
  return handle;
}

async function writeToPipe(file: string, pieces: readonly string[]): Promise<void> {
  const handle = await openPipe(file);
  try {
    await writeAll(pieces, (rest) => writeTo(handle.fd, rest));
  } finally {
    openPipes.delete(file);
    await handle.close();
  }
}

const promisedWrite = promisify(write);
const writeTo = async (descriptor: number, bytes: Buffer): Promise<number> =>
  (await promisedWrite(descriptor, bytes, 0, bytes.length, null)).bytesWritten;

const fullPipeMs = 10;

/** Writes to what takes a part at a time. A reader that is slow is waited for without holding up signals. */
async function writeAll(
  pieces: readonly string[],
  writeSome: (rest: Buffer) => Promise<number>,
): Promise<void> {
  for (const piece of pieces)
    for (let rest = Buffer.from(piece); rest.length > 0; ) {
      const written = await writeSome(rest).catch((error: unknown) => {
        if (errorCode(error) === 'EAGAIN') return 0;
        throw error;
      });
      if (written === 0) await delay(fullPipeMs);
      rest = rest.subarray(written);
    }
}
