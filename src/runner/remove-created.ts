import { setTimeout as delay } from 'node:timers/promises';
import { credentialValue } from '../catalogue/case.ts';
import { isSuccess } from '../util/status-class.ts';
import type { RunContext } from './context.ts';
import type { Removal } from './created.ts';
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
  { operation, values }: Removal,
  signal: AbortSignal,
): Promise<string | undefined> {
  const own = values[credentialValue] === options.target.values[credentialValue];
  const { target } = options;
  // It loads the compiler of schemas, which a run that makes nothing does not need.
  const { baseRequestOf } = await import('../catalogue/base-request.ts');
  // What it removes is named by values of the run alone.
  const { documented: _, ...template } = baseRequestOf(operation).request;
  const current = own ? { ...values, ...renewal.values } : values;
  const built = buildRequest({ request: template }, target.url, current, target.userAgent);
  if (built.kind === 'missing') return `the request that removes it needs ${built.names.join(', ')}`;
  const asked = `${built.request.method} ${built.request.url}`;
  for (let attempt = 1; ; attempt += 1) {
    // A stopped run has no pace to keep.
    const passage = await gate.pass().catch(() => undefined);
    const exchange = (await wire.send({ ...built.request, fresh: true }, { attempt, signal })).at(-1);
    if (!exchange?.response)
      return `${asked} was not answered: ${exchange?.failure?.message ?? 'no exchange'}`;
    const { status } = exchange.response;
    if (!mayBeThrottle(exchange, operation)) {
      if (passage) gate.answered(passage);
      return isSuccess(status) || goneStatuses.includes(status)
        ? undefined
        : `${asked} was answered ${status}`;
    }
    if (attempt === mostAttempts) return `${asked} was answered ${status}`;
    await delay(askedPauseMs(exchange) ?? pauseMs * attempt, undefined, { signal });
  }
}
