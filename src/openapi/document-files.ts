import { realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { atPointer, pointerTo } from '../util/json-pointer.ts';
import { megabyte, readUserFile } from '../util/read-file.ts';
import { extentOf, type Follow, type Part } from './extent.ts';

/** The bytes of all files of a document together. */
const maxBytes = 20 * megabyte;

/** What a document may stand for, its references written out: some parts of the suite visit each of these values. */
const maxSize = 5_000_000;
const maxDepth = 500;

/** The files of one document, by their paths. */
export class DocumentFiles {
  readonly #root: string;
  readonly #read = new Map<string, Promise<Buffer>>();
  readonly #refused = new Map<string, string>();
  #left = maxBytes;

  /** @param root the path of the document itself */
  constructor(root: string) {
    this.#root = resolve(root);
  }

  /**
   * The bytes of the document.
   * @throws SuiteError of kind `configuration`
   */
  async document(shown: string): Promise<Buffer> {
    return this.#bytes(this.#root).catch((cause: unknown) => {
      const why = rootMessage(cause);
      throw new SuiteError('configuration', `The OpenAPI document ${shown} cannot be read: ${why}.`, {
        cause,
      });
    });
  }

  /** How the parser gets the files. What is refused is empty to it; `check` says so with the place of the reference. */
  readonly resolver = {
    order: 1,
    canRead: true,
    read: async ({ url }: { readonly url: string }): Promise<Buffer> => {
      const path = pathOf(url);
      try {
        if (path === undefined) throw new Error('only files are read, and nothing is fetched');
        return await this.#bytes(path);
      } catch (error) {
        this.#refused.set(path ?? url, rootMessage(error));
        return Buffer.from('{}');
      }
    },
  };

  #bytes(path: string): Promise<Buffer> {
    const known = this.#read.get(path) ?? this.#readOnce(path);
    this.#read.set(path, known);
    return known;
  }

  async #readOnce(path: string): Promise<Buffer> {
    const isRoot = path === this.#root;
    if (!isRoot && !(await realpath(path)).startsWith(folderOf(await realpath(this.#root))))
      throw new Error(
        'it is outside of the folder of the document, and only files below that folder are read',
      );
    const bytes = await readUserFile(path, { maxBytes: this.#left });
    this.#left -= bytes.length;
    return bytes;
  }

  /**
   * Checks every reference, then what the document stands for with its references written out.
   * @param values the parsed files, by the URLs that the parser gave them
   * @throws SuiteError of kind `configuration`
   */
  check(shown: string, values: object): void {
    const parsed = new Map<string, unknown>(
      Object.entries(values).map(([url, value]) => [pathOf(url) ?? url, value]),
    );
    for (const [file, value] of parsed) {
      if (typeof value === 'object' && value !== null && extentOf({ node: value, file }).circular)
        throw unusable(shown, `in ${file} an alias is within what it stands for`);
      for (const { pointer, reference } of referencesIn(value)) {
        const why = this.#problemOf(reference, file);
        if (why === undefined) continue;
        const place = file === this.#root ? `#${pointer}` : `${file}#${pointer}`;
        throw unusable(
          shown,
          `the reference ${JSON.stringify(reference)} at ${place} cannot be read: ${why}`,
        );
      }
    }
    const root = parsed.get(this.#root);
    if (typeof root !== 'object' || root === null) return;
    const { size, depth } = extentOf({ node: root, file: this.#root }, followIn(parsed));
    if (size > maxSize)
      throw unusable(shown, `with its references and aliases written out it has more than ${maxSize} values`);
    if (depth > maxDepth)
      throw unusable(shown, `with its references written out it is nested deeper than ${maxDepth} levels`);
  }

  #problemOf(reference: string, from: string): string | undefined {
    if (reference.startsWith('#')) return undefined;
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(reference))
      return 'only files below the folder of the document are read, and nothing is fetched; copy it there';
    if (/^[\\/]/.test(reference)) return 'a path relative to the document was expected';
    return this.#refused.get(targetOf(reference, from) ?? reference);
  }
}

const unusable = (shown: string, why: string): SuiteError =>
  new SuiteError('configuration', `The OpenAPI document ${shown} is not usable: ${why}.`);

const folderOf = (path: string): string =>
  dirname(path).endsWith(sep) ? dirname(path) : dirname(path) + sep;

/** The path that a URL of the parser stands for: without a scheme, and percent-encoded. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith('/') || url.startsWith('//')) return undefined;
  try {
    return resolve(decodeURIComponent(url));
  } catch {
    return undefined;
  }
}

/** The path of the file that a relative reference names. */
function targetOf(reference: string, from: string): string | undefined {
  const [file = ''] = reference.split('#');
  if (file === '') return from;
  try {
    return resolve(dirname(from), decodeURIComponent(file));
  } catch {
    return undefined;
  }
}

/** The reference of a reference object. */
function referenceOf(node: object): string | undefined {
  return '$ref' in node && typeof node.$ref === 'string' ? node.$ref : undefined;
}

const followIn =
  (parsed: ReadonlyMap<string, unknown>): Follow =>
  ({ node, file }): Part | undefined => {
    const reference = referenceOf(node);
    const path = reference === undefined ? undefined : targetOf(reference, file);
    if (reference === undefined || path === undefined) return undefined;
    const target = atPointer(parsed.get(path), decoded(reference.split('#')[1] ?? ''));
    return typeof target === 'object' && target !== null ? { node: target, file: path } : undefined;
  };

function decoded(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}

/** Every reference object, where it is met first: aliases may lead to the same one from many places. */
function* referencesIn(root: unknown): Generator<{ readonly pointer: string; readonly reference: string }> {
  interface Place {
    readonly node: object;
    readonly name: string;
    readonly above: Place | undefined;
  }
  const seen = new Set<object>();
  const open: Place[] = [];
  const add = (node: unknown, name: string, above?: Place) => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    open.push({ node, name, above });
  };
  add(root, '');
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const reference = referenceOf(place.node);
    if (reference !== undefined) {
      const names: string[] = [];
      for (let at: Place | undefined = place; at?.above; at = at.above) names.unshift(at.name);
      yield { pointer: pointerTo('', ...names), reference };
    }
    for (const [name, value] of Object.entries(place.node).reverse()) add(value, name, place);
  }
}
