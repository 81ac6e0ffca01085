import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Node, parseDocument, stringify } from 'yaml';
import { SuiteError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import type { ExistingParts, JsonObject } from './draft-context.ts';

type Path = readonly string[];

/**
 * What a file has already.
 * @throws SuiteError if the file is no YAML map
 */
export function existingParts(file: string, text: string): ExistingParts {
  const { paths, schemas } = partsOf(contentOf(file, text));
  return {
    operations: Object.entries(paths).flatMap(([key, item]) =>
      Object.entries(isPlainObject(item) ? item : {}).flatMap(([method, operation]) => {
        if (!isPlainObject(operation) || !methods.has(method)) return [];
        const { operationId: id, 'x-page': page } = operation;
        return [
          {
            key,
            method,
            ...(typeof id === 'string' && { id }),
            ...(typeof page === 'string' && { page }),
          },
        ];
      }),
    ),
    schemas: new Set(Object.keys(schemas)),
  };
}

const methods = new Set(['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace']);

/**
 * Adds the operations and schemas of a draft to a file. All that is there stays as it is, byte by byte: comments, order
 * and layout are those of its author.
 * @throws SuiteError if the file is not in block style where something is to be added
 */
export function addToDocument(file: string, text: string, draft: JsonObject): string {
  const old = contentOf(file, text);
  const { paths, schemas, at } = partsOf(old);
  const drafted = membersAt(draft, 'paths');
  const newKeys = Object.entries(drafted).filter(([key]) => !Object.hasOwn(paths, key));
  const sharedKeys = Object.entries(drafted).filter(([key]) => Object.hasOwn(paths, key));
  const newSchemas = Object.entries(membersAt(membersAt(draft, 'components'), 'schemas')).filter(
    ([name]) => !Object.hasOwn(schemas, name),
  );
  const additions: (readonly [path: Path, entries: JsonObject])[] = [
    [at, Object.fromEntries(newKeys)],
    ...sharedKeys.map(([key, item]) => [[...at, key], isObject(item) ? item : {}] as const),
    [['components', 'schemas'], Object.fromEntries(newSchemas)],
    ...securityOf(old, draft),
  ];
  const result = additions.reduce(
    (whole, [path, entries]) =>
      Object.keys(entries).length === 0 ? whole : inserted(file, whole, path, entries),
    text,
  );
  const wanted = additions.reduce<JsonObject>((whole, [path, entries]) => merged(whole, path, entries), old);
  // Only a defect of the insertion could change what is there.
  if (!isDeepStrictEqual(contentOf(file, result), wanted))
    throw new SuiteError(
      'internal',
      `The draft cannot be added to ${file} without a change to what is there.`,
    );
  // Every other line end is of the author's.
  const onlyCrlf = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  return onlyCrlf ? result.replace(/(?<!\r)\n/g, '\r\n') : result;
}

/** A whole document also gets the credential, if it has none. Other files are parts of one that has it. */
function securityOf(old: JsonObject, draft: JsonObject): (readonly [path: Path, entries: JsonObject])[] {
  const schemes = membersAt(membersAt(draft, 'components'), 'securitySchemes');
  const has = old.security !== undefined || membersAt(old, 'components').securitySchemes !== undefined;
  if (old.openapi === undefined || has || draft.security === undefined) return [];
  return [
    [['components', 'securitySchemes'], schemes],
    [[], { security: draft.security }],
  ];
}

/** A file with operations is a document, or a map of paths. */
function partsOf(value: JsonObject): { paths: JsonObject; schemas: JsonObject; at: Path } {
  const isMapOfPaths = value.paths === undefined && Object.keys(value).some((key) => key.startsWith('/'));
  return {
    paths: isMapOfPaths ? value : membersAt(value, 'paths'),
    schemas: membersAt(membersAt(value, 'components'), 'schemas'),
    at: isMapOfPaths ? [] : ['paths'],
  };
}

function contentOf(file: string, text: string): JsonObject {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error)
    throw new SuiteError('configuration', `${file} cannot be read: ${error.message.split('\n')[0]}.`);
  const value: Json = document.toJS() ?? {};
  if (isObject(value)) return value;
  throw new SuiteError(
    'configuration',
    `${file}: expected an OpenAPI document, or a map of paths, found another value.`,
  );
}

const isObject = (value: Json | undefined): value is { [name: string]: Json } => isPlainObject(value);

const membersAt = (value: JsonObject, name: string): JsonObject => {
  const found = value[name];
  return isObject(found) ? found : {};
};

function merged(value: JsonObject, [name, ...rest]: Path, entries: JsonObject): JsonObject {
  if (name === undefined) return { ...value, ...entries };
  return Object.keys(entries).length === 0
    ? value
    : { ...value, [name]: { ...merged(membersAt(value, name), rest, entries) } };
}

/** The text with entries at the end of a map. */
function inserted(file: string, text: string, path: Path, entries: JsonObject): string {
  const document = parseDocument(text);
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const isEmpty =
    node === undefined ||
    node === null ||
    (isScalar(node) && node.value === null) ||
    (isMap(node) && node.items.length === 0);
  const last = path.at(-1);
  if (isEmpty && last !== undefined && !(isMap(node) || isScalar(node)))
    return inserted(file, text, path.slice(0, -1), { [last]: entries });
  if (isEmpty)
    return last === undefined ? joined(text, block(entries, 0)) : filled(text, node, path, entries);
  if (!isMap(node) || node.flow === true || !node.range)
    throw new SuiteError(
      'configuration',
      `${file}: expected a map in block style at /${path.join('/')}, found something else. Add the draft of --out there by hand.`,
    );
  const [start, end] = node.range;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const at = text[end - 1] === '\n' ? end : endOfLine(text, end);
  return joined(text.slice(0, at), block(entries, column)) + text.slice(at);
}

/** Entries in the place of `{}` or nothing, indented below their key. */
function filled(text: string, node: unknown, path: Path, entries: JsonObject): string {
  const range = (isMap(node) || isScalar(node) ? node.range : undefined) ?? [text.length, text.length];
  const parent: Node | null | undefined = parentOf(text, path);
  const start = isMap(parent) ? (parent.range?.[0] ?? 0) : 0;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1) + 2;
  const rest = text.slice(range[1]);
  return `${text.slice(0, range[0]).trimEnd()}\n${block(entries, column)}${rest.replace(/^[ \t]*\r?\n/, '')}`;
}

function parentOf(text: string, path: Path): Node | null | undefined {
  const document = parseDocument(text);
  const found: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  return isMap(found) ? found : undefined;
}

const joined = (before: string, after: string): string =>
  before === '' || before.endsWith('\n') ? before + after : `${before}\n${after}`;

function endOfLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found + 1;
}

function block(entries: JsonObject, column: number): string {
  const lines = stringify(entries, { aliasDuplicateObjects: false, lineWidth: 110 }).split('\n');
  return lines.map((line) => (line === '' ? line : ' '.repeat(column) + line)).join('\n');
}
