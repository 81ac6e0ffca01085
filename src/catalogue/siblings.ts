import { isDeepStrictEqual } from 'node:util';
import type { Value } from '../model/json.ts';
import { appliedBy, excludes, requiredBy } from '../openapi/applied.ts';
import { isJsonMediaType, isSameFormat } from '../openapi/media-type.ts';
import type { Operation, Parameter, Schema } from '../openapi/operations.ts';
import { UnusableError } from '../openapi/unusable.ts';
import { rounded } from '../util/exact-json.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { shortList } from '../util/text.ts';
import { type BaseRequest, holdsCredential } from './base-request.ts';
import { bytesOf, type CaseDefinition, type Payload, type RequestTemplate } from './case.ts';
import { excludesText } from './text-readings.ts';

/** A derived request that is no fault. */
export interface NoFault {
  readonly slug: string;
  /** Whose request it is as well. */
  readonly operationId: string;
  /** Whether it is valid there, or the document shows it. */
  readonly as: 'valid' | 'example';
}

/**
 * The other operations with the method and the path of each: keys of a document may differ by a fragment, and the names
 * in a template say nothing (OpenAPI 3.1, section 4.8.8.2).
 */
export function siblingsAmong(
  operations: readonly Operation[],
): (operation: Operation) => readonly Operation[] {
  const placeOf = ({ method, path }: Operation) => `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}')}`;
  const groups = new Map<string, Operation[]>();
  for (const operation of operations)
    groups.set(placeOf(operation), [...(groups.get(placeOf(operation)) ?? []), operation]);
  return (operation) => groups.get(placeOf(operation))?.filter(({ id }) => id !== operation.id) ?? [];
}

/**
 * Whose request a derived one is, too: a target has to take it for a request of a sibling, or the document shows it
 * (decision 0043).
 */
export function noFaultIn(
  { slug, request = {} }: CaseDefinition,
  base: BaseRequest,
  operation: Operation,
  siblings: readonly Operation[],
): NoFault | undefined {
  const whole = { ...base.request, ...request };
  const sibling = siblings.find((one) => mayAccept(one, whole));
  if (sibling) return { slug, operationId: sibling.id, as: 'valid' };
  // Where the fault is not in the body, the body is that of a valid request.
  const value = request.contentType === undefined && request.body ? jsonIn(request.body) : undefined;
  const shown = value && [operation, ...siblings].find((one) => shows(one, value.value));
  return shown && { slug, operationId: shown.id, as: 'example' };
}

/** What is said of the requests of an operation that are not sent, one sentence for each reason. */
export function noFaultNotes(found: readonly NoFault[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { slug, operationId, as } of found) {
    const which =
      as === 'valid' ? `${operationId} accepts` : `the document shows as examples of ${operationId}`;
    reasons.set(which, [...(reasons.get(which) ?? []), slug]);
  }
  return [...reasons].map(
    ([which, slugs]) => `Requests that ${which} are not sent as faults: ${shortList(slugs)}.`,
  );
}

/** Whether a request is valid for an operation of the same method and path, as far as the document tells. */
function mayAccept(operation: Operation, request: RequestTemplate): boolean {
  return (
    operation.parameters.every(
      (parameter) =>
        parameter.in === 'path' || holdsCredential(operation, parameter) || fits(parameter, request),
    ) && acceptsBody(operation, request)
  );
}

function fits({ name, in: place, required, schema }: Parameter, request: RequestTemplate): boolean {
  const { query = [], headers = [], cookies = [] } = request;
  const fields = { query, header: headers, cookie: cookies, path: [] }[place];
  const isNamed = (other: string) =>
    place === 'header' ? other.toLowerCase() === name.toLowerCase() : other === name;
  const field = fields.find((one) => isNamed(one.name));
  if (!field) return !required;
  const text = field.written === null ? undefined : textIn(field.written, place === 'header');
  return text === undefined || !excludesText(appliedBy(schema), text);
}

/** The text of a value that is written as one; of others nobody can say. */
function textIn(written: string, isHeader: boolean): string | undefined {
  if (isHeader) return written;
  const [, value, ...others] = written.split(/[=&;]/);
  return value === undefined || others.length > 0 ? undefined : decodeURIComponent(value);
}

function acceptsBody({ body }: Operation, { body: payload, contentType }: RequestTemplate): boolean {
  if (payload === null) return body?.required !== true;
  if (!body || contentType === null) return false;
  const { jsonType, schema, others } = body;
  const contents = [...(jsonType === undefined ? [] : [{ mediaType: jsonType, schema }]), ...others];
  const content = contents.find(({ mediaType }) => isSameFormat(mediaType, contentType));
  if (!content || !isJsonMediaType(contentType)) return content !== undefined;
  const json = jsonIn(payload);
  return json !== undefined && allows(content.schema, json.value);
}

/** A schema that cannot be compiled may allow anything. Most siblings differ in a member that is required at the top. */
function allows(schema: Schema, value: Value): boolean {
  const schemas = appliedBy(schema);
  if (isPlainObject(value) && requiredBy(schemas).some((name) => !Object.hasOwn(value, name))) return false;
  try {
    return !excludes(schemas, value);
  } catch (error) {
    if (error instanceof UnusableError) return true;
    throw error;
  }
}

const shows = ({ body }: Operation, value: Value): boolean =>
  [...(body?.examples.map((example) => example.value) ?? []), ...(body?.refusedExamples ?? [])].some((one) =>
    isDeepStrictEqual(rounded(one), value),
  );

/** The value of a body; undefined if it is not JSON. */
function jsonIn(payload: Payload): { readonly value: Value } | undefined {
  try {
    return { value: JSON.parse(Buffer.from(bytesOf(payload)).toString()) };
  } catch {
    return undefined;
  }
}
