import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { type CurlOptions, curlLine } from '../http/curl.ts';
import type { Exchange, HeaderList } from '../model/exchange.ts';
import type { Finding, RecordedBody, RecordedExchange, RecordedResponse } from '../model/result.ts';
import { type Redactor, spellingLength } from '../secrets/redaction.ts';
import { detached } from '../util/detached.ts';
import { headerValue } from '../util/headers.ts';
import { abbreviateReason } from '../util/text.ts';

export interface RecordOptions extends CurlOptions {
  /** How much of a body a report repeats. @default 16 KiB */
  readonly maxBodyBytes?: number;
}

const recordedBytes = 16 * 1024;

/**
 * How much of a body is kept for its record: more than is repeated, so that a secret at the end of that is seen whole. A
 * longer one is dropped from where it begins.
 */
const keptBytes = recordedBytes + spellingLength(1024);

/** How much is kept of a body, and of all header fields, where a run has no room for more. */
const abridgedBytes = 1024;

/** What is known of a body beside its bytes. */
type Whole = NonNullable<NonNullable<Exchange['response']>['whole']>;

/**
 * The exchange with only as much of the answer's body as its record can show. A run keeps exchanges until its last
 * secret is known, and the target chooses the length of a body. The body is always a copy: a view would keep all of
 * the bytes that it is a part of, and the same bytes would keep what checks have made of them.
 */
export function truncateBody(exchange: Exchange): Exchange {
  const { response } = exchange;
  if (!response) return exchange;
  return { ...exchange, response: { ...response, ...beginningOf(response.body, keptBytes) } };
}

/**
 * The exchange with only the beginning of the answer's body, and those header fields that fit into as many bytes. A target
 * whose every answer is long may be sent a thousand requests (decision 0032).
 */
export function abridgeAnswer(exchange: Exchange): Exchange {
  const { response } = exchange;
  if (!response) return exchange;
  let left = abridgedBytes;
  const headers = response.headers.filter(([name, value]) => {
    const size = name.length + value.length;
    const fits = size <= left;
    if (fits) left -= size;
    return fits;
  });
  const { body, whole = response.whole ?? wholeOf(body) } = beginningOf(response.body, abridgedBytes);
  // Its header field may be gone, which says that the body is still encoded.
  const utf8 = whole.utf8 && !isStillEncoded(response);
  return { ...exchange, response: { ...response, headers, body, whole: { ...whole, utf8 } } };
}

/** A copy of the beginning, and what is to be known of the whole if that is more. */
function beginningOf(body: Uint8Array, bytes: number): { readonly body: Uint8Array; readonly whole?: Whole } {
  if (body.length <= bytes) return { body: copyOf(body) };
  const whole = wholeOf(body);
  return { body: copyOf(startOf(body, bytes, whole)), whole };
}

/** With memory of its own: `Buffer.from` takes a part of what many buffers share, all of which stays as long as one does. */
function copyOf(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

/** Whether the body is compressed data that could not be undone. */
const isStillEncoded = ({ headers, incomplete }: NonNullable<Exchange['response']>): boolean =>
  incomplete !== undefined && headerValue(headers, 'Content-Encoding') !== undefined;

export const digestOf = (bytes: Uint8Array | string): string => hash('sha256', bytes);

const wholeOf = (bytes: Uint8Array): Whole => ({
  bytes: bytes.length,
  sha256: digestOf(bytes),
  utf8: isUtf8(bytes),
});

/** An exchange as a report may show it: secrets removed, long bodies cut, and the line that repeats it. */
export function recordExchange(
  { request, response, failure, attempt, startedAt, durationMs }: Exchange,
  redactor: Redactor,
  { maxBodyBytes = recordedBytes, ...curl }: RecordOptions = {},
): RecordedExchange {
  const { redact } = redactor;
  const lost = failure ?? response?.incomplete;
  return {
    request: {
      method: redact(request.method),
      url: redact(request.url),
      headers: recordHeaders(request.headers, redactor),
      body: recordRequestBody(request.body, redactor, maxBodyBytes),
    },
    ...(response && { response: recordResponse(response, redactor, maxBodyBytes) }),
    ...(lost && {
      error: redact(lost.message),
      failure: { blame: lost.blame, of: failure ? 'exchange' : 'body' },
    }),
    curl: curlLine(request, redactor, curl),
    attempt,
    startedAt,
    durationMs,
  };
}

const recordHeaders = (headers: HeaderList, { redact }: Redactor): HeaderList =>
  headers.map(([name, value]) => [redact(name), redact(value)]);

const isSame = (headers: HeaderList, others: HeaderList): boolean =>
  headers.every(([name, value], index) => name === others[index]?.[0] && value === others[index]?.[1]);

function recordResponse(
  response: NonNullable<Exchange['response']>,
  redactor: Redactor,
  maxBodyBytes: number,
): RecordedResponse {
  const { status, statusText, httpVersion, whole = wholeOf(response.body) } = response;
  const headers = recordHeaders(response.headers, redactor);
  const body = recordAnswer({ ...response, whole }, redactor, maxBodyBytes);
  // A name stands for a secret where a check may look. The digest of a body with a secret is another (decision 0005).
  const redacted = !isSame(headers, response.headers) || (body !== null && body.sha256 !== whole.sha256);
  return {
    status,
    statusText: redactor.redact(statusText),
    httpVersion,
    headers,
    body,
    ...(redacted && { redacted }),
  };
}

/** How much of what a finding quotes is shown, in characters; the exchange has the rest. */
const longestQuote = 200;
const longestMessage = 500;

/**
 * How much of what a finding quotes is kept for its record, in characters: more than is shown, so that a secret at the end
 * of that is seen whole. A longer one is dropped from where it begins.
 */
const keptQuote = 2000;

/** A finding until it is recorded. */
export interface KeptFinding extends Finding {
  /** The lengths of texts of which only the beginning is kept, in characters. */
  readonly lengths?: Readonly<Partial<Record<Quoting, number>>>;
}

const quoting = ['expected', 'actual', 'message'] as const;
type Quoting = (typeof quoting)[number];

/** The finding with only as much of what it quotes as its record can show: checks quote whole bodies. */
export function truncateFinding(finding: Finding): KeptFinding {
  const long = quoting.flatMap((name) => {
    const text = finding[name];
    return text !== undefined && text.length > keptQuote ? [{ name, text }] : [];
  });
  if (long.length === 0) return finding;
  const beginnings = long.map(({ name, text }) => [name, detached(text.slice(0, keptQuote))]);
  const lengths = long.map(({ name, text }) => [name, text.length]);
  return { ...finding, ...Object.fromEntries(beginnings), lengths: Object.fromEntries(lengths) };
}

/** A finding as a report may show it. */
export function recordFinding(finding: KeptFinding, redactor: Redactor): Finding {
  const { deepRedact } = redactor;
  const { expected, actual, message, lengths = {}, ...rest } = finding;
  return {
    ...deepRedact(rest),
    ...(expected !== undefined && {
      expected: recordText(expected, redactor, longestQuote, lengths.expected),
    }),
    ...(actual !== undefined && { actual: recordText(actual, redactor, longestQuote, lengths.actual) }),
    message: recordText(message, redactor, longestMessage, lengths.message),
  };
}

/**
 * A text of which somebody else may have said a part, as a report may show it.
 * @param length of the whole text, if this is its beginning
 */
function recordText(text: string, { cut }: Redactor, limit: number, length = text.length): string {
  const { text: shown, truncated } = cut(text, limit, length > text.length);
  return truncated ? `${shown}… (${length} characters)` : shown;
}

/** A reason, as a report may show it. It is cut after its secrets are replaced: half a secret would not be found. */
export const recordReason = (text: string, { redact }: Redactor): string => abbreviateReason(redact(text));

/** An answer with what is known of its whole body. */
type Answer = NonNullable<Exchange['response']> & { readonly whole: Whole };

/**
 * The body of an answer. Only text is shown: anything else, such as compressed data, may hold a secret in a form that no
 * search finds, and its length and digest have to do (decision 0005).
 */
function recordAnswer(response: Answer, redactor: Redactor, limit: number): RecordedBody | null {
  const { body, whole, incomplete } = response;
  if (body.length === 0) return null;
  const { utf8, ...known } = whole;
  if (isStillEncoded(response) || !utf8 || body.includes(0)) {
    const { sha256 } = shown(body, 'latin1', known.sha256, redactor, { limit: 0 });
    return withTextDigest({ ...known, sha256, encoding: 'base64', text: '', truncated: true });
  }
  const isCut = known.bytes > body.length;
  const open = isCut || incomplete !== undefined;
  const { truncated, ...rest } = shown(body, 'utf8', known.sha256, redactor, { limit, open });
  return withTextDigest({ ...known, ...rest, encoding: 'utf8', truncated: truncated || isCut });
}

/** The body with a digest of the text that the report has of it, unless the text is all that the other digest is of. */
const withTextDigest = (body: RecordedBody): RecordedBody =>
  body.encoding === 'utf8' && !body.truncated ? body : { ...body, textSha256: digestOf(body.text) };

/** The body of a request, which is the suite's own: it can be sent again from what is shown. */
function recordRequestBody(bytes: Uint8Array | null, redactor: Redactor, limit: number): RecordedBody | null {
  if (bytes === null || bytes.length === 0) return null;
  const { utf8, ...known } = wholeOf(bytes);
  const { sha256 } = known;
  // Of a long one no more is searched than can be shown.
  const beginning = startOf(bytes, keptBytes, { utf8 });
  if (utf8)
    return withTextDigest({
      ...known,
      encoding: 'utf8',
      ...shown(beginning, 'utf8', sha256, redactor, { limit }),
    });
  // Secrets are sought in the bytes, too: of an escaped one, base64 would show nothing to the redactor.
  const { text, ...rest } = shown(beginning, 'latin1', sha256, redactor, { limit });
  const base64 = redactor.redact(Buffer.from(text, 'latin1').toString('base64'));
  return withTextDigest({ ...known, ...rest, encoding: 'base64', text: base64 });
}

/**
 * What is shown of a body, and its digest. From the digest of a body with a secret, the secret could be guessed: that of
 * the body with the name in its place is given instead.
 * @param open whether the body goes on
 */
function shown(
  bytes: Uint8Array,
  charset: 'utf8' | 'latin1',
  sha256: string,
  redactor: Redactor,
  { limit, open = false }: { readonly limit: number; readonly open?: boolean },
): Pick<RecordedBody, 'sha256' | 'text' | 'truncated'> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(charset);
  const units = charset === 'utf8' ? unitsWithin(text, limit) : Math.min(limit, text.length);
  const { whole, ...kept } = redactor.cutOf(text, units, open);
  return { ...kept, sha256: whole === text ? sha256 : digestOf(Buffer.from(whole, charset)) };
}

/** How many UTF-16 units of a text fit into a number of bytes. Control characters count as a report writes them. */
function unitsWithin(text: string, limit: number): number {
  // No unit takes more than six bytes: nearly every body fits without a look at each of its units.
  if (6 * text.length <= limit) return text.length;
  let bytes = 0;
  let at = 0;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20) bytes += 6;
    else if (code >= 0xd800 && code <= 0xdfff) bytes += 2;
    else bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    if (bytes > limit) break;
  }
  return at;
}

/** At most so many bytes from the start; of text, whole characters. */
function startOf(bytes: Uint8Array, limit: number, { utf8 }: Pick<Whole, 'utf8'>): Uint8Array {
  let end = limit;
  while (utf8 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
