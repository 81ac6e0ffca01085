import { createReference, type Reference } from '../../../src/reference/index.ts';

/** What a test changes of a request that would be accepted. */
export interface Change {
  readonly version?: string;
  readonly accountId?: string;
  readonly instanceId?: string;
  /** After the instance's path. @default '/action' */
  readonly suffix?: string;
  /** Null: no such header. */
  readonly token?: string | null;
  readonly method?: string;
  readonly contentType?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when text or bytes, else as JSON; null: no body. */
  readonly body?: unknown;
}

export const upgradeTo = (type: unknown, version: unknown) => ({
  upgrade: { datastore_type: type, datastore_version: version },
});

export const good = upgradeTo('mysql', '5.7');
export const origin = 'http://db.example:8080';

/** A request, by default for the upgrade MySQL 5.6 to 5.7 of the default instance. */
export function requestOf({ defaults }: Reference, change: Change = {}): Request {
  const { version = defaults.version, accountId = defaults.accountId, method = 'POST' } = change;
  const { instanceId = defaults.instanceId, suffix = '/action', token = defaults.token } = change;
  const { contentType = 'application/json', body = good } = change;
  const headers = new Headers(change.headers);
  if (token !== null) headers.set('X-Auth-Token', token);
  const content = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const hasBody = body !== null && method !== 'GET' && method !== 'HEAD';
  const request = new Request(`${origin}/${version}/${accountId}/instances/${instanceId}${suffix}`, {
    method,
    headers,
    ...(hasBody && { body: Buffer.from(content) }),
  });
  if (contentType !== null && hasBody) request.headers.set('Content-Type', contentType);
  return request;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export async function send(reference: Reference, change: Change = {}): Promise<Answer> {
  const response = await reference.fetch(requestOf(reference, change));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

/** The instance, or one of another place, as a reader gets it. */
export async function read(reference: Reference, change: Change = {}): Promise<unknown> {
  const { body } = await send(reference, { method: 'GET', suffix: '', ...change });
  return body;
}

export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

/** A reference in which a state was set up, and the values to send a request with. */
export function inState(name: string, params: Readonly<Record<string, unknown>> = {}) {
  const reference = createReference();
  const setUp = reference.states.setUp(name, { type: 'mysql', version: '5.6', ...params });
  if (!setUp) throw new Error(`no state ${name}`);
  return { reference, ...setUp };
}
