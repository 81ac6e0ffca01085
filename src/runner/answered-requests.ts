import type { Case } from '../catalogue/case.ts';
import { mayChange } from '../catalogue/risk.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import { isClientError } from '../util/status-class.ts';
import type { RunContext } from './context.ts';
import type { ConcreteRequest } from './request.ts';
import { mayBeThrottle } from './throttling.ts';

/** A longer body is nothing to ask with. */
const longestBody = 4096;

/** Keeps a request that was answered, and that may be sent again because it can change nothing. */
export function noteRepeatable(
  { repeatable }: RunContext,
  request: ConcreteRequest,
  exchange: Exchange,
): void {
  const { response, failure } = exchange;
  if (!response || failure || (request.body?.length ?? 0) > longestBody) return;
  // The latest comes last: it is the most likely to be answered so again.
  repeatable.delete(response.status);
  repeatable.set(response.status, request);
}

/** Keeps a request that was answered. One that was refused may be repeated: it does no more than it did before. */
export function noteAnswered(
  context: RunContext,
  item: Case,
  operation: Operation,
  request: ConcreteRequest,
  exchange: Exchange,
): void {
  const { response } = exchange;
  if (!response || mayBeThrottle(exchange, operation)) return;
  if (item.risk === 'none') noteRepeatable(context, request, exchange);
  if (!isClientError(response.status)) return;
  if (mayChange(item.risk) || item.request.credential !== 'valid') return;
  context.answeredRequests.set(operation.id, request);
}

/** Sends again a request of the operation that the target has refused; undefined if there is none. */
export async function repeatAnswered(
  { answeredRequests, wire, signal }: RunContext,
  operationId: string,
): Promise<Exchange | undefined> {
  const request = answeredRequests.get(operationId);
  if (!request) return undefined;
  return (await wire.send({ ...request, fresh: false }, { attempt: 1, signal })).at(-1);
}
