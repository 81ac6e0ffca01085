import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { rootMessage } from '../model/errors.ts';
import { errorCode } from '../util/error-code.ts';
import { isSuccess } from '../util/status-class.ts';
import { verifiedTls } from '../util/verified-tls.ts';
import { isBlank } from './answer-end.ts';
import type { HttpProxy } from './connection-options.ts';
import { isCertificateProblem, isReset, unreachableReason } from './failure.ts';
import type { Destination } from './url.ts';

/** The proxy carries no connection to the target: that says nothing of the target. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
}

export interface TunnelLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * A connection to the destination through the proxy, before any TLS with the destination.
 * @throws ProxyFailure
 */
export function openTunnel(
  proxy: HttpProxy,
  { hostname, port }: Pick<Destination, 'hostname' | 'port'>,
  { timeoutMs, signal }: TunnelLimits,
): Promise<net.Socket> {
  const failure = (what: string, cause?: unknown) =>
    new ProxyFailure(`the proxy ${proxy.url} ${what}`, { cause });
  const authority = `${net.isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`;
  const { protocol, hostname: host, port: proxyPort } = new URL(proxy.url);
  const { request } = protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request({
      host: host.replace(/^\[(.*)\]$/, '$1'),
      port: Number(proxyPort) || (protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      headers: [
        ...['Host', authority],
        ...(proxy.authorization === undefined ? [] : ['Proxy-Authorization', proxy.authorization]),
      ],
      agent: false,
      signal,
      ...verifiedTls,
    });
    const timer = setTimeout(() => {
      asked.destroy(failure(`carried no connection to ${authority} within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    // node:http raises this for every answer to CONNECT, of any status.
    asked.once('connect', ({ statusCode = 0 }, socket, early) => {
      clearTimeout(timer);
      if (isSuccess(statusCode)) {
        if (isBlank(early)) return resolve(socket);
        socket.destroy();
        return reject(
          failure(`passed ${early.length} bytes on before the target was asked, or sent them itself`),
        );
      }
      socket.destroy();
      reject(failure(refusal(statusCode, authority, proxy)));
    });
    asked.once('error', (error) => {
      clearTimeout(timer);
      reject(error instanceof ProxyFailure ? error : failure(whyNot(error), error));
    });
    asked.end();
  });
}

function refusal(status: number, authority: string, { authorization }: HttpProxy): string {
  if (status !== 407) return `answered ${status} to CONNECT ${authority}`;
  return authorization === undefined
    ? 'wants a user name and a password (407); give them in its URL'
    : 'did not accept the user name and password in its URL (407)';
}

function whyNot(error: Error): string {
  const code = errorCode(error);
  const unreached = unreachableReason(code);
  if (unreached) return `is not reachable: ${unreached} (${code})`;
  if (code === 'ECONNREFUSED') return `refuses connections (${code})`;
  if (code.startsWith('HPE_')) return `did not answer in HTTP (${code})`;
  if (isReset(error)) return `closed the connection without an answer (${code})`;
  if (isCertificateProblem(code)) return `has a certificate that is not accepted: ${rootMessage(error)}`;
  return `cannot be used: ${rootMessage(error)}${code && ` (${code})`}`;
}

type Open = (to: Pick<Destination, 'hostname' | 'port'>) => Promise<net.Socket>;
type Created = (error: Error | null, stream: net.Socket) => void;

/** Gives a request its connection, or the error instead. */
function hand(opened: Promise<net.Socket>, created: Created | undefined): undefined {
  opened.then(
    (socket) => created?.(null, socket),
    // With an error the second argument is not looked at.
    (error: unknown) =>
      created?.(error instanceof Error ? error : new Error(String(error)), new net.Socket()),
  );
}

const destinationOf = ({ host, port }: http.ClientRequestArgs) => ({
  hostname: host ?? '',
  port: Number(port),
});

/** An agent whose connections go through a tunnel. */
export class TunnelAgent extends http.Agent {
  readonly #open: Open;

  constructor(options: http.AgentOptions, open: Open) {
    super(options);
    this.#open = open;
  }

  override createConnection(options: http.ClientRequestArgs, created?: Created): undefined {
    return hand(this.#open(destinationOf(options)), created);
  }
}

/** The same, with TLS between here and the destination. */
export class SecureTunnelAgent extends https.Agent {
  readonly #open: Open;

  constructor(options: https.AgentOptions, open: Open) {
    super(options);
    this.#open = open;
  }

  override createConnection(options: https.RequestOptions, created?: Created): undefined {
    const secured = this.#open(destinationOf(options)).then((socket) => {
      const over = { ...options, socket };
      const stream = super.createConnection(over);
      if (stream instanceof net.Socket) return stream;
      throw new Error('Node made no TLS connection over the tunnel.');
    });
    return hand(secured, created);
  }
}
