/** Where schemas, other parts and data stand in a document: in data, a member `$ref` is no reference. */

/** Keywords of JSON Schema 2020-12 whose value is a schema, a list of schemas, or schemas by name. */
export const schemaKeywords: ReadonlyMap<string, 'one' | 'list' | 'map'> = new Map([
  ...['additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'items', 'not'].map(
    (name) => [name, 'one'] as const,
  ),
  ...['propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties', 'x-should'].map(
    (name) => [name, 'one'] as const,
  ),
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((name) => [name, 'list'] as const),
  ...['dependentSchemas', 'patternProperties', 'properties'].map((name) => [name, 'map'] as const),
]);

/** Schemas that stand by only to be referred to. */
export const definitionKeywords: ReadonlySet<string> = new Set(['$defs', 'definitions']);

export type Part =
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'header'
  | 'requestBody'
  | 'mediaType'
  | 'example'
  | 'response'
  | 'link'
  | 'securityScheme';

/** What a member of a part holds: a part or a schema; one, a list, or by name. */
interface Member {
  readonly holds: Part | 'schema';
  readonly as: 'one' | 'list' | 'map';
}

export const methods = ['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace'] as const;
export type Method = (typeof methods)[number];

const one = (holds: Part | 'schema'): Member => ({ holds, as: 'one' });
const list = (holds: Part): Member => ({ holds, as: 'list' });
const map = (holds: Part): Member => ({ holds, as: 'map' });

const valued = { schema: one('schema'), content: map('mediaType'), examples: map('example') };

/** The members of each part that hold other parts. What a member not named here holds is data. */
export const partMembers: Readonly<Record<Part, Readonly<Record<string, Member>>>> = {
  // Its operations are read one by one.
  pathItem: { parameters: list('parameter') },
  operation: {
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: map('response'),
  },
  parameter: valued,
  header: valued,
  requestBody: { content: map('mediaType') },
  mediaType: { schema: one('schema'), examples: map('example') },
  example: {},
  response: { headers: map('header'), content: map('mediaType'), links: map('link') },
  link: {},
  securityScheme: {},
};

/** Names of members that hold data, unless they are names in a map. */
const dataNames: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'example', 'value']);

/** Names of members that hold things by name. */
const mapNames: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', ...definitionKeywords],
  ...['callbacks', 'content', 'examples', 'headers', 'links', 'parameters', 'pathItems', 'paths'],
  ...['requestBodies', 'responses', 'schemas', 'securityDefinitions', 'securitySchemes', 'webhooks'],
]);

/**
 * What stands in a value that may hold references, in whatever part of a document: its members without data.
 * @param isMap whether the value's own names are chosen by the document
 */
export function* partsIn(
  value: object,
  isMap: boolean,
): Generator<{ readonly name: string; readonly value: object; readonly isMap: boolean }> {
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    if (!isMap && (dataNames.has(name) || (name.startsWith('x-') && name !== 'x-should'))) continue;
    // In a schema, examples are a list of values.
    if (!isMap && name === 'examples' && Array.isArray(inner)) continue;
    yield { name, value: inner, isMap: !isMap && mapNames.has(name) && !Array.isArray(inner) };
  }
}

/** The reference of a reference object or of a schema. */
export function referenceOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return undefined;
  return typeof value.$ref === 'string' ? value.$ref : undefined;
}

/** The path that a key of `paths` names: actions that share a path have a fragment each. */
export const pathOf = (key: string): string => key.split('#')[0] ?? '';
