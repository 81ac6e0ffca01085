import type { OpenAPIV3_1 } from 'openapi-types';
import { isSameHeader } from '../util/headers.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { ExtensionReader } from './extensions.ts';
import { jsonContentAmong } from './media-type.ts';
import type { DocumentedResponse, Operation, ResponseContent } from './operations.ts';
import { readHeader } from './read-headers.ts';
import { type Schemas, schemaOf, unreferenced } from './resolved.ts';
import { unusable } from './unusable.ts';

/** Where a response stands, and what it refers to. */
export interface ResponsePlace {
  readonly where: string;
  readonly schemas: Schemas;
  /** Whether a parameter names what the operation makes. */
  readonly namesCreated: (parameter: string) => boolean;
}

/** The documented responses of an operation: those of a code, and those of a range of codes or of all others. */
export function readResponses(
  responses: OpenAPIV3_1.ResponsesObject,
  place: ResponsePlace,
): Pick<Operation, 'responses' | 'otherResponses'> {
  const read = Object.entries(responses).flatMap(([code, response]) => {
    const own = unreferenced(response);
    const at = { ...place, where: `${place.where}/${code}` };
    return own && /^(?:[1-5](?:\d\d|xx)|default)$/i.test(code)
      ? [[code, readResponse(own, at)] as const]
      : [];
  });
  const isCode = (code: string) => /^\d+$/.test(code);
  const others = read.filter(([code]) => !isCode(code));
  for (const [code, { states }] of others)
    if (states.some(({ status }) => status === undefined))
      throw unusable(`${place.where}/${code}/x-provider-states`, 'a state of several codes needs a status');
  return {
    responses: new Map(
      read
        .filter(([code]) => isCode(code))
        .map(([code, response]) => [Number(code), { ...response, status: Number(code) }]),
    ),
    ...(others.length > 0 && {
      otherResponses: new Map(others.map(([code, response]) => [code.replace(/xx$/i, 'XX'), response])),
    }),
  };
}

function readResponse(
  response: OpenAPIV3_1.ResponseObject,
  { where, schemas, namesCreated }: ResponsePlace,
): Omit<DocumentedResponse, 'status'> {
  const extensions = new ExtensionReader(response, where);
  const contents = readContents(response, where, schemas);
  const mediaTypes = [...contents.keys()];
  const { schema, validate } = contents.get(jsonContentAmong(mediaTypes) ?? '') ?? {};
  const fault = extensions.optionalString('x-fault');
  const created = createdPointer(response, namesCreated);
  const reason = phraseOf(response.description);
  const bodies = [...contents.values()].map((content) => content.schema);
  const citation = extensions.optionalString('x-citation');
  const excluded = extensions.reason('x-excluded');
  const tolerates = extensions.list('x-tolerates').map((reader) => reader.tolerance());
  return {
    ...(reason !== '' && { reason }),
    requirements: extensions.strings('x-requirements') ?? [],
    contentRequirements: [...new Set(requirementsBelow([bodies, response.headers]))],
    ...(citation !== undefined && { citation }),
    ...(excluded !== undefined && { excluded }),
    mediaTypes,
    contents,
    ...(schema && { schema }),
    ...(validate && { validate }),
    headers: Object.entries(response.headers ?? {}).flatMap(([name, header]) => {
      const own = unreferenced(header);
      // Its media types say what it holds (OpenAPI 3.1, section 4.8.17).
      if (!own || isSameHeader(name, 'Content-Type')) return [];
      return [readHeader(name, own, `${where}/headers/${name}`, schemas)];
    }),
    ...(fault !== undefined && { fault }),
    diagnostics: diagnosticsBelow(schema),
    throttle: extensions.boolean('x-throttle'),
    ...(tolerates.length > 0 && { tolerates }),
    states: extensions.list('x-provider-states').map((reader) => reader.stateCase()),
    ...(created !== undefined && { created }),
  };
}

function readContents(
  { content = {} }: OpenAPIV3_1.ResponseObject,
  where: string,
  { definitions, validatorOf }: Schemas,
): Map<string, ResponseContent> {
  return new Map(
    Object.entries(content).map(([mediaType, { schema: given }]) => {
      if (given === undefined) return [mediaType, {}];
      const schema = schemaOf(given, `${where}/content/schema`, definitions);
      return [mediaType, { schema, validate: validatorOf(schema) }];
    }),
  );
}

/** `The token is not valid. …` becomes `the token is not valid`. */
function phraseOf(description: string): string {
  const [sentence = ''] = description.trim().split(/[.\n](?:\s|$)/);
  return /^[A-Z](?![A-Z])/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
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
function requirementsBelow(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  const known = requirementsIn.get(part);
  if (known) return known;
  const found = new Set<string>();
  for (const [name, value] of Object.entries(part)) {
    if (typeof value !== 'string') for (const one of requirementsBelow(value)) found.add(one);
    else if (name === 'x-requirement' || name === 'x-should') found.add(value);
  }
  requirementsIn.set(part, [...found]);
  return [...found];
}

/** Parts of schemas are shared, and each is looked at once. */
const requirementsIn = new WeakMap<object, readonly string[]>();
