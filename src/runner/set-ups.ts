import pLimit, { type LimitFunction } from 'p-limit';
import type { Case } from '../catalogue/case.ts';
import { setUpKey } from '../catalogue/set-up-key.ts';
import { rootMessage } from '../model/errors.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { CreatedResource, LeftBehind } from '../model/result.ts';
import {
  type Driver,
  type SetUp,
  type TearDown,
  type TearDownRequest,
  type Values,
  valuesIn,
} from '../provider-states/driver.ts';
import { comparableId, isPlainId } from '../util/path-segment.ts';
import { type Created, createdResources, type Removal } from './created.ts';
import { shutdownGraceMs, type TimeLimits, withinDeadline } from './deadline.ts';
import { GivenIds } from './given-ids.ts';
import {
  type Acquired,
  type LiveSetUp,
  live,
  noState,
  notAsked,
  type Resource,
  type Slot,
  stateNameOf,
} from './live-set-up.ts';
import { doesWithoutState } from './unsent.ts';

export type { Acquired, LiveSetUp, Resource } from './live-set-up.ts';

export interface SetUpOptions extends Pick<TimeLimits, 'timeoutMs' | 'over'> {
  readonly driver: Driver;
  /** The run's own values, which no set-up may claim as isolated. */
  readonly ownValues: Values;
  /** Name of the value that identifies what an operation acts on, or where it makes something. */
  readonly resourceOf: (operationId: string) => string | undefined;
  /** Name of the value that is secret. */
  readonly credentialValue: string;
  readonly concurrency: number;
  /** One set-up for each case, however alike. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  /** Called before a set-up is torn down, as long as its resource is there. */
  readonly beforeTearDown?: (setUp: LiveSetUp) => Promise<void>;
  /** Removes by the target's own means what no driver removed. Resolves with why it could not. */
  readonly remove: (removal: Removal, signal: AbortSignal) => Promise<string | undefined>;
}

/** Sets provider states up, shares them between cases that only read, and tears them down again. */
export class SetUps {
  readonly #options: SetUpOptions;
  /** Every credential that a state gave. */
  readonly credentials = new Set<string>();
  readonly #slots = new Map<string, Slot>();
  /** How many set-ups gave each id. */
  readonly #given: GivenIds;
  readonly #resources = new Map<string, Resource>();
  readonly #limit: LimitFunction;
  readonly #limits: TimeLimits;
  readonly #retried = new WeakSet<Acquired>();
  readonly #tearDowns: Promise<void>[] = [];
  readonly #leftBehind: LeftBehind[] = [];
  readonly #created: Created[] = [];

  constructor(options: SetUpOptions) {
    this.#options = options;
    this.#given = new GivenIds(options.ownValues);
    this.#limit = pLimit(options.concurrency);
    this.#limits = { ...options, stopped: options.signal, graceMs: shutdownGraceMs };
  }

  /** Says that the case will ask for its set-up. Everything that shares it is announced before the first asks. */
  announce(item: Case): void {
    const key = setUpKey(item, this.#options.fresh);
    const slot = this.#slots.get(key);
    if (slot && slot.remaining > 0) slot.remaining += 1;
    else this.#slots.set(key, { acquired: notAsked, remaining: 1, first: item });
  }

  /**
   * Sets up, of each state that one of the cases has, two at once, before anything is sent on one: a driver that gives
   * everyone the same resource shows it only with the second. They are set-ups that the run needs in any case.
   * @param cases those that need an isolated resource, or another place in the order without one
   */
  async compare(cases: readonly Case[]): Promise<void> {
    const slots = [...this.#slots.values()].filter(({ remaining }) => remaining > 0);
    const names = new Set(cases.map(stateNameOf));
    const pairs = [...names].flatMap((name) =>
      slots.filter(({ first }) => stateNameOf(first) === name).slice(0, 2),
    );
    await Promise.all(pairs.map((slot) => this.#ensure(slot, slot.first)));
  }

  #ensure(slot: Slot, item: Case): Promise<Acquired> {
    if (slot.acquired === notAsked) slot.acquired = this.#setUp(item);
    return slot.acquired;
  }

  /** The set-up for a case, made when first asked for. Give it back with `release`. */
  async acquire(item: Case): Promise<Acquired> {
    const acquired = await this.#ensure(this.#slotOf(item), item);
    if (acquired.kind === 'ready') acquired.setUp.users += 1;
    return acquired;
  }

  /** Asks once more for a set-up that failed, the same for every case that shares it. */
  retry(item: Case, failed: Acquired): Promise<Acquired> {
    if (!this.#retried.has(failed)) this.#slotOf(item).acquired = this.#setUp(item);
    this.#retried.add(failed);
    return this.acquire(item);
  }

  /**
   * A fresh set-up in place of a modified one, the same for every case that shared it. If the driver gives the same
   * resource again, that one is modified as well.
   */
  async renew(item: Case, modified: LiveSetUp): Promise<Acquired> {
    const slot = this.#slotOf(item);
    if (!modified.replaced) slot.acquired = this.#replace(item, modified);
    modified.replaced = true;
    const acquired = await slot.acquired;
    // Not earlier: a teardown that ends before the set-up would make the same resource look new.
    this.#release(modified);
    if (acquired.kind === 'ready') acquired.setUp.users += 1;
    return acquired;
  }

  async #replace(item: Case, { resource }: LiveSetUp): Promise<Acquired> {
    const acquired = await this.#setUp(item);
    if (acquired.kind === 'ready' && acquired.setUp.resource === resource)
      acquired.setUp.irreplaceable = true;
    return acquired;
  }

  /** The case has finished with its set-up, or never got one. The last user has it torn down. */
  async release(item: Case, acquired: Acquired): Promise<void> {
    const slot = this.#slotOf(item);
    slot.remaining -= 1;
    if (acquired.kind === 'ready') this.#release(acquired.setUp);
    if (slot.remaining > 0) return;
    const present = await slot.acquired;
    if (present.kind === 'ready') this.#tearDownLater(present.setUp);
  }

  /** One user less. No case will ask again for a set-up that was replaced. */
  #release(setUp: LiveSetUp): void {
    setUp.users -= 1;
    if (setUp.users === 0 && setUp.replaced) this.#tearDownLater(setUp);
  }

  /** Resolves when every teardown that has begun is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#tearDowns.splice(0));
  }

  /** Tears down what is left, and resolves with what could not be, in the order of cases' ids. */
  async close(): Promise<readonly LeftBehind[]> {
    for (const slot of this.#slots.values()) {
      const acquired = await slot.acquired;
      if (acquired.kind === 'ready') this.#tearDownLater(acquired.setUp);
    }
    await this.idle();
    return this.#leftBehind.toSorted((a, b) => a.caseId.localeCompare(b.caseId, 'en'));
  }

  /** What was made, as far as its set-up is torn down. */
  get created(): readonly CreatedResource[] {
    return createdResources(this.#created);
  }

  /** Whether an id is the run's own or was given by a state: then it was there before the requests of the run. */
  wasThereBefore(id: string): boolean {
    return this.#given.has(id);
  }

  #slotOf(item: Case): Slot {
    const slot = this.#slots.get(setUpKey(item, this.#options.fresh));
    if (!slot) throw new Error(`${item.id} was not announced to the set-ups.`);
    return slot;
  }

  async #setUp(item: Case): Promise<Acquired> {
    const [state] = item.states;
    const { resourceOf, credentialValue } = this.#options;
    const asked = { caseId: item.id, askedAt: Date.now() };
    const parameter = resourceOf(item.operationId);
    const idIn = (given: Values) => parameter && given[parameter];
    const ownId = idIn(this.#options.ownValues);
    const onOwnValues = () => live({ ...this.#found(parameter, ownId, ownId), ...asked, ...noState });
    if (!state) return onOwnValues();
    const answer = await this.#limit(() => {
      asked.askedAt = Date.now();
      return this.#ask(state, item.id);
    });
    const credential = valuesIn(answer)[credentialValue]?.trim();
    if (credential) this.credentials.add(credential);
    if (doesWithoutState(item, answer)) return onOwnValues();
    if (answer.outcome !== 'ready') return { kind: 'unavailable', answer };
    const { values, scope, by } = answer;
    this.#given.addValues(values);
    const found = this.#found(parameter, idIn(values) ?? ownId, ownId, by);
    return live({ ...found, ...asked, state, values, scope, by });
  }

  /** The resource of an id, which a state or else the run itself gave. */
  #found(name = '', id = '', ownId = '', by?: Driver): Pick<LiveSetUp, 'resource' | 'isolated'> {
    const { readOnly } = by ?? this.#options.driver;
    // UUIDs are the same in either case (RFC 9562 section 4): two ids that differ in nothing else may be one resource.
    const key = comparableId(id);
    const own = key === comparableId(ownId);
    this.#given.addResource(id);
    const isolated = () => !readOnly && !own && isPlainId(id) && this.#given.isSole(id, name);
    const resource = this.#resources.get(key) ?? { id: key, own, inFlight: new Set(), setUps: 0 };
    this.#resources.set(key, resource);
    resource.setUps += 1;
    return { resource, isolated };
  }

  /** What the driver answers. Without a usable answer in time, what it may have made is left behind. */
  async #ask(state: ProviderState, caseId: string): Promise<SetUp> {
    const { driver, signal } = this.#options;
    if (signal.aborted) return { outcome: 'failed', reason: 'not reached: the run was stopped before that' };
    const recordLeftBehind = (reason: string) =>
      this.#leftBehind.push({ caseId, what: `provider state "${state.name}"`, reason });
    try {
      const answer = await withinDeadline('the set-up', this.#limits, (limit) => driver.setUp(state, limit));
      if (answer.outcome === 'failed' && answer.made) recordLeftBehind(answer.reason);
      return answer;
    } catch (error) {
      const reason = signal.aborted
        ? 'not reached: the run was stopped while the state was set up'
        : rootMessage(error);
      recordLeftBehind(reason);
      return { outcome: 'failed', reason };
    }
  }

  readonly #tornDown = new WeakSet<LiveSetUp>();

  #tearDownLater(setUp: LiveSetUp): void {
    if (this.#tornDown.has(setUp)) return;
    this.#tornDown.add(setUp);
    this.#tearDowns.push(this.#limit(() => this.#tearDown(setUp)));
  }

  async #tearDown(setUp: LiveSetUp): Promise<void> {
    const { state, caseId: madeFor, values, created, resource, by } = setUp;
    await this.#options.beforeTearDown?.(setUp);
    this.#created.push(...created);
    const ids = created.flatMap(({ id }) => id ?? []);
    const answer = await this.#requestTeardown({ ...state, values, created: ids, by });
    setUp.goneAt = Date.now();
    if (answer.outcome === 'done') {
      for (const one of created) one.removedAt = new Date();
      this.#restored(resource);
      return;
    }
    const { reason, kept = false } =
      answer.outcome === 'failed' ? answer : { reason: 'nothing in this run tears it down' };
    for (const one of created) await this.#remove(kept ? { ...one, removal: reason } : one, reason);
    if (answer.outcome === 'failed')
      this.#leftBehind.push({ caseId: madeFor, what: `provider state "${state.name}"`, reason });
  }

  /** @param untouched why the driver did not remove it */
  async #remove(created: Created, untouched: string): Promise<void> {
    const { remove } = this.#options;
    const { removal = untouched, caseId, id } = created;
    const reason =
      typeof removal === 'string'
        ? removal
        : await withinDeadline('the removal', this.#limits, (limit) => remove(removal, limit)).catch(
            rootMessage,
          );
    if (reason === undefined) created.removedAt = new Date();
    else this.#leftBehind.push({ caseId, what: id ?? 'what the accepted request made', reason });
  }

  /** Not with the run's own signal: a stopped run tears down as well. */
  async #requestTeardown(request: TearDownRequest): Promise<TearDown> {
    const { driver } = this.#options;
    if (request.name === noState.state.name) return { outcome: 'not-supported' };
    try {
      return await withinDeadline('the teardown', this.#limits, (limit) => driver.tearDown(request, limit));
    } catch (error) {
      return { outcome: 'failed', reason: rootMessage(error) };
    }
  }

  /** After all its set-ups are torn down, a resource that the driver gives again is new. The run's own is never restored. */
  #restored(resource: Resource): void {
    resource.setUps -= 1;
    if (resource.setUps === 0 && !resource.own) this.#resources.delete(resource.id);
  }
}
