import { type Case, credentialValue } from '../catalogue/case.ts';
import { mayChange } from '../catalogue/risk.ts';
import { setUpKey } from '../catalogue/set-up-key.ts';
import type { StateScope } from '../model/provider-state.ts';
import type { Risk } from '../model/result.ts';
import type { SetUp } from '../provider-states/driver.ts';
import { isSuccess } from '../util/status-class.ts';
import { mayBeAccepted } from './acceptance.ts';
import { type Burst, burstsOf } from './burst.ts';
import { readsOf } from './observe.ts';
import type { RunOptions } from './options.ts';
import { preflightReads } from './preflight-reads.ts';
import { buildRequest, usedBy } from './request.ts';
import {
  consentMissing,
  doesWithoutState,
  resourceReserved,
  stateMissing,
  type Unsent,
  valuesMissing,
} from './unsent.ts';

/**
 * When a case is sent: with others in flight; alone, because its state affects others; or last and alone, because it
 * may change a resource that the run does not own.
 */
export type Phase = 'together' | 'exclusive' | 'shared-change';

export interface PlannedCase {
  readonly item: Case;
  readonly phase: Phase;
  /** Cases with the same key share a set-up. */
  readonly setUpKey: string;
}

export interface UnsentCase extends Unsent {
  readonly item: Case;
}

/** Cases that may be in flight at the same time, as far as `--concurrency` allows; one by one beyond `together`. */
export interface Batch {
  readonly phase: Phase;
  readonly cases: readonly PlannedCase[];
}

/** What a run sends, in order, and what it does not send. `--plan` prints it, and the run executes it. */
export interface Plan {
  readonly batches: readonly Batch[];
  readonly unsent: readonly UnsentCase[];
  /** URLs that are read first of all, to try the user's own values. */
  readonly preflight: readonly string[];
  /** URLs that are read before everything and after everything that must be refused. */
  readonly reads: readonly string[];
  /** What is tried last to reach a throttle, where no provider state showed it. */
  readonly bursts: readonly Burst[];
  /** Credentials that a read-only driver gave: no report may show them. */
  readonly credentials: ReadonlySet<string>;
}

/** Whether a state affects more than its own resource, by what the driver answered. */
export const affectsOthers = (answered: StateScope | undefined): boolean =>
  answered !== undefined && answered !== 'instance';

/** Every case of the plan, in the order of sending. */
export const plannedCases = ({ batches }: Plan): readonly PlannedCase[] =>
  batches.flatMap(({ cases }) => cases);

/**
 * The plan of a run, as far as it is certain before anything is set up. A read-only driver answers now as it will in
 * the run, so its plan is final. Any other driver may still move a case to a later phase, by the resource or the
 * scope that its set-up gives.
 */
export async function makePlan(options: RunOptions): Promise<Plan> {
  const { catalogue, selected, states, pace } = options;
  const cases = catalogue.cases.filter(({ id }) => selected?.has(id) ?? true);
  const { together, exclusive } = orderOf(cases, states.scopeOf);
  const common = {
    preflight: preflightReads(options),
    reads: readsOf(options),
    bursts: pace.burst === 0 ? [] : burstsOf(catalogue),
  };
  const batch = (phase: Phase, items: readonly Case[]): Batch => ({
    phase,
    cases: items.map((item) => ({ item, phase, setUpKey: setUpKey(item, states.fresh) })),
  });
  if (!states.driver.readOnly) {
    const batches = [...together.map((group) => batch('together', group)), batch('exclusive', exclusive)];
    return { ...common, batches: batches.filter(notEmpty), unsent: [], credentials: new Set() };
  }
  const foreseen = await foresee([...together.flat(), ...exclusive], options);
  const first = foreseen.first.filter((item) => !exclusive.includes(item));
  const alone = foreseen.first.filter((item) => exclusive.includes(item));
  const batches = [
    batch('together', first),
    batch('exclusive', [...alone, ...foreseen.later]),
    batch('shared-change', foreseen.changes),
  ];
  return {
    ...common,
    batches: batches.filter(notEmpty),
    unsent: foreseen.unsent,
    credentials: foreseen.credentials,
  };
}

const notEmpty = ({ cases }: Batch): boolean => cases.length > 0;

/**
 * The order of sending, as far as it is known before a driver has answered. What may change its resource comes second
 * within `together`: that a resource is given to no other case is seen by comparison with those given before.
 */
function orderOf(cases: readonly Case[], scopeOf: RunOptions['states']['scopeOf']) {
  const narrow = cases.filter((item) => !wideByContract(item, scopeOf));
  return {
    together: [narrow.filter(({ risk }) => !mayChange(risk)), narrow.filter(({ risk }) => mayChange(risk))],
    exclusive: cases.filter((item) => wideByContract(item, scopeOf)),
  };
}

/** What becomes of the cases with a read-only driver. */
async function foresee(inOrder: readonly Case[], options: RunOptions) {
  const first: Case[] = [];
  const later: Case[] = [];
  const unsent: UnsentCase[] = [];
  const changes = new Map<Case, string | undefined>();
  const credentials = new Set<string>();
  for (const item of inOrder) {
    const setUp = await setUpFor(item, options);
    const found = availability(item, setUp, options);
    if (setUp.outcome === 'ready' && setUp.values[credentialValue] !== undefined)
      credentials.add(setUp.values[credentialValue]);
    if (found.unsent) unsent.push({ item, ...found.unsent });
    else if (mayChange(item.risk)) changes.set(item, found.resource);
    // Only the driver knows of this scope, so the case goes behind those that the contract names.
    else if (found.affectsOthers && !wideByContract(item, options.states.scopeOf)) later.push(item);
    else first.push(item);
  }
  const { sent, reserved } = orderChanges(changes);
  for (const [item, reservedFor] of reserved)
    unsent.push({ item, ...resourceReserved(reservedFor, options.hints) });
  return { first, later, unsent, credentials, changes: sent };
}

const wideByContract = ({ states }: Case, scopeOf: RunOptions['states']['scopeOf']): boolean =>
  states.some(({ name }) => scopeOf(name) === 'service');

async function setUpFor(item: Case, { states, signal }: RunOptions): Promise<SetUp> {
  const [state] = item.states;
  const onOwnValues: SetUp = { outcome: 'ready', values: {} };
  const answer = state ? await states.driver.setUp(state, signal) : onOwnValues;
  return doesWithoutState(item, answer) ? onOwnValues : answer;
}

/** Whether a case can be sent with what the driver has for it, and to which resource. */
function availability(
  item: Case,
  setUp: SetUp,
  { catalogue, target, consent, hints }: RunOptions,
): { readonly unsent?: Unsent; readonly resource?: string | undefined; readonly affectsOthers?: boolean } {
  if (setUp.outcome !== 'ready') return { unsent: stateMissing(setUp, hints) };
  const refused = target.builtIn ? undefined : consentMissing(item, consent, hints);
  if (refused) return { unsent: refused };
  const values = { ...target.values, ...usedBy(item, setUp.values) };
  const built = buildRequest(item, target.url, values, target.userAgent);
  if (built.kind === 'missing') return { unsent: valuesMissing(built.names, hints) };
  const { resourceParameter } = catalogue.operations.get(item.operationId) ?? {};
  return {
    resource: resourceParameter && values[resourceParameter],
    affectsOthers: affectsOthers(setUp.scope),
  };
}

/**
 * What may change a shared resource, in an order that keeps it usable: first what a conforming target refuses, then for
 * each resource one success of each operation, in the document's order; last what removes something, the longest path
 * first. What a success uses up no other case can use, so what merely tolerates one stays unsent. Making something uses
 * nothing up.
 */
export function orderChanges(changes: ReadonlyMap<Case, string | undefined>): {
  readonly sent: readonly Case[];
  /** Cases that stay unsent, with the id of the case that their resource is reserved for. */
  readonly reserved: ReadonlyMap<Case, string | undefined>;
} {
  const reservations = new Map<string | undefined, Map<string, Case>>();
  for (const [item, resource] of changes) {
    if (!isSuccess(item.expect) || !usesUp(item)) continue;
    const ofResource = reservations.get(resource) ?? new Map<string, Case>();
    if (!ofResource.has(item.operationId)) ofResource.set(item.operationId, item);
    reservations.set(resource, ofResource);
  }
  const refused: Case[] = [];
  const successes: Case[] = [];
  const reserved = new Map<Case, string | undefined>();
  for (const [item, resource] of changes) {
    const ofResource = reservations.get(resource) ?? new Map<string, Case>();
    const [first] = ofResource.values();
    const own = ofResource.get(item.operationId);
    if (mayBeAccepted(item) && resource !== undefined && usesUp(item) && item !== own)
      reserved.set(item, (own ?? first)?.id);
    else if (isSuccess(item.expect)) successes.push(item);
    else refused.push(item);
  }
  return { sent: [...refused.toSorted(byGravity), ...successes.toSorted(byGravity)], reserved };
}

/** Whether a success leaves the resource as no other case needs it. */
const usesUp = ({ risk }: Case): boolean => risk !== 'create';

const gravity: readonly Risk[] = ['none', 'if-deviant', 'create', 'change', 'destroy'];
const stepsIn = ({ request }: Case): number => request.path.split('/').length;

/** What removes something comes last: first what lies deeper, as it goes with what holds it. */
const byGravity = (one: Case, other: Case): number =>
  gravity.indexOf(one.risk) - gravity.indexOf(other.risk) ||
  (one.risk === 'destroy' ? stepsIn(other) - stepsIn(one) : 0);
