import { credentialValue } from '../catalogue/case.ts';
import { unusableText } from '../catalogue/select.ts';
import { assembleResult, type RunReport } from '../evaluation/assemble-result.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import { ifInStep } from '../evaluation/in-step.ts';
import { compareAnswers, relationsWithin } from '../evaluation/relations.ts';
import { createTransport, type Transport } from '../http/exchange.ts';
import { SuiteError } from '../model/errors.ts';
import type { Finding, PreflightAnswer } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { responseFor } from '../openapi/responses.ts';
import { parametersIn } from '../util/path-segment.ts';
import type { RunContext } from './context.ts';
import { shutdownLimit } from './deadline.ts';
import { ExchangeBudget } from './exchange-log.ts';
import { executePlan } from './execute-plan.ts';
import { Gate } from './gate.ts';
import { SetUpObserver } from './observe.ts';
import type { RunOptions } from './options.ts';
import { makePlan } from './plan.ts';
import { preflight } from './preflight.ts';
import { PresenceWatch } from './presence-watch.ts';
import { removeCreated } from './remove-created.ts';
import { Renewal } from './renewal.ts';
import { type SetUpOptions, SetUps } from './set-ups.ts';
import { tooManyRequests } from './throttling.ts';

/** Ends a run early: what reports say of it. */
export class StopReason extends Error {
  override readonly name = 'StopReason';
}

/** How long all set-ups and teardowns together may take once the run is stopped (decision 0025). */
const shutdownMs = 30_000;

/** Sends the catalogue to the target and judges every answer. */
export async function run(options: RunOptions): Promise<RunReport> {
  const startedAt = new Date();
  const started = performance.now();
  const stop = new AbortController();
  const release = stopOn(options, stop);
  const shutdown = shutdownLimit(stop.signal, options.abandon ?? never, shutdownMs);
  const context = contextOf(options, stop, shutdown.signal);
  try {
    const sent = await sendAll(context).catch(async (error: unknown) => {
      // Even a defect of the suite must not leave resources behind.
      stop.abort(new StopReason('the run failed'));
      await context.setUps.close();
      throw error;
    });
    const leftBehind = await context.setUps.close();
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : undefined;
    const related = compareAnswers(
      relationsWithin(options.judging.relations ?? [], options.catalogue),
      inStep(withoutExcuse(context, sent.outcomes)),
      context.changes.since,
    );
    // A selection leaves out what it pleases.
    const ofRelations = options.selected ? [] : related.findings;
    return await assembleResult(options, {
      outcomes: related.outcomes,
      preflight: sent.preflight,
      unplanned: [...context.unplanned.values()].map(({ item, outcome }) => ({
        item,
        outcome: ifInStep(outcome),
      })),
      findings: [...context.findings, ...context.observer.findings, ...ofRelations, ...runFindings(context)],
      leftBehind,
      created: context.setUps.created,
      credentials: context.setUps.credentials,
      renewed: context.renewal.renewed,
      startedAt,
      durationMs: performance.now() - started,
      ...(reason instanceof Error && { stopped: reason.message }),
    });
  } finally {
    release();
    shutdown.clear();
    context.transport.close();
    context.wire.close();
  }
}

const never = new AbortController().signal;

/** Nothing is sent before the user's own values were tried. */
async function sendAll(context: RunContext): Promise<SentPlan> {
  const plan = await makePlan(context.options);
  const answers = await preflight(context, plan);
  return { preflight: answers, outcomes: await executePlan(context, plan) };
}

interface SentPlan {
  readonly preflight: readonly PreflightAnswer[];
  readonly outcomes: ReadonlyMap<string, CaseOutcome>;
}

/** Stops the run when the user interrupts it and at its time limit. Returns what ends the watch. */
function stopOn({ signal, pace: { maxTimeS } }: RunOptions, stop: AbortController): () => void {
  const interrupt = () => {
    const { reason } = signal;
    stop.abort(reason instanceof SuiteError ? reason : new StopReason('the run was interrupted'));
  };
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt);
  const timer = setTimeout(
    () => stop.abort(new StopReason(`the run reached its limit of ${maxTimeS} s`)),
    maxTimeS * 1000,
  );
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
  };
}

function contextOf(options: RunOptions, stop: AbortController, over: AbortSignal): RunContext {
  const { target, pace, credential } = options;
  const { signal } = stop;
  const wire = wireOf(options);
  const observer = new SetUpObserver();
  const context: RunContext = {
    options,
    wire,
    transport: target.through?.(wire) ?? wire,
    observer,
    ownCredential: { state: 'unknown' },
    gate: new Gate({ maxWaitS: pace.maxWaitS, spacingMs: pace.spacingMs, signal }),
    setUps: setUpsOf(options, {
      signal,
      over,
      beforeTearDown: (setUp) => observer.end(context, setUp),
      remove: (removal, limit) => removeCreated(context, removal, limit),
    }),
    renewal: new Renewal({
      credential: target.values[credentialValue],
      ...(credential.expiresAt && { expiresAt: credential.expiresAt }),
      ...(credential.renew && { renew: credential.renew }),
      signal,
    }),
    signal,
    watch: new PresenceWatch((reason) => stop.abort(new StopReason(reason))),
    losses: [],
    hangs: { alone: 0 },
    changes: { since: Number.POSITIVE_INFINITY },
    wideScopeSetUps: new Set(),
    throttleLog: {
      answered429: false,
      waitsFor503: 0,
      finalStatuses: new Set(),
      operationsAnswered: new Set(),
    },
    answeredRequests: new Map(),
    repeatable: new Map(),
    acceptedOnOwn: new Map(),
    wrongCreations: new Map(),
    exchangeBudget: new ExchangeBudget(),
    unplanned: new Map(),
    findings: [],
  };
  return context;
}

function wireOf({ target: { connection }, pace }: RunOptions): Transport {
  return createTransport({
    timeoutMs: pace.timeoutMs,
    maxSockets: pace.concurrency,
    maxSpares: pace.concurrency,
    ...connection,
  });
}

function setUpsOf(
  { catalogue: { operations }, target, states }: RunOptions,
  ofRun: Pick<SetUpOptions, 'signal' | 'over' | 'beforeTearDown' | 'remove'>,
): SetUps {
  const { driver, concurrency, timeoutMs, fresh } = states;
  return new SetUps({
    driver,
    ownValues: target.values,
    resourceOf: (operationId) => isolationParameter(operations.get(operationId)),
    credentialValue,
    concurrency,
    timeoutMs,
    fresh,
    ...ofRun,
  });
}

/**
 * The value that tells whether a state isolates a request: that of its resource; where the path names none, the last
 * value of the path, such as the account in which something is made (decision 0034).
 */
const isolationParameter = (operation: Operation | undefined): string | undefined =>
  operation && (operation.resourceParameter ?? parametersIn(operation.path).at(-1));

/** A throttle that answers every request of an operation is no throttle: then its cases deviate (decision 0008). */
function withoutExcuse(
  context: RunContext,
  outcomes: ReadonlyMap<string, CaseOutcome>,
): ReadonlyMap<string, CaseOutcome> {
  const { cases } = context.options.catalogue;
  const { operationsAnswered } = context.throttleLog;
  const judged = cases.flatMap(({ id, operationId }): [string, CaseOutcome][] => {
    const outcome = outcomes.get(id);
    return outcome?.verdictIfFinal && !operationsAnswered.has(operationId)
      ? [[id, { ...outcome, ...outcome.verdictIfFinal, judged: 'throttle' }]]
      : [];
  });
  return new Map([...outcomes, ...judged]);
}

const inStep = (outcomes: ReadonlyMap<string, CaseOutcome>): ReadonlyMap<string, CaseOutcome> =>
  new Map([...outcomes].map(([id, outcome]) => [id, ifInStep(outcome)]));

function runFindings({ throttleLog, options }: RunContext): Finding[] {
  const { operations, unusable = [] } = options.catalogue;
  const documented = [...operations.values()].every(
    (operation) => responseFor(operation, tooManyRequests) !== undefined,
  );
  const { waitsFor503 } = throttleLog;
  const often: Finding = {
    check: 'throttling',
    severity: 'warning',
    message: `The target answered 503 with Retry-After ${waitsFor503} times to requests that should have had another answer, and the run waited each time. Requests that are sent more slowly (--rate) may not meet it.`,
  };
  return [
    ...(waitsFor503 > manyWaitsFor503 ? [often] : []),
    ...(throttleLog.answered429 && !documented ? [undocumented429(operations.size)] : []),
    ...unusable.map(
      (operation): Finding => ({
        check: 'document',
        severity: 'note',
        message: `${unusableText(operation)} The run leaves it out.`,
      }),
    ),
  ];
}

/** A run that waits for 503 more often than this says so in a warning. */
const manyWaitsFor503 = 5;

const undocumented429 = (operations: number): Finding => ({
  check: 'status_code_conformance',
  severity: 'deviation',
  location: 'status',
  expected: 'a documented status',
  actual: String(tooManyRequests),
  message: `The target throttles with ${tooManyRequests}, which ${operations === 1 ? 'the operation does not document' : 'not every operation documents'}.`,
});
