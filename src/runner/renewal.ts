import type { Case } from '../catalogue/case.ts';
import { credentialValue } from '../catalogue/case.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Values } from '../provider-states/driver.ts';

/** What the run's own credential is, and how another one can be had. */
export interface RenewalOptions {
  readonly credential: string | undefined;
  /** When it is known to expire. */
  readonly expiresAt?: Date;
  /** Resolves with undefined when there is no other one. */
  readonly renew?: (signal: AbortSignal) => Promise<string | undefined>;
  readonly signal: AbortSignal;
}

/** The result of asking for another credential. */
export type Renewed =
  | { readonly kind: 'renewed' }
  /** There is no other credential: the answer counts. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What to do about an answer. `doubtful`: it is accepted, but an expired credential may have caused it. */
export type Refusal = Renewed | { readonly kind: 'doubtful' };

/** Unauthorized (RFC 9110 §15.5.2), for a document that does not describe bad credentials. */
const unauthorized = 401;

/**
 * The run's own credential. It is renewed at most once, for all cases together: if it is refused again, its age is not
 * the reason. The driver looks after the credentials of provider states.
 */
export class Renewal {
  readonly #options: RenewalOptions;
  #credential: string | undefined;
  #renewing: Promise<Renewed> | undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
    this.#credential = options.credential;
  }

  /** The present credential, as a request takes it. */
  get values(): Values {
    return this.#credential === undefined ? {} : { [credentialValue]: this.#credential };
  }

  /** The credential that replaced the first one. */
  get renewed(): string | undefined {
    return this.#credential === this.#options.credential ? undefined : this.#credential;
  }

  /** Before a request: renews the credential if it is known to have expired. */
  async ifExpired(): Promise<Renewed> {
    const { expiresAt } = this.#options;
    if (expiresAt === undefined || this.renewed !== undefined || expiresAt.getTime() > Date.now())
      return { kind: 'none' };
    return this.#renew();
  }

  /** After an answer to a request with the run's own credential. */
  async after({ response, values }: Exchange, operation: Operation, item: Case): Promise<Refusal> {
    const status = response?.status;
    if (!this.#options.renew || status === item.expect) return { kind: 'none' };
    if (status !== (operation.credential?.invalid.status ?? unauthorized)) return { kind: 'none' };
    // Renewed for another case while this one was under way.
    if (values[credentialValue] !== this.#credential) return { kind: 'renewed' };
    if (this.renewed !== undefined) return { kind: 'none' };
    if (item.tolerates.some((tolerance) => tolerance.status === status)) return { kind: 'doubtful' };
    return this.#renew();
  }

  #renew(): Promise<Renewed> {
    this.#renewing ??= this.#ask();
    return this.#renewing;
  }

  async #ask(): Promise<Renewed> {
    const { renew, signal } = this.#options;
    try {
      const credential = await renew?.(signal);
      // Some services return the same credential until it expires.
      if (credential === undefined || credential === this.#credential) return { kind: 'none' };
      this.#credential = credential;
      return { kind: 'renewed' };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** Whether a request carries the run's own credential, and not a bad one or one from a provider state. */
export const usesOwn = ({ request }: Case, given: Values): boolean =>
  request.credentialHeader !== null && request.credential === 'valid' && given[credentialValue] === undefined;

/** The note on a case whose credential was renewed. */
export const renewalNote = (message: string): Finding => ({
  check: 'credential_renewal',
  severity: 'note',
  message,
});
