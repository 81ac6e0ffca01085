import type { Case } from '../catalogue/case.ts';
import { mayChange } from '../catalogue/risk.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import type { RunContext } from './context.ts';
import type { ConcreteRequest } from './request.ts';
import { mayBeThrottle } from './throttling.ts';

/** A longer body is nothing to ask with. */
const longestBody = 4096;

/** Keeps a request that may be repeated: because it changes nothing, or was refused and does no more than it did before. */
export function noteAnswered(
  { answeredRequests, repeatable }: RunContext,
  item: Case,
  operation: Operation,
  request: ConcreteRequest,
  exchange: Exchange,
): void {
  const { response, failure } = exchange;
  if (!response || failure || mayChange(item.risk) || mayBeThrottle(exchange, operation)) return;
  const refused = response.status >= 400 && response.status < 500;
  if ((refused || item.risk === 'none') && (request.body?.length ?? 0) <= longestBody)
    repeatable.set(response.status, request);
  if (refused && item.request.credential === 'valid') answeredRequests.set(operation.id, request);
}

/** Sends the request of an operation that was refused before once more; undefined where there is none. */
export async function repeatAnswered(
  { answeredRequests, wire, signal }: RunContext,
  operationId: string,
): Promise<Exchange | undefined> {
  const request = answeredRequests.get(operationId);
  if (!request) return undefined;
  return (await wire.send({ ...request, fresh: false }, { attempt: 1, signal })).at(-1);
}
