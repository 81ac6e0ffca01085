import type { Case } from '../catalogue/case.ts';
import { mayChange } from '../catalogue/risk.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import { runBurst } from './burst.ts';
import type { RunContext } from './context.ts';
import { interfered } from './interference.ts';
import { lostTogether } from './lost-connection.ts';
import { type Before, observeAfter, observeBefore } from './observe.ts';
import { orderChanges, type Phase, type Plan, plannedCases } from './plan.ts';
import { type EarlierAttempt, notReached } from './postponed.ts';
import { ProgressReport } from './progress-report.ts';
import { runCase } from './run-case.ts';
import { consents, resourceReserved, unsentOutcome } from './unsent.ts';

/** Sends what the plan says, in its order, and resolves with what became of each case, by id. */
export function executePlan(context: RunContext, plan: Plan): Promise<ReadonlyMap<string, CaseOutcome>> {
  return new Execution(context, plan).run();
}

/** A plan under way. A case may move to a later phase, by what its set-up turns out to be. */
class Execution {
  readonly #context: RunContext;
  readonly #plan: Plan;
  readonly #outcomes = new Map<string, CaseOutcome>();
  /** Cases that are sent alone; the set grows while the first phase goes on. */
  readonly #exclusive: Set<Case>;
  /** Cases that may change a shared resource, with its id, as far as that was found out on the way. */
  readonly #changes = new Map<Case, string | undefined>();
  readonly #earlier = new Map<Case, EarlierAttempt>();
  readonly #progress: ProgressReport;

  constructor(context: RunContext, plan: Plan) {
    this.#context = context;
    this.#plan = plan;
    this.#exclusive = new Set(this.#casesOf('exclusive').flat());
    this.#progress = new ProgressReport(
      plannedCases(plan).length + plan.unsent.length,
      this.#outcomes,
      context.options.onProgress,
    );
  }

  async run(): Promise<ReadonlyMap<string, CaseOutcome>> {
    for (const credential of this.#plan.credentials) this.#context.setUps.credentials.add(credential);
    for (const { item, ...unsent } of this.#plan.unsent) this.#outcomes.set(item.id, unsentOutcome(unsent));
    const before = await observeBefore(this.#context);
    for (const group of this.#casesOf('together')) await this.#sendTogether(group);
    for (const item of this.#exclusive) {
      await this.#sendAndTearDown(item, 'exclusive');
    }
    await this.#sendChanges(before);
    await this.#sendBursts();
    return this.#outcomes;
  }

  #casesOf(phase: Phase): Case[][] {
    const batches = this.#plan.batches.filter((batch) => batch.phase === phase);
    return batches.map(({ cases }) => cases.map(({ item }) => item));
  }

  async #sendTogether(group: readonly Case[]): Promise<void> {
    const { setUps, options } = this.#context;
    for (const item of group) setUps.announce(item);
    const atRisk = group.filter(({ risk }) => mayChange(risk) || !consents(options.consent, risk));
    if (!options.target.builtIn) await setUps.compare(atRisk);
    await eachOf(group, options.pace.concurrency, (item) => this.#send(item, 'together'));
    await setUps.idle();
    for (const item of group) this.#resendIfInterfered(item);
  }

  async #sendAndTearDown(item: Case, phase: Phase): Promise<void> {
    const { setUps } = this.#context;
    setUps.announce(item);
    await this.#send(item, phase);
    await setUps.idle();
  }

  async #send(item: Case, phase: Phase): Promise<void> {
    const { signal } = this.#context;
    this.#progress.begin(item);
    const earlier = this.#earlier.get(item);
    const result = signal.aborted
      ? { ...notReached(signal), ...earlier }
      : await runCase(this.#context, item, phase, earlier);
    if ('postponed' in result) {
      this.#progress.postpone(item);
      if (result.earlier) this.#earlier.set(item, result.earlier);
      if (result.postponed === 'exclusive') this.#sendLater(item);
      else this.#changes.set(item, result.resource);
      return;
    }
    this.#outcomes.set(item.id, result);
    this.#progress.end(item);
  }

  /** Alone, after those that are to be sent alone already: also if it is one of them. */
  #sendLater(item: Case): void {
    this.#exclusive.delete(item);
    this.#exclusive.add(item);
  }

  /** Has the case sent again with nothing else in flight, if something beside it may be why it deviates. */
  #resendIfInterfered(item: Case): void {
    const outcome = this.#outcomes.get(item.id);
    if (!outcome) return;
    const earlier = interfered(this.#context, outcome) ?? lostTogether(this.#context, item.id, outcome);
    if (!earlier) return;
    this.#earlier.set(item, earlier);
    this.#sendLater(item);
    this.#outcomes.delete(item.id);
  }

  /** The shared resource is compared after all that must be refused, and before anything that may be accepted. */
  async #sendChanges(before: readonly Before[]): Promise<void> {
    const { findings, options } = this.#context;
    findings.push(...(await observeAfter(this.#context, before)));
    const { sent, reserved } = orderChanges(this.#inCatalogueOrder());
    for (const [item, reservedFor] of reserved)
      this.#outcomes.set(item.id, unsentOutcome(resourceReserved(reservedFor, options.hints)));
    for (const item of [...this.#casesOf('shared-change').flat(), ...sent])
      await this.#sendAndTearDown(item, 'shared-change');
  }

  /** The phase before found them in the order of answers, which is another in each run. */
  #inCatalogueOrder(): ReadonlyMap<Case, string | undefined> {
    const { cases } = this.#context.options.catalogue;
    return new Map(
      [...this.#changes].toSorted(([one], [other]) => cases.indexOf(one) - cases.indexOf(other)),
    );
  }

  /** Last, for what no driver sets up: a burst throttles everything after it. */
  async #sendBursts(): Promise<void> {
    const { setUps, signal, options } = this.#context;
    for (const burst of this.#plan.bursts) {
      if (this.#outcomes.get(burst.item.id)?.verdict !== 'not-exercised' || signal.aborted) continue;
      setUps.announce(burst.repeated);
      this.#outcomes.set(burst.item.id, await runBurst(this.#context, burst, options.pace.burst));
    }
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
