import { setTimeout as delay } from 'node:timers/promises';
import type { Check } from '../checks/check.ts';
import type { Transport, TransportRequest } from '../http/exchange.ts';
import { rootMessage } from '../model/errors.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Values } from '../provider-states/driver.ts';
import { isSameHeader, withoutHeaders } from '../util/headers.ts';
import { callerValueName } from './request-template.ts';
import type { Verifier } from './verifier.ts';
import { startVerifierProxy } from './verifier-proxy.ts';
import { pactCheck, readVerifierResult, type VerifierResult } from './verifier-result.ts';
import type { WireRequest } from './wire.ts';

export interface VerificationOptions {
  readonly verifier: Verifier;
  /** Name of the provider in the contract. */
  readonly provider: string;
  /** File with the one interaction of each case, by the case's id. */
  readonly files: ReadonlyMap<string, string>;
  /** Ids of the cases whose interaction accepts only the expected status. */
  readonly strict: ReadonlySet<string>;
  /** What the document shows for values that a state may leave out, by the case's id. */
  readonly documented: ReadonlyMap<string, Values>;
  /** Root of the target. */
  readonly target: string;
  /** Until the target's complete answer. */
  readonly timeoutMs: number;
}

/** How much longer the verifier waits than the target may take, and the suite for the verifier. */
const graceMs = 10_000;

/**
 * Lets Pact's verifier make the requests and judge the answers of a run. The run still decides what is sent and when,
 * sets provider states up, and records. So consent, throttling, isolation and reports stay the same.
 */
export class Verification {
  readonly #options: VerificationOptions;
  readonly #verified = new WeakMap<object, VerifierResult>();
  readonly #contents = new Map<string, Uint8Array>();

  constructor(options: VerificationOptions) {
    this.#options = options;
  }

  /** Complete content of the last answer to each case, by the case's id. */
  get contents(): ReadonlyMap<string, Uint8Array> {
    return this.#contents;
  }

  /** A transport that lets the verifier make the requests, through `wire`. */
  through(wire: Transport): Transport {
    return {
      send: (request, sending) => this.#send(wire, request, sending),
      close: () => wire.close(),
    };
  }

  /** What the verifier found in an answer. */
  readonly check: Check = {
    id: pactCheck,
    run: ({ response }, _operation, judged) => {
      const { incomplete } = response;
      if (incomplete) return incomplete.blame === 'target' ? [unreadable(incomplete.message)] : [];
      const { findings } = this.#verified.get(response) ?? { findings: [] };
      const accepted = [judged.expect, ...judged.tolerates.map(({ status }) => status)];
      if (!accepted.includes(response.status)) return withStatus(findings, response.status, accepted);
      if (!this.#options.strict.has(judged.id) || response.status === judged.expect) return findings;
      const message = `Answered ${response.status}, which is tolerated: the strict interaction does not apply.`;
      return [{ check: pactCheck, severity: 'note', location: 'status', message }];
    },
  };

  async #send(
    wire: Transport,
    request: TransportRequest,
    sending: Parameters<Transport['send']>[1],
  ): Promise<readonly Exchange[]> {
    const { files, provider, documented, timeoutMs } = this.#options;
    const { caseId = '' } = sending;
    const file = files.get(caseId);
    if (file === undefined) return [unsent(request, sending.attempt, 'the contract does not have this case')];
    const relay = await startVerifierProxy({
      values: stateValues({ ...documented.get(caseId), ...request.values }),
      forward: (received) => wire.send(this.#forwarded(received, request), sending),
    });
    try {
      const { url, statesUrl } = relay;
      const limit = timeoutMs + graceMs;
      const verified = await this.#result(
        { file, provider, url, statesUrl, timeoutMs: limit },
        limit + graceMs,
        sending.signal,
      );
      const content = relay.exchanges.at(-1)?.response?.body;
      if (content) this.#contents.set(caseId, content);
      return this.#judged(relay.exchanges, verified, unsent(request, sending.attempt, notSent(verified)));
    } finally {
      await relay.close();
    }
  }

  /**
   * The verifier's request, without what is about its connection to the proxy, or is the verifier's own: it accepts
   * compressed answers and sends no user agent, which some front ends treat differently. Both are sent as by a run.
   */
  #forwarded(
    { method, path, headers, body }: WireRequest,
    { fresh, values, headers: ofTheRun }: TransportRequest,
  ): TransportRequest {
    return {
      method,
      url: this.#options.target.replace(/(?<!\/)\/+$/, '') + path,
      headers: [
        ...ofTheRun.filter(([name]) => isSameHeader(name, 'User-Agent')),
        ...withoutHeaders(headers, ['Host', 'Connection', 'Accept-Encoding', 'User-Agent']),
      ],
      body,
      fresh,
      values,
    };
  }

  async #result(
    request: Parameters<Verifier['verify']>[0],
    limitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<VerifierResult> {
    const done = new AbortController();
    const ends = AbortSignal.any([done.signal, ...(signal ? [signal] : [])]);
    const late = delay(limitMs, undefined, { signal: ends }).then(
      () => `the Pact verifier gave no result within ${limitMs / 1000} s`,
      () => 'stopped before the Pact verifier was done',
    );
    const verifying = this.#options.verifier.verify(request).then(readVerifierResult);
    try {
      return await Promise.race([verifying, late.then((unusable) => ({ findings: [], unusable }))]);
    } catch (error) {
      return { findings: [], unusable: rootMessage(error) };
    } finally {
      done.abort();
    }
  }

  #judged(
    exchanges: readonly Exchange[],
    verified: VerifierResult,
    otherwise: Exchange,
  ): readonly Exchange[] {
    const last = exchanges.at(-1);
    if (!last) return [otherwise];
    if (last.failure || !last.response) return exchanges;
    if (verified.unusable !== undefined) {
      const failure = { blame: 'suite', message: verified.unusable } as const;
      return [...exchanges.slice(0, -1), { ...last, failure }];
    }
    this.#verified.set(last.response, verified);
    return exchanges;
  }
}

/** Adds a finding about the status when Pact has none. */
function withStatus(
  findings: readonly Finding[],
  status: number,
  accepted: readonly number[],
): readonly Finding[] {
  if (findings.some(({ location }) => location === 'status')) return findings;
  const own: Finding = {
    check: pactCheck,
    severity: 'deviation',
    location: 'status',
    expected: accepted.join(' or '),
    actual: String(status),
    message: `Answered ${status}, which Pact's verifier does not object to.`,
  };
  return [own, ...findings];
}

/** Replaces the verifier's findings, because the verifier did not get the answer. */
const unreadable = (why: string): Finding => ({
  check: pactCheck,
  severity: 'deviation',
  location: 'body',
  message: `The answer could not be read: ${why}.`,
});

/** The answer of the state endpoint: the request's values, under every name that a contract may use. */
function stateValues(values: Values): Values {
  const own = Object.entries(values).map(([name, value]): [string, string] => [callerValueName(name), value]);
  return { ...values, ...Object.fromEntries(own) };
}

const notSent = ({ unusable, findings }: VerifierResult): string =>
  `the Pact verifier sent nothing: ${unusable ?? findings.map(({ message }) => message).join('; ')}`;

function unsent(
  { method, url, headers, body, values }: TransportRequest,
  attempt: number,
  message: string,
): Exchange {
  return {
    request: { method, url: String(url), headers, body },
    failure: { blame: 'suite', message },
    values,
    attempt,
    startedAt: new Date().toISOString(),
    durationMs: 0,
  };
}
