import { type Case, credentialValue } from '../catalogue/case.ts';
import { SuiteError } from '../model/errors.ts';
import type { Exchange } from '../model/exchange.ts';
import type { PreflightAnswer } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import type { RunContext } from './context.ts';
import type { Plan } from './plan.ts';
import { hasOwnResource, type Subject, subjects } from './preflight-reads.ts';
import {
  answerOf,
  busyStatus,
  pollMs,
  type Read,
  readExchange,
  readRequest,
  untilNextRead,
} from './read-resource.ts';
import { credentialRefusal } from './renewal.ts';

type Tried = Omit<PreflightAnswer, 'verdict'> & { readonly exchange: Exchange | undefined };

/** Pages of a list that are followed at most: a target may say "next" for ever. */
const mostPages = 50;
/** In characters: what the target says of the next page stands in the report. */
const longestQuery = 8192;
const ok = 200;
const forbidden = 403;
const notFound = 404;

/**
 * Reads what the user's values name, before any case is sent.
 * @returns what was read, for the report
 * @throws SuiteError of kind `input` when the target refuses the credential or the account, does not have the resource,
 *   or does not bring it to rest in time; of kind `usage` when the resource is another than the user says
 */
export async function preflight(context: RunContext, plan: Plan): Promise<readonly PreflightAnswer[]> {
  const answers: PreflightAnswer[] = [];
  const sends = plan.batches.some(({ cases }) =>
    cases.some(({ item }) => item.request.credential === 'valid'),
  );
  if (!sends) return answers;
  for (const subject of subjects(context.options))
    answers.push(...(await new Preflight(context, subject).run()));
  return answers;
}

/**
 * Whether the run's own credential, which was accepted before the first case, is refused now: then it has expired, and
 * no refusal of it is the target's fault.
 */
export async function credentialHasExpired(context: RunContext): Promise<boolean> {
  const { ownCredential, options } = context;
  if (ownCredential.state !== 'accepted') return ownCredential.state === 'refused';
  for (const { kind, operation } of subjects(options)) {
    const path = hasOwnResource(options, kind) ? kind.read : kind.list;
    const { values } = options.target;
    const exchange = await readExchange(context, { path, operation, values, own: true });
    if (exchange?.response?.status === credentialRefusal(operation)) ownCredential.state = 'refused';
  }
  return ownCredential.state === 'refused';
}

/** Whether an answer refuses the run's own credential, which other requests show to be no longer good. */
export async function ownCredentialFailed(
  context: RunContext,
  { expect, tolerates }: Case,
  operation: Operation,
  { response }: Exchange,
): Promise<boolean> {
  const refusal = credentialRefusal(operation);
  const allowed = [expect, ...tolerates.map(({ status }) => status)];
  if (response?.status !== refusal || allowed.includes(refusal)) return false;
  return credentialHasExpired(context);
}

/** The run's own resource, in words, if it was there before the first case and is not any more. */
export async function lostResource(context: RunContext): Promise<string | undefined> {
  const { ownCredential, options } = context;
  if (ownCredential.state !== 'accepted') return undefined;
  const { values } = options.target;
  for (const { kind, operation } of subjects(options)) {
    if (!hasOwnResource(options, kind)) continue;
    const exchange = await readExchange(context, { path: kind.read, operation, values, own: true });
    if (exchange?.response?.status === notFound) return `the ${kind.name} ${values[kind.parameter]}`;
  }
  return undefined;
}

class Preflight {
  readonly #context: RunContext;
  readonly #subject: Subject;
  readonly #answers: PreflightAnswer[] = [];

  constructor(context: RunContext, subject: Subject) {
    this.#context = context;
    this.#subject = subject;
  }

  async run(): Promise<readonly PreflightAnswer[]> {
    const { kind } = this.#subject;
    if (hasOwnResource(this.#context.options, kind)) await this.#tryResource();
    else await this.#tryList();
    return this.#answers;
  }

  async #tryResource(): Promise<void> {
    const { kind } = this.#subject;
    const tried = await this.#read(kind.name, kind.read);
    switch (tried.status) {
      case this.#unauthorized:
        return this.#refuseCredential(tried);
      case forbidden:
        return this.#tryAccount(tried);
      case notFound:
        return this.#tryAbsence(tried);
    }
    const { body } = answerOf(tried.exchange);
    // Another success shows nothing of the resource: a target may answer 202 to everything.
    if (tried.status !== ok || body === undefined) return this.#record(tried, 'unclear');
    this.#compare(tried, body);
    return this.#waitForRest(tried, busyStatus(kind, body));
  }

  async #tryList(): Promise<void> {
    const { kind } = this.#subject;
    const tried = await this.#read(`list of ${kind.name}s`, kind.list);
    if (tried.status === this.#unauthorized) return this.#refuseCredential(tried);
    if (tried.status === forbidden) return this.#tryAccount(tried);
    const shown = tried.status === ok && kind.page(answerOf(tried.exchange).body);
    this.#record(tried, shown ? 'usable' : 'unclear');
  }

  get #unauthorized(): number {
    return credentialRefusal(this.#subject.operation);
  }

  async #read(what: string, path: string, different: Partial<Read> = {}): Promise<Tried> {
    const { options } = this.#context;
    const { values } = options.target;
    const read: Read = { path, operation: this.#subject.operation, values, own: true, ...different };
    const url = readRequest(options.target, read)?.url ?? '';
    const exchange = await readExchange(this.#context, read);
    const status = exchange?.response?.status;
    return { what, method: 'GET', url, ...(status !== undefined && { status }), exchange };
  }

  #record({ exchange: _, ...tried }: Tried, verdict: PreflightAnswer['verdict']): void {
    if (verdict === 'usable') this.#context.ownCredential.state = 'accepted';
    this.#answers.push({ ...tried, verdict });
  }

  /** Where provider states give the credential, the refused one may be used by no case. */
  async #refuseCredential(tried: Tried): Promise<void> {
    if (await this.#statesGiveCredential()) {
      this.#context.ownCredential.state = 'refused';
      return this.#record(tried, 'unclear');
    }
    this.#fail(tried, `${this.#input(credentialValue)} is refused`, 'give one that is accepted');
  }

  async #statesGiveCredential(): Promise<boolean> {
    const { options, setUps } = this.#context;
    if (options.states.driver.readOnly) return false;
    const { catalogue, selected } = options;
    const first = catalogue.cases.find(
      ({ id, request, states }) =>
        (selected?.has(id) ?? true) && request.credential === 'valid' && states.length > 0,
    );
    if (!first) return false;
    setUps.announce(first);
    const acquired = await setUps.acquire(first);
    const gives = acquired.kind === 'ready' && acquired.setUp.values[credentialValue] !== undefined;
    await setUps.release(first, acquired);
    await setUps.idle();
    return gives;
  }

  /**
   * A target that answers 403 to everything looks the same as a wrong account, unless it answers requests without a
   * credential otherwise.
   */
  async #tryAccount(tried: Tried): Promise<void> {
    const { kind } = this.#subject;
    const list = await this.#read(`list of ${kind.name}s`, kind.list);
    const anonymous = await this.#read(`list of ${kind.name}s without credential`, kind.list, {
      withCredential: false,
    });
    if (list.status === forbidden && anonymous.status === this.#unauthorized)
      this.#fail(
        tried,
        `the account of ${this.#input('accountId')} is forbidden to this credential`,
        `give the account that ${this.#input(credentialValue)} belongs to`,
      );
    for (const each of [tried, list, anonymous]) this.#record(each, 'unclear');
  }

  /** 404 means an absent resource only where the list, which is there, does not have it either. */
  async #tryAbsence(tried: Tried): Promise<void> {
    const { kind } = this.#subject;
    if (await this.#isAbsentFromList())
      this.#fail(
        tried,
        `there is no ${kind.name} ${this.#context.options.target.values[kind.parameter]} in this account (its list was read, too)`,
        `correct ${this.#input(kind.parameter)}`,
      );
    this.#record(tried, 'unclear');
  }

  async #isAbsentFromList(): Promise<boolean> {
    const { kind } = this.#subject;
    const own = this.#context.options.target.values[kind.parameter]?.toLowerCase();
    let query = '';
    const seen = new Set<string>();
    while (seen.size < mostPages && !seen.has(query)) {
      seen.add(query);
      const tried = await this.#read(`list of ${kind.name}s`, kind.list, { query });
      const page = tried.status === ok ? kind.page(answerOf(tried.exchange).body) : undefined;
      this.#record(tried, page ? 'usable' : 'unclear');
      if (!page || page.ids.some((id) => id.toLowerCase() === own)) return false;
      if (page.next === undefined) return true;
      query = queryOf(page.next);
      if (query.length > longestQuery) return false;
    }
    return false;
  }

  #compare(tried: Tried, body: unknown): void {
    const { kind, options } = this.#subject;
    const { expected } = options;
    if (!expected) return;
    const difference = kind.differs(body, expected.params);
    if (difference === undefined) return;
    this.#fail(
      tried,
      `the ${kind.name} ${difference}, which is not what ${expected.option} says`,
      `correct ${expected.option}`,
      'usage',
    );
  }

  async #waitForRest(first: Tried, firstStatus: string | undefined): Promise<void> {
    const { kind, options } = this.#subject;
    const until = performance.now() + options.waitS * 1000;
    let [tried, status] = [first, firstStatus];
    while (status !== undefined) {
      if (performance.now() + pollMs > until || this.#context.signal.aborted)
        this.#fail(
          tried,
          `the ${kind.name} has the status ${status}, in which it can be used for nothing`,
          `wait until it is at rest, or give ${options.waitOption} more seconds`,
        );
      await untilNextRead(this.#context.signal);
      tried = await this.#read(kind.name, kind.read);
      status = busyStatus(kind, answerOf(tried.exchange).body);
    }
    this.#record(tried, 'usable');
  }

  #input(value: string): string {
    return this.#subject.options.inputs[value] ?? value;
  }

  #fail(
    { method, url, status }: Tried,
    what: string,
    advice: string,
    kind: 'input' | 'usage' = 'input',
  ): never {
    const { offOption } = this.#subject.options;
    throw new SuiteError(
      kind,
      `${capitalised(what)}: ${method} ${url} was answered ${status}. No case was sent; ${advice}, or leave this check out (${offOption}).`,
    );
  }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The query of a link to the next page. The rest of the link is not used: the credential goes to the target alone,
 * whatever host a link names.
 */
function queryOf(href: string): string {
  const base = 'http://target.invalid';
  return URL.canParse(href, base) ? new URL(href, base).search.replaceAll(/[{}]/g, encodeURIComponent) : '';
}
