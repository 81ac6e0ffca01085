import { dirname, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { atPath, atPointer, pointerNames, pointerTo } from '../../util/json-pointer.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import { UnusableError } from '../unusable.ts';
import { partsIn } from './positions.ts';

/** How a file is written. Schemas of OpenAPI 3.0 and Swagger 2.0 differ from JSON Schema in the same way. */
export type Version = '2.0' | '3.0' | '3.1' | '3.2';

/** A value and its place. */
export interface Located {
  readonly value: unknown;
  /** Path of its file. */
  readonly file: string;
  /** JSON pointer. */
  readonly pointer: string;
  /** The identifier of the schema that it is within (`$id`), which references are relative to. */
  readonly base?: string;
}

/** Where a file that is not on the disk is: a path, or an absolute URL. */
export const isUrl = (reference: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(reference);

/** The file that a reference names, relative to the file it stands in; undefined for a reference within that file. */
export function fileOf(reference: string, from: string): string | undefined {
  const [file = ''] = reference.split('#');
  if (file === '') return undefined;
  if (isUrl(file)) return file;
  if (file.startsWith('//')) return `https:${file}`;
  if (isUrl(from)) return new URL(file, from).href;
  return resolve(dirname(from), decoded(file));
}

/** The path of a file from the folder of another, with slashes on every system: it stands in reports and digests. */
export const pathFrom = (root: string, file: string): string =>
  relative(dirname(root), file).replaceAll(sep, '/');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A document as it was read: its files, in which references are followed. */
export class Source {
  readonly root: Located;
  readonly version: Version;
  readonly #files: ReadonlyMap<string, unknown>;
  /** Why files were not read. */
  readonly #refused: ReadonlyMap<string, string>;
  #identified: ReadonlyMap<string, Located> | undefined;

  constructor(
    root: string,
    version: Version,
    files: ReadonlyMap<string, unknown>,
    refused: ReadonlyMap<string, string>,
  ) {
    this.root = { value: files.get(root), file: root, pointer: '' };
    this.version = version;
    this.#files = files;
    this.#refused = refused;
  }

  /** A place as messages name it: a pointer, with the file unless it is the document itself. */
  nameOf({ file, pointer }: Located): string {
    if (file === this.root.file) return `#${pointer}`;
    const shown = isUrl(file) ? withoutUser(file) : pathFrom(this.root.file, file);
    return `${shown}#${pointer}`;
  }

  /**
   * What a reference leads to.
   * @param from the place of the reference
   * @throws SuiteError of kind `configuration` where it leads to nothing
   */
  follow(reference: string, from: Located): Located {
    const found = this.#identifiedBy(reference, from) ?? this.#inFile(reference, from);
    if (typeof found === 'string')
      throw new UnusableError(
        `the reference ${JSON.stringify(withoutUser(reference))} at ${this.nameOf(from)} ${found}`,
      );
    return found;
  }

  #inFile(reference: string, from: Located): Located | string {
    const file = fileOf(reference, from.file) ?? from.file;
    const why = this.#refused.get(file);
    if (why !== undefined) return `cannot be read: ${why}`;
    const fragment = decoded(reference.split('#')[1] ?? '');
    if (fragment !== '' && !fragment.startsWith('/'))
      return `leads to nothing: no schema has the $anchor ${JSON.stringify(fragment)}`;
    const root = { value: this.#files.get(file), file, pointer: '' };
    const found = pointerNames(fragment).reduce<Located>(
      (place, name) => memberAt(this.withId(place), name, atPath(place.value, name)),
      root,
    );
    return found.value === undefined ? 'leads to nothing' : found;
  }

  /** The place of a schema, with its own identifier as the base of the references in it. */
  withId(place: Located): Located {
    const { $id } = identifiersOf(place.value);
    return $id === undefined ? place : { ...place, base: resolveId($id, place.base ?? urlOf(place.file)) };
  }

  /** What `$id`, `$anchor` or `$dynamicAnchor` names (JSON Schema 2020-12, sections 8.2 and 9.2). */
  #identifiedBy(reference: string, { file, base = '' }: Located): Located | undefined {
    const identified = this.#identified ?? this.#identify();
    if (identified.size === 0) return undefined;
    const [name = '', fragment = ''] = reference.split('#');
    const around = base || urlOf(file);
    const id = name === '' ? around : resolveId(name, around);
    if (fragment !== '' && !fragment.startsWith('/')) return identified.get(`${id}#${decoded(fragment)}`);
    const within = identified.get(id);
    const value = within && atPointer(within.value, decoded(fragment));
    // Many schemas with an identifier refer to the document around them all the same.
    return within && value !== undefined
      ? { ...within, value, pointer: within.pointer + decoded(fragment) }
      : undefined;
  }

  #identify(): ReadonlyMap<string, Located> {
    const found = new Map<string, Located>();
    const add = (id: string, place: Located) => {
      // The same identifier may stand in schemas that have nothing to do with one another.
      if (!found.has(id)) found.set(id, place);
    };
    for (const [file, whole] of this.#files) {
      const open: { readonly place: Located; readonly isMap: boolean }[] = [
        { place: { value: whole, file, pointer: '' }, isMap: false },
      ];
      const seen = new Set<unknown>();
      for (let next = open.pop(); next; next = open.pop()) {
        const { place, isMap } = next;
        const { value } = place;
        if (typeof value !== 'object' || value === null || seen.has(value)) continue;
        seen.add(value);
        const { $id, $anchor, $dynamicAnchor } = isMap ? {} : identifiersOf(value);
        const base = $id === undefined ? place.base : resolveId($id, place.base ?? urlOf(file));
        const within = { ...place, ...(base !== undefined && { base }) };
        if ($id !== undefined && base !== undefined) add(base, within);
        for (const anchor of [$anchor, $dynamicAnchor])
          if (anchor !== undefined) add(`${base ?? urlOf(file)}#${anchor}`, within);
        for (const part of partsIn(value, isMap))
          open.push({
            place: { ...within, value: part.value, pointer: pointerTo(place.pointer, part.name) },
            isMap: part.isMap,
          });
      }
    }
    this.#identified = found;
    return found;
  }
}

function identifiersOf(value: unknown): { $id?: string; $anchor?: string; $dynamicAnchor?: string } {
  if (!isPlainObject(value)) return {};
  const { $id, $anchor, $dynamicAnchor } = value;
  return {
    ...(typeof $id === 'string' && { $id }),
    ...(typeof $anchor === 'string' && { $anchor }),
    ...(typeof $dynamicAnchor === 'string' && { $dynamicAnchor }),
  };
}

const urlOf = (file: string): string => (isUrl(file) ? file : pathToFileURL(file).href);

/** An identifier without its empty fragment, relative to the one around it. */
function resolveId(id: string, base: string): string {
  const bare = id.replace(/#$/, '');
  return URL.canParse(bare, base) ? new URL(bare, base).href : bare;
}

/** A reference as messages may show it: a password may stand in a URL. */
const withoutUser = (reference: string): string =>
  reference.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1***@');

/** The place of a member. */
export const memberAt = (place: Located, name: string, value: unknown): Located => ({
  ...place,
  value,
  pointer: pointerTo(place.pointer, name),
});
