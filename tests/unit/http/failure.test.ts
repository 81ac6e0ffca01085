import {
  failureMessage,
  failureOf,
  isCertificateProblem,
  isClientCertificateRefused,
  isReset,
  targetFailure,
  unreachableReason,
} from '../../../src/http/failure.ts';
import type { Blamed } from '../../../src/model/exchange.ts';

const coded = (code: unknown, message = 'it broke', cause?: Error): Error =>
  Object.assign(new Error(message, cause && { cause }), { code });

describe('a connection was ended by the peer', () => {
  test.each<[string, boolean]>([
    ['ECONNRESET', true],
    ['EPIPE', true],
    ['ECONNABORTED', true],
    ['ECONNREFUSED', false],
    ['', false],
  ])('with code "%s": %s', (code, reset) => expect(isReset(coded(code))).toBe(reset));
});

describe('the certificate', () => {
  test.each<[string, boolean]>([
    ['CERT_HAS_EXPIRED', true],
    ['CRL_HAS_EXPIRED', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['SELF_SIGNED_CERT_IN_CHAIN', true],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', true],
    ['HOSTNAME_MISMATCH', true],
    ['INVALID_CA', true],
    ['INVALID_PURPOSE', true],
    ['PATH_LENGTH_EXCEEDED', true],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', false],
    ['NO_CERT_AT_ALL', false],
    ['', false],
  ])('of the target is what "%s" complains of: %s', (code, problem) =>
    expect(isCertificateProblem(code)).toBe(problem),
  );

  test.each<[string, boolean]>([
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', true],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', true],
    ['ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE', true],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', true],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED', true],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', true],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', true],
    ['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', true],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', false],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA_AND_MORE', false],
    ['NOT_ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', false],
  ])('of ours is what "%s" complains of: %s', (code, refused) =>
    expect(isClientCertificateRefused(code)).toBe(refused),
  );
});

describe('a request did not reach its target', () => {
  test.each<[string, string | undefined]>([
    ['ENOTFOUND', 'the name of the host was not found'],
    ['EAI_AGAIN', 'the name of the host could not be looked up'],
    ['EHOSTUNREACH', 'the host cannot be reached'],
    ['ENETUNREACH', 'the network of the host cannot be reached'],
    ['EADDRNOTAVAIL', 'this machine has no local port left'],
    ['EMFILE', 'this process has too many files open'],
    ['ENFILE', 'this machine has too many files open'],
    ['ECONNREFUSED', undefined],
  ])('says %s: %s', (code, because) => expect(unreachableReason(code)).toBe(because));
});

describe('a failed exchange', () => {
  const suite = (message: string): Blamed => ({ blame: 'suite', message });
  const target = (message: string): Blamed => ({ blame: 'target', message });
  const tooLong = (code: string) =>
    suite(
      `a limit of the suite: the headers or chunk extensions of the answer are longer than 4096 bytes (${code})`,
    );

  test.each<[string, Error, number, Blamed]>([
    ['by long headers is our doing', coded('HPE_HEADER_OVERFLOW'), 9, tooLong('HPE_HEADER_OVERFLOW')],
    [
      'by long chunk extensions is our doing',
      coded('HPE_CHUNK_EXTENSIONS_OVERFLOW'),
      9,
      tooLong('HPE_CHUNK_EXTENSIONS_OVERFLOW'),
    ],
    [
      'by what is no HTTP is the target’s, and says what is wrong with it',
      coded('HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/'),
      9,
      target('the answer is not valid HTTP: Expected HTTP/ (HPE_INVALID_CONSTANT)'),
    ],
    [
      'by what is no HTTP is the target’s, also where the parser says nothing more',
      coded('HPE_INVALID_STATUS', 'Parse Error'),
      9,
      target('the answer is not valid HTTP: parse error (HPE_INVALID_STATUS)'),
    ],
    [
      'by what is no HTTP is reported in the parser’s words, where these begin otherwise',
      coded('HPE_INTERNAL', 'Span callback; Parse Error: x'),
      9,
      target('the answer is not valid HTTP: Span callback; Parse Error: x (HPE_INTERNAL)'),
    ],
    [
      'by a minor version that the parser does not read is our doing',
      Object.assign(coded('HPE_INVALID_VERSION'), { rawPacket: Buffer.from('HTTP/1.2 404 No\r\n') }),
      9,
      suite('a limit of the suite: it does not read HTTP/1.2'),
    ],
    [
      'by another major version is the target’s',
      Object.assign(coded('HPE_INVALID_VERSION', 'Parse Error: Invalid HTTP version'), {
        rawPacket: Buffer.from('HTTP/3.0 404 No\r\n'),
      }),
      9,
      target('the answer is not valid HTTP: Invalid HTTP version (HPE_INVALID_VERSION)'),
    ],
    [
      'for a host that is not found is no verdict on the target',
      coded('ENOTFOUND'),
      0,
      suite('the name of the host was not found (ENOTFOUND)'),
    ],
    [
      'for the target’s certificate is no verdict on it, and says what is wrong with it',
      coded('CERT_HAS_EXPIRED', 'outer', new Error('certificate has expired')),
      0,
      suite('the certificate of the target was not accepted: certificate has expired (CERT_HAS_EXPIRED)'),
    ],
    [
      'for our certificate is no verdict on the target',
      coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      0,
      suite(
        'the target wants a client certificate, or another than it was given (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
      ),
    ],
    [
      'for a connection that was refused is nobody’s: nothing was asked',
      coded('ECONNREFUSED'),
      0,
      suite('the target refused the connection (ECONNREFUSED)'),
    ],
    [
      'for a connection closed before any answer is the target’s',
      coded('ECONNRESET'),
      0,
      target('the target closed the connection without an answer (ECONNRESET)'),
    ],
    [
      'for a connection closed within the answer’s head is the target’s',
      coded('EPIPE'),
      1,
      target('the target closed the connection within the head of its answer (EPIPE)'),
    ],
    [
      'for any other reason is the target’s, with the innermost one',
      coded('EOTHER', 'outer', new Error('inner')),
      0,
      target('no answer: inner (EOTHER)'),
    ],
    [
      'for a reason without a code is reported without one',
      new Error('just so'),
      0,
      target('no answer: just so'),
    ],
  ])('%s', (_title, error, bytesRead, failure) =>
    expect(failureOf(error, bytesRead, 4096)).toMatchObject(failure),
  );
});

describe('a failure in words', () => {
  test.each([
    [
      'certificate-not-accepted',
      'expired',
      'the certificate of the identity service was not accepted: expired',
    ],
    [
      'client-certificate-refused',
      'X',
      'the identity service wants a client certificate, or another than it was given (X)',
    ],
    ['connection-refused', 'ECONNREFUSED', 'the identity service refused the connection (ECONNREFUSED)'],
    ['closed-without-answer', 'X', 'the identity service closed the connection without an answer (X)'],
    [
      'closed-within-head',
      'X',
      'the identity service closed the connection within the head of its answer (X)',
    ],
    ['timeout', '30 s', 'no complete answer within 30 s'],
    ['no-answer', 'why', 'no answer: why'],
  ] as const)('names its peer: %s', (code, detail, message) => {
    expect(failureMessage(targetFailure(code, detail), 'the identity service')).toBe(message);
    expect(targetFailure(code, detail)).toMatchObject({ code, detail });
  });

  test('that is not the transport’s keeps its own', () =>
    expect(failureMessage({ blame: 'suite', message: 'as it is' }, 'the identity service')).toBe('as it is'));

  test('says of the target that the reference sets no limit', () =>
    expect(targetFailure('timeout', '30 s').message).toBe(
      'no complete answer within 30 s; the reference sets no limit',
    ));
});
