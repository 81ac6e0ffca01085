import type { Exchange, Failure, HeaderList } from '../model/exchange.ts';
import { headerValues } from '../util/headers.ts';
import { failureOf, isReset, targetFailure } from './failure.ts';
import { ProxyFailure } from './tunnel.ts';
import type { Head, WireTrace } from './wire.ts';

/** Why the request is sent once more, on a new connection; undefined if it is not. */
export function whyAgain(seen: WireTrace, fresh: boolean): Failure | undefined {
  const { opened, sent, ending, unasked, reused } = seen;
  if (ending === 'stopped') return undefined;
  const outOfStep =
    reused && unasked > 0 ? targetFailure('connection-out-of-step', String(unasked)) : undefined;
  // Nothing can have been acted on: whatever the risk.
  if (sent === 'nothing') {
    const lost = opened && (ending === 'unsent' || ending === 'complete' || isLost(ending));
    return outOfStep ?? (lost && unasked === 0 ? idleFailure : undefined);
  }
  if (fresh) return undefined;
  return outOfStep ?? (closedWhileIdle(seen) ? idleFailure : undefined);
}

/** Whether the connection was lost. */
export const isLost = (ending: WireTrace['ending']): boolean => typeof ending !== 'string' && isReset(ending);

/**
 * Whether the server had closed the kept-alive connection before it saw the request: it answered nothing, or 408 with
 * `Connection: close` as servers do when an idle connection times out (RFC 9110 section 15.5.9). It may have acted all
 * the same, which is why a request that can change the target is sent `fresh`.
 */
function closedWhileIdle({ reused, ending, bytesRead, head }: WireTrace): boolean {
  if (!reused) return false;
  if (typeof ending !== 'string') return isReset(ending) && bytesRead === 0;
  return head?.status === requestTimeout && saysClose(head.headers);
}

const requestTimeout = 408;

const saysClose = (headers: HeaderList): boolean =>
  headers.some(([name, value]) => /^connection$/i.test(name) && /\bclose\b/i.test(value));

const idleFailure = targetFailure('closed-while-idle');

/** Whether what was seen is a usable answer, and if not, whose doing that is (decisions 0001 and 0029). */
export function failureIn(
  seen: WireTrace,
  request: Exchange['request'],
  { timeoutMs, maxHeaderBytes }: { timeoutMs: number; maxHeaderBytes: number },
): Failure | undefined {
  const { ending, head, body, bytesRead, sent, unasked } = seen;
  if (ending === 'stopped') return targetFailure('stopped');
  if (sent === 'nothing' && (head || unasked > 0))
    return targetFailure('bytes-before-request', String(bytesRead));
  if (ending === 'unsent') return targetFailure('closed-without-answer', 'before the request');
  if (ending === 'complete' || ending === 'too-long' || ending === 'fragmented')
    return head && failureOfAnswer(seen, head, request);
  if (ending === 'timeout') return targetFailure('timeout', `${timeoutMs / 1000} s`);
  if (isEndUnknown(seen, request)) return undefined;
  if (head && isReset(ending)) return targetFailure('closed-within-body', String(body.length));
  if (ending instanceof ProxyFailure) return targetFailure('proxy', ending.message);
  return failureOf(ending, bytesRead, maxHeaderBytes);
}

/** Why a complete answer does not count for this request. */
function failureOfAnswer(
  { unasked }: WireTrace,
  head: Head,
  request: Exchange['request'],
): Failure | undefined {
  // RFC 9110 section 2.5: the major version of an answer is that of its request, or below.
  if (!/^1\.[01]$/.test(head.httpVersion)) return targetFailure('other-protocol', head.httpVersion);
  if (head.status === switchingProtocols && !asksForAnother(request.headers))
    return targetFailure('protocol-changed');
  const codings = headerValues(head.headers, 'Transfer-Encoding').join(', ');
  // RFC 9112 sections 6.1 and 7.4: there is no `TE` in the request.
  if (!/^(?:(?:identity\s*,\s*)*chunked|identity)?$/i.test(codings.trim()))
    return targetFailure('transfer-encoding', codings);
  // RFC 9110 section 9.3.2: content after an answer to HEAD is judged by a check.
  if (unasked > 0 && request.method !== 'HEAD') return targetFailure('bytes-after-answer', String(unasked));
  return undefined;
}

const switchingProtocols = 101;

/** RFC 9110 section 7.8: who asks for another protocol says so in `Connection`, too. */
const asksForAnother = (headers: HeaderList): boolean =>
  headerValues(headers, 'Connection').some((value) => !/^(?:close|keep-alive)$/i.test(value.trim()));

/**
 * A server that closes with bytes of the request unread resets the connection (RFC 9112 section 9.6), although its
 * answer may be complete.
 */
const isEndUnknown = ({ head, ending, untilClose }: WireTrace, { body }: Exchange['request']): boolean =>
  head !== undefined && untilClose && isLost(ending) && body !== null && body.length > 0;
