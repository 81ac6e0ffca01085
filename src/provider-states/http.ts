import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { ByteBuffer } from '../util/byte-buffer.ts';
import { retryAfterMs } from '../util/retry-after.ts';
import { isSuccess } from '../util/status-class.ts';
import { verifiedTls } from '../util/verified-tls.ts';
import { maxAnswerBytes, parseSetUp, unusable } from './answer.ts';
import type { Driver, StateMessage, TearDown } from './driver.ts';

const connectTimeoutMs = 10_000;

/** The endpoint's answer, or why there is none, as a sentence that begins with "the state endpoint". */
type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string | undefined }
  | { readonly kind: 'none'; readonly why: string };

/** Speaks Pact's provider-state protocol to an endpoint of the user (decision 0003). */
export function httpDriver(endpoint: string): Driver {
  const where = withoutQuery(endpoint);
  return {
    name: `http ${where}`,
    open: (signal) => reach(endpoint, signal),
    async setUp({ name, params }, signal) {
      const testableBy = `a state endpoint that supports "${name}"`;
      const answer = await post(endpoint, { state: name, params, action: 'setup' }, signal);
      if (answer.kind === 'none') return { outcome: 'failed', reason: `the state endpoint ${answer.why}` };
      if (answer.status === 404 || answer.status === 501) {
        return {
          outcome: 'not-supported',
          reason: `The state endpoint does not support "${name}" (${answer.status}).`,
          testableBy,
        };
      }
      if (!isSuccess(answer.status)) return refused(answer.status, 'setup');
      const from = { answer: "the state endpoint's answer", testableBy };
      return answer.text === undefined
        ? unusable(from, `is longer than ${maxAnswerBytes} bytes`)
        : parseSetUp(answer.text, from);
    },
    async tearDown({ name, params, values, created }, signal): Promise<TearDown> {
      const message: StateMessage = { state: name, params, action: 'teardown', values, created };
      const answer = await post(endpoint, message, signal);
      if (answer.kind === 'none') return { outcome: 'failed', reason: `the state endpoint ${answer.why}` };
      return isSuccess(answer.status) ? { outcome: 'done' } : refused(answer.status, 'teardown');
    },
    close: async () => {},
  };
}

function refused(status: number, action: string) {
  return { outcome: 'failed', reason: `the state endpoint answered ${status} to ${action}` } as const;
}

/** Too Many Requests (RFC 6585 §4) and Service Unavailable (RFC 9110 §15.6.4): nothing was acted on. */
const throttles: readonly (number | undefined)[] = [429, 503];
/** An endpoint that always asks for no wait would be asked without a pause. */
const shortestWaitMs = 100;

/** Posts a message until it is let in: an endpoint that says when to come again is waited for, while the signal allows. */
async function post(endpoint: string, message: StateMessage, signal: AbortSignal): Promise<Answer> {
  try {
    for (;;) {
      const response = await send(endpoint, JSON.stringify(message), signal);
      const text = await limitedText(response);
      const { statusCode, headers } = response;
      const waitMs = throttles.includes(statusCode)
        ? retryAfterMs(headers['retry-after'], headers.date, Date.now())
        : undefined;
      if (waitMs === undefined) return { kind: 'answer', status: statusCode ?? 0, text };
      await delay(Math.max(waitMs, shortestWaitMs), undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { kind: 'none', why: `gave no answer: ${rootMessage(error)}` };
  }
}

/**
 * Not by `fetch`, which waits for an answer for five minutes at most: a set-up may take longer. Redirects are not
 * followed, because they would carry ids and tokens to another host.
 */
function send(endpoint: string, body: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { request } = endpoint.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    // A kept connection may be closed while idle; then it is unknown whether the request was acted on.
    const sent = request(endpoint, { method: 'POST', headers, agent: false, signal, ...verifiedTls });
    sent.once('response', resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Undefined for an answer beyond the limit. */
async function limitedText(response: IncomingMessage): Promise<string | undefined> {
  const body = new ByteBuffer();
  for await (const chunk of response) {
    // Leaving the loop closes the connection.
    if (body.length + chunk.length > maxAnswerBytes) return undefined;
    body.append(chunk);
  }
  return body.toString();
}

/** Opens a connection and closes it, so that an endpoint that is down ends the run before it begins. */
async function reach(endpoint: string, signal: AbortSignal): Promise<void> {
  const { hostname, port, protocol } = new URL(endpoint);
  const host = hostname.replace(/^\[|\]$/g, '');
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80), signal });
    socket.setTimeout(connectTimeoutMs, () =>
      socket.destroy(new Error(`no connection within ${connectTimeoutMs / 1000} s`)),
    );
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  }).catch((cause: unknown) => {
    throw new SuiteError(
      'driver',
      `The provider-state endpoint ${withoutQuery(endpoint)} cannot be reached (${rootMessage(cause)}). Start it, or run without --states.`,
      { cause },
    );
  });
}

/** A query may hold a secret. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
