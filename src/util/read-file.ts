import { createReadStream, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';

export interface ReadOptions {
  /** Larger files are refused before they are read. */
  readonly maxBytes: number;
  /** Whether a pipe may be read that is open already, such as the shell's <(…). @default false */
  readonly pipes?: boolean;
}

/**
 * The bytes of a file that a user named. Only regular files have an end that can be known: a device may give bytes for
 * ever, and a pipe without a writer gives none.
 * @throws Error that says in words why it cannot be read
 */
export async function readUserFile(path: string, options: ReadOptions): Promise<Buffer> {
  const { maxBytes } = options;
  await checkUserFile(path, options);
  // A pipe has no size, and must not be read to an end that never comes.
  const bytes = (await stat(path)).isFile()
    ? await readFile(path)
    : await buffer(createReadStream(path, { end: maxBytes }));
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

/**
 * Checks a file that something else reads.
 * @throws Error that says in words why it cannot be read
 */
export async function checkUserFile(path: string, { maxBytes, pipes = false }: ReadOptions): Promise<void> {
  const found = await stat(path);
  if (!found.isFile() && !(pipes && found.isFIFO() && isOpen(path)))
    throw new Error(`${kindOf(found)}, and a regular file was expected`);
  if (found.size > maxBytes) throw tooLarge(maxBytes);
}

/** Opening any other pipe waits for its writer, and nothing can end that wait. */
const isOpen = (path: string): boolean => /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/.test(path);

const tooLarge = (maxBytes: number): Error =>
  new Error(`it is larger than ${maxBytes / megabyte} MB, the most that is read`);

export const megabyte = 1024 * 1024;

/** A file of settings that a person writes, or that the shell gives as a pipe. */
export const textFile: ReadOptions = { maxBytes: 2 * megabyte, pipes: true };

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'it is a directory';
  if (found.isFIFO()) return 'it is a pipe';
  return found.isSocket() ? 'it is a socket' : 'it is a device';
}
