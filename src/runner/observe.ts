import { type Case, credentialValue } from '../catalogue/case.ts';
import { mayChange } from '../catalogue/risk.ts';
import type { Observation, Reading, Readings } from '../checks/observation.ts';
import type { Finding } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Values } from '../provider-states/driver.ts';
import type { RunContext, SideEffectObserver } from './context.ts';
import type { RunOptions } from './options.ts';
import { answerOf, readExchange, readRequest } from './read-resource.ts';
import type { LiveSetUp } from './set-ups.ts';

/** Id of the check that reports what no single exchange shows. */
export const sideEffectsCheck = 'side_effects';

/** What was read of a resource before anything was sent to it. */
export interface Before {
  readonly observation: Observation;
  readonly operation: Operation;
  readonly values: Values;
  /** Absent for the default of reads. */
  readonly maxBodyBytes?: number;
  readonly readings: Readings;
  /** `Date.now`. */
  readonly readAt: number;
}

type Unread = Omit<Before, 'readings' | 'readAt'>;

type Observing = Pick<RunOptions, 'catalogue' | 'target' | 'judging'>;

/** Reads the run's own resource, for each observation that can be made. */
export async function observeBefore(context: RunContext): Promise<readonly Before[]> {
  const before: Before[] = [];
  for (const each of ofOwnResource(context.options)) before.push(await readBefore(context, each));
  return before;
}

/** A list of everything in an account can be long; only the run's own is read whole, and nothing else at that time. */
const longestOwnReading = 8 * 1024 ** 2;

/** The observations that can be made of the run's own resource. Nothing can harm the built-in target's. */
function ofOwnResource({ judging, catalogue, target }: Observing): Unread[] {
  const { builtIn, values } = target;
  return (builtIn ? [] : judging.observations).flatMap((observation) => {
    const operation = [...catalogue.operations.values()].find(
      ({ resourceParameter }) => resourceParameter === observation.parameter,
    );
    const own = values[observation.parameter] !== undefined;
    return operation && own ? [{ observation, operation, values, maxBodyBytes: longestOwnReading }] : [];
  });
}

/** The URLs that are read for that. */
export function readsOf(options: Observing): string[] {
  return ofOwnResource(options).flatMap(({ observation, operation, values }) =>
    Object.values(observation.reads).flatMap(({ path }) => {
      const request = readRequest(options.target, { path, operation, values });
      return request ? [request.url] : [];
    }),
  );
}

/** Reads again, after everything that must be refused and before anything that must be accepted, and compares. */
export async function observeAfter(
  context: RunContext,
  before: readonly Before[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const [accepted] = context.acceptedOnOwn.values();
  for (const each of before) findings.push(...(await differences(context, each, accepted)));
  return findings;
}

/**
 * Looks for side effects on the resources of shared set-ups: one pair of reads each, before the first and after the
 * last request that must be refused (decision 0003). A case that may be accepted has a set-up for itself, which is not
 * read.
 */
export class SetUpObserver implements SideEffectObserver {
  readonly #begun = new Map<LiveSetUp, Promise<readonly Before[]>>();
  readonly #cases = new Map<LiveSetUp, string[]>();
  /** Whether a resource could be read, and what was found where one could not. */
  #hasRead = false;
  #unreadable: Finding | undefined;

  async begin(context: RunContext, setUp: LiveSetUp, item: Case): Promise<void> {
    if (mayChange(item.risk) || context.options.states.driver.readOnly) return;
    const begun = this.#begun.get(setUp) ?? this.#readBefore(context, setUp, item);
    this.#begun.set(setUp, begun);
    this.#cases.set(setUp, [...(this.#cases.get(setUp) ?? []), item.id]);
    await begun;
  }

  async end(context: RunContext, setUp: LiveSetUp): Promise<void> {
    const begun = this.#begun.get(setUp);
    if (!begun || context.signal.aborted) return;
    for (const before of await begun) {
      const findings = await differences(context, before, setUp.resource.modifiedBy);
      if (!showsResource(before)) this.#unreadable ??= findings[0];
      else {
        this.#hasRead = true;
        for (const finding of findings) this.#report(context, this.#namingCases(finding, setUp));
      }
    }
    this.#begun.delete(setUp);
    this.#cases.delete(setUp);
  }

  /** Of many resources, the same can often not be read: a note is given once. */
  #report({ findings }: RunContext, finding: Finding): void {
    const known = findings.some(
      ({ severity, message }) => severity === 'note' && message === finding.message,
    );
    if (!known) findings.push(finding);
  }

  /** What is said of the run when no resource of a provider state could be read. */
  get findings(): readonly Finding[] {
    return !this.#hasRead && this.#unreadable ? [this.#unreadable] : [];
  }

  async #readBefore(context: RunContext, setUp: LiveSetUp, item: Case): Promise<readonly Before[]> {
    const { judging, catalogue, target } = context.options;
    const operation = catalogue.operations.get(item.operationId);
    if (!operation) return [];
    const values = { ...target.values, ...setUp.values };
    const observations = judging.observations.filter(
      ({ parameter }) => setUp.values[parameter] !== undefined,
    );
    const before: Before[] = [];
    for (const observation of observations)
      before.push(await readBefore(context, { observation, operation, values }));
    return before;
  }

  #namingCases(finding: Finding, setUp: LiveSetUp): Finding {
    if (finding.severity !== 'deviation') return finding;
    const cases = this.#cases.get(setUp) ?? [];
    const more = cases.length > mostNamed ? ` and ${cases.length - mostNamed} more` : '';
    return {
      ...finding,
      message: `${finding.message} Sent to it in the state "${setUp.state.name}": ${cases.slice(0, mostNamed).join(', ')}${more}.`,
    };
  }
}

/** Whether the first read, which is that of the resource itself, showed it: many states give one that nobody may read. */
const showsResource = ({ observation, readings }: Before): boolean =>
  readings[Object.keys(observation.reads)[0] ?? '']?.shown !== undefined;

/** How many cases a finding names. */
const mostNamed = 5;

async function readBefore(context: RunContext, each: Unread): Promise<Before> {
  const readAt = Date.now();
  return { ...each, readings: await readAll(context, each), readAt };
}

/** The reads of an observation are in flight together, but for the long ones. */
async function readAll(context: RunContext, each: Unread): Promise<Readings> {
  const reads = Object.entries(each.observation.reads);
  if (each.maxBodyBytes === undefined)
    return Object.fromEntries(
      await Promise.all(reads.map(async ([name, one]) => [name, await readOne(context, each, one)] as const)),
    );
  const readings: Record<string, Reading> = {};
  for (const [name, one] of reads) readings[name] = await readOne(context, each, one);
  return readings;
}

async function readOne(
  context: RunContext,
  { operation, values, maxBodyBytes }: Unread,
  { path, show }: Observation['reads'][string],
): Promise<Reading> {
  // A credential that the state gave is the driver's; any other is the run's own.
  const own = values[credentialValue] === context.options.target.values[credentialValue];
  const limit = maxBodyBytes === undefined ? {} : { maxBodyBytes };
  const { status, body, unread } = answerOf(
    await readExchange(context, { path, operation, values, own, ...limit }),
  );
  const shown = body === undefined ? undefined : show(body, values);
  const known = shown === undefined ? { shown, ...(unread !== undefined && { unread }) } : kept(shown);
  return { status, ...known };
}

/** Most of what one read shows that is kept until the second one, as JSON: the target says how much there is. */
const mostShown = 64 * 1024;

/** What was shown, and nothing else of the answer that it is a part of. */
function kept(shown: unknown): Pick<Reading, 'shown' | 'unread'> {
  const text = JSON.stringify(shown);
  return text.length <= mostShown
    ? { shown: JSON.parse(text) }
    : { shown: undefined, unread: `what is to be compared is longer than ${mostShown} characters` };
}

/** @param accepted id of a case that was accepted on the resource: then no refused request changed it */
async function differences(
  context: RunContext,
  before: Before,
  accepted: string | undefined,
): Promise<readonly Finding[]> {
  const { observation, readings } = before;
  const after = await readAll(context, before);
  const excuse = excuseFor(context, before, accepted);
  return observation.compare(readings, after).map((found): Finding => {
    const excused = excuse !== undefined && found.severity === 'deviation';
    return {
      check: sideEffectsCheck,
      requirement: observation.requirement,
      ...found,
      ...(excused && { severity: 'note', message: excuse }),
    };
  });
}

/** Why the resource may be another one, although each request was refused. */
function excuseFor(
  { watch }: RunContext,
  { readAt }: Before,
  accepted: string | undefined,
): string | undefined {
  // That acceptance deviates already.
  if (accepted !== undefined) return `The resource changed after ${accepted} had been accepted on it.`;
  if (watch.wasAwaySince(readAt)) return 'The resource changed while the target went away and came back.';
  return undefined;
}
