import { setTimeout as delay } from 'node:timers/promises';
import { baseRequestOf, isSuccess } from '../catalogue/base-request.ts';
import { credentialValue } from '../catalogue/case.ts';
import type { RunContext } from './context.ts';
import type { Created } from './created.ts';
import { buildRequest } from './request.ts';
import { askedPauseMs, mayBeThrottle } from './throttling.ts';

/** Not Found and Gone: something else has removed it. */
const goneStatuses = [404, 410];
/** The target may throttle a removal like any other request. */
const mostAttempts = 5;
const pauseMs = 1000;

/**
 * Removes what an accepted request made, by the operation that the document has for it. A stopped run does it, too.
 * @returns why it could not be removed; undefined when it is gone
 */
export async function removeCreated(
  { options, wire, gate, renewal }: RunContext,
  { removal }: Created,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (typeof removal !== 'object') return 'no operation of the document removes it';
  const { operation, values } = removal;
  const own = values[credentialValue] === options.target.values[credentialValue];
  const { target } = options;
  // What it removes is named by values of the run alone.
  const { documented: _, ...template } = baseRequestOf(operation).request;
  const current = own ? { ...values, ...renewal.values } : values;
  const built = buildRequest({ request: template }, target.url, current, target.userAgent);
  if (built.kind === 'missing') return `the request that removes it needs ${built.names.join(', ')}`;
  for (let attempt = 1; ; attempt += 1) {
    // A stopped run has no pace to keep.
    const passage = await gate.pass().catch(() => undefined);
    const sent = await wire.send({ ...built.request, fresh: true }, { attempt, signal });
    const exchange = sent.at(-1);
    const status = exchange?.response?.status;
    if (passage && exchange?.response && !mayBeThrottle(exchange, operation)) gate.answered(passage);
    if (status !== undefined && (isSuccess(status) || goneStatuses.includes(status))) return undefined;
    const asked = `${built.request.method} ${built.request.url}`;
    if (!exchange?.response)
      return `${asked} was not answered: ${exchange?.failure?.message ?? 'no exchange'}`;
    if (!mayBeThrottle(exchange, operation) || attempt === mostAttempts)
      return `${asked} was answered ${status}`;
    await delay(askedPauseMs(exchange) ?? pauseMs * attempt, undefined, { signal });
  }
}
