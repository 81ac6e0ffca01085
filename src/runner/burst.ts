import type { Case } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import { judge } from '../evaluation/judge.ts';
import { truncateBody } from '../evaluation/record.ts';
import type { Exchange } from '../model/exchange.ts';
import type { RunContext } from './context.ts';
import { buildRequest } from './request.ts';
import { isThrottleStatus } from './throttling.ts';

/** How long a burst may take, in seconds: a limit by the minute is reached within one, or not at all. */
export const burstWindowS = 60;

/** A case about throttling, and the harmless request that is throttled when sent often enough. */
export interface Burst {
  readonly item: Case;
  readonly repeated: Case;
}

/**
 * The bursts that could show a throttle's status without a driver: a request with a good credential that can change
 * nothing, even on a deviating target.
 */
export function burstsOf({ cases, operations }: Catalogue): Burst[] {
  return cases.flatMap((item) => {
    const operation = operations.get(item.operationId);
    // A burst shows that the caller sends too much, and no other reason for the status.
    if (operation?.responses.get(item.expect)?.throttle !== true || item.notThrottled) return [];
    const repeated = cases.find(
      ({ operationId, risk, request }) =>
        operationId === item.operationId &&
        risk === 'none' &&
        request.credential === 'valid' &&
        request.method === operation.method,
    );
    return repeated ? [{ item, repeated }] : [];
  });
}

/** Sends the request until the target throttles, and judges that answer as the case's. */
export async function runBurst(
  context: RunContext,
  { item, repeated }: Burst,
  limit: number,
): Promise<CaseOutcome> {
  const { options, signal } = context;
  const { target, pace, judging } = options;
  const operation = options.catalogue.operations.get(item.operationId);
  const acquired = await context.setUps.acquire(repeated);
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  try {
    if (!operation || acquired.kind !== 'ready')
      return outcome('not-exercised', 'The burst has no harmless request to repeat.', elapsed());
    const built = buildRequest(
      repeated,
      target.url,
      { ...target.values, ...context.renewal.values, ...acquired.setUp.values },
      target.userAgent,
    );
    if (built.kind === 'missing')
      return outcome('not-exercised', `A burst needs ${built.names.join(', ')}.`, elapsed());
    let sent = 0;
    let throttled: Exchange | undefined;
    const worker = async () => {
      while (!throttled && sent < limit && elapsed() < burstWindowS * 1000 && !signal.aborted) {
        sent += 1;
        const exchanges = await context.transport.send(
          { ...built.request, fresh: false },
          { attempt: sent, signal },
        );
        const last = exchanges.at(-1);
        if (isThrottleStatus(last?.response?.status, operation)) throttled ??= last;
      }
    };
    await Promise.all(Array.from({ length: Math.min(pace.concurrency, limit) }, worker));
    const spent = `${sent} requests in ${(elapsed() / 1000).toFixed(1)} s`;
    if (!throttled) return outcome('not-exercised', `A burst of ${spent} was not limited.`, elapsed());
    const judgement = judge(item, operation, judging.checks, throttled);
    return {
      ...judgement,
      judged: 'answer',
      reason: [judgement.reason, `Exercised by a burst of ${repeated.id}: ${spent}.`]
        .filter(Boolean)
        .join(' '),
      exchanges: [truncateBody(throttled)],
      durationMs: elapsed(),
    };
  } finally {
    await context.setUps.release(repeated, acquired);
  }
}

function outcome(verdict: 'not-exercised', reason: string, durationMs: number): CaseOutcome {
  return { verdict, reason, findings: [], exchanges: [], durationMs };
}
