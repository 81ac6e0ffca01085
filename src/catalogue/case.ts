import type { Json } from '../model/json.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { CaseFacts, Tolerance } from '../model/result.ts';

/** Bytes to send, in a form that a listing can show. */
export type Payload =
  | { readonly kind: 'text'; readonly text: string }
  /** Bytes that are no UTF-8 text. */
  | { readonly kind: 'base64'; readonly base64: string }
  /** `before`, then `unit` so many times, then `after`. */
  | {
      readonly kind: 'repeated';
      readonly before: string;
      readonly unit: string;
      readonly times: number;
      readonly after: string;
    };

export const text = (value: string): Payload => ({ kind: 'text', text: value });
export const json = (value: Json): Payload => text(JSON.stringify(value));
export const repeated = (before: string, unit: string, times: number, after: string): Payload => ({
  kind: 'repeated',
  before,
  unit,
  times,
  after,
});

/** The bytes of a payload. */
export function bytesOf(payload: Payload): Uint8Array {
  switch (payload.kind) {
    case 'text':
      return Buffer.from(payload.text);
    case 'base64':
      return Buffer.from(payload.base64, 'base64');
    case 'repeated':
      return Buffer.from(payload.before + payload.unit.repeat(payload.times) + payload.after);
  }
}

/** Name of the value that holds the credential, in the run's options and in what drivers answer. */
export const credentialValue = 'token';

/**
 * What the request proves of its caller: a good credential; none; a given wrong one; or one that the provider
 * state gives and that is no longer good.
 */
export type CredentialUse = 'valid' | 'absent' | 'expired' | { readonly literal: string };

/** A request before the run's own values and the provider state's stand in it. */
export interface RequestTemplate {
  readonly method: string;
  /** Path with `{name}` for each parameter. */
  readonly path: string;
  /** Values that stand in for the run's own, not yet percent-encoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly credential: CredentialUse;
  readonly credentialHeader: string | null;
  readonly accept: string | null;
  readonly contentType: string | null;
  readonly body: Payload | null;
}

/** One exchange with an expectation, about one documented status. */
export interface Case extends CaseFacts {
  /** Id of the rule that derived it, or `rows`. */
  readonly derivedBy: string;
  readonly request: RequestTemplate;
  /** Ambiguity that lets the answer have any body. */
  readonly anyBody?: string;
  /** The statuses that this is limited to; all when absent. */
  readonly anyBodyWith?: readonly number[];
  /** Which of the state's values enter the request; all of them when absent. */
  readonly uses?: readonly string[];
}

/** What a rule or a row says of a case; the rest follows from the operation and its base request. */
export interface CaseDefinition {
  /** Last part of the id: lower-case letters, digits, `.` and `-`. */
  readonly slug: string;
  readonly title: string;
  readonly status: number;
  readonly requirements: readonly string[];
  readonly tolerates?: readonly Tolerance[];
  readonly anyBody?: string;
  /** The statuses that `anyBody` is limited to, such as the one that front ends answer by themselves. */
  readonly anyBodyWith?: readonly number[];
  /** Replaces the base request's state; its parameters are added to the base's. */
  readonly state?: ProviderState;
  readonly uses?: readonly string[];
  readonly request?: Partial<RequestTemplate>;
  /** True when the resource that the request names does not exist. */
  readonly absentResource?: boolean;
}
