import type { Exchange, HeaderList } from '../model/exchange.ts';
import { headerValue, isSameHeader, withoutHeaders } from '../util/headers.ts';
import { plainJson } from './plain-json.ts';

/** A request as received on a connection. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, exactly as they stood in the request line. */
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: Buffer | null;
}

/**
 * The requests of one connection, in order. Not by Node's server, which rejects the unknown methods of some cases. The
 * verifier is the only client and is known to speak HTTP/1.1, with a Content-Length before every body.
 */
export async function* readRequests(connection: AsyncIterable<Buffer>): AsyncGenerator<WireRequest> {
  let pending = Buffer.alloc(0);
  for await (const chunk of connection) {
    pending = Buffer.concat([pending, chunk]);
    for (let found = firstRequest(pending); found; found = firstRequest(pending)) {
      pending = found.rest;
      yield found.request;
    }
  }
}

const headEnd = Buffer.from('\r\n\r\n');

function firstRequest(bytes: Buffer): { request: WireRequest; rest: Buffer<ArrayBuffer> } | undefined {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return undefined;
  const [requestLine = '', ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon), field.slice(colon + 1).trim()];
  });
  const length = headerValue(headers, 'Content-Length');
  const start = end + headEnd.length;
  const stop = start + Number(length ?? 0);
  if (bytes.length < stop) return undefined;
  const [method = '', path = ''] = requestLine.split(' ');
  const body = length === undefined ? null : Buffer.from(bytes.subarray(start, stop));
  return { request: { method, path, headers, body }, rest: Buffer.from(bytes.subarray(stop)) };
}

/** Fields that are valid for one hop only, or for the content before it was decoded. */
const hopHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding'];

/**
 * How many header fields the verifier accepts. Its HTTP library rejects an answer with more than 100 (observed), which
 * is not the target's fault.
 */
const mostFields = 90;

/** The fields for the verifier: of too many, the first ones and the one that contracts name. */
function fieldsOf({ status, headers }: NonNullable<Exchange['response']>): HeaderList {
  const fields = withoutHeaders(headers, isRedirect(status) ? [...hopHeaders, 'location'] : hopHeaders);
  const named = ([name]: HeaderList[number]) => isSameHeader(name, 'Content-Type');
  return fields.length <= mostFields
    ? fields
    : [...fields.filter(named), ...fields.filter((field) => !named(field)).slice(0, mostFields)];
}

/**
 * The verifier follows redirects to any host, with the credential (observed): it would judge another answer, and show
 * the token to another host. Without Location a redirect is an answer like any other.
 */
const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** An answer for the verifier: status and fields as received, content as the run reads it. */
export function responseBytes(response: NonNullable<Exchange['response']>, toHead: boolean): Buffer {
  const body = plainJson(response) ?? Buffer.from(response.body);
  const head = [
    `HTTP/1.1 ${response.status} ${response.statusText}`,
    ...fieldsOf(response).map(([name, value]) => `${name}: ${value}`),
    ...(toHead ? [] : [`Content-Length: ${body.length}`]),
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), headEnd, toHead ? Buffer.alloc(0) : body]);
}
