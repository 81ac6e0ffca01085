import { isJsonMediaType } from '../../openapi/media-type.ts';
import { type Definitions, schemaOf } from '../../openapi/resolved.ts';
import { pointerTo } from '../../util/json-pointer.ts';
import { isPlainObject } from '../../util/plain-object.ts';

type Members = Readonly<Record<string, unknown>>;

/** A part of the document, with the JSON pointer that findings show. */
interface Placed {
  readonly pointer: string;
}

/** A part that pages have, unless the document says why they do not. */
interface OnPage extends Placed {
  /** `x-not-on-page`: why the page does not have it. */
  readonly notOnPage?: string;
}

export interface DocumentParameter extends OnPage {
  readonly in: string;
  readonly name: string;
  readonly required: boolean;
  readonly schema: Members;
}

export interface DocumentExample extends OnPage {
  readonly name: string;
  readonly summary: string;
  readonly value: unknown;
}

export interface DocumentContent extends Placed {
  readonly mediaTypes: readonly string[];
  /** Schema of the JSON body, with what it refers to; undefined if the document has none. */
  readonly schema?: Members;
  readonly examples: readonly DocumentExample[];
}

export interface DocumentBody extends DocumentContent {
  readonly required: boolean;
  /** `x-listed-in`: the list on the page that names every example. */
  readonly listedIn?: string;
}

export interface DocumentResponse extends DocumentContent, OnPage {
  readonly code: number;
  /** `x-name`: what the page calls the code. */
  readonly name?: string;
  readonly headers: readonly DocumentHeader[];
}

export interface DocumentHeader extends Placed {
  readonly name: string;
  readonly required: boolean;
}

/** An operation of a dereferenced document, as far as pages describe it. */
export interface DocumentOperation extends Placed {
  /** `operationId` */
  readonly id?: string;
  /** `x-page`: the target (anchor) of the page that describes it. */
  readonly page?: string;
  readonly summary?: string;
  readonly tags: readonly string[];
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly DocumentParameter[];
  /** Header fields that hold the credential. */
  readonly credentials: readonly DocumentHeader[];
  readonly body?: DocumentBody;
  readonly responses: readonly DocumentResponse[];
}

const methods = ['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace'];

/** The operations of a dereferenced OpenAPI document. */
export function documentOperations(document: unknown): DocumentOperation[] {
  return entries(member(document, 'paths')).flatMap(([path, item]) =>
    entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => readOperation(document, path, item, method, operation)),
  );
}

function readOperation(
  document: unknown,
  path: string,
  item: unknown,
  method: string,
  operation: unknown,
): DocumentOperation {
  const above = pointerTo('', 'paths', path);
  const pointer = pointerTo(above, method);
  const definitions = objectAt(member(document, 'components'), 'schemas') ?? {};
  const body = member(operation, 'requestBody');
  const text = (name: string) => {
    const value = member(operation, name);
    return typeof value === 'string' ? value : undefined;
  };
  const [id, page, summary] = ['operationId', 'x-page', 'summary'].map(text);
  return {
    pointer,
    ...(id !== undefined && { id }),
    ...(page !== undefined && { page }),
    ...(summary !== undefined && { summary }),
    tags: textsOf(member(operation, 'tags')),
    method: method.toUpperCase(),
    // Actions that share a path have a fragment each.
    path: path.split('#')[0] ?? '',
    parameters: [
      ...parametersOf(member(item, 'parameters'), pointerTo(above, 'parameters')),
      ...parametersOf(member(operation, 'parameters'), pointerTo(pointer, 'parameters')),
    ],
    credentials: credentialsOf(document, operation),
    ...(isPlainObject(body) && { body: readBody(body, pointerTo(pointer, 'requestBody'), definitions) }),
    responses: entries(member(operation, 'responses'))
      .filter(([code]) => /^[1-5]\d\d$/.test(code))
      .map(([code, response]) =>
        readResponse(Number(code), response, pointerTo(pointer, 'responses', code), definitions),
      ),
  };
}

const parametersOf = (parameters: unknown, pointer: string): DocumentParameter[] =>
  (Array.isArray(parameters) ? parameters : []).map((parameter: unknown, index) => ({
    pointer: pointerTo(pointer, String(index)),
    ...notOnPage(parameter),
    in: String(member(parameter, 'in')),
    name: String(member(parameter, 'name')),
    required: member(parameter, 'required') === true,
    schema: objectAt(parameter, 'schema') ?? {},
  }));

/** The header fields of all API keys that the operation accepts. */
function credentialsOf(document: unknown, operation: unknown): DocumentHeader[] {
  const security = member(operation, 'security') ?? member(document, 'security');
  const names = Array.isArray(security)
    ? security.flatMap((one) => Object.keys(isPlainObject(one) ? one : {}))
    : [];
  return names.flatMap((name) => {
    const scheme = member(member(member(document, 'components'), 'securitySchemes'), name);
    const pointer = pointerTo('', 'components', 'securitySchemes', name);
    if (member(scheme, 'type') === 'http') return [{ pointer, name: 'Authorization', required: true }];
    return member(scheme, 'in') === 'header'
      ? [{ pointer, name: String(member(scheme, 'name')), required: true }]
      : [];
  });
}

function readBody(body: Members, pointer: string, definitions: Definitions): DocumentBody {
  const listedIn = body['x-listed-in'];
  return {
    ...readContent(body, pointer, definitions),
    required: body.required === true,
    ...(typeof listedIn === 'string' && { listedIn }),
  };
}

function readResponse(
  code: number,
  response: unknown,
  pointer: string,
  definitions: Definitions,
): DocumentResponse {
  const name = member(response, 'x-name');
  return {
    ...readContent(response, pointer, definitions),
    ...notOnPage(response),
    code,
    ...(typeof name === 'string' && { name }),
    headers: entries(member(response, 'headers')).map(([header, value]) => ({
      pointer: pointerTo(pointer, 'headers', header),
      name: header,
      required: member(value, 'required') === true,
    })),
  };
}

function readContent(part: unknown, pointer: string, definitions: Definitions): DocumentContent {
  const content = entries(member(part, 'content'));
  const [mediaType, json] = content.find(([name]) => isJsonMediaType(name)) ?? [];
  const schema = objectAt(json, 'schema');
  const at = mediaType === undefined ? pointer : pointerTo(pointer, 'content', mediaType);
  return {
    pointer,
    mediaTypes: content.map(([name]) => name),
    ...(schema && { schema: schemaOf(schema, at, definitions) }),
    examples: entries(member(json, 'examples')).map(([name, example]) => ({
      pointer: pointerTo(at, 'examples', name),
      ...notOnPage(example),
      name,
      summary: String(member(example, 'summary') ?? name),
      value: member(example, 'value'),
    })),
  };
}

/** Why the page does not have a part of the document. */
export function notOnPage(part: unknown): Pick<OnPage, 'notOnPage'> {
  const reason = member(part, 'x-not-on-page');
  return typeof reason === 'string' ? { notOnPage: reason } : {};
}

/** The pointer to the schema that `readContent` found. */
export function schemaPointer({ pointer, mediaTypes }: DocumentContent): string {
  const mediaType = mediaTypes.find(isJsonMediaType);
  return mediaType === undefined ? pointer : pointerTo(pointer, 'content', mediaType, 'schema');
}

/** For each requirement, the pointer to the first place in the document that names it. */
export function requirementPointers(document: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<object>();
  const visit = (value: unknown, pointer: string, named: boolean): void => {
    if (typeof value === 'string' && named && !found.has(value)) found.set(value, pointer);
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const [name, inner] of Object.entries(value)) {
      const names = /^(x-)?requirements?$/.test(name) || (named && Array.isArray(value));
      visit(inner, pointerTo(pointer, name), names || name === 'x-should' || name === 'x-check-requirements');
    }
  };
  visit(document, '', false);
  return found;
}

const member = (value: unknown, name: string): unknown => (isPlainObject(value) ? value[name] : undefined);

function objectAt(value: unknown, name: string): Members | undefined {
  const found = member(value, name);
  return isPlainObject(found) ? found : undefined;
}

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string');

const entries = (value: unknown): [string, unknown][] => (isPlainObject(value) ? Object.entries(value) : []);
