import { isSuccess } from '../catalogue/base.ts';
import type { Case } from '../catalogue/case.ts';
import { burstsOf, runBurst } from './burst.ts';
import { interfered } from './interference.ts';
import { observeAfter, observeBefore } from './observe.ts';
import { orderOf } from './order.ts';
import type { RunContext } from './run.ts';
import { type CaseOutcome, consents, type Earlier, notReached, type Phase, runCase } from './run-case.ts';

/**
 * First everything that can go together; then, one by one, the states that reach beyond their own resource; last, what
 * may change a resource that is not the run's own to change.
 */
export async function runPhases(context: RunContext): Promise<Map<string, CaseOutcome>> {
  const { catalogue, selected, scopeOf, concurrency, onProgress } = context.options;
  const cases = catalogue.cases.filter(({ id }) => selected?.has(id) ?? true);
  const outcomes = new Map<string, CaseOutcome>();
  const { together, ...order } = orderOf(cases, scopeOf);
  const exclusive = new Set(order.exclusive);
  const changes = new Map<Case, string | undefined>();
  const earlier = new Map<Case, Earlier>();

  const underWay = new Map<Case, { readonly id: string; readonly since: number }>();
  let deviating = 0;
  const tell = () =>
    onProgress?.({ done: outcomes.size, total: cases.length, deviating, underWay: [...underWay.values()] });

  const runOne = async (item: Case, phase: Phase) => {
    underWay.set(item, { id: item.id, since: Date.now() });
    tell();
    const before = earlier.get(item);
    const result = context.signal.aborted
      ? { ...notReached(context.signal), ...before }
      : await runCase(context, item, phase, before);
    underWay.delete(item);
    if ('postponed' in result) {
      if (result.earlier) earlier.set(item, result.earlier);
      if (result.postponed === 'exclusive') exclusive.add(item);
      else changes.set(item, result.resource);
      return;
    }
    outcomes.set(item.id, result);
    if (result.verdict === 'deviates') deviating += 1;
    tell();
  };

  /** Has the case run again with nothing else in flight, if a state that reached further may be why it deviates. */
  const doubt = (item: Case) => {
    const outcome = outcomes.get(item.id);
    const felt = outcome && interfered(context, outcome);
    if (!felt) return;
    earlier.set(item, felt);
    exclusive.add(item);
    outcomes.delete(item.id);
    if (outcome.verdict === 'deviates') deviating -= 1;
  };

  const before = await observeBefore(context);
  for (const group of together) {
    for (const item of group) context.setUps.announce(item);
    const atRisk = group.filter(({ risk }) => risk === 'change' || !consents(context.options.consent, risk));
    if (!context.options.builtIn) await context.setUps.compare(atRisk);
    await eachOf(group, concurrency, (item) => runOne(item, 'together'));
    await context.setUps.idle();
    for (const item of group) doubt(item);
  }

  for (const item of exclusive) {
    context.setUps.announce(item);
    await runOne(item, 'exclusive');
    await context.setUps.idle();
  }

  context.findings.push(...(await observeAfter(context, before, outcomes)));
  const { sent, kept } = changesToSend(changes);
  for (const [item, reservedFor] of kept) outcomes.set(item.id, reserved(context, reservedFor));
  for (const item of sent) {
    context.setUps.announce(item);
    await runOne(item, 'shared-change');
  }
  await runBursts(context, outcomes);
  return outcomes;
}

/** Last of all, for what no driver brings about: it would throttle everything after it. */
async function runBursts(context: RunContext, outcomes: Map<string, CaseOutcome>): Promise<void> {
  const { catalogue, burst } = context.options;
  for (const each of burst === 0 ? [] : burstsOf(catalogue)) {
    if (outcomes.get(each.item.id)?.verdict !== 'not-exercised' || context.signal.aborted) continue;
    context.setUps.announce(each.repeated);
    outcomes.set(each.item.id, await runBurst(context, each, burst));
  }
}

async function eachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}

/**
 * What may change a shared resource: first what a conforming target refuses; then, for each resource, the one case
 * that expects a success. After it nothing can be learned there, so what merely tolerates a success stays unsent.
 */
export function changesToSend(changes: ReadonlyMap<Case, string | undefined>): {
  sent: Case[];
  kept: Map<Case, string>;
} {
  const reservations = new Map<string | undefined, Case>();
  for (const [item, resource] of changes) {
    if (isSuccess(item.expect) && !reservations.has(resource)) reservations.set(resource, item);
  }
  const refused: Case[] = [];
  const kept = new Map<Case, string>();
  for (const [item, resource] of changes) {
    const reservedFor = reservations.get(resource);
    if (item === reservedFor) continue;
    const accepting = [item.expect, ...item.tolerates.map(({ status }) => status)].some(isSuccess);
    // Without a resource there is nothing to use up.
    if (!accepting || resource === undefined) refused.push(item);
    else kept.set(item, reservedFor?.id ?? '');
  }
  return { sent: [...refused, ...reservations.values()], kept };
}

function reserved(context: RunContext, reservedFor: string): CaseOutcome {
  const why = reservedFor === '' ? 'which this case might use up' : `which is kept for ${reservedFor}`;
  return {
    verdict: 'not-exercised',
    reason: `It needs a resource of its own; the run has one, ${why}.`,
    testableBy: context.options.hints.states,
    findings: [],
    exchanges: [],
    durationMs: 0,
  };
}
