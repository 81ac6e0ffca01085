import { failureIn, whyAgain } from '../../../src/http/trace-failure.ts';
import type { WireTrace } from '../../../src/http/wire.ts';
import type { HeaderList } from '../../../src/model/exchange.ts';

/** What is concluded from what was seen on a connection. */

const headOf = (status: number, ...headers: HeaderList) => ({
  status,
  statusText: '',
  httpVersion: '1.1',
  headers,
});
const trace = (different: Partial<WireTrace> = {}): WireTrace => ({
  body: new Uint8Array(),
  ending: 'complete',
  reused: true,
  bytesRead: 0,
  opened: true,
  sent: 'all',
  unasked: 0,
  untilClose: false,
  startedAt: new Date(0),
  durationMs: 1,
  ...different,
});
const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

describe('a request on a kept connection is sent again', () => {
  const closing: HeaderList = [['Connection', 'close']];
  const timedOut = (...headers: HeaderList) => trace({ head: headOf(408, ...headers) });

  test.each<[string, WireTrace, string | undefined]>([
    ['after a reset without an answer', trace({ ending: reset }), 'closed-while-idle'],
    ['not after a reset within an answer', trace({ ending: reset, bytesRead: 1 }), undefined],
    ['after 408 that closes it', timedOut(...closing), 'closed-while-idle'],
    [
      'after 408 that closes it among other fields',
      timedOut(['Date', 'x'], ['connection', 'x, Close']),
      'closed-while-idle',
    ],
    ['not after 408 that keeps it', timedOut(['Connection', 'keep-alive']), undefined],
    ['not after 408 that says nothing of it', timedOut(), undefined],
    [
      'not after 408 that has the word elsewhere',
      timedOut(['X-Connection', 'close'], ['Connection-X', 'close']),
      undefined,
    ],
    ['not after 408 that will close something else', timedOut(['Connection', 'closed']), undefined],
    ['not after another status that closes it', trace({ head: headOf(400, ...closing) }), undefined],
    ['not after no status at all', trace(), undefined],
    ['not where it is the first on it', { ...timedOut(...closing), reused: false }, undefined],
    ['where bytes came that nobody asked for', trace({ unasked: 3 }), 'connection-out-of-step'],
    ['not after the run was stopped', trace({ ending: 'stopped', unasked: 3 }), undefined],
  ])('%s', (_name, seen, code) => {
    expect(whyAgain(seen, false)?.code).toBe(code);
  });

  test('never where it may change the target, unless nothing of it was sent', () => {
    expect(whyAgain(trace({ ending: reset }), true)).toBeUndefined();
    expect(whyAgain(timedOut(...closing), true)).toBeUndefined();
    for (const ending of ['unsent', 'complete', reset] as const)
      expect(whyAgain(trace({ ending, sent: 'nothing' }), true)?.code).toBe('closed-while-idle');
    expect(whyAgain(trace({ ending: 'unsent', sent: 'nothing', opened: false }), true)).toBeUndefined();
    expect(whyAgain(trace({ ending: 'timeout', sent: 'nothing' }), true)).toBeUndefined();
    expect(whyAgain(trace({ ending: 'unsent', sent: 'nothing', unasked: 2 }), true)?.code).toBe(
      'connection-out-of-step',
    );
  });
});

describe('a trace', () => {
  const request = { method: 'POST', url: 'http://target/', headers: [], body: null };
  const failed = (different: Partial<WireTrace>) =>
    failureIn(trace(different), request, { timeoutMs: 1500, maxHeaderBytes: 10 });

  test.each<[string, Partial<WireTrace>, string | undefined]>([
    ['of a whole answer is one', { head: headOf(200) }, undefined],
    [
      'of a connection closed before the request',
      { ending: 'unsent', sent: 'nothing' },
      'the target closed the connection without an answer (before the request)',
    ],
    [
      'of bytes before the request',
      { head: headOf(200), sent: 'nothing', bytesRead: 9 },
      'the target sent 9 bytes before it was asked',
    ],
    ['that was ended', { head: headOf(200), ending: 'stopped' }, 'stopped before the answer'],
    [
      'that took too long',
      { head: headOf(200), ending: 'timeout' },
      'no complete answer within 1.5 s; the reference sets no limit',
    ],
    [
      'of a body cut off',
      { head: headOf(200), ending: reset, body: new Uint8Array(7) },
      'the answer was cut off after 7 bytes of its body',
    ],
    [
      'with bytes after the answer',
      { head: headOf(200), unasked: 4 },
      'the target sent 4 bytes more after its complete answer',
    ],
    [
      'of a body that is too long is an answer all the same',
      { head: headOf(200), ending: 'too-long' },
      undefined,
    ],
    ['of a body in crumbs is an answer all the same', { head: headOf(200), ending: 'fragmented' }, undefined],
  ])('%s', (_name, different, message) => {
    expect(failed(different)?.message).toBe(message);
  });
});
