import type { OpenAPIV3_1 } from 'openapi-types';
import { SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { ProviderState } from '../model/provider-state.ts';
import {
  type Expectation,
  ExtensionReader,
  expectationOf,
  isObject,
  type StateCase,
  type UnknownValue,
} from './extensions.ts';
import { type Validator, validatorOf } from './schema.ts';

/** A JSON Schema as the document has it, references resolved. */
export type Schema = Readonly<Record<string, unknown>>;

export interface PathParameter {
  readonly name: string;
  readonly schema: Schema;
  readonly unknownValues: readonly UnknownValue[];
}

/** How the caller proves who it is: a header that holds the credential. */
export interface Credential {
  readonly header: string;
  readonly invalid: Expectation;
}

/** A named request example, and the state in which it is answered with success. */
export interface Example {
  readonly name: string;
  readonly summary: string;
  readonly value: Json;
  readonly requirements: readonly string[];
  readonly state?: ProviderState;
}

export interface RequestBody {
  readonly required: boolean;
  readonly mediaTypes: readonly string[];
  readonly schema: Schema;
  readonly examples: readonly Example[];
  readonly invalid: Expectation;
  readonly unsupportedMediaType: Expectation;
  readonly missingMediaType: Expectation;
}

export interface ResponseHeader {
  readonly name: string;
  readonly required: boolean;
  /** Requirement whose absence deserves a warning. */
  readonly should?: string;
  readonly requirement?: string;
  readonly validate: Validator;
}

export interface DocumentedResponse {
  readonly status: number;
  /** What the status itself shows. */
  readonly requirements: readonly string[];
  /** What its body and headers show: every `x-requirement` below them. */
  readonly contentRequirements: readonly string[];
  readonly citation: string;
  /** Accepted media types; empty when the answer has no body. */
  readonly mediaTypes: readonly string[];
  /** Judges a JSON body; undefined when the document says nothing of it. */
  readonly validate?: Validator;
  readonly schema?: Schema;
  readonly headers: readonly ResponseHeader[];
  /** Name of the one member of a fault body. */
  readonly fault?: string;
  /** True when any request may be answered so because the caller sends too much. */
  readonly throttle: boolean;
  readonly states: readonly StateCase[];
  /** JSON pointer to the id of what a success made, from the response's `links`. */
  readonly created?: string;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly requirements: readonly string[];
  readonly parameters: readonly PathParameter[];
  readonly credential?: Credential;
  readonly body?: RequestBody;
  readonly responses: ReadonlyMap<number, DocumentedResponse>;
  /** Upper-case methods that the path documents. */
  readonly pathMethods: readonly string[];
  readonly undocumentedMethods: Expectation;
  readonly unrecognisedMethod: Expectation;
  /** The path parameter that names what the operation acts on. */
  readonly resourceParameter?: string;
  /** Requirement that each check answers for where its finding names none, by check id. */
  readonly checkRequirements: Readonly<Record<string, string>>;
}

const methods = ['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace'] as const;

/**
 * Every operation of a validated, dereferenced OpenAPI 3.1 document, in document order.
 * @throws SuiteError of kind `configuration` when an operation cannot be used.
 */
export function operationsOf(document: OpenAPIV3_1.Document): Operation[] {
  const found = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    item === undefined
      ? []
      : methods.flatMap((method) => {
          const operation = item[method];
          return operation ? [readOperation(document, path, item, method, operation)] : [];
        }),
  );
  if (found.length === 0) throw unusable('paths', 'it documents no operation');
  return found;
}

function readOperation(
  document: OpenAPIV3_1.Document,
  path: string,
  item: OpenAPIV3_1.PathItemObject,
  method: (typeof methods)[number],
  operation: OpenAPIV3_1.OperationObject,
): Operation {
  const where = `paths/${path}/${method}`;
  const id = operation.operationId;
  if (id === undefined || !/^[A-Za-z0-9_.-]+$/.test(id)) {
    throw unusable(where, 'an operation needs an operationId of letters, digits, "_", "." and "-"');
  }
  const extensions = new ExtensionReader(operation, where);
  const body = resolved(operation.requestBody, `${where}/requestBody`);
  const credential = credentialOf(document, operation, where);
  const resourceParameter = extensions.optionalString('x-resource-parameter');
  return {
    id,
    method: method.toUpperCase(),
    path,
    requirements: extensions.strings('x-requirements') ?? [],
    parameters: pathParameters(item, operation, where),
    ...(credential && { credential }),
    ...(body && { body: readBody(body, `${where}/requestBody`) }),
    responses: new Map(
      Object.entries(operation.responses ?? {})
        .filter(([status]) => /^[1-5]\d\d$/.test(status))
        .map(([status, response]) => {
          const at = `${where}/responses/${status}`;
          return [
            Number(status),
            readResponse(Number(status), resolved(response, at), at, resourceParameter),
          ];
        }),
    ),
    pathMethods: methods.filter((name) => item[name] !== undefined).map((name) => name.toUpperCase()),
    undocumentedMethods: expectationOf(item, 'x-undocumented-methods', where),
    unrecognisedMethod: expectationOf(item, 'x-unrecognised-method', where),
    ...(resourceParameter !== undefined && { resourceParameter }),
    checkRequirements: new ExtensionReader(document, 'document').stringMap('x-check-requirements'),
  };
}

function pathParameters(
  item: OpenAPIV3_1.PathItemObject,
  operation: OpenAPIV3_1.OperationObject,
  where: string,
): PathParameter[] {
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    .map((parameter) => resolved(parameter, `${where}/parameters`))
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => ({
      name: parameter.name,
      schema: schemaOf(parameter.schema, `${where}/parameters/${parameter.name}/schema`),
      unknownValues: new ExtensionReader(parameter, `${where}/parameters/${parameter.name}`)
        .list('x-unknown-values')
        .map((reader) => reader.unknownValue()),
    }));
}

/** The first API key in a header that the operation's security asks for. */
function credentialOf(
  document: OpenAPIV3_1.Document,
  operation: OpenAPIV3_1.OperationObject,
  where: string,
): Credential | undefined {
  const names = (operation.security ?? document.security ?? []).flatMap((requirement) =>
    Object.keys(requirement),
  );
  for (const name of names) {
    const scheme = resolved(document.components?.securitySchemes?.[name], `${where}/security/${name}`);
    if (scheme?.type === 'apiKey' && scheme.in === 'header') {
      return { header: scheme.name, invalid: expectationOf(scheme, 'x-invalid', `securitySchemes/${name}`) };
    }
  }
  return undefined;
}

function readBody(body: OpenAPIV3_1.RequestBodyObject, where: string): RequestBody {
  const content = Object.entries(body.content ?? {});
  const json = content.find(([mediaType]) => isJsonMediaType(mediaType))?.[1];
  return {
    required: body.required === true,
    mediaTypes: content.map(([mediaType]) => mediaType),
    schema: schemaOf(json?.schema, `${where}/content/schema`),
    examples: Object.entries(json?.examples ?? {}).map(([name, example]) =>
      readExample(name, resolved(example, `${where}/examples/${name}`), `${where}/examples/${name}`),
    ),
    invalid: expectationOf(body, 'x-invalid', where),
    unsupportedMediaType: expectationOf(body, 'x-unsupported-media-type', where),
    missingMediaType: expectationOf(body, 'x-missing-media-type', where),
  };
}

function readExample(name: string, example: OpenAPIV3_1.ExampleObject, where: string): Example {
  const extensions: Readonly<Record<string, unknown>> = { ...example };
  const state = extensions['x-provider-state'];
  if (example.value === undefined) throw unusable(where, 'an example needs a value');
  return {
    name,
    summary: example.summary ?? name,
    value: example.value,
    requirements: new ExtensionReader(example, where).strings('x-requirements') ?? [],
    ...(state !== undefined && { state: new ExtensionReader(state, `${where}/x-provider-state`).state() }),
  };
}

function readResponse(
  status: number,
  response: OpenAPIV3_1.ResponseObject,
  where: string,
  resourceParameter: string | undefined,
): DocumentedResponse {
  const extensions = new ExtensionReader(response, where);
  const content = Object.entries(response.content ?? {});
  const json = content.find(([mediaType]) => isJsonMediaType(mediaType))?.[1];
  const schema = json?.schema === undefined ? undefined : schemaOf(json.schema, `${where}/content/schema`);
  const fault = extensions.optionalString('x-fault');
  const created = resourceParameter === undefined ? undefined : createdPointer(response, resourceParameter);
  return {
    status,
    requirements: extensions.strings('x-requirements') ?? [],
    contentRequirements: [...new Set(requirementsBelow([schema, response.headers]))],
    citation: extensions.optionalString('x-citation') ?? `${where}`,
    mediaTypes: content.map(([mediaType]) => mediaType),
    ...(schema && { schema, validate: validatorOf(schema) }),
    headers: Object.entries(response.headers ?? {}).map(([name, header]) =>
      readHeader(name, resolved(header, `${where}/headers/${name}`), `${where}/headers/${name}`),
    ),
    ...(fault !== undefined && { fault }),
    throttle: extensions.boolean('x-throttle'),
    states: extensions.list('x-provider-states').map((reader) => reader.stateCase()),
    ...(created !== undefined && { created }),
  };
}

function readHeader(name: string, header: OpenAPIV3_1.HeaderObject, where: string): ResponseHeader {
  const extensions = new ExtensionReader(header, where);
  const should = extensions.optionalString('x-should');
  const requirement = extensions.optionalString('x-requirement');
  const schema = schemaOf(header.schema, `${where}/schema`);
  const validate = validatorOf(schema);
  return {
    name,
    required: header.required === true,
    ...(should !== undefined && { should }),
    ...(requirement !== undefined && { requirement }),
    validate: (value) => validate(fieldValue(schema, value)),
  };
}

/** A header field as its schema's type reads it: a number, a truth value, a list, else the text as it is. */
function fieldValue(schema: Schema, text: unknown): unknown {
  if (typeof text !== 'string') return text;
  const types = [schema.type].flat();
  if (types.some((type) => type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text))
    return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return types.includes('array') ? text.split(',').map((item) => item.trim()) : text;
}

/** The pointer in a link's runtime expression `$response.body#/…` that gives the resource parameter. */
function createdPointer(response: OpenAPIV3_1.ResponseObject, parameter: string): string | undefined {
  for (const link of Object.values(response.links ?? {})) {
    const expression: unknown = '$ref' in link ? undefined : link.parameters?.[parameter];
    if (typeof expression === 'string' && expression.startsWith('$response.body#')) {
      return expression.slice('$response.body#'.length);
    }
  }
  return undefined;
}

/** True for `application/json` and every `+json` type (RFC 6839 §3.1), parameters aside. */
export function isJsonMediaType(mediaType: string): boolean {
  const essence = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
  return essence === 'application/json' || essence.endsWith('+json');
}

/** Every `x-requirement`, and every header's `x-should`, below a part of the document. */
function requirementsBelow(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) => {
    if (typeof value !== 'string') return requirementsBelow(value);
    return name === 'x-requirement' || name === 'x-should' ? [value] : [];
  });
}

function schemaOf(schema: unknown, where: string): Schema {
  if (holdsReference(schema)) throw unresolved(where);
  return isObject(schema) ? schema : {};
}

/** Takes the reference object out of a union: in a dereferenced document only a cycle leaves one. */
function resolved<T>(value: T, where: string): Exclude<T, OpenAPIV3_1.ReferenceObject> {
  if (isReference(value)) throw unresolved(where);
  // The guard above leaves every T but the reference; the compiler cannot see that through the conditional type.
  return value as Exclude<T, OpenAPIV3_1.ReferenceObject>;
}

function isReference(value: unknown): boolean {
  return isObject(value) && typeof value.$ref === 'string';
}

function holdsReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isReference(value) || Object.values(value).some(holdsReference);
}

function unresolved(where: string): SuiteError {
  return unusable(where, 'a reference could not be resolved; recursive schemas are not supported');
}

function unusable(where: string, why: string): SuiteError {
  return new SuiteError('configuration', `The OpenAPI document is not usable: at ${where}, ${why}.`);
}
