import { type Case, credentialValue, type RequestField } from '../catalogue/case.ts';
import { credentialField } from '../catalogue/credential-place.ts';
import { isSuccess } from '../util/status-class.ts';
import { escapeRegExp, fromProviderState, type Template } from './matchers.ts';
import { type Examples, type RequestBody, requestBody, type Variable } from './request-body.ts';

export interface RequestTemplate {
  readonly method: string;
  readonly path: Template;
  /** Percent-encoded, without its question mark. */
  readonly query?: string;
  readonly headers: Readonly<Record<string, Template>>;
  readonly body: RequestBody;
}

/**
 * The name of a value that is the caller's own although the state gives another one: the state "belongs to another
 * account" gives an account, and a request may use its resource in the caller's own path.
 */
export const callerValueName = (name: string): string => `caller.${name}`;

/** A case's request in Pact's terms. */
export function requestTemplate(item: Case, examples: Examples): RequestTemplate {
  const { request, uses } = item;
  const variable = (name: string) =>
    `\${${uses === undefined || uses.includes(name) ? name : callerValueName(name)}}`;
  return {
    method: request.method,
    path: pathOf(item, examples, variable),
    ...(request.query && request.query.length > 0 && { query: writtenIn(request.query, '&') }),
    headers: headersOf(request, examples, variable),
    body: requestBody(request, examples, variable),
  };
}

/** What the document has no value for, a contract cannot have. */
const writtenIn = (fields: readonly RequestField[], between: string): string =>
  fields.flatMap(({ written }) => written ?? []).join(between);

/**
 * What the document shows in a path stays as it is, unless the state of a valid request gives it: other states need not
 * name what exists.
 */
function pathOf(item: Case, examples: Examples, variable: Variable): Template {
  const { path, parameters, documented = {} } = item.request;
  const isGiven = item.states.length > 0 && (isSuccess(item.expect) || item.stateOptional === true);
  const filled = (value: (name: string) => string) =>
    path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
      const fixed = parameters[name];
      return fixed === undefined ? value(name) : encodeURIComponent(fixed);
    });
  const shown = (name: string) => (isGiven || examples[name] !== undefined ? undefined : documented[name]);
  const example = filled((name) => examples[name] ?? documented[name] ?? name);
  const expression = filled((name) => shown(name) ?? variable(name));
  if (expression === example) return example;
  const pattern = filled((name) => shown(name) ?? `{${name}}`)
    .split(/\{[^{}]+\}/)
    .map(escapeRegExp)
    .join('[^/]+');
  return fromProviderState(expression, example, `^${pattern}$`);
}

function headersOf(
  request: Case['request'],
  examples: Examples,
  variable: Variable,
): Record<string, Template> {
  const { accept, contentType, headers = [], cookies = [] } = request;
  return {
    ...(accept !== null && { Accept: accept }),
    ...Object.fromEntries(
      headers.flatMap(({ name, written }) => (written === null ? [] : [[name, written]])),
    ),
    ...(cookies.length > 0 && { Cookie: writtenIn(cookies, '; ') }),
    ...credentialOf(request, examples, variable),
    ...(contentType !== null && { 'Content-Type': contentType }),
  };
}

/** A credential in the query or in base64 is in no contract: see `unsupported`. */
function credentialOf(
  { credential, credentialPlace: place }: Case['request'],
  examples: Examples,
  variable: Variable,
): Record<string, Template> {
  const field = credentialField(place);
  if (place === null || field === undefined || credential === 'absent') return {};
  const start = { plain: '', bearer: 'Bearer ', basic: 'Basic ' }[place.form];
  const before = place.in === 'cookie' ? `${place.name}=` : start;
  if (typeof credential === 'object')
    return { [field]: place.in === 'cookie' ? before + credential.literal : credential.literal };
  return {
    [field]: fromProviderState(
      before + variable(credentialValue),
      before + (examples[credentialValue] ?? credentialValue),
      `^${escapeRegExp(before)}.+$`,
    ),
  };
}
