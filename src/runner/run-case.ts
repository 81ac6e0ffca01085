import type { Case } from '../catalogue/case.ts';
import { mayChange } from '../catalogue/risk.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import { type Judgement, judge } from '../evaluation/judge.ts';
import { judgeAnswer } from '../evaluation/judge-answer.ts';
import { shownIn } from '../evaluation/relations.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Values } from '../provider-states/driver.ts';
import { isSuccess } from '../util/status-class.ts';
import { noteAcceptance, settle } from './acceptance.ts';
import { noteAnswered, repeatAnswered } from './answered-requests.ts';
import type { RunContext } from './context.ts';
import { ExchangeLog } from './exchange-log.ts';
import { noteLosses } from './loss.ts';
import { hangsEnough, isStale, meaningOf, setUpAnew, staleNote } from './lost-connection.ts';
import { affectsOthers, type Phase } from './plan.ts';
import { type EarlierAttempt, notReached, type Postponed } from './postponed.ts';
import { ownCredentialFailed } from './preflight.ts';
import { credentialRefusal, renewalNote, usesOwn } from './renewal.ts';
import { buildRequest, type ConcreteRequest, usedBy } from './request.ts';
import type { Acquired, LiveSetUp } from './set-ups.ts';
import { recordThrottles } from './throttle-evidence.ts';
import { mayBeThrottle, sendWithRetry } from './throttling.ts';
import { consentMissing, stateMissing, type Unsent, valuesMissing } from './unsent.ts';

/** Sets the state up, sends the case, judges the answer. It never throws because of what the target or a driver does. */
export async function runCase(
  context: RunContext,
  item: Case,
  phase: Phase,
  earlier?: EarlierAttempt,
): Promise<CaseOutcome | Postponed> {
  const startedAt = performance.now();
  const attempt = new Attempt(context, item, earlier);
  const acquired = await context.setUps.acquire(item);
  const finished = await attempt.on(acquired, phase);
  await context.setUps.release(item, finished.acquired);
  const { result } = finished;
  return 'postponed' in result ? result : { ...result, durationMs: performance.now() - startedAt };
}

type Result = Omit<CaseOutcome, 'durationMs'> | Postponed;

/** A credential that is refused this often for one case, each time after a renewal, is not refused for its age. */
const mostRenewals = 3;

/** One case under way: its exchanges and notes so far. */
class Attempt {
  readonly #context: RunContext;
  readonly #case: Case;
  readonly #operation: Operation;
  readonly #log: ExchangeLog;
  readonly #notes: Finding[];
  /** Why it is sent again. */
  readonly #lost: EarlierAttempt['lost'];
  #renewals = 0;

  constructor(context: RunContext, item: Case, earlier?: EarlierAttempt) {
    const operation = context.options.catalogue.operations.get(item.operationId);
    if (!operation) throw new Error(`${item.id} is about an operation that the catalogue does not have.`);
    this.#context = context;
    this.#case = item;
    this.#operation = operation;
    this.#log = new ExchangeLog(context.exchangeBudget, earlier?.exchanges);
    this.#notes = [...(earlier?.findings ?? [])];
    this.#lost = earlier?.lost;
  }

  async on(first: Acquired, phase: Phase): Promise<{ result: Result; acquired: Acquired }> {
    let acquired = first;
    // This loop ends: each further round means that another case, now finished, was wrongly accepted on the set-up, or
    // that the target was away and is back.
    for (;;) {
      const anew = await setUpAnew(this.#context, this.#case, acquired);
      if (anew) {
        acquired = anew;
        continue;
      }
      if (acquired.kind !== 'ready') return { result: this.#unavailable(acquired), acquired };
      const { setUp } = acquired;
      const early = this.#withoutSending(setUp, phase);
      if (early) return { result: early, acquired };
      // A state of wider scope may answer the read, or be used up by it.
      if (phase === 'together') await this.#context.observer.begin(this.#context, setUp, this.#case);
      const hindrance = phase === 'shared-change' && (await settle(this.#context, this.#operation, setUp));
      if (hindrance) return { result: this.#unsent(hindrance), acquired };
      if (setUp.resource.modifiedBy === undefined || setUp.irreplaceable) {
        const result = await this.#send(setUp, phase);
        if (!this.#isDoubtful(result, setUp) || setUp.irreplaceable) return { result, acquired };
      }
      acquired = await this.#context.setUps.renew(this.#case, setUp);
    }
  }

  /** Whether another set-up may give another verdict. */
  #isDoubtful(result: Result, setUp: LiveSetUp): boolean {
    if (!('verdict' in result)) return false;
    const answered = result.exchanges.at(-1)?.failure === undefined;
    const stale = result.verdict === 'deviates' && answered && isStale(this.#context, setUp);
    if (stale) this.#notes.push(staleNote);
    return stale || (result.verdict === 'inconclusive' && result.verdictIfFinal === undefined);
  }

  /** A verdict that needs no exchange. */
  #withoutSending(setUp: LiveSetUp, phase: Phase): Result | undefined {
    const { options, signal } = this.#context;
    if (signal.aborted) return notReached(signal);
    const reason = hangsEnough(this.#context, this.#lost);
    if (reason) return { verdict: 'inconclusive', reason, findings: [], exchanges: this.#log.exchanges };
    if (phase === 'together' && affectsOthers(setUp.scope)) {
      this.#context.wideScopeSetUps.add(setUp);
      return { postponed: 'exclusive' };
    }
    if (options.target.builtIn || setUp.isolated()) return undefined;
    const refused = consentMissing(this.#case, options.consent, options.hints);
    if (refused) return this.#unsent(refused);
    if (!mayChange(this.#case.risk)) return undefined;
    if (phase === 'shared-change') return this.#afterWrongCreation();
    const resource = this.#resourceOf(setUp);
    return { postponed: 'shared-change', ...(resource !== undefined && { resource }) };
  }

  /** One thing was made by mistake already; more of them would tell nothing new. */
  #afterWrongCreation(): Result | undefined {
    const wrong = this.#context.wrongCreations.get(this.#operation.id);
    if (wrong === undefined || this.#case.risk !== 'create') return undefined;
    const reason = `Not sent: ${wrong} was accepted by mistake, so this might make one thing more.`;
    return this.#outcome({ verdict: 'inconclusive', reason, findings: [] });
  }

  #resourceOf(setUp: LiveSetUp): string | undefined {
    const { resourceParameter: name } = this.#operation;
    return name && { ...this.#context.options.target.values, ...setUp.values }[name];
  }

  async #send(setUp: LiveSetUp, phase: Phase): Promise<Result> {
    const { options, signal, renewal } = this.#context;
    const own = usesOwn(this.#case, this.#given(setUp));
    if (own) {
      const renewed = await renewal.ifExpired();
      if (renewed.kind === 'failed') return this.#unrenewed(renewed.reason);
      if (renewed.kind === 'renewed')
        this.#notes.push(renewalNote('The credential had expired, and was renewed before this was sent.'));
    }
    const { url, userAgent } = options.target;
    const built = buildRequest(this.#case, url, this.#values(setUp), userAgent);
    if (built.kind === 'missing') return this.#unsent(valuesMissing(built.names, options.hints));
    const sending = sendWithRetry(this.#context, {
      item: this.#case,
      operation: this.#operation,
      send: () => this.#exchange(built.request, setUp),
      passes: (exchange) => this.#judge(exchange).verdict !== 'deviates',
      repeatAnswered: () => repeatAnswered(this.#context, this.#operation.id),
    });
    try {
      const { exchange, throttled, throttles, notes } = await sending;
      this.#notes.push(...notes);
      noteAnswered(this.#context, this.#case, this.#operation, built.request, exchange);
      await recordThrottles(this.#context, this.#case, this.#operation, throttles);
      if (signal.aborted && exchange.failure?.blame === 'suite')
        return { ...notReached(signal), exchanges: this.#log.exchanges };
      const meaning = await meaningOf(this.#context, exchange, { phase, again: this.#lost !== undefined });
      if (meaning.kind === 'errored') return this.#unsent({ verdict: 'errored', reason: meaning.reason });
      if (meaning.kind === 'again') return this.#later(meaning.note, meaning.lost);
      if (own) {
        const refusal = await renewal.after(exchange, this.#operation, this.#case);
        if (refusal.kind === 'failed') return this.#unrenewed(refusal.reason);
        // It is sent once more, after the other cases have shown whether the credential is good.
        if (refusal.kind === 'doubtful' && phase === 'together') {
          const message = `Answered ${credentialRefusal(this.#operation)}, which the age of the credential may explain; sent again later.`;
          return this.#later(renewalNote(message));
        }
        if (refusal.kind === 'renewed' && this.#renewals < mostRenewals) {
          this.#renewals += 1;
          const message = `Answered ${credentialRefusal(this.#operation)}; the credential was renewed and the request sent again.`;
          this.#notes.push(renewalNote(message));
          return await this.#send(setUp, phase);
        }
        if (await ownCredentialFailed(this.#context, this.#case, this.#operation, exchange))
          return this.#credentialRefused();
      }
      return await this.#conclude(exchange, throttled, setUp);
    } catch (error) {
      if (signal.aborted) return { ...notReached(signal), exchanges: this.#log.exchanges };
      throw error;
    }
  }

  #values(setUp: LiveSetUp) {
    const { options, renewal } = this.#context;
    return { ...options.target.values, ...renewal.values, ...this.#given(setUp) };
  }

  #given(setUp: LiveSetUp): Values {
    return usedBy(this.#case, setUp.values);
  }

  /** One exchange on the set-up. It counts as in flight until its effect on the resource is recorded. */
  async #exchange(request: ConcreteRequest, setUp: LiveSetUp): Promise<Exchange> {
    const { inFlight } = setUp.resource;
    const exchanging = this.#exchangeOnce(request, setUp);
    inFlight.add(exchanging);
    return exchanging.finally(() => inFlight.delete(exchanging));
  }

  async #exchangeOnce(request: ConcreteRequest, setUp: LiveSetUp): Promise<Exchange> {
    const { transport, signal, throttleLog } = this.#context;
    // Alone, too, a connection that is lost must not look as if it had been idle.
    const fresh = mayChange(this.#case.risk) || this.#lost !== undefined;
    // Throttling, a modified set-up and a connection closed while idle each send the case once more.
    const attempt = this.#log.attempts + 1;
    const sending = { attempt, signal, caseId: this.#case.id };
    const exchanges = await transport.send({ ...request, fresh }, sending);
    for (const each of exchanges) this.#log.add(each);
    noteLosses(this.#context, this.#case.id, exchanges);
    const exchange = exchanges.at(-1);
    if (!exchange) throw new Error('The transport returned no exchange.');
    if (!mayBeThrottle(exchange, this.#operation)) throttleLog.operationsAnswered.add(this.#operation.id);
    noteAcceptance(this.#context, this.#case, this.#operation, exchanges, setUp);
    return exchange;
  }

  #judge(exchange: Exchange): Judgement {
    return judge(this.#case, this.#operation, this.#context.options.judging.checks, exchange);
  }

  async #conclude(exchange: Exchange, throttled: boolean, setUp: LiveSetUp): Promise<Result> {
    const { status } = exchange.response ?? {};
    const { hints, judging } = this.#context.options;
    if (throttled) {
      const reason = `The target answered ${status} without a break, for longer than the run may wait (${hints.maxWait}); send requests more slowly (${hints.rate}).`;
      return {
        ...this.#outcome({ verdict: 'inconclusive', reason, findings: [] }),
        verdictIfFinal: this.#judge(exchange),
      };
    }
    const judgement = judgeAnswer(this.#case, this.#operation, judging.checks, exchange);
    const judged = { ...this.#outcome(judgement), judged: 'answer' } as const;
    if (judgement.verdict !== 'deviates')
      return { ...judged, ...shownIn(judging, this.#case, exchange, setUp) };
    // Another case may have been accepted by mistake on the same resource meanwhile. A success of this case,
    // or no answer at all, deviates in any case (decision 0003).
    await Promise.allSettled(setUp.resource.inFlight);
    const { modifiedBy } = setUp.resource;
    // Nor does that excuse a wrong body under a status that the case accepts: whatever was asked, the body is wrong.
    const unexpectedRefusal =
      judgement.findings.some(
        ({ severity, location }) => severity === 'deviation' && location === 'status',
      ) && !isSuccess(status);
    if (modifiedBy === undefined || modifiedBy === this.#case.id || !unexpectedRefusal || exchange.failure)
      return judged;
    const reason = `Answered ${status} after ${modifiedBy} had been accepted on the same resource: that may be why.`;
    return this.#outcome({ verdict: 'inconclusive', reason, findings: [] });
  }

  #unavailable({ answer }: Exclude<Acquired, { kind: 'ready' }>): Result {
    return this.#unsent(stateMissing(answer, this.#context.options.hints));
  }

  #credentialRefused(): Result {
    return this.#unsent({
      verdict: 'errored',
      reason:
        'Its credential is refused by the target in requests beside the cases, too: it is wrong or has expired.',
    });
  }

  /** Either the target or the age of the credential may be the cause. */
  #unrenewed(reason: string): Result {
    const { signal } = this.#context;
    if (signal.aborted) return { ...notReached(signal), exchanges: this.#log.exchanges };
    return this.#unsent({
      verdict: 'errored',
      reason: `Its credential had to be renewed, which failed: ${reason}`,
    });
  }

  /** To be sent once more, with nothing else in flight. */
  #later(note: Finding, lost?: EarlierAttempt['lost']): Postponed {
    const earlier = { exchanges: this.#log.exchanges, findings: [...this.#notes, note] };
    return { postponed: 'exclusive', earlier: { ...earlier, ...(lost && { lost }) } };
  }

  #unsent(unsent: Unsent): Result {
    return this.#outcome({ ...unsent, findings: [] });
  }

  #outcome(
    judgement: Pick<CaseOutcome, 'verdict' | 'reason' | 'findings' | 'testableBy'>,
  ): Omit<CaseOutcome, 'durationMs'> {
    return {
      ...judgement,
      findings: [...judgement.findings, ...this.#notes, ...this.#log.notes],
      exchanges: this.#log.exchanges,
    };
  }
}
