import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rootMessage, SuiteError } from '../../model/errors.ts';
import { megabyte, readUserFile } from '../../util/read-file.ts';
import { extentOf } from '../extent.ts';
import { parseFile } from './parse.ts';
import { partsIn, referenceOf } from './positions.ts';
import { fileOf, isUrl, pathFrom } from './source.ts';

/** The bytes of all files of a document together. */
const maxBytes = 20 * megabyte;

/** What a file may stand for, its aliases written out: some parts of the suite visit each of these values. */
const maxSize = 5_000_000;
const maxDepth = 500;

/** How long the download of one file may take, in milliseconds. */
const longestDownload = 30_000;

export interface FilesOptions {
  /** Files, folders, and beginnings of URLs from which a document may take files, beside its own folder. @default none */
  readonly allow?: readonly string[];
}

export interface DocumentFiles {
  /** Path of the document itself. */
  readonly root: string;
  /** Parsed files, by path or URL. */
  readonly files: ReadonlyMap<string, unknown>;
  /** Why files were not read, by path or URL. */
  readonly refused: ReadonlyMap<string, string>;
  /** Of the document's bytes; if it has several files, of their names and bytes. */
  readonly sha256: string;
}

/**
 * The document and every file that it refers to.
 * @param shown what messages call the document
 * @throws SuiteError of kind `configuration` if the document itself cannot be read
 */
export async function readFiles(
  path: string,
  shown: string,
  { allow = [] }: FilesOptions,
): Promise<DocumentFiles> {
  const root = resolve(path);
  const reader = new FileReader(root, await allowedPlaces(allow));
  const files = new Map<string, unknown>();
  const refused = new Map<string, string>();
  const pending = [root];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file) || refused.has(file)) continue;
    try {
      const value = await parsed(await reader.read(file));
      files.set(file, value);
      pending.push(...filesNamedIn(value, file));
    } catch (cause) {
      const why = reasonOf(cause);
      if (file === root)
        throw new SuiteError('configuration', `The OpenAPI document ${shown} cannot be read: ${why}.`, {
          cause,
        });
      refused.set(file, why);
    }
  }
  return { root, files, refused, sha256: digestOf(root, reader.bytes) };
}

async function parsed(bytes: Buffer): Promise<unknown> {
  const value = await parseFile(bytes.toString().replace(/^\uFEFF/, ''));
  if (typeof value !== 'object' || value === null) return value;
  const { size, depth, circular } = extentOf({ node: value, file: '' });
  if (circular) throw new Error('an alias is within what it stands for');
  if (size > maxSize) throw new Error(`with its aliases written out it has more than ${maxSize} values`);
  if (depth > maxDepth) throw new Error(`it is nested deeper than ${maxDepth} levels`);
  return value;
}

/** Parsers are recursive, and the engine's own words for that say nothing of the document. */
function reasonOf(error: unknown): string {
  const message = rootMessage(error);
  return message.includes('call stack') ? 'it is nested too deeply' : message;
}

/** The files that references name. */
function filesNamedIn(value: unknown, file: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = new Set<string>();
  const seen = new Set<object>();
  const open: { readonly value: object; readonly isMap: boolean }[] = [{ value, isMap: false }];
  for (let part = open.pop(); part; part = open.pop()) {
    if (seen.has(part.value)) continue;
    seen.add(part.value);
    const reference = part.isMap ? undefined : referenceOf(part.value);
    const named = reference === undefined ? undefined : fileOf(reference, file);
    if (named !== undefined) found.add(named);
    open.push(...partsIn(part.value, part.isMap));
  }
  return [...found].toReversed();
}

/** What a document may read beside its own folder: real paths, and beginnings of URLs. */
interface Allowed {
  readonly paths: readonly string[];
  readonly urls: readonly string[];
}

async function allowedPlaces(allow: readonly string[]): Promise<Allowed> {
  const paths = allow.filter((one) => !isUrl(one));
  const real = paths.map((path) =>
    realpath(path).catch((cause: unknown) => {
      throw new SuiteError('configuration', `--spec-allow names ${path}: ${rootMessage(cause)}.`, { cause });
    }),
  );
  return { paths: await Promise.all(real), urls: allow.filter(isUrl) };
}

/** Reads files within what is allowed and within the limit of bytes. */
class FileReader {
  readonly bytes = new Map<string, Buffer>();
  readonly #root: string;
  readonly #allow: Allowed;
  #left = maxBytes;

  constructor(root: string, allow: Allowed) {
    this.#root = root;
    this.#allow = allow;
  }

  async read(file: string): Promise<Buffer> {
    const bytes = await this.#read(file);
    this.#left -= bytes.length;
    this.bytes.set(file, bytes);
    return bytes;
  }

  async #read(file: string): Promise<Buffer> {
    if (isUrl(file) && !file.startsWith('file:')) return this.#download(file);
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (file !== this.#root && !(await this.#isAllowed(path, file)))
      throw new Error(
        `it is outside of the folder of the document, and only files below that folder are read; to allow it, give --spec-allow ${path}`,
      );
    return readUserFile(path, { maxBytes: this.#left });
  }

  async #isAllowed(path: string, file: string): Promise<boolean> {
    // What is outside is refused, whether it exists or not.
    const real = await realpath(path).catch((error: unknown) => {
      if (resolve(path).startsWith(dirname(this.#root) + sep)) throw error;
      return resolve(path);
    });
    const own = file.startsWith('file:') ? [] : [dirname(await realpath(this.#root))];
    return [...own, ...this.#allow.paths].some(
      (folder) => real === folder || real.startsWith(folder + (folder.endsWith(sep) ? '' : sep)),
    );
  }

  async #download(url: string): Promise<Buffer> {
    const { protocol, username, password } = new URL(url);
    // What a document says is sent nowhere as a credential.
    if (username !== '' || password !== '') throw new Error('its URL holds a user name or a password');
    const isAllowed =
      /^https?:$/.test(protocol) && this.#allow.urls.some((beginning) => isBelow(url, beginning));
    if (!isAllowed)
      throw new Error(
        `only files below the folder of the document are read, and nothing is fetched; copy it there, or give --spec-allow ${url}`,
      );
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(longestDownload) });
    if (answer.status >= 300 && answer.status < 400)
      throw new Error(
        `the server answered ${answer.status}, which leads elsewhere (${answer.headers.get('location')}), and redirects are not followed`,
      );
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of answer.body ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > this.#left)
        throw new Error(
          `with it, the document is larger than ${maxBytes / megabyte} MB, the most that is read`,
        );
    }
    return Buffer.concat(chunks);
  }
}

/** Whether a URL begins with another: the same origin, and its path or a folder above. */
function isBelow(url: string, beginning: string): boolean {
  if (!URL.canParse(beginning)) return false;
  const { origin, pathname } = new URL(beginning);
  const asked = new URL(url);
  const folder = pathname.endsWith('/') ? pathname : `${pathname}/`;
  return asked.origin === origin && (asked.pathname === pathname || asked.pathname.startsWith(folder));
}

function digestOf(root: string, files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash('sha256');
  if (files.size === 1) return hash.update(files.get(root) ?? '').digest('hex');
  const named = [...files].map(
    ([file, bytes]) => [isUrl(file) ? file : pathFrom(root, file), bytes] as const,
  );
  for (const [name, bytes] of named.toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}
