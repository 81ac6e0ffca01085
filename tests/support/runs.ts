import type { Case } from '../../src/catalogue/case.ts';
import { credentialValue } from '../../src/catalogue/case.ts';
import { statusCode } from '../../src/checks/status-code.ts';
import type { ReportOptions } from '../../src/evaluation/assemble-result.ts';
import { directConnection } from '../../src/http/connection.ts';
import type { Transport, TransportRequest } from '../../src/http/exchange.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { ProviderState } from '../../src/model/provider-state.ts';
import type { Finding } from '../../src/model/result.ts';
import type { DocumentedResponse, Operation } from '../../src/openapi/operations.ts';
import type { Driver, SetUp, Values } from '../../src/provider-states/driver.ts';
import type { RunContext } from '../../src/runner/context.ts';
import { ExchangeBudget } from '../../src/runner/exchange-log.ts';
import { Gate } from '../../src/runner/gate.ts';
import { SetUpObserver } from '../../src/runner/observe.ts';
import type {
  CredentialOptions,
  JudgingOptions,
  PaceOptions,
  RunOptions,
  StateOptions,
  TargetOptions,
} from '../../src/runner/options.ts';
import { PresenceWatch } from '../../src/runner/presence-watch.ts';
import { Renewal, type RenewalOptions } from '../../src/runner/renewal.ts';
import { type SetUpOptions, SetUps } from '../../src/runner/set-ups.ts';
import { type Answer, answered } from './exchanges.ts';

/** The parts of a run as plain values: one operation of a library, no wire, no clock. Builders take what is different. */

/** The run's own loan, and its own credential. */
export const own = { loan: 'loan-own', [credentialValue]: 'good-token' };

export const onLoan: ProviderState = { name: 'a loan', params: {} };

export function responseOf(
  status: number,
  different: Partial<DocumentedResponse> = {},
): [number, DocumentedResponse] {
  const nothing = {
    requirements: [],
    contentRequirements: [],
    mediaTypes: [],
    headers: [],
    states: [],
    diagnostics: [],
  };
  const { mediaTypes = [], schema, validate } = different;
  const content = { ...(schema && { schema }), ...(validate && { validate }) };
  const contents = new Map(mediaTypes.map((mediaType) => [mediaType, content]));
  return [status, { status, citation: `Row ${status}`, throttle: false, ...nothing, contents, ...different }];
}

export function operationOf(different: Partial<Operation> = {}): Operation {
  const expectation = { requirements: [], tolerates: [] };
  return {
    title: 'An operation',
    tags: [],
    id: 'renewLoan',
    method: 'POST',
    path: '/loans/{loan}/renew',
    requirements: [],
    parameters: [],
    responses: new Map([
      responseOf(202, { created: '/id' }),
      responseOf(400),
      responseOf(401),
      responseOf(404),
      responseOf(413, { throttle: true }),
      responseOf(503),
    ]),
    pathMethods: ['POST'],
    undocumentedMethods: expectation,
    unrecognisedMethod: expectation,
    resourceParameter: 'loan',
    advisoryRequirements: new Set(),
    checkRequirements: {},
    ...different,
  };
}

/** A case that the target is to refuse with 400, and that can change nothing. */
export function caseOf({
  request,
  ...different
}: Partial<Omit<Case, 'request'>> & { readonly request?: Partial<Case['request']> } = {}): Case {
  return {
    id: `renewLoan/${different.expect ?? 400}/sample`,
    operationId: 'renewLoan',
    status: different.expect ?? 400,
    title: 'A sample',
    requirements: ['R'],
    risk: 'none',
    expect: 400,
    tolerates: [],
    states: [],
    derivedBy: 'rows',
    ...different,
    request: {
      method: 'POST',
      path: '/loans/{loan}/renew',
      parameters: {},
      credential: 'valid',
      credentialPlace: { in: 'header', name: 'X-Card', form: 'plain' },
      accept: null,
      contentType: null,
      body: null,
      ...request,
    },
  };
}

/** A driver that gives every set-up a loan of its own, and keeps what it was asked. */
export function driverOf(different: Partial<Driver> & { readonly answers?: readonly SetUp[] } = {}) {
  const { answers = [], ...rest } = different;
  const setUps: ProviderState[] = [];
  const tornDown: Parameters<Driver['tearDown']>[0][] = [];
  const driver: Driver = {
    name: 'fake',
    open: async () => {},
    close: async () => {},
    setUp: async (state) => {
      setUps.push(state);
      return answers[setUps.length - 1] ?? ready({ loan: `loan-${setUps.length}` });
    },
    tearDown: async (request) => {
      tornDown.push(request);
      return { outcome: 'done' };
    },
    ...rest,
  };
  return { driver, setUps, tornDown };
}

export const ready = (
  values: Values,
  different: Partial<Extract<SetUp, { outcome: 'ready' }>> = {},
): SetUp => ({
  outcome: 'ready',
  values,
  ...different,
});

/** What allows a case, by its risk. */
export const consentHints = {
  'if-deviant': 'allow reject',
  change: 'allow change',
  create: 'allow create',
  destroy: 'allow destroy',
};

export const setUpOptions = (different: Partial<SetUpOptions> = {}): SetUpOptions => ({
  driver: driverOf().driver,
  ownValues: { loan: own.loan },
  resourceOf: () => 'loan',
  remove: async () => 'nothing removes it',
  credentialValue,
  concurrency: 4,
  timeoutMs: 60_000,
  fresh: false,
  signal: new AbortController().signal,
  over: new AbortController().signal,
  ...different,
});

/** What stands in place of the wire gives for a request: an answer, or a failure; `count` numbers them from 1. */
export type Wire = (
  request: TransportRequest,
  count: number,
) => Answer | Exchange['failure'] | Promise<Answer | Exchange['failure']>;

const isFailure = (given: Answer | Exchange['failure']): given is NonNullable<Exchange['failure']> =>
  given !== undefined && 'blame' in given;

/** What never ends would hold up everything, as nothing here takes time. */
const mostSent = 1000;

export function transportOf(wire: Wire) {
  const sent: TransportRequest[] = [];
  const options: Parameters<Transport['send']>[1][] = [];
  const transport: Transport = {
    close: () => {},
    async send(request, sending) {
      sent.push(request);
      options.push(sending);
      if (sent.length > mostSent) throw new Error(`More than ${mostSent} requests: no test needs so many.`);
      const given = await wire(request, sent.length);
      const { method, values } = request;
      const sentNow = { attempt: sending.attempt, startedAt: new Date().toISOString() };
      if (!isFailure(given)) return [{ ...answered({ method, values, ...given }), ...sentNow }];
      const { response: _, ...rest } = answered({ method, values });
      return [{ ...rest, ...sentNow, failure: given }];
    },
  };
  return { transport, sent, options };
}

/** The options of a run without their groups, so that a test names only what is different. */
export interface FlatOptions
  extends Pick<RunOptions, 'catalogue' | 'selected' | 'consent' | 'hints' | 'signal' | 'onProgress'>,
    Omit<TargetOptions, 'url' | 'userAgent' | 'through'>,
    Pick<StateOptions, 'driver' | 'scopeOf'>,
    PaceOptions,
    JudgingOptions,
    Pick<CredentialOptions, 'otherSecrets'>,
    Omit<ReportOptions, 'target' | 'options'> {
  readonly url: string;
  /** Name of the credential. */
  readonly secretName: string;
  /** What reports say of the target, and the options that the user gave. */
  readonly described: ReportOptions['target'];
  readonly given: ReportOptions['options'];
}

export function runOptions(different: Partial<FlatOptions> = {}): RunOptions {
  const operation = operationOf();
  const flat: FlatOptions = {
    catalogue: { operations: new Map([[operation.id, operation]]), cases: [] },
    checks: [statusCode],
    observations: [],
    requirements: {},
    ambiguities: {},
    driver: driverOf().driver,
    scopeOf: () => 'instance',
    url: 'http://target.example',
    builtIn: false,
    values: own,
    consent: 'reject',
    concurrency: 2,
    timeoutMs: 60_000,
    maxTimeS: 600,
    maxWaitS: 0,
    spacingMs: 0,
    burst: 0,
    connection: directConnection,
    insecure: false,
    exitRules: { allowIncomplete: [], strict: false },
    suite: { name: 'suite', version: '1', specification: { title: 'Loans', version: '1', sha256: 'none' } },
    described: { apiVersion: 'v1', accountId: null },
    given: {},
    hints: {
      consent: consentHints,
      states: 'give states',
      maxWait: '--max-wait',
      rate: '--rate',
      values: { loan: '--loan' },
    },
    secretName: 'TOKEN',
    signal: new AbortController().signal,
    ...different,
  };
  const { url, builtIn, values, connection, insecure, driver, scopeOf, checks, observations } = flat;
  const { concurrency, timeoutMs, maxTimeS, maxWaitS, spacingMs, burst, otherSecrets } = flat;
  const { suite, requirements, ambiguities, waivers, exitRules } = flat;
  const { catalogue, selected, consent, hints, signal, onProgress } = flat;
  return {
    catalogue,
    ...(selected && { selected }),
    target: { url, builtIn, values, connection, insecure, userAgent: 'suite/1' },
    states: { driver, scopeOf, concurrency: 2, timeoutMs: 60_000, fresh: false },
    pace: { concurrency, timeoutMs, maxTimeS, maxWaitS, spacingMs, burst },
    consent,
    judging: { checks, observations, ...(flat.relations && { relations: flat.relations }) },
    credential: { name: flat.secretName, ...(otherSecrets && { otherSecrets }) },
    report: {
      suite,
      target: flat.described,
      options: flat.given,
      requirements,
      ambiguities,
      exitRules,
      ...(waivers && { waivers }),
      ...(flat.notCovered && { notCovered: flat.notCovered }),
    },
    hints,
    signal,
    ...(onProgress && { onProgress }),
  };
}

/** A run under way, and what it sends to the wire. */
export function runOf({
  wire = () => ({ status: 400 }),
  options: differentOptions = {},
  renewal = {},
  stop = new AbortController(),
}: {
  readonly wire?: Wire;
  readonly options?: Partial<FlatOptions>;
  readonly renewal?: Partial<RenewalOptions>;
  readonly stop?: AbortController;
} = {}) {
  const options = runOptions(differentOptions);
  const { signal } = stop;
  const { transport, sent, options: sending } = transportOf(wire);
  const findings: Finding[] = [];
  const context: RunContext = {
    options,
    transport,
    wire: transport,
    observer: new SetUpObserver(),
    ownCredential: { state: 'unknown' },
    gate: new Gate({ maxWaitS: options.pace.maxWaitS, spacingMs: 0, signal }),
    setUps: new SetUps(setUpOptions({ driver: options.states.driver, signal })),
    renewal: new Renewal({ credential: options.target.values[credentialValue], signal, ...renewal }),
    signal,
    watch: new PresenceWatch((reason) => stop.abort(new Error(reason))),
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
    findings,
  };
  return { context, sent, sending, stop };
}
