import type { Json } from '../model/json.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { type JsonSchema, longName } from './option.ts';
import { type OptionKey, optionKeys, options } from './options.ts';

/** The keys that a config file may have. */
export const configKeys: readonly OptionKey[] = optionKeys.filter((key) => options[key].inFile !== false);

/** JSON Schema (2020-12) of a config file, made from the option table. */
export function configSchema(): JsonSchema {
  const properties: Record<string, Json> = {
    $schema: { description: 'This schema, for editors', type: 'string' },
  };
  for (const key of configKeys) {
    const { kind, help, onlyInFile } = options[key];
    properties[key] = {
      description: onlyInFile ? help : `${longName(key)}: ${help}`,
      ...orReference(kind.schema),
    };
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Options of clouddb-conformance',
    type: 'object',
    properties,
    additionalProperties: false,
  };
}

/** A value that names a variable is text, even where a number, a boolean or one of several words is expected. */
const reference: JsonSchema = { type: 'string', pattern: '\\$\\{' };

function orReference(schema: JsonSchema): JsonSchema {
  const { type, items } = schema;
  if (type === 'array' && isPlainObject(items)) return { ...schema, items: orReference(items) };
  if (type === 'integer' || type === 'boolean' || 'enum' in schema) return { anyOf: [schema, reference] };
  return schema;
}
