import type { Case } from '../catalogue/case.ts';
import { throttleCase } from '../catalogue/throttle-case.ts';
import { judge } from '../evaluation/judge.ts';
import { truncateBody } from '../evaluation/record.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import type { RunContext } from './context.ts';

/**
 * A throttle's answer that another case met shows the documented status, if it passes all its checks: the same request
 * was answered otherwise later, so that nothing but the throttle explains it (decision 0008).
 */
export async function recordThrottles(
  { options: { judging }, unplanned }: Pick<RunContext, 'options' | 'unplanned'>,
  met: Case,
  operation: Operation,
  throttles: readonly Exchange[],
): Promise<void> {
  if (throttles.length === 0) return;
  // What derives requests loads the compiler of schemas, which a run without throttles does not need.
  const { baseRequestOf } = await import('../catalogue/base-request.ts');
  for (const exchange of throttles) {
    const status = exchange.response?.status ?? 0;
    if (operation.responses.get(status)?.throttle !== true) continue;
    const item = {
      ...throttleCase(operation, baseRequestOf(operation), status),
      request: met.request,
    };
    if (unplanned.has(item.id)) continue;
    const judgement = judge(item, operation, judging.checks, exchange);
    if (judgement.verdict !== 'conforms') continue;
    const outcome = {
      ...judgement,
      judged: 'answer' as const,
      reason: `Met by ${met.id}, which was sent again and answered otherwise.`,
      exchanges: [truncateBody(exchange)],
      durationMs: exchange.durationMs,
    };
    unplanned.set(item.id, { item, outcome });
  }
}
