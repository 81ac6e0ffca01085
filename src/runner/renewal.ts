import { type Case, credentialValue } from '../catalogue/case.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Values } from '../provider-states/driver.ts';

/** A credential that was obtained, and when it expires, where that is known. */
export interface FreshCredential {
  readonly credential: string;
  readonly expiresAt?: Date;
}

/** What the run's own credential is, and how to obtain another one. */
export interface RenewalOptions {
  readonly credential: string | undefined;
  /** When it is known to expire. */
  readonly expiresAt?: Date;
  /** Resolves with undefined when there is no other one. */
  readonly renew?: (signal: AbortSignal) => Promise<FreshCredential | undefined>;
  readonly signal: AbortSignal;
}

/** The result of asking for another credential. */
export type RenewalResult =
  | { readonly kind: 'renewed' }
  /** There is no other credential: the answer counts. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What to do about an answer. `doubtful`: it is accepted, but an expired credential may have caused it. */
export type RenewalRefusal = RenewalResult | { readonly kind: 'doubtful' };

/** Unauthorized (RFC 9110 §15.5.2), for a document that does not describe bad credentials. */
const unauthorized = 401;

/** The status with which an operation refuses a bad credential. */
export const credentialRefusal = ({ credential }: Operation): number =>
  credential?.invalid.status ?? unauthorized;

/**
 * The run's own credential. It is renewed as often as it expires, for all cases together. A fresh credential that is
 * refused before it was ever accepted is not refused for its age. The driver looks after the credentials of provider
 * states.
 */
export class Renewal {
  readonly #options: RenewalOptions;
  #current: FreshCredential | undefined;
  /** Whether an answer has shown that the current credential is accepted. */
  #accepted = false;
  #renewing: Promise<RenewalResult> | undefined;
  readonly #renewed: string[] = [];

  constructor(options: RenewalOptions) {
    this.#options = options;
    const { credential, expiresAt } = options;
    this.#current = credential === undefined ? undefined : { credential, ...(expiresAt && { expiresAt }) };
  }

  /** The present credential, as a request takes it. */
  get values(): Values {
    return this.#current === undefined ? {} : { [credentialValue]: this.#current.credential };
  }

  /** The credentials that replaced the first one, in their order. */
  get renewed(): readonly string[] {
    return this.#renewed;
  }

  /** Before a request: renews the credential if it is known to have expired. */
  async ifExpired(): Promise<RenewalResult> {
    const { expiresAt } = this.#current ?? {};
    if (expiresAt === undefined || expiresAt.getTime() > Date.now()) return { kind: 'none' };
    return this.#renew();
  }

  /** After an answer to a request with the run's own credential. */
  async after(
    { response, values }: Exchange,
    operation: Operation,
    item: Pick<Case, 'expect' | 'tolerates'>,
  ): Promise<RenewalRefusal> {
    const status = response?.status;
    const current = this.#current?.credential;
    if (status !== credentialRefusal(operation)) {
      if (status !== undefined && values[credentialValue] === current) this.#accepted = true;
      return { kind: 'none' };
    }
    if (!this.#options.renew || status === item.expect) return { kind: 'none' };
    // RenewalResult for another case while this one was under way.
    if (values[credentialValue] !== current) return { kind: 'renewed' };
    if (this.#renewed.length > 0 && !this.#accepted) return { kind: 'none' };
    if (item.tolerates.some((tolerance) => tolerance.status === status)) return { kind: 'doubtful' };
    return this.#renew();
  }

  #renew(): Promise<RenewalResult> {
    this.#renewing ??= this.#ask();
    return this.#renewing;
  }

  async #ask(): Promise<RenewalResult> {
    const { renew, signal } = this.#options;
    try {
      const fresh = await renew?.(signal);
      // Some services return the same credential until it expires.
      if (fresh === undefined || fresh.credential === this.#current?.credential) return { kind: 'none' };
      this.#current = fresh;
      this.#accepted = false;
      this.#renewed.push(fresh.credential);
      // Only a success may be followed by another renewal: an identity service is not asked for each refusal.
      this.#renewing = undefined;
      return { kind: 'renewed' };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** Whether a request carries the run's own credential, and not a bad one or one from a provider state. */
export const usesOwn = ({ request }: Case, given: Values): boolean =>
  request.credentialPlace !== null && request.credential === 'valid' && given[credentialValue] === undefined;

/** The note on a case whose credential was renewed. */
export const renewalNote = (message: string): Finding => ({
  check: 'credential_renewal',
  severity: 'note',
  message,
});
