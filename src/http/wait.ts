import { setTimeout as delay } from 'node:timers/promises';
import { SuiteError } from '../model/errors.ts';
import type { Connection } from './connection.ts';
import { createTransport } from './exchange.ts';

const pauseMs = 250;

/**
 * Waits until the target gives any HTTP answer to a GET of its root, without a token.
 * @throws SuiteError of kind `unreachable` when it has not within so many seconds.
 */
export async function waitForTarget(
  target: string,
  seconds: number,
  signal: AbortSignal,
  { headers, tls, proxy }: Connection,
): Promise<void> {
  const transport = createTransport({
    timeoutMs: seconds * 1000,
    maxSockets: 1,
    headers,
    ...(tls && { tls }),
    ...(proxy && { proxy }),
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  const request = { method: 'GET', url: `${target}/`, headers: [], body: null, fresh: true, values: {} };
  let why = 'it gave no answer';
  try {
    for (;;) {
      const exchange = (await transport.send(request, { attempt: 1, signal: limit })).at(-1);
      if (exchange?.response) return;
      // What is said after the time is up is only that.
      if (exchange?.failure && !limit.aborted) why = exchange.failure.message;
      await delay(pauseMs, undefined, { signal: limit });
    }
  } catch (cause) {
    if (signal.aborted)
      throw new SuiteError(
        'unreachable',
        `${target} was not waited for any longer: the run was interrupted.`,
      );
    if (!limit.aborted) throw cause;
    throw new SuiteError('unreachable', `${target} did not answer within ${seconds} s of --wait: ${why}.`, {
      cause,
    });
  } finally {
    transport.close();
  }
}
