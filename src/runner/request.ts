import { type Case, credentialValue, type RequestField, type RequestTemplate } from '../catalogue/case.ts';
import { credentialText, withCredential } from '../catalogue/credential-place.ts';
import { writtenText } from '../catalogue/parameter-text.ts';
import type { HeaderList } from '../model/exchange.ts';
import type { ParameterPlace } from '../openapi/operations.ts';
import type { Values } from '../provider-states/driver.ts';
import { encodeSegment, parametersIn } from '../util/path-segment.ts';
import { isSuccess } from '../util/status-class.ts';
import { filledBody } from './body-values.ts';

/** A request as the transport takes it. */
export interface ConcreteRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
  /** Parameters and credential that it was made with. */
  readonly values: Values;
}

export type BuiltRequest =
  | { readonly kind: 'request'; readonly request: ConcreteRequest }
  /** Names of values that neither the run nor the state gave. */
  | { readonly kind: 'missing'; readonly names: readonly string[] };

/** Puts the values into a case's request template. */
export function buildRequest(
  { request: template, expect = 0 }: Pick<Case, 'request'> & Partial<Pick<Case, 'expect'>>,
  target: string,
  given: Values,
  userAgent: string,
): BuiltRequest {
  const values: Record<string, string> = { ...given, ...template.parameters };
  const credential = credentialOf(template, values);
  const body = filledBody(template, given);
  const names = parametersIn(template.path);
  const missing = names.filter((name) => segmentFor(name, template, given) === undefined);
  const query = fieldsOf('query', template.query, given, missing);
  const fields = fieldsOf('header', template.headers, given, missing);
  const cookies = fieldsOf('cookie', template.cookies, given, missing);
  // A refusal does not depend on them.
  if (isSuccess(expect)) missing.push(...body.documented);
  if (credential === 'missing') missing.push(credentialValue);
  if (missing.length > 0) return { kind: 'missing', names: missing };

  const path = template.path.replaceAll(
    /\{([^{}]*)\}/g,
    (whole, name: string) => segmentFor(name, template, given) ?? whole,
  );
  const { [credentialValue]: _unsent, ...sent } = values;
  const { url, headers } = withCredentialOf(template, credential, {
    url: `${target.replace(/(?<!\/)\/+$/, '')}${path}${query.length > 0 ? `?${textsOf(query, '&')}` : ''}`,
    headers: [
      ['User-Agent', userAgent],
      ...pair('Accept', template.accept),
      ...fields,
      ...(cookies.length > 0 ? pair('Cookie', textsOf(cookies, '; ')) : []),
    ],
  });
  return {
    kind: 'request',
    request: {
      method: template.method,
      url,
      headers: [
        ...headers,
        ...pair('Content-Type', template.contentType),
        ...pair('Transfer-Encoding', template.framing ?? null),
      ],
      body: body.bytes,
      values: credential === null ? sent : { ...sent, [credentialValue]: credential },
    },
  };
}

/** What stands in the path for a parameter. */
function segmentFor(name: string, template: RequestTemplate, given: Values): string | undefined {
  const fixed = template.parameters[name];
  // The case's own parameters stand in the Pact contract in the form that is sent.
  if (fixed !== undefined) return encodeURIComponent(fixed);
  const value = given[name];
  return value === undefined ? template.documented?.[name] : encodeSegment(value);
}

type Written = [name: string, written: string];

/** Query parameters, header fields or cookies as they stand in the request. */
function fieldsOf(
  place: ParameterPlace,
  fields: readonly RequestField[] = [],
  given: Values,
  missing: string[],
): Written[] {
  return fields.flatMap(({ name, written, fixed }): Written[] => {
    const value = fixed || name === credentialValue ? undefined : given[name];
    const own = value === undefined ? written : writtenText({ in: place, name }, value);
    if (own !== null) return [[name, own]];
    missing.push(name);
    return [];
  });
}

const textsOf = (fields: readonly Written[], between: string): string =>
  fields.map(([, written]) => written).join(between);

/** The credential to send, as it was given; null for none, `missing` when there ought to be one. */
function credentialOf({ credential, credentialPlace }: Case['request'], values: Values): string | null {
  if (credentialPlace === null || credential === 'absent') return null;
  if (typeof credential === 'object') return credential.literal;
  return values[credentialValue] ?? (credentialPlace.optional ? null : 'missing');
}

function withCredentialOf(
  { credential: use, credentialPlace: place }: Case['request'],
  credential: string | null,
  request: Pick<ConcreteRequest, 'url' | 'headers'>,
): Pick<ConcreteRequest, 'url' | 'headers'> {
  if (place === null || credential === null) return request;
  return withCredential(
    request,
    place,
    typeof use === 'object' ? credential : credentialText(place, credential),
  );
}

function pair(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]];
}

/** Of the values that a provider state gives, those that the case uses. */
export function usedBy({ uses }: Case, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => uses?.includes(name) ?? true));
}
