import { rootMessage } from '../model/errors.ts';
import type { Blamed, Failure, FailureCode } from '../model/exchange.ts';
import { errorCode } from '../util/error-code.ts';

type Wording = (peer: string, detail: string) => string;

/** Whose doing each failure is (decision 0001), and how it is said. `peer` is what was asked. */
const failures: Readonly<Record<FailureCode, readonly [blame: Blamed['blame'], words: Wording]>> = {
  'request-unsendable': ['suite', (_, why) => `the request cannot be sent: ${why}`],
  stopped: ['suite', () => 'stopped before the answer'],
  'not-reached': ['suite', (_, why) => why],
  'no-resource': ['suite', (_, why) => why],
  proxy: ['suite', (_, why) => why],
  'certificate-not-accepted': ['suite', (peer, why) => `the certificate of ${peer} was not accepted: ${why}`],
  'client-certificate-refused': [
    'suite',
    (peer, why) => `${peer} wants a client certificate, or another than it was given (${why})`,
  ],
  'connection-refused': ['suite', (peer, why) => `${peer} refused the connection (${why})`],
  'closed-while-idle': ['suite', () => 'the connection was closed while idle; sent again on a new one'],
  'closed-without-answer': [
    'target',
    (peer, why) => `${peer} closed the connection without an answer (${why})`,
  ],
  'closed-within-head': [
    'target',
    (peer, why) => `${peer} closed the connection within the head of its answer (${why})`,
  ],
  'closed-within-body': ['target', (_, bytes) => `the answer was cut off after ${bytes} bytes of its body`],
  'head-too-long': [
    'suite',
    (_, limit) =>
      `a limit of the suite: the headers or chunk extensions of the answer are longer than ${limit}`,
  ],
  'not-http': ['target', (_, why) => `the answer is not valid HTTP: ${why}`],
  'other-version': ['suite', (_, version) => `a limit of the suite: it does not read HTTP/${version}`],
  'other-protocol': [
    'target',
    (_, version) => `the status line says HTTP/${version}, in an answer to a request of HTTP/1.1`,
  ],
  'protocol-changed': [
    'target',
    (peer) => `${peer} changed to another protocol (101), which the request did not ask for`,
  ],
  'transfer-encoding': [
    'target',
    (_, codings) =>
      `the answer has the transfer encoding "${codings}"; the request allows none but a single "chunked"`,
  ],
  'bytes-before-request': ['target', (peer, bytes) => `${peer} sent ${bytes} bytes before it was asked`],
  'bytes-after-answer': [
    'target',
    (peer, bytes) => `${peer} sent ${bytes} bytes more after its complete answer`,
  ],
  'connection-out-of-step': [
    'suite',
    (peer, bytes) =>
      `${peer} sent ${bytes} bytes on a kept-alive connection that answer no request; sent again on a new one`,
  ],
  'end-unknown': [
    'suite',
    (peer) =>
      `${peer} reset the connection, which may be because it had not read the whole request: whether its answer was complete is not known`,
  ],
  timeout: ['target', (_, limit) => `no complete answer within ${limit}`],
  'no-answer': ['target', (_, why) => `no answer: ${why}`],
};

/** A failure in words, for a peer that is not the target; one that is not the transport's keeps its own. */
export const failureMessage = ({ code, detail = '', message }: Failure, peer: string): string =>
  code === undefined ? message : failures[code][1](peer, detail);

/** A failure of an exchange with the target. */
export function targetFailure(code: FailureCode, detail = ''): Failure {
  const [blame, words] = failures[code];
  const message = words('the target', detail);
  return {
    blame,
    code,
    detail,
    message: code === 'timeout' ? `${message}; the reference sets no limit` : message,
  };
}

/** The request never reached the target: that says nothing of how it conforms (decision 0001). */
const notReached: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'the name of the host was not found'],
  ['EAI_AGAIN', 'the name of the host could not be looked up'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network of the host cannot be reached'],
]);

/** No connection was made, and it says nothing of whether the target is there. */
const noResource: ReadonlyMap<string, string> = new Map([
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
export const isClientCertificateRefused = (code: string): boolean =>
  /^ERR_SSL_.*ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(EXPIRED|REVOKED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)$/.test(
    code,
  );

/** Why the request did not reach anything that could answer, where that is what the code means. */
export const unreachableReason = (code: string): string | undefined =>
  notReached.get(code) ?? noResource.get(code);

/** RFC 9110 section 2.5: any minor version is to be read as the highest one known, but the parser reads 1.0 and 1.1. */
function minorVersionOf(error: Error): string | undefined {
  if (errorCode(error) !== 'HPE_INVALID_VERSION') return undefined;
  if (!('rawPacket' in error && Buffer.isBuffer(error.rawPacket))) return undefined;
  return /^HTTP\/(1\.\d) \d{3}/m.exec(error.rawPacket.toString('latin1'))?.[1];
}

/** The failure that an error of a connection means. */
export function failureOf(error: Error, bytesRead: number, maxHeaderBytes: number): Failure {
  const code = errorCode(error);
  if (ourLimits.has(code)) return targetFailure('head-too-long', `${maxHeaderBytes} bytes (${code})`);
  const version = minorVersionOf(error);
  if (version !== undefined) return targetFailure('other-version', version);
  if (code.startsWith('HPE_')) {
    const reason = error.message.replace(/^Parse Error:? ?/, '') || 'parse error';
    return targetFailure('not-http', `${reason} (${code})`);
  }
  const unreached = unreachableReason(code);
  if (unreached)
    return targetFailure(noResource.has(code) ? 'no-resource' : 'not-reached', `${unreached} (${code})`);
  if (isCertificateProblem(code))
    return targetFailure('certificate-not-accepted', `${rootMessage(error)} (${code})`);
  if (isClientCertificateRefused(code)) return targetFailure('client-certificate-refused', code);
  if (code === 'ECONNREFUSED') return targetFailure('connection-refused', code);
  if (isReset(error))
    return targetFailure(bytesRead === 0 ? 'closed-without-answer' : 'closed-within-head', code);
  return targetFailure('no-answer', `${rootMessage(error)}${code && ` (${code})`}`);
}
