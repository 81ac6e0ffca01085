import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Check } from '../checks/check.ts';
import type { Observation } from '../checks/observation.ts';
import { assembleResult, type RunReport } from '../evaluation/assemble-result.ts';
import type { ExitRules, Requirement } from '../evaluation/conclude.ts';
import type { WaiverRules } from '../evaluation/waivers.ts';
import type { Connection } from '../http/connection.ts';
import { createTransport, type Transport } from '../http/exchange.ts';
import type { StateScope } from '../model/provider-state.ts';
import type { Consent, Finding, LeftBehind, Risk, RunResult } from '../model/result.ts';
import type { Driver, Values } from '../provider-states/driver.ts';
import type { Secret } from '../secrets/redaction.ts';
import { Gate } from './gate.ts';
import { runPhases } from './phases.ts';
import { Renewal } from './renewal.ts';
import { credentialValue } from './request.ts';
import type { CaseOutcome } from './run-case.ts';
import { type LiveSetUp, SetUps } from './set-ups.ts';
import { isThrottleStatus, tooManyRequests } from './throttling.ts';

/** What a user can do about a case that was not run, in the words of the command line. */
export interface Hints {
  /** By the risk that needs it. */
  readonly consent: Readonly<Record<Exclude<Risk, 'none'>, string>>;
  readonly states: string;
  readonly maxWait: string;
  /** By name of the value that a request lacks. */
  readonly values: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly catalogue: Catalogue;
  /** Ids of the cases to send; undefined for all. */
  readonly selected?: ReadonlySet<string>;
  readonly checks: readonly Check[];
  /** Compare the run's own resource before and after everything that is to be refused. */
  readonly observations: readonly Observation[];
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly ambiguities: RunResult['ambiguities'];
  readonly driver: Driver;
  readonly scopeOf: (state: string) => StateScope;
  /** Root of the target, without the contract version. */
  readonly target: string;
  readonly builtIn: boolean;
  /** The run's own values; what a provider state gives replaces them. */
  readonly values: Values;
  readonly consent: Consent;
  /** How many cases may be in flight at once. */
  readonly concurrency: number;
  readonly stateConcurrency: number;
  readonly stateTimeoutMs: number;
  readonly fresh: boolean;
  /** To the complete answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the whole run, in seconds. */
  readonly maxTimeS: number;
  /** For throttling, all in all, in seconds. */
  readonly maxWaitS: number;
  /** Shortest time between two requests, in milliseconds; 0 for none. */
  readonly spacingMs: number;
  /** How many harmless requests may be sent at the end to reach a throttle; 0 for none. */
  readonly burst: number;
  readonly connection: Connection;
  /** Stands between the cases and the wire, such as a verifier that makes the requests itself. */
  readonly through?: (wire: Transport) => Transport;
  readonly insecure: boolean;
  /** Known deviations that are not to fail the run. */
  readonly waivers?: WaiverRules;
  readonly exitRules: Pick<ExitRules, 'allowIncomplete' | 'strict'>;
  readonly suite: RunResult['suite'];
  /** What reports say of the target. */
  readonly described: Omit<RunResult['target'], 'url' | 'builtIn'>;
  /** The options as given, for the report. */
  readonly given: RunResult['run']['options'];
  readonly hints: Hints;
  readonly userAgent: string;
  /** Name that stands for a secret in reports. */
  readonly secretName: string;
  /** Other secrets that no report may show. */
  readonly extraSecrets?: readonly Secret[];
  /** Obtains another credential in place of the run's own, once, when that has expired. */
  readonly renewCredential?: (signal: AbortSignal) => Promise<string | undefined>;
  /** When the run's own credential expires, where that is known. */
  readonly credentialExpiresAt?: Date;
  /** Interrupts the run. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a run has come; told whenever a case begins and whenever one has ended. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly deviating: number;
  /** Cases that have begun and not ended, with the time in milliseconds (`Date.now`) at which they did. */
  readonly underWay: readonly { readonly id: string; readonly since: number }[];
}

/** What the cases of one run share. */
export interface RunContext {
  readonly options: RunOptions;
  readonly transport: Transport;
  readonly gate: Gate;
  readonly setUps: SetUps;
  readonly renewal: Renewal;
  readonly signal: AbortSignal;
  /** Set-ups that turned out to reach beyond their resource while other cases were under way. */
  readonly wideScopeSetUps: Set<LiveSetUp>;
  answered429: boolean;
  /** Findings about the run as a whole. */
  readonly findings: Finding[];
}

/** A run's raw yield, before it is recorded. */
export interface RunYield {
  readonly outcomes: ReadonlyMap<string, CaseOutcome>;
  readonly findings: readonly Finding[];
  readonly leftBehind: readonly LeftBehind[];
  /** Every credential that a provider state gave. */
  readonly credentials: ReadonlySet<string>;
  /** The credential that took the place of the run's own. */
  readonly renewed: string | undefined;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Why the run ended early. */
  readonly stopped?: string;
}

/** Ends a run early: what reports say of it. */
export class StopReason extends Error {
  override readonly name = 'StopReason';
}

/** Sends the catalogue to the target and judges every answer. */
export async function run(options: RunOptions): Promise<RunReport> {
  const startedAt = new Date();
  const started = performance.now();
  const stop = new AbortController();
  const interrupt = () => stop.abort(new StopReason('the run was interrupted'));
  if (options.signal.aborted) interrupt();
  options.signal.addEventListener('abort', interrupt, { once: true });
  const timer = setTimeout(
    () => stop.abort(new StopReason(`the run reached its limit of ${options.maxTimeS} s`)),
    options.maxTimeS * 1000,
  );
  const { catalogue, driver, concurrency, timeoutMs, connection } = options;
  const resourceOf = (operationId: string) => catalogue.operations.get(operationId)?.resourceParameter;
  const resources = [...catalogue.operations.values()].map(
    ({ resourceParameter }) => resourceParameter ?? '',
  );
  const wire = createTransport({
    timeoutMs,
    maxSockets: concurrency,
    headers: connection.headers,
    ...(connection.tls && { tls: connection.tls }),
    ...(connection.proxy && { proxy: connection.proxy }),
  });
  const context: RunContext = {
    options,
    transport: options.through?.(wire) ?? wire,
    gate: new Gate({ maxWaitS: options.maxWaitS, spacingMs: options.spacingMs, signal: stop.signal }),
    setUps: new SetUps({
      driver,
      ownResource: resources.map((name) => options.values[name]).find((value) => value !== undefined),
      resourceOf,
      credentialValue,
      concurrency: options.stateConcurrency,
      timeoutMs: options.stateTimeoutMs,
      fresh: options.fresh,
      signal: stop.signal,
    }),
    renewal: new Renewal({
      credential: options.values[credentialValue],
      ...(options.credentialExpiresAt && { expiresAt: options.credentialExpiresAt }),
      ...(options.renewCredential && { renew: options.renewCredential }),
      signal: stop.signal,
    }),
    signal: stop.signal,
    wideScopeSetUps: new Set(),
    answered429: false,
    findings: [],
  };
  try {
    const outcomes = await runPhases(context).catch(async (error: unknown) => {
      // A defect of ours is no reason to leave anybody's resources behind.
      stop.abort(new StopReason('the run failed'));
      await context.setUps.close();
      throw error;
    });
    const leftBehind = await context.setUps.close();
    const verdictIfFinal = withoutExcuse(context, outcomes);
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : undefined;
    return assembleResult(options, {
      outcomes: verdictIfFinal,
      findings: [...context.findings, ...runFindings(context)],
      leftBehind,
      credentials: context.setUps.credentials,
      renewed: context.renewal.renewed,
      startedAt,
      durationMs: performance.now() - started,
      ...(reason instanceof Error && { stopped: reason.message }),
    });
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', interrupt);
    context.transport.close();
  }
}

/** A target that throttles every exchange is not throttling: then the cases deviate (decision 0008). */
function withoutExcuse(
  context: RunContext,
  outcomes: ReadonlyMap<string, CaseOutcome>,
): ReadonlyMap<string, CaseOutcome> {
  const { catalogue } = context.options;
  const everyExchange = catalogue.cases.every((item) => {
    const operation = catalogue.operations.get(item.operationId);
    const exchanges = outcomes.get(item.id)?.exchanges ?? [];
    return operation && exchanges.every(({ response }) => isThrottleStatus(response?.status, operation));
  });
  const excused = [...outcomes].filter(([, { verdictIfFinal }]) => verdictIfFinal);
  if (!everyExchange || excused.length === 0) return outcomes;
  const judged = excused.map(([id, outcome]): [string, CaseOutcome] => [
    id,
    { ...outcome, ...outcome.verdictIfFinal },
  ]);
  return new Map([...outcomes, ...judged]);
}

function runFindings({ answered429, options }: RunContext): Finding[] {
  const documented = [...options.catalogue.operations.values()].every(({ responses }) =>
    responses.has(tooManyRequests),
  );
  if (!answered429 || documented) return [];
  return [
    {
      check: 'status_code_conformance',
      severity: 'deviation',
      location: 'status',
      expected: 'a documented status',
      actual: String(tooManyRequests),
      message: `The target throttles with ${tooManyRequests}, which the operation does not document.`,
    },
  ];
}
