import type { OpenAPIV3_1 } from 'openapi-types';
import { isPlainObject } from '../util/plain-object.ts';
import { ExtensionReader } from './extensions.ts';
import { isJsonMediaType } from './media-type.ts';
import type { DocumentedResponse, ResponseHeader, Schema } from './operations.ts';
import { type Definitions, schemaOf, unreferenced } from './resolved.ts';
import { validatorOf } from './schema.ts';

/** Where a response stands, and what it refers to. */
export interface ResponsePlace {
  readonly where: string;
  readonly definitions: Definitions;
  /** Whether a parameter names what the operation makes. */
  readonly namesCreated: (parameter: string) => boolean;
}

/** Reads one documented response of an operation. */
export function readResponse(
  status: number,
  response: OpenAPIV3_1.ResponseObject,
  { where, definitions, namesCreated }: ResponsePlace,
): DocumentedResponse {
  const extensions = new ExtensionReader(response, where);
  const content = Object.entries(response.content ?? {});
  const json = content.find(([mediaType]) => isJsonMediaType(mediaType))?.[1];
  const schema =
    json?.schema === undefined ? undefined : schemaOf(json.schema, `${where}/content/schema`, definitions);
  const fault = extensions.optionalString('x-fault');
  const created = createdPointer(response, namesCreated);
  const reason = phraseOf(response.description);
  return {
    status,
    ...(reason !== '' && { reason }),
    requirements: extensions.strings('x-requirements') ?? [],
    contentRequirements: [...new Set(requirementsBelow([schema, response.headers]))],
    citation: extensions.optionalString('x-citation') ?? `${where}`,
    mediaTypes: content.map(([mediaType]) => mediaType),
    ...(schema && { schema, validate: validatorOf(schema) }),
    headers: Object.entries(response.headers ?? {}).flatMap(([name, header]) => {
      const own = unreferenced(header);
      return own ? [readHeader(name, own, `${where}/headers/${name}`, definitions)] : [];
    }),
    ...(fault !== undefined && { fault }),
    diagnostics: diagnosticsBelow(schema),
    throttle: extensions.boolean('x-throttle'),
    states: extensions.list('x-provider-states').map((reader) => reader.stateCase()),
    ...(created !== undefined && { created }),
  };
}

/** `The token is not valid. …` becomes `the token is not valid`. */
function phraseOf(description: string): string {
  const [sentence = ''] = description.trim().split(/[.\n](?:\s|$)/);
  return /^[A-Z](?![A-Z])/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function readHeader(
  name: string,
  header: OpenAPIV3_1.HeaderObject,
  where: string,
  definitions: Definitions,
): ResponseHeader {
  const extensions = new ExtensionReader(header, where);
  const should = extensions.optionalString('x-should');
  const requirement = extensions.optionalString('x-requirement');
  const schema = schemaOf(header.schema, `${where}/schema`, definitions);
  const validate = validatorOf(schema);
  return {
    name,
    required: header.required === true,
    ...(should !== undefined && { should }),
    ...(requirement !== undefined && { requirement }),
    validate: (value) => validate(fieldValue(schema, value)),
  };
}

/** The value of a header field by the type in its schema: a number, a boolean, a list, or the text itself. */
function fieldValue(schema: Schema, text: unknown): unknown {
  if (typeof text !== 'string') return text;
  const types = [schema.type].flat();
  if (types.some((type) => type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text))
    return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return types.includes('array') ? text.split(',').map((item) => item.trim()) : text;
}

/** The pointer in a link's runtime expression `$response.body#/…` that gives the id of what was made. */
function createdPointer(
  response: OpenAPIV3_1.ResponseObject,
  namesCreated: (parameter: string) => boolean,
): string | undefined {
  for (const link of Object.values(response.links ?? {})) {
    const parameters: readonly [string, unknown][] =
      '$ref' in link ? [] : Object.entries(link.parameters ?? {});
    for (const [name, expression] of parameters) {
      if (namesCreated(name) && typeof expression === 'string' && expression.startsWith('$response.body#'))
        return expression.slice('$response.body#'.length);
    }
  }
  return undefined;
}

/** The paths of all members whose schema has `x-diagnostic: true`, in whatever part of the schema. */
function diagnosticsBelow(schema: unknown): string[][] {
  if (!isPlainObject(schema)) return [];
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  const properties = isPlainObject(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...parts.flatMap(diagnosticsBelow),
    ...properties.flatMap(([name, property]) =>
      isPlainObject(property) && property['x-diagnostic'] === true
        ? [[name]]
        : diagnosticsBelow(property).map((path) => [name, ...path]),
    ),
  ];
}

/** Every `x-requirement`, and every header's `x-should`, below a part of the document. */
function requirementsBelow(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) => {
    if (typeof value !== 'string') return requirementsBelow(value);
    return name === 'x-requirement' || name === 'x-should' ? [value] : [];
  });
}
