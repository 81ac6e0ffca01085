import net from 'node:net';
import tls from 'node:tls';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { errorCode } from '../util/error-code.ts';
import { verifiedTls } from '../util/verified-tls.ts';
import type { HttpProxy, TlsOptions } from './connection-options.ts';
import { isCertificateProblem, isClientCertificateRefused, unreachableReason } from './failure.ts';
import { openTunnel, ProxyFailure } from './tunnel.ts';
import { type Destination, splitUrl } from './url.ts';

export interface PreflightOptions {
  readonly timeoutMs: number;
  readonly tls?: TlsOptions;
  readonly proxy?: HttpProxy;
  readonly signal?: AbortSignal;
}

/**
 * Opens a connection to the host of a URL, through the proxy if there is one and with TLS for https, and closes it
 * again. Nothing is sent to the host.
 * @throws SuiteError of kind `unreachable`, or `configuration` when a certificate or key given cannot be read.
 */
export async function preflight(url: URL | string, options: PreflightOptions): Promise<void> {
  const destination = splitUrl(url);
  const limit = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
  try {
    const carrier = options.proxy && (await tunnel(options.proxy, destination, options));
    await connect(destination, options.tls, signal, carrier);
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    if (error instanceof ProxyFailure && !options.signal?.aborted)
      throw new SuiteError('unreachable', `${nameOf(destination)} is not reachable: ${error.message}`, {
        cause: error,
      });
    const reason = limit.aborted
      ? `did not answer within ${options.timeoutMs / 1000} s; check that the host is up and lets this machine in`
      : options.signal?.aborted
        ? 'was not waited for any longer: the run was stopped'
        : whyUnreachable(error, destination);
    throw new SuiteError('unreachable', `${nameOf(destination)} ${reason}`, { cause: error });
  }
}

const nameOf = ({ hostname, port }: Destination): string =>
  `${net.isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`;

const tunnel = (proxy: HttpProxy, destination: Destination, { timeoutMs, signal }: PreflightOptions) =>
  openTunnel(proxy, destination, { timeoutMs, signal: signal ?? new AbortController().signal });

function connect(
  { secure, hostname, port }: Destination,
  tlsOptions: TlsOptions | undefined,
  signal: AbortSignal,
  carrier: net.Socket | undefined,
): Promise<void> {
  if (carrier && !secure) {
    carrier.destroy();
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const socket = secure
      ? openTls(hostname, port, tlsOptions, carrier)
      : net.connect({ host: hostname, port });
    const stop = () => socket.destroy(new Error('stopped'));
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      resolve();
      socket.destroy();
    });
    socket.on('error', reject);
    socket.once('close', () => signal.removeEventListener('abort', stop));
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}

function openTls(
  hostname: string,
  port: number,
  options: TlsOptions | undefined,
  carrier: net.Socket | undefined,
): tls.TLSSocket {
  // RFC 6066 section 3: an address is no server name.
  const servername = net.isIP(hostname) ? {} : { servername: hostname };
  try {
    return tls.connect({
      host: hostname,
      port,
      ...(carrier && { socket: carrier }),
      ALPNProtocols: ['http/1.1'],
      ...servername,
      ...verifiedTls,
      ...options,
    });
  } catch (error) {
    throw new SuiteError(
      'configuration',
      `the TLS certificate, key or passphrase given cannot be used: ${rootMessage(error)}`,
      { cause: error },
    );
  }
}

/** Why there is no connection, and what to do about it; it follows the name of the host. */
export function whyUnreachable(error: unknown, { secure }: Pick<Destination, 'secure'>): string {
  const code = errorCode(error);
  const unreached = unreachableReason(code);
  if (unreached) return `is not reachable: ${unreached} (${code}); check the address and the network`;
  if (code === 'ECONNREFUSED')
    return `refuses connections (${code}); start the target or correct its address`;
  if (isCertificateProblem(code)) {
    return `has a certificate that is not accepted: ${rootMessage(error)} (${code}); give its CA (--ca), or test without verification (--insecure)`;
  }
  if (isClientCertificateRefused(code))
    return `wants a client certificate, or another than it was given (${code}); give it with --cert and --key`;
  if (secure && (code === 'EPROTO' || code.startsWith('ERR_SSL_'))) {
    return `does not speak TLS as expected (${code}); check the port, use http if it is not meant to, or give the client certificate that it may want (--cert)`;
  }
  return `cannot be connected to: ${rootMessage(error)}${code && ` (${code})`}; check the address and the network`;
}
