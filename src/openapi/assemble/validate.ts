import { rootMessage } from '../../model/errors.ts';
import { pointerNames, pointerTo } from '../../util/json-pointer.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import { type Assembled, documentOf, membersOf } from './document.ts';
import { type Part, partMembers } from './positions.ts';

/** What is wrong with a document, by the pointer of the operation or path concerned; `''` for the document as a whole. */
export type Problems = ReadonlyMap<string, string>;

/** Holds a document to the schema of OpenAPI 3.1. Its schemas are looked at elsewhere, one by one. */
export async function problemsOf(assembled: Assembled): Promise<Problems> {
  // Imported here: loading takes a tenth of a second, and the document of the package is already validated (decision 0015).
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  const operations = assembled.operations.map((operation) => ({
    ...operation,
    value: withoutSchemas(operation.value, 'operation'),
    item: withoutSchemas(operation.item, 'pathItem'),
  }));
  const document = { ...documentOf({ ...assembled, operations }), components: {} };
  try {
    // The parser changes what it is given.
    await SwaggerParser.validate(structuredClone(document));
    return new Map();
  } catch (error) {
    const errors = isPlainErrorWith(error) ? error.details : [];
    const found = new Map<string, string>();
    for (const { instancePath, message } of errors.toSorted(deepestFirst)) {
      const [paths, key, name] = pointerNames(instancePath);
      const about =
        paths !== 'paths' || key === undefined
          ? ''
          : pointerTo('', paths, key, ...(name === undefined ? [] : [name]));
      if (!found.has(about)) found.set(about, `at #${instancePath || '/'}, it ${message}`);
    }
    if (found.size === 0) found.set('', rootMessage(error));
    return found;
  }
}

interface SchemaError {
  readonly instancePath: string;
  readonly message: string;
}

function isPlainErrorWith(error: unknown): error is { readonly details: readonly SchemaError[] } {
  return error instanceof Error && 'details' in error && Array.isArray(error.details);
}

const deepestFirst = (a: SchemaError, b: SchemaError): number =>
  pointerNames(b.instancePath).length - pointerNames(a.instancePath).length;

/** A part with a schema that allows everything in place of each. */
function withoutSchemas(value: unknown, part: Part): Readonly<Record<string, unknown>> {
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
