import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { HeaderList } from '../model/exchange.ts';
import { verifiedTls } from '../util/verified-tls.ts';
import type { HttpProxy, TlsOptions } from './connection-options.ts';
import { SpareConnections, withSpares } from './spare-connections.ts';
import { openTunnel, SecureTunnelAgent, TunnelAgent } from './tunnel.ts';
import type { Destination } from './url.ts';

export interface ConnectionOptions {
  /** Time allowed for a tunnel to be opened, in milliseconds. */
  readonly timeoutMs: number;
  /** Kept-alive connections per host; a fresh one comes on top. */
  readonly maxSockets: number;
  /** How many connections may be opened before the requests that need one of their own. @default none */
  readonly maxSpares?: number;
  readonly maxHeaderBytes: number;
  /** After how many milliseconds without an answer connections that are idle are closed. @default 500 */
  readonly stallMs?: number;
  readonly tls?: TlsOptions;
  readonly proxy?: HttpProxy;
}

/** How long a connection is kept without a request, in milliseconds. */
const longestIdleMs = 2000;

/** Within how many milliseconds of the end of idle connections an answer comes that had waited for it. */
const soonMs = 100;

/** So many times one after the other, it is no chance. */
const enoughStalls = 3;

/** Far more than any server sends; each is an object in every report. */
export const maxHeaderFields = 250;

/**
 * Which connection a request gets: one that others have used and will use, or one of its own, which may have been opened
 * beforehand.
 */
export type ConnectionKind = 'pooled' | 'spare' | 'fresh';

interface Agents extends Readonly<Record<ConnectionKind, http.Agent>> {
  readonly spares: SpareConnections;
}

/** A request that is not sent yet. */
export interface OpenedRequest {
  readonly request: http.ClientRequest;
  /** To be called when the target has let the request be sent: then the next ones may have a connection ready. */
  readonly prepare: () => void;
}

/** The connections of one run: a pool of kept-alive ones, and others for requests that must not share. */
export class Connections {
  readonly #closing = new AbortController();
  readonly #maxHeaderBytes: number;
  readonly #plain: Agents;
  readonly #secure: Agents;
  readonly #stallMs: number;
  /** When idle connections were closed, by `performance.now`. */
  #idleClosedAt = Number.NEGATIVE_INFINITY;
  /** How many late answers came then, one after the other. */
  #stalls = 0;
  #keeps = true;

  constructor(options: ConnectionOptions) {
    const { timeoutMs, maxSockets, maxSpares = 0, maxHeaderBytes, tls, proxy, stallMs = 500 } = options;
    const { signal } = this.#closing;
    this.#maxHeaderBytes = maxHeaderBytes;
    this.#stallMs = stallMs;
    // Each tunnel being opened listens; Node would warn of a leak at the eleventh.
    setMaxListeners(0, signal);
    // Node's 250 ms for each of a host's addresses is too short for a distant target.
    const common = { autoSelectFamilyAttemptTimeout: 2500, ...verifiedTls, ...tls };
    const [pool, single] = [
      { ...common, keepAlive: true, maxSockets, timeout: longestIdleMs },
      { ...common, keepAlive: false },
    ];
    // The target's own time begins only when there is a connection to it.
    const tunnel =
      proxy && ((to: Pick<Destination, 'hostname' | 'port'>) => openTunnel(proxy, to, { timeoutMs, signal }));
    const plain = (of: http.AgentOptions) => (tunnel ? new TunnelAgent(of, tunnel) : new http.Agent(of));
    const secure = (of: https.AgentOptions) =>
      tunnel ? new SecureTunnelAgent(of, tunnel) : new https.Agent(of);
    const agents = (make: (of: https.AgentOptions) => http.Agent): Agents => {
      // Those to a proxy are no connections to the target yet.
      const spares = new SpareConnections({ most: proxy ? 0 : maxSpares });
      return {
        pooled: withSpares(make(pool), spares, longestIdleMs),
        spare: withSpares(make(single), spares),
        fresh: make(single),
        spares,
      };
    };
    this.#plain = agents(plain);
    this.#secure = agents(secure);
  }

  /** Aborts when the connections are closed. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  open(to: Destination, method: string, headers: HeaderList, kind: ConnectionKind): OpenedRequest {
    const { request } = to.secure ? https : http;
    const agents = to.secure ? this.#secure : this.#plain;
    const made = request({
      host: to.hostname,
      port: to.port,
      method,
      path: to.path,
      // An array is sent unchanged: order, case and repetition of fields.
      headers: headers.flat(),
      agent: agents[kind],
      maxHeaderSize: this.#maxHeaderBytes,
      insecureHTTPParser: false,
    });
    // Beyond it Node drops fields without a word: one more than the limit shows that there are too many.
    made.maxHeadersCount = maxHeaderFields + 1;
    return { request: made, prepare: () => agents.spares.prepare() };
  }

  /** Whether connections are kept for further requests. */
  get keeps(): boolean {
    return this.#keeps;
  }

  /**
   * Looks after a request until it is answered, or is not. A server with one thread waits for the next request of a
   * connection that is idle, and answers no other: such connections are closed. A target that answers then, again and
   * again, gets no more of them (decision 0049).
   * @param isAnswered whether what was seen of the request is an answer
   */
  async attending<T>(sending: () => Promise<T>, isAnswered: (seen: T) => boolean): Promise<T> {
    const began = performance.now();
    const timer = setInterval(() => this.#closeIdle(), this.#stallMs);
    try {
      const seen = await sending();
      const now = performance.now();
      if (isAnswered(seen) && now - began >= this.#stallMs) this.#noteLate(now - this.#idleClosedAt < soonMs);
      return seen;
    } finally {
      clearInterval(timer);
    }
  }

  /** @param afterIdle whether the answer came as soon as idle connections were closed */
  #noteLate(afterIdle: boolean): void {
    this.#stalls = afterIdle ? this.#stalls + 1 : 0;
    if (this.#stalls >= enoughStalls) this.#keepNone();
  }

  #closeIdle(): void {
    const all = [this.#plain, this.#secure];
    const kept = all.flatMap(({ pooled }) => Object.values(pooled.freeSockets)).flatMap((some) => some ?? []);
    for (const socket of kept) socket.destroy();
    const closed = all.filter(({ spares }) => spares.drop()).length;
    if (kept.length + closed > 0) this.#idleClosedAt = performance.now();
  }

  #keepNone(): void {
    this.#keeps = false;
    for (const { spares, pooled } of [this.#plain, this.#secure]) {
      pooled.maxFreeSockets = 0;
      spares.stop();
    }
    this.#closeIdle();
  }

  /** Closes every connection. */
  close(): void {
    this.#closing.abort();
    for (const { spares, pooled, spare, fresh } of [this.#plain, this.#secure]) {
      spares.stop();
      for (const agent of [pooled, spare, fresh]) agent.destroy();
    }
  }
}
