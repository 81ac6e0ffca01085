import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { HeaderList } from '../model/exchange.ts';
import { verifiedTls } from '../util/verified-tls.ts';
import type { HttpProxy, TlsOptions } from './connection-options.ts';
import { type SpareAgent, withSpares } from './spare-connections.ts';
import { openTunnel, SecureTunnelAgent, TunnelAgent } from './tunnel.ts';
import type { Destination } from './url.ts';

export interface ConnectionOptions {
  /** Time allowed for a tunnel to be opened, in milliseconds. */
  readonly timeoutMs: number;
  /** Kept-alive connections per host; a fresh one comes on top. */
  readonly maxSockets: number;
  readonly maxHeaderBytes: number;
  readonly tls?: TlsOptions;
  readonly proxy?: HttpProxy;
}

/** Far more than any server sends; each is an object in every report. */
export const maxHeaderFields = 250;

/**
 * Which connection a request gets: one that others have used and will use, or one of its own, which may have been opened
 * beforehand.
 */
export type ConnectionKind = 'pooled' | 'spare' | 'fresh';

type Agents = Readonly<Record<ConnectionKind, http.Agent>> & Pick<SpareAgent, 'prepare'>;

/** A request that is not sent yet. */
export interface OpenedRequest {
  readonly request: http.ClientRequest;
  /** To be called when the target has let the request be sent: then more of its kind may have a connection ready. */
  readonly prepare: () => void;
}

/** The connections of one run: a pool of kept-alive ones, and others for requests that must not share. */
export class Connections {
  readonly #closing = new AbortController();
  readonly #maxHeaderBytes: number;
  readonly #plain: Agents;
  readonly #secure: Agents;

  constructor({ timeoutMs, maxSockets, maxHeaderBytes, tls, proxy }: ConnectionOptions) {
    const { signal } = this.#closing;
    this.#maxHeaderBytes = maxHeaderBytes;
    // Each tunnel being opened listens; Node would warn of a leak at the eleventh.
    setMaxListeners(0, signal);
    // Node's 250 ms for each of a host's addresses is too short for a distant target.
    const common = { autoSelectFamilyAttemptTimeout: 2500, ...verifiedTls, ...tls };
    const [pool, single] = [
      { ...common, keepAlive: true, maxSockets },
      { ...common, keepAlive: false },
    ];
    // The target's own time begins only when there is a connection to it.
    const tunnel =
      proxy && ((to: Pick<Destination, 'hostname' | 'port'>) => openTunnel(proxy, to, { timeoutMs, signal }));
    const plain = (of: http.AgentOptions) => (tunnel ? new TunnelAgent(of, tunnel) : new http.Agent(of));
    const secure = (of: https.AgentOptions) =>
      tunnel ? new SecureTunnelAgent(of, tunnel) : new https.Agent(of);
    const agents = (make: (of: https.AgentOptions) => http.Agent): Agents => {
      const { agent: spare, prepare } = withSpares(make(single), { most: maxSockets });
      return { pooled: make(pool), spare, fresh: make(single), prepare };
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
    return { request: made, prepare: kind === 'spare' ? agents.prepare : () => {} };
  }

  /** Closes every connection. */
  close(): void {
    this.#closing.abort();
    for (const agents of [this.#plain, this.#secure])
      for (const agent of [agents.pooled, agents.spare, agents.fresh]) agent.destroy();
  }
}
