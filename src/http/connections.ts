import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { HeaderList } from '../model/exchange.ts';
import { verifiedTls } from '../util/verified-tls.ts';
import type { HttpProxy, TlsOptions } from './connection-options.ts';
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

interface Agents {
  readonly pooled: http.Agent;
  readonly fresh: http.Agent;
}

/** The connections of one run: a pool of kept-alive ones, and fresh ones for requests that must not share. */
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
    this.#plain = { pooled: plain(pool), fresh: plain(single) };
    this.#secure = { pooled: secure(pool), fresh: secure(single) };
  }

  /** Aborts when the connections are closed. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** A request that is not sent yet. */
  open(to: Destination, method: string, headers: HeaderList, fresh: boolean): http.ClientRequest {
    const { request } = to.secure ? https : http;
    const agents = to.secure ? this.#secure : this.#plain;
    const made = request({
      host: to.hostname,
      port: to.port,
      method,
      path: to.path,
      // An array is sent unchanged: order, case and repetition of fields.
      headers: headers.flat(),
      agent: fresh ? agents.fresh : agents.pooled,
      maxHeaderSize: this.#maxHeaderBytes,
      insecureHTTPParser: false,
    });
    // Beyond it Node drops fields without a word: one more than the limit shows that there are too many.
    made.maxHeadersCount = maxHeaderFields + 1;
    return made;
  }

  /** Closes every connection. */
  close(): void {
    this.#closing.abort();
    for (const { pooled, fresh } of [this.#plain, this.#secure]) {
      pooled.destroy();
      fresh.destroy();
    }
  }
}
