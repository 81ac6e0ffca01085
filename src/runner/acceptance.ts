import { type Case, credentialValue } from '../catalogue/case.ts';
import { isSafe } from '../catalogue/risk.ts';
import { absentStatuses } from '../evaluation/example-absent.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import { isClientError, isSuccess } from '../util/status-class.ts';
import type { RunContext } from './context.ts';
import { createdBy } from './created.ts';
import type { LiveSetUp } from './live-set-up.ts';
import { answerOf, busyStatus, pollMs, readExchange, untilNextRead } from './read-resource.ts';
import type { Unsent } from './unsent.ts';

/** Work that is not over is answered 202 (RFC 9110 section 15.3.3). */
const acceptedStatus = 202;
const ok = 200;

/** Whether a conforming target may accept the case. */
export const mayBeAccepted = ({ expect, tolerates }: Pick<Case, 'expect' | 'tolerates'>): boolean =>
  [expect, ...tolerates.map(({ status }) => status)].some(isSuccess);

/** Even where the answer is a success (RFC 9110 §9.2.1), unless the document says otherwise. */
function changesNothing({ risk, request: { method } }: Case, operation: Operation): boolean {
  if (isSafe(method)) return risk === 'none';
  return operation.effect === 'none' && method === operation.method;
}

/** Keeps when something may have been changed first: by any request that is not safe and was not surely refused. */
function noteChange(
  { changes }: RunContext,
  item: Case,
  operation: Operation,
  exchanges: readonly Exchange[],
): void {
  if (changesNothing(item, operation)) return;
  const doubtful = exchanges.filter(({ response }) => !isRefusal(item, response?.status));
  changes.since = Math.min(changes.since, ...doubtful.map(({ startedAt }) => Date.parse(startedAt)));
}

/** Also 501 to an unknown method: what a case expects, and is no success, changes nothing. */
const isRefusal = ({ expect }: Case, status = 0): boolean =>
  isClientError(status) || (status === expect && !isSuccess(status));

/** Keeps what a success means for the cases that follow, what it made, and when something may have been changed. */
export function noteAcceptance(
  context: RunContext,
  item: Case,
  operation: Operation,
  exchanges: readonly Exchange[],
  setUp: LiveSetUp,
): void {
  noteChange(context, item, operation, exchanges);
  const exchange = exchanges.at(-1);
  const response = exchange?.response;
  if (!response || !isSuccess(response.status)) return;
  if (changesNothing(item, operation)) return;
  const { options, setUps, acceptedOnOwn, wrongCreations } = context;
  const { resourceParameter } = operation;
  if (item.risk === 'create') {
    // Of another account, which a state gave, it says nothing.
    if (!mayBeAccepted(item) && !setUp.isolated() && !wrongCreations.has(operation.id))
      wrongCreations.set(operation.id, item.id);
  } else {
    setUp.resource.modifiedBy ??= item.id;
    if (mayBeAccepted(item))
      setUp.resource.accepted = { caseId: item.id, risk: item.risk, status: response.status };
    const own =
      resourceParameter === undefined ||
      exchange.values[resourceParameter] === options.target.values[resourceParameter];
    if (own && !acceptedOnOwn.has(operation.id)) acceptedOnOwn.set(operation.id, item.id);
  }
  const created = createdBy({ ...exchange, response }, item, {
    operations: options.catalogue.operations,
    values: { ...options.target.values, ...setUp.values },
    wasThereBefore: (id) => setUps.wasThereBefore(id),
  });
  if (created) setUp.created.push(created);
}

/**
 * Waits until a resource that was rightly changed can be used for the next case. What a target answers from then on is its
 * own fault again.
 * @returns why the next case cannot be sent
 */
export async function settle(
  context: RunContext,
  operation: Operation,
  { resource, values: given }: LiveSetUp,
): Promise<Unsent | undefined> {
  const { accepted } = resource;
  if (!accepted) return resource.unusable;
  const { preflight, target } = context.options;
  const kind = preflight?.resources.find(({ parameter }) => parameter === operation.resourceParameter);
  const settled = () => {
    delete resource.modifiedBy;
    delete resource.accepted;
  };
  if (!preflight || !kind) {
    if (accepted.status !== acceptedStatus && accepted.risk !== 'destroy') settled();
    return undefined;
  }
  const values = { ...target.values, ...given };
  const own = values[credentialValue] === target.values[credentialValue];
  const until = performance.now() + preflight.waitS * 1000;
  for (;;) {
    const { status, body } = answerOf(
      await readExchange(context, { path: kind.read, operation, values, own }),
    );
    const unusable = (what: string, different: Pick<Unsent, 'testableBy'> = {}): Unsent => ({
      verdict: 'not-exercised',
      reason: `The ${kind.name} ${what} after ${accepted.caseId} had been accepted.`,
      ...different,
    });
    if (absentStatuses.includes(status)) resource.unusable = unusable('is no longer there');
    else if (status === ok && body !== undefined) {
      const busy = busyStatus(kind, body);
      if (busy === undefined) settled();
      else if (performance.now() + pollMs > until || context.signal.aborted)
        resource.unusable = unusable(`has the status ${busy}, in which it can be used for nothing,`, {
          testableBy: `${preflight.waitOption} with more seconds, or ${context.options.hints.states}`,
        });
      else {
        await untilNextRead(context.signal);
        continue;
      }
    }
    delete resource.accepted;
    return resource.unusable;
  }
}
