import { createReference, listen, type Reference, type ReferenceOptions } from '../../src/reference/index.ts';
import { own } from './run.ts';

export type Next = (request: Request) => Promise<Response>;
/** Stands between the requests and the reference implementation. */
export type Wrap = (request: Request, next: Next) => Promise<Response>;

export interface ReferenceTarget {
  readonly reference: Reference;
  readonly url: string;
  /** Its own provider-state endpoint. */
  readonly states: string;
  close(): Promise<void>;
}

/** The reference implementation as a target like any other, with the account, instance and token of `own`. */
export async function serveReference(
  wrap: Wrap = (request, next) => next(request),
  options: ReferenceOptions = {},
): Promise<ReferenceTarget> {
  const { accountId, instanceId, token } = own;
  const reference = createReference({ accountId, instanceId, token, stateEndpoint: true, ...options });
  const next: Next = (request) => reference.fetch(request);
  const listening = await listen({
    // Its state endpoint is no part of the service that the wrapper alters.
    fetch: (request) => (isStateRequest(request) ? next(request) : wrap(request, next)),
  });
  return { reference, ...listening, states: `${listening.url}${statePath}` };
}

const statePath = '/_pact/provider-states';
const isStateRequest = ({ url }: Request) => new URL(url).pathname === statePath;

/** The request with other header fields. */
export async function withHeaders(
  request: Request,
  headers: Readonly<Record<string, string>>,
): Promise<Request> {
  const merged = new Headers([...request.headers]);
  for (const [name, value] of Object.entries(headers)) merged.set(name, value);
  return new Request(request.url, {
    method: request.method,
    headers: merged,
    body: await request.arrayBuffer(),
  });
}

/** As the reference implementation limits, but for how long it asks to wait. */
export const impatient: Wrap = async (request, next) => {
  const response = await next(request);
  if (response.status !== 413 || !response.headers.has('retry-after')) return response;
  const headers = new Headers([...response.headers]);
  headers.set('Retry-After', '0');
  return new Response(response.body, { status: 413, headers });
};

/** A deviant: takes any media type for JSON. */
export const takingAnyMediaType: Wrap = async (request, next) =>
  request.method === 'POST' && request.headers.has('content-type')
    ? next(await withHeaders(request, { 'Content-Type': 'application/json' }))
    : next(request);
