import type { Case } from '../catalogue/case.ts';
import type { SetUp } from '../provider-states/driver.ts';
import { affectsOthers, orderOf } from './order.ts';
import { changesToSend } from './phases.ts';
import { buildRequest } from './request.ts';
import type { RunOptions } from './run.ts';
import { consents, usedBy } from './run-case.ts';

/** What a run would send, in order, and what it would not, with what that lacks. */
export interface Forecast {
  readonly sent: readonly Case[];
  readonly unsent: ReadonlyMap<Case, string>;
}

type Forecasting = Omit<RunOptions, 'onProgress'>;

/**
 * What comes of the cases, as far as it is certain before anything was asked: a driver that makes nothing answers
 * here as it will in the run, any other may yet give each case a resource of its own.
 */
export async function forecast(options: Forecasting): Promise<Forecast> {
  const { catalogue, selected, scopeOf, driver } = options;
  const cases = catalogue.cases.filter(({ id }) => selected?.has(id) ?? true);
  const { together, exclusive } = orderOf(cases, scopeOf);
  const inOrder = [...together.flat(), ...exclusive];
  if (!driver.readOnly) return { sent: inOrder, unsent: new Map() };

  const unsent = new Map<Case, string>();
  const first: Case[] = [];
  const later: Case[] = [];
  const changes = new Map<Case, string | undefined>();
  for (const item of inOrder) {
    const { lacks, resource, far } = await planCase(item, options);
    if (lacks !== undefined) unsent.set(item, lacks);
    else if (item.risk === 'change') changes.set(item, resource);
    // That it reaches so far only the driver knows: the run finds out when it is there, and puts it behind the others.
    else if (far && !exclusive.includes(item)) later.push(item);
    else first.push(item);
  }
  const { sent, kept } = changesToSend(changes);
  for (const item of kept.keys()) unsent.set(item, options.hints.states);
  return { sent: [...first, ...later, ...sent], unsent };
}

interface PlannedCase {
  /** What would have to be given for the case to be sent. */
  readonly lacks?: string;
  readonly resource?: string | undefined;
  /** Whether the driver says that its state reaches beyond its own resource. */
  readonly far?: boolean;
}

/** What a driver that makes nothing has for a case. */
async function planCase(item: Case, options: Forecasting): Promise<PlannedCase> {
  const { catalogue, driver, values, consent, hints, target, userAgent, signal } = options;
  const [state] = item.states;
  const setUp: SetUp = state ? await driver.setUp(state, signal) : { outcome: 'ready', values: {} };
  if (setUp.outcome !== 'ready')
    return { lacks: (setUp.outcome === 'not-supported' && setUp.testableBy) || hints.states };
  if (!consents(consent, item.risk) && item.risk !== 'none') return { lacks: hints.consent[item.risk] };
  const given = { ...values, ...usedBy(item, setUp.values) };
  const built = buildRequest(item, target, given, userAgent);
  if (built.kind === 'missing')
    return { lacks: built.names.map((name) => hints.values[name] ?? name).join(' and ') };
  const { resourceParameter = '' } = catalogue.operations.get(item.operationId) ?? {};
  return { resource: given[resourceParameter], far: affectsOthers(setUp.scope) };
}
