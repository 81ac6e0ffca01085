import type { Value } from '../model/json.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { Example, Operation, Parameter } from '../openapi/operations.ts';
import { documentedFor } from '../openapi/responses.ts';
import { isValue } from '../util/exact-json.ts';
import { atPointer } from '../util/json-pointer.ts';
import { isSuccess } from '../util/status-class.ts';
import { line } from '../util/text.ts';
import { acceptOf } from './accept.ts';
import { type Body, bodiesOf } from './base-body.ts';
import type { RequestField, RequestTemplate } from './case.ts';
import { type SampleValue, sampleValueOf } from './example-value.ts';
import { writtenParameter } from './parameter-text.ts';

/** The valid request that every derived case changes in one place. */
export interface BaseRequest {
  /** The value of its JSON body; undefined where it has none. */
  readonly value: Value | undefined;
  readonly state: ProviderState | undefined;
  readonly request: RequestTemplate;
  /** The named examples that the schema of the body allows, each with its request. */
  readonly examples: readonly { readonly example: Example; readonly request: RequestTemplate }[];
  /** Why no valid request is known. No case is derived that needs one. */
  readonly unknown?: string;
  /** What in the document could not be used, and why. */
  readonly notes: readonly string[];
}

/** Whether the inputs of the run can provide a state. */
export type StateFilter = (state: ProviderState) => boolean;

export interface BaseOptions {
  readonly fits?: StateFilter;
  /** Names of path parameters that only the run or a state may give a value for. */
  readonly ownValues?: ReadonlySet<string>;
  /** Names of values that replace nothing but path parameters. */
  readonly pathValues?: ReadonlySet<string>;
  /** Names, in lower case, of header fields that the user adds to every request: no case is about these. */
  readonly givenHeaders?: ReadonlySet<string>;
}

/** The request of the first example whose state the run can provide; otherwise of the first body that is known. */
export function baseRequestOf(operation: Operation, options: BaseOptions = {}): BaseRequest {
  const { fits = () => true } = options;
  const { bodies, notes, unknown } = bodiesOf(operation.body);
  const parameters = operation.parameters.map((parameter) => fieldOf(operation, parameter, options));
  const withBody = (body: Body | undefined) => requestWith(operation, parameters, body);
  const named = bodies.flatMap((body) => (body.example ? [{ example: body.example, body }] : []));
  const isProvided = (state: ProviderState | undefined) => state !== undefined && fits(state);
  const preferred = named.find(({ example: { state } }) => isProvided(state ?? operation.state))?.body;
  const body = preferred ?? bodies[0];
  return {
    value: body?.value,
    state: body?.example?.state ?? operation.state,
    request: withBody(body),
    examples: named.map((one) => ({ example: one.example, request: withBody(one.body) })),
    ...(unknown !== undefined && { unknown }),
    notes: [...notes, ...parameters.flatMap(({ note }) => note ?? [])],
  };
}

/** A parameter of the valid request. */
interface BaseField {
  readonly parameter: Parameter;
  /** Absent for path parameters, and for others that need not be sent. */
  readonly field?: RequestField;
  /** The value of a path parameter that the document shows, percent-encoded. */
  readonly documented?: string;
  readonly note?: string;
}

function fieldOf(operation: Operation, parameter: Parameter, options: BaseOptions): BaseField {
  const { name, in: place, schema, examples, required } = parameter;
  const { ownValues = new Set(), pathValues = new Set() } = options;
  if (place === 'path') {
    // The resource that is acted on is never one that a document happens to show.
    if (ownValues.has(name) || name === operation.resourceParameter) return { parameter };
    const chosen = shownInPath(parameter);
    const written = chosen && writtenParameter(parameter, chosen.value);
    const before = inFrontOf(parameter);
    const documented = written?.startsWith(before) ? written.slice(before.length) : '';
    return { parameter, ...(documented !== '' && { documented }) };
  }
  if (!required || holdsCredential(operation, parameter)) return { parameter };
  const isPathValue = pathValues.has(name) || operation.path.includes(`{${name}}`);
  const chosen = sampleValueOf(schema, examples, (value) => writtenParameter(parameter, value) !== undefined);
  const written = chosen ? (writtenParameter(parameter, chosen.value) ?? null) : null;
  return {
    parameter,
    field: { name, written, ...(isPathValue && { fixed: true }) },
    ...(written === null && {
      note: `No value is known for its ${place} parameter ${line(name)}, which is required: give it an example that its schema allows.`,
    }),
  };
}

/** A value that the document shows for a path. Of several permitted ones none is more likely to exist than the others. */
function shownInPath({ schema, examples }: Parameter): SampleValue | undefined {
  const { enum: values, default: preset, example } = schema;
  const isOpen = Array.isArray(values) && values.length > 1 && preset === undefined && example === undefined;
  if (isOpen && examples.length === 0) return undefined;
  const chosen = sampleValueOf(schema, examples);
  return chosen?.made ? undefined : chosen;
}

function requestWith(
  operation: Operation,
  parameters: readonly BaseField[],
  body: Body | undefined,
): RequestTemplate {
  const fields = (place: Parameter['in']) =>
    parameters.flatMap(({ parameter, field }) => (field && parameter.in === place ? [field] : []));
  const documented = parameters.flatMap(({ parameter: { name }, documented: value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const [query, headers, cookies] = [fields('query'), fields('header'), fields('cookie')];
  return {
    method: operation.method,
    path: styledPath(operation),
    parameters: {},
    ...(documented.length > 0 && { documented: Object.fromEntries(documented) }),
    ...(query.length > 0 && { query }),
    ...(headers.length > 0 && { headers }),
    ...(cookies.length > 0 && { cookies }),
    credential: 'valid',
    credentialPlace: operation.credential?.place ?? null,
    accept: acceptOf(operation),
    ...payloadOf(body),
  };
}

function payloadOf(body: Body | undefined): Pick<RequestTemplate, 'contentType' | 'body' | 'bodyValues'> {
  const values = Object.entries(body?.example?.values ?? {}).flatMap(([pointer, name]) => {
    const documented = atPointer(body?.value, pointer);
    return isValue(documented) ? [[pointer, { name, documented }] as const] : [];
  });
  return {
    contentType: body?.contentType ?? null,
    body: body?.payload ?? null,
    ...(values.length > 0 && { bodyValues: Object.fromEntries(values) }),
  };
}

/** The path, with what the styles `label` and `matrix` put in front of a value. */
function styledPath({ path, parameters }: Operation): string {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  return inPath.reduce((whole, parameter) => {
    const template = `{${parameter.name}}`;
    return whole.replaceAll(template, `${inFrontOf(parameter)}${template}`);
  }, path);
}

const inFrontOf = ({ name, form }: Parameter): string =>
  ('style' in form && { label: '.', matrix: `;${encodeURIComponent(name)}=` }[form.style]) || '';

/** Whether a parameter is that of the credential: documents may name it twice. */
export const holdsCredential = ({ credential }: Operation, { in: place, name }: Parameter): boolean => {
  if (!credential) return false;
  const isField = (other: string) => place === 'header' && other.toLowerCase() === name.toLowerCase();
  const { place: own, others } = credential;
  return (own.in === place && own.name === name) || [...Object.values(others), own.name].some(isField);
};

/** The success status of an operation: its lowest documented 2xx that can be shown; 200 where only `2XX` is documented. */
export function successStatus(operation: Operation): number | undefined {
  const [lowest] = [...operation.responses.values()]
    .filter(({ status, excluded }) => isSuccess(status) && excluded === undefined)
    .map(({ status }) => status)
    .sort((a, b) => a - b);
  return lowest ?? (documentedFor(operation, 200) === undefined ? undefined : 200);
}
