import type { Ajv2020 } from 'ajv/dist/2020.js';
import { rounded } from '../util/exact-json.ts';
import { isPlainObject, membersOf } from '../util/plain-object.ts';
import { schemaKeywords } from './assemble/positions.ts';
import { type Definitions, definitionsOfDocument } from './definitions.ts';
import type { Schema } from './violations.ts';

/** Under which identifier each compiler has the definitions of a document. */
const identifiers = new WeakMap<Ajv2020, WeakMap<Definitions, string>>();
let documents = 0;

/**
 * The schema as it is compiled, in numbers of JavaScript. The compiler has the definitions of a document once: with a copy
 * of them in each schema, it would compile all of them for each.
 */
export function withSharedDefinitions(schema: Schema, ajv: Ajv2020): Schema {
  const definitions = definitionsOfDocument.get(schema);
  const { components, ...own } = schema;
  if (!definitions) return inNumbers(schema);
  return membersOf(referringTo(inNumbers(own), identifierOf(definitions, ajv)));
}

function identifierOf(definitions: Definitions, ajv: Ajv2020): string {
  const known = identifiers.get(ajv) ?? new WeakMap<Definitions, string>();
  identifiers.set(ajv, known);
  const found = known.get(definitions);
  if (found !== undefined) return found;
  documents += 1;
  const $id = `https://definitions.invalid/${documents}`;
  ajv.addSchema({ $id, components: { schemas: rounded(definitions) } });
  known.set(definitions, $id);
  return $id;
}

/** The schema with its references to definitions made absolute. */
function referringTo(schema: unknown, id: string): unknown {
  if (!isPlainObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === '$ref' && typeof value === 'string') return [keyword, id + value];
      const kind = schemaKeywords.get(keyword);
      if (kind === 'one') return [keyword, referringTo(value, id)];
      if (kind === 'list' && Array.isArray(value))
        return [keyword, value.map((item: unknown) => referringTo(item, id))];
      if (kind === 'map' && isPlainObject(value))
        return [
          keyword,
          Object.fromEntries(Object.entries(value).map(([name, item]) => [name, referringTo(item, id)])),
        ];
      return [keyword, value];
    }),
  );
}

const inNumbers = (schema: Schema): Schema => membersOf(rounded(schema));
