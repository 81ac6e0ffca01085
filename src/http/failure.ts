import { rootMessage } from '../model/errors.ts';
import type { Blamed } from '../model/exchange.ts';
import { errorCode } from '../util/error-code.ts';

export type Failure = Blamed;

/** The request never reached the target: that says nothing of how it conforms (decision 0001). */
const notReached: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'the name of the host was not found'],
  ['EAI_AGAIN', 'the name of the host could not be looked up'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network of the host cannot be reached'],
  ['EADDRNOTAVAIL', 'this machine has no local port left'],
  ['EMFILE', 'this process has too many files open'],
  ['ENFILE', 'this machine has too many files open'],
]);

/** llhttp's limits, which are ours and not the target's. */
const ourLimits: ReadonlySet<string> = new Set(['HPE_HEADER_OVERFLOW', 'HPE_CHUNK_EXTENSIONS_OVERFLOW']);

const resets: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** Whether the peer (or something between) ended the connection. */
export const isReset = (error: Error): boolean => resets.has(errorCode(error));

/** Whether OpenSSL or Node refused the peer's certificate. */
export const isCertificateProblem = (code: string): boolean =>
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/.test(
    code,
  );

/** Whether the peer refused our certificate, or the lack of one (TLS alerts, RFC 8446 section 6.2). */
export const isOurCertificateRefused = (code: string): boolean =>
  /^ERR_SSL_.*ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(EXPIRED|REVOKED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)$/.test(
    code,
  );

/** Why the request did not reach anything that could answer, where that is what the code means. */
export const notReachedBecause = (code: string): string | undefined => notReached.get(code);

/** Whose doing a transport error is, in one sentence. */
export function failureOf(error: Error, bytesRead: number, maxHeaderBytes: number): Failure {
  const code = errorCode(error);
  if (ourLimits.has(code)) {
    return {
      blame: 'suite',
      message: `a limit of the suite: the headers or chunk extensions of the answer are longer than ${maxHeaderBytes} bytes (${code})`,
    };
  }
  if (code.startsWith('HPE_')) {
    const reason = error.message.replace(/^Parse Error:? ?/, '') || 'parse error';
    return { blame: 'target', message: `the answer is not valid HTTP: ${reason} (${code})` };
  }
  const unreached = notReachedBecause(code);
  if (unreached) return { blame: 'suite', message: `${unreached} (${code})` };
  if (isCertificateProblem(code)) {
    return {
      blame: 'suite',
      message: `the certificate of the target was not accepted: ${rootMessage(error)} (${code})`,
    };
  }
  if (isOurCertificateRefused(code)) {
    return {
      blame: 'suite',
      message: `the target wants a client certificate, or another than it was given (${code})`,
    };
  }
  if (code === 'ECONNREFUSED')
    return { blame: 'target', message: 'the target refused the connection (ECONNREFUSED)' };
  if (isReset(error)) {
    return {
      blame: 'target',
      message:
        bytesRead === 0
          ? `the target closed the connection without an answer (${code})`
          : `the target closed the connection within the head of its answer (${code})`,
    };
  }
  return { blame: 'target', message: `no answer: ${rootMessage(error)}${code && ` (${code})`}` };
}
