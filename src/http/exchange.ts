import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { rootMessage } from '../model/errors.ts';
import type { Exchange, HeaderList } from '../model/exchange.ts';
import { undoContentEncoding } from './content-encoding.ts';
import { type Failure, failureOf, isReset } from './failure.ts';
import type { TlsOptions } from './reachability.ts';
import { type HttpProxy, openTunnel, ProxyFailure, SecureTunnelAgent, TunnelAgent } from './tunnel.ts';
import { type Destination, splitUrl } from './url.ts';
import { traceWire, type WireTrace } from './wire.ts';

export { type PreflightOptions, preflight, type TlsOptions } from './reachability.ts';

export interface TransportOptions {
  /** Time allowed from having a connection to the complete answer. */
  readonly timeoutMs: number;
  /** Kept-alive connections per host; a `fresh` request comes on top. */
  readonly maxSockets: number;
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
}

/** A request as a case wants it; the transport adds only what `transportHeaders` says. */
export interface TransportRequest {
  readonly method: string;
  /** A string is sent as it is; a `URL` has normalised its path already. */
  readonly url: URL | string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
  /** On a connection of its own, and never sent twice. */
  readonly fresh: boolean;
  /** In place of the transport's own limit. */
  readonly maxBodyBytes?: number;
  /** Path parameters and credential, for the record. */
  readonly values: Exchange['values'];
}

export interface Transport {
  /**
   * Never rejects: what goes wrong is an exchange's `failure`. The last exchange is the one to judge. There is one
   * before it, with the `attempt` before its own, only when a kept-alive connection turned out to be closed while
   * idle (decision 0001).
   */
  send(
    request: TransportRequest,
    options: {
      readonly attempt: number;
      readonly signal?: AbortSignal;
      /** The case that is sent, for whoever stands between the run and the wire. */
      readonly caseId?: string;
    },
  ): Promise<readonly Exchange[]>;
  /** Closes every connection; what is still in flight ends as stopped. */
  close(): void;
}

/** A transport over node:http, chosen because it shows header fields, HTTP version and reuse as they were. */
export function createTransport(options: TransportOptions): Transport {
  const { timeoutMs, maxSockets, maxBodyBytes = 128 * 1024, maxHeaderBytes = 32 * 1024 } = options;
  const { proxy, headers: extra = [] } = options;
  const closing = new AbortController();
  // The target's own time begins only when there is a connection to it.
  const tunnelLimits = { timeoutMs, signal: closing.signal };
  // Each tunnel being opened listens; Node would warn of a leak at the eleventh.
  setMaxListeners(0, closing.signal);
  // Node's 250 ms for each of a host's addresses is too short for a distant target.
  const common = { autoSelectFamilyAttemptTimeout: 2500, ...options.tls };
  const pool = { ...common, keepAlive: true, maxSockets };
  const single = { ...common, keepAlive: false };
  const plainAgent = (of: http.AgentOptions) =>
    proxy ? new TunnelAgent(of, (to) => openTunnel(proxy, to, tunnelLimits)) : new http.Agent(of);
  const secureAgent = (of: https.AgentOptions) =>
    proxy ? new SecureTunnelAgent(of, (to) => openTunnel(proxy, to, tunnelLimits)) : new https.Agent(of);
  const agents = {
    http: { pooled: plainAgent(pool), fresh: plainAgent(single) },
    https: { pooled: secureAgent(pool), fresh: secureAgent(single) },
  };

  const open = (to: Destination, method: string, headers: HeaderList, fresh: boolean) => {
    const { request } = to.secure ? https : http;
    const { pooled, fresh: own } = to.secure ? agents.https : agents.http;
    const made = request({
      host: to.hostname,
      port: to.port,
      method,
      path: to.path,
      // An array goes out as it is, in order and case, repetitions included.
      headers: headers.flat(),
      agent: fresh ? own : pooled,
      maxHeaderSize: maxHeaderBytes,
      insecureHTTPParser: false,
    });
    // Beyond it Node drops fields without a word: one more than the limit shows that there are too many.
    made.maxHeadersCount = maxHeaderFields + 1;
    return made;
  };

  const once = async (
    { method, url, headers: own, body, values, maxBodyBytes: limit = maxBodyBytes }: TransportRequest,
    { attempt, signal, fresh }: { attempt: number; signal: AbortSignal | undefined; fresh: boolean },
  ): Promise<{ exchange: Exchange; closedWhileIdle: boolean }> => {
    const given = [...own, ...extra];
    const longest = limit + 2 * (body?.length ?? 0);
    let sent: Exchange['request'] = { method, url: String(url), headers: given, body };
    let seen: WireTrace;
    try {
      const to = splitUrl(url);
      const headers = [...transportHeaders(to.host, method, given, body, fresh), ...given];
      sent = { method, url: to.url, headers, body };
      seen = await traceWire(open(to, method, headers, fresh), body, {
        timeoutMs,
        maxBodyBytes: longest,
        signals: signal ? [signal, closing.signal] : [closing.signal],
      });
    } catch (error) {
      const failure: Failure = {
        blame: 'suite',
        message: `the request cannot be sent: ${rootMessage(error)}`,
      };
      const startedAt = new Date().toISOString();
      const exchange = { request: sent, failure, values, attempt, startedAt, durationMs: 0 };
      return { exchange, closedWhileIdle: false };
    }

    // Only then is it certain that the server had not begun to answer. It may have acted all the same,
    // which is why a request that can change the target is sent `fresh`.
    const closedWhileIdle =
      !fresh &&
      seen.reused &&
      typeof seen.ending !== 'string' &&
      isReset(seen.ending) &&
      seen.bytesRead === 0;
    const failure = closedWhileIdle ? idleFailure : judge(seen, { timeoutMs, maxHeaderBytes });
    const response = await responseOf(seen, failure, longest);
    const exchange: Exchange = {
      request: sent,
      ...(response && { response }),
      ...(failure && { failure }),
      values,
      attempt,
      startedAt: seen.startedAt.toISOString(),
      durationMs: seen.durationMs,
    };
    return { exchange, closedWhileIdle };
  };

  return {
    async send(request, { attempt, signal }) {
      // On a connection that ends with the answer, content after the head of an answer to HEAD can be seen.
      const fresh = request.fresh || request.method === 'HEAD';
      const first = await once(request, { attempt, signal, fresh });
      if (!first.closedWhileIdle) return [first.exchange];
      const second = await once(request, { attempt: attempt + 1, signal, fresh: true });
      return [first.exchange, second.exchange];
    },
    close() {
      closing.abort();
      for (const { pooled, fresh } of [agents.http, agents.https]) {
        pooled.destroy();
        fresh.destroy();
      }
    },
  };
}

/** Far more than any server sends; each is an object in every report. */
const maxHeaderFields = 1000;

const idleFailure: Failure = {
  blame: 'suite',
  message: 'the connection was closed while idle; sent again on a new one',
};

/** Methods for which a request without content says nothing of its length (RFC 9110 section 8.6). */
const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/**
 * What the transport puts in front of the given headers. A field the caller gives is left to the caller.
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

/** Whether what was seen is a usable answer, and if not, whose doing that is (decision 0001). */
function judge(
  { ending, head, body, bytesRead }: WireTrace,
  { timeoutMs, maxHeaderBytes }: { timeoutMs: number; maxHeaderBytes: number },
): Failure | undefined {
  if (ending === 'complete' || ending === 'too-long') return undefined;
  if (ending === 'stopped') return { blame: 'suite', message: 'stopped before the answer' };
  if (ending === 'timeout') {
    const message = `no complete answer within ${timeoutMs / 1000} s; the reference sets no limit`;
    return { blame: 'target', message };
  }
  if (head && isReset(ending)) {
    return { blame: 'target', message: `the answer was cut off after ${body.length} bytes of its body` };
  }
  if (ending instanceof ProxyFailure) return { blame: 'suite', message: ending.message };
  return failureOf(ending, bytesRead, maxHeaderBytes);
}

/** What came of an answer; a partial one is kept as evidence. */
async function responseOf(
  { head, ending, body }: WireTrace,
  failure: Failure | undefined,
  maxBodyBytes: number,
): Promise<Exchange['response']> {
  if (!head) return undefined;
  if (failure) return { ...head, body, incomplete: failure };
  if (head.headers.length > maxHeaderFields) {
    const message = `the answer has more than ${maxHeaderFields} header fields; the suite reads no further`;
    const headers = head.headers.slice(0, maxHeaderFields);
    return { ...head, headers, body, incomplete: { blame: 'suite', message } };
  }
  if (ending === 'too-long') {
    const message = `the body is longer than ${maxBodyBytes} bytes; the suite reads no further`;
    return { ...head, body, incomplete: { blame: 'suite', message } };
  }
  return { ...head, ...(await undoContentEncoding(head.headers, body, maxBodyBytes)) };
}
