import { rootMessage } from '../model/errors.ts';
import type { Exchange, Failure, HeaderList } from '../model/exchange.ts';
import type { HttpProxy, TlsOptions } from './connection-options.ts';
import { Connections, maxHeaderFields } from './connections.ts';
import { undoContentEncoding } from './content-encoding.ts';
import { targetFailure } from './failure.ts';
import { failureIn, isLost, whyAgain } from './trace-failure.ts';
import { splitUrl } from './url.ts';
import { maxFramingBytes, traceWire, type WireTrace } from './wire.ts';

export { type PreflightOptions, preflight } from './reachability.ts';

export interface TransportOptions {
  /** Time allowed from having a connection to the complete answer. */
  readonly timeoutMs: number;
  /** Kept-alive connections per host; a `fresh` request comes on top. */
  readonly maxSockets: number;
  /** How many connections may be opened before the requests that need one of their own. @default none */
  readonly maxSpares?: number;
  readonly tls?: TlsOptions;
  readonly proxy?: HttpProxy;
  /** Added to every request, after its own. */
  readonly headers?: HeaderList;
  /**
   * Longest body that is read, as received and once decoded, beyond what it could repeat of its request. Small: several
   * are held at once, and what is made of one can be a hundred times its size.
   * @default 128 KiB
   */
  readonly maxBodyBytes?: number;
  /** @default 32 KiB, for the status line and all header fields of an answer together */
  readonly maxHeaderBytes?: number;
  /** @default 500: see `Connections.attending` */
  readonly stallMs?: number;
}

/** A request as a case wants it; the transport adds only what `transportHeaders` says. */
export interface TransportRequest {
  readonly method: string;
  /** A string is sent unchanged; a `URL` has normalised its path already. */
  readonly url: URL | string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
  /** Sent on a new connection, and never sent twice once a byte of it was written. */
  readonly fresh: boolean;
  /** In place of the transport's own limit. */
  readonly maxBodyBytes?: number;
  /** Path parameters and credential, for the record. */
  readonly values: Exchange['values'];
}

export interface Transport {
  /**
   * Never rejects: what goes wrong is an exchange's `failure`. The last exchange is the one to judge. There is one
   * before it, with the `attempt` before its own, only when the connection turned out to be closed while idle
   * (decision 0001) or out of step (decision 0029).
   */
  send(
    request: TransportRequest,
    options: {
      readonly attempt: number;
      readonly signal?: AbortSignal;
      /** Id of the case that is sent, for a transport between the run and the wire. */
      readonly caseId?: string;
    },
  ): Promise<readonly Exchange[]>;
  /** Closes every connection; what is still in flight ends as stopped. */
  close(): void;
}

/** A transport over node:http, chosen because it shows header fields, HTTP version and reuse as they were. */
export function createTransport(options: TransportOptions): Transport {
  return new HttpTransport(options);
}

interface Sending {
  readonly attempt: number;
  readonly signal: AbortSignal | undefined;
  readonly fresh: boolean;
  /** Whether this is the last try. */
  readonly last: boolean;
}

class HttpTransport implements Transport {
  readonly #options: TransportOptions;
  readonly #maxHeaderBytes: number;
  readonly #connections: Connections;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#maxHeaderBytes = options.maxHeaderBytes ?? 32 * 1024;
    this.#connections = new Connections({ ...options, maxHeaderBytes: this.#maxHeaderBytes });
  }

  async send(
    request: TransportRequest,
    { attempt, signal }: { readonly attempt: number; readonly signal?: AbortSignal },
  ): Promise<readonly Exchange[]> {
    // On a connection that ends with the answer, content after the head of an answer to HEAD can be seen.
    const fresh = request.fresh || request.method === 'HEAD' || !this.#connections.keeps;
    const first = await this.#once(request, { attempt, signal, fresh, last: false });
    if (!first.again) return [first.exchange];
    const second = await this.#once(request, { attempt: attempt + 1, signal, fresh: true, last: true });
    return [first.exchange, second.exchange];
  }

  close(): void {
    this.#connections.close();
  }

  async #once(
    request: TransportRequest,
    sending: Sending,
  ): Promise<{ readonly exchange: Exchange; readonly again: boolean }> {
    const { body, values, maxBodyBytes = this.#options.maxBodyBytes ?? 128 * 1024 } = request;
    const { attempt, fresh } = sending;
    const longest = maxBodyBytes + 2 * (body?.length ?? 0);
    const traced = await this.#trace(request, sending, longest);
    if ('failure' in traced) {
      const startedAt = new Date().toISOString();
      return { exchange: { ...traced, values, attempt, startedAt, durationMs: 0 }, again: false };
    }
    const { seen, sent } = traced;
    const limits = { timeoutMs: this.#options.timeoutMs, maxHeaderBytes: this.#maxHeaderBytes };
    const again = sending.last ? undefined : whyAgain(seen, fresh);
    const failure = again ?? failureIn(seen, sent, limits);
    const response = await responseOf(seen, failure, longest);
    const exchange: Exchange = {
      request: sent,
      ...(response && { response }),
      ...(failure && { failure }),
      ...(!fresh && seen.connection && { connection: seen.connection }),
      values,
      attempt,
      startedAt: seen.startedAt.toISOString(),
      durationMs: seen.durationMs,
    };
    return { exchange, again: again !== undefined };
  }

  /** Puts the request on the wire, and gives what was sent and seen; a failure when it cannot be sent at all. */
  async #trace(
    { method, url, headers: own, body }: TransportRequest,
    { signal, fresh, last }: Sending,
    maxBodyBytes: number,
  ): Promise<
    | { readonly sent: Exchange['request']; readonly seen: WireTrace }
    | { readonly request: Exchange['request']; readonly failure: Failure }
  > {
    const { timeoutMs, headers: extra = [] } = this.#options;
    const given = [...own, ...extra];
    const closing = this.#connections.closed;
    const kind = fresh ? (last ? 'fresh' : 'spare') : 'pooled';
    let sent: Exchange['request'] = { method, url: String(url), headers: given, body };
    try {
      const to = splitUrl(url);
      const headers = [...transportHeaders(to.host, method, given, body, fresh), ...given];
      sent = { method, url: to.url, headers, body };
      const { request, prepare } = this.#connections.open(to, method, headers, kind);
      const limits = { timeoutMs, maxBodyBytes, signals: signal ? [signal, closing] : [closing] };
      const seen = await this.#connections.attending(
        () => traceWire(request, body, { ...limits, onAsked: prepare }),
        ({ head }) => head !== undefined,
      );
      return { sent, seen };
    } catch (error) {
      return { request: sent, failure: targetFailure('request-unsendable', rootMessage(error)) };
    }
  }
}

/** Methods for which a request without content says nothing of its length (RFC 9110 section 8.6). */
const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/**
 * What the transport puts in front of the given headers. A field that the caller gives is not replaced.
 * An unknown method without a body gets `Content-Length: 0`, or node:http would send it chunked.
 */
function transportHeaders(
  host: string,
  method: string,
  given: HeaderList,
  body: Uint8Array | null,
  fresh: boolean,
): HeaderList {
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const headers: [string, string][] = [];
  if (!names.has('host')) headers.push(['Host', host]);
  const framed = names.has('content-length') || names.has('transfer-encoding');
  if (!framed && (body !== null || !bodyless.has(method))) {
    headers.push(['Content-Length', String(body?.length ?? 0)]);
  }
  if (!names.has('connection')) headers.push(['Connection', fresh ? 'close' : 'keep-alive']);
  return headers;
}

/** What came of an answer; a partial one is kept as evidence. */
async function responseOf(
  seen: WireTrace,
  failure: Failure | undefined,
  maxBodyBytes: number,
): Promise<Exchange['response']> {
  const { head, ending, body } = seen;
  if (!head) return undefined;
  if (failure) return { ...head, body, incomplete: failure };
  if (head.headers.length > maxHeaderFields) {
    const message = `the answer has more than ${maxHeaderFields} header fields; the suite reads no further`;
    const headers = head.headers.slice(0, maxHeaderFields);
    return { ...head, headers, body, incomplete: { blame: 'suite', message } };
  }
  if (isLost(ending)) return { ...head, body, incomplete: targetFailure('end-unknown') };
  if (ending === 'too-long') {
    const message = `the body is longer than ${maxBodyBytes} bytes; the suite reads no further`;
    return { ...head, body, incomplete: { blame: 'suite', message } };
  }
  if (ending === 'fragmented') {
    const message = `the chunks of the body are so small, or their extensions so long, that these are ${maxFramingBytes} bytes longer than it; the suite reads no further`;
    return { ...head, body, incomplete: { blame: 'suite', message } };
  }
  return { ...head, ...(await undoContentEncoding(head.headers, body, maxBodyBytes)) };
}
