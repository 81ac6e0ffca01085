import type { Value } from '../model/json.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { CaseFacts, Tolerance } from '../model/result.ts';
import type { CredentialPlace } from '../openapi/operations.ts';
import { exactJson } from '../util/exact-json.ts';

/** Bytes to send, in a form that `list` and `explain` can show. */
export type Payload =
  | { readonly kind: 'text'; readonly text: string }
  /** Bytes that are not UTF-8. */
  | { readonly kind: 'base64'; readonly base64: string }
  /** `before`, then `unit` repeated `times` times, then `after`. */
  | {
      readonly kind: 'repeated';
      readonly before: string;
      readonly unit: string;
      readonly times: number;
      readonly after: string;
    };

export const text = (value: string): Payload => ({ kind: 'text', text: value });
export const json = (value: Value): Payload => text(exactJson(value));
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
      return repeatedBytes(payload);
  }
}

/** Written once, and not as a text before: there are bodies of 2 MB. */
function repeatedBytes({ before, unit, times, after }: Extract<Payload, { kind: 'repeated' }>): Uint8Array {
  const start = Buffer.byteLength(before);
  const end = start + Buffer.byteLength(unit) * times;
  const bytes = Buffer.allocUnsafe(end + Buffer.byteLength(after));
  bytes.write(before);
  if (end > start) bytes.fill(unit, start, end);
  bytes.write(after, end);
  return bytes;
}

/** Name of the value that holds the credential, in the run's options and in what drivers answer. */
export const credentialValue = 'token';

/**
 * The credential of a request: a valid one, none, a wrong one as it stands in its place, or an expired one from the
 * provider state.
 */
export type CredentialUse = 'valid' | 'absent' | 'expired' | { readonly literal: string };

/** A query parameter, a header field or a cookie. */
export interface RequestField {
  readonly name: string;
  /**
   * As it stands in the request: `name=value` in a query or among cookies, or several of them; the value of a header
   * field. Null where the document gives none, so that the run or a provider state has to.
   */
  readonly written: string | null;
  /** Set where no value of the run or of a state replaces it, such as where the case is about it. */
  readonly fixed?: true;
}

/** A place of a body for a value of the run or of a provider state. */
export interface BodyValue {
  /** The name of the value that is sent there. */
  readonly name: string;
  /** What the document has there: a value that is given is sent as a number if this is one. */
  readonly documented: Value;
}

/** A request before the values of the run and of the provider state are filled in. */
export interface RequestTemplate {
  readonly method: string;
  /** Path with `{name}` for each parameter. */
  readonly path: string;
  /** Values that replace those of the run, not yet percent-encoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Path parameters that the document has a value for, percent-encoded: sent where neither run nor state gives one. */
  readonly documented?: Readonly<Record<string, string>>;
  readonly query?: readonly RequestField[];
  readonly headers?: readonly RequestField[];
  readonly cookies?: readonly RequestField[];
  readonly credential: CredentialUse;
  readonly credentialPlace: CredentialPlace | null;
  readonly accept: string | null;
  readonly contentType: string | null;
  readonly body: Payload | null;
  /**
   * By JSON pointer into the body, what replaces a value of the document there, and that value. A body that has another
   * value in its place keeps it.
   */
  readonly bodyValues?: Readonly<Record<string, BodyValue>>;
  /** How the end of the body is told: absent, by its length. */
  readonly framing?: 'chunked';
}

/** One exchange with an expectation, about one documented status. */
export interface Case extends CaseFacts {
  /** Id of the rule that derived it, or `rows`. */
  readonly derivedBy: string;
  readonly request: RequestTemplate;
  /** The ambiguity that allows any body in the answer. */
  readonly anyBody?: string;
  /** The statuses for which `anyBody` holds; absent: all. */
  readonly anyBodyWith?: readonly number[];
  /** Set where only a *should* asks for the expected status: the documented 4xx that are no more than a warning. */
  readonly alternatives?: readonly number[];
  /** Statuses that HTTP itself provides for such a request, whether documented or not. */
  readonly lawful?: readonly number[];
  /** Set where the document has only a range for the expected status, such as `4XX`: any code of it is expected. */
  readonly range?: string;
  /** The values of the state that the request uses; absent: all. */
  readonly uses?: readonly string[];
  /** Set where the expected status, if it is that of a throttle, has another reason than that the caller sends too much. */
  readonly notThrottled?: true;
  /** Set where the run's own values do in place of a state that no source sets up: for reads and for refusals. */
  readonly stateOptional?: true;
}

/** What a rule or a row defines of a case; the rest follows from the operation and its base request. */
export interface CaseDefinition {
  /** Last part of the id: lower-case letters, digits, `.` and `-`. */
  readonly slug: string;
  readonly title: string;
  /** What the request is about, such as "a media type that is not JSON"; see `CaseFacts`. */
  readonly subject?: string;
  readonly unknownAction?: true;
  readonly status: number;
  readonly requirements: readonly string[];
  readonly tolerates?: readonly Tolerance[];
  readonly anyBody?: string;
  /** The statuses for which `anyBody` holds, such as one that a proxy in front answers. */
  readonly anyBodyWith?: readonly number[];
  /** `should` where only a standard asks for the status. Requirements that are named decide instead. */
  readonly strength?: 'should';
  /** Statuses that HTTP itself provides for such a request, whether documented or not. */
  readonly lawful?: readonly number[];
  /** Replaces the base request's state; its parameters are added to the base's. */
  readonly state?: ProviderState;
  readonly uses?: readonly string[];
  readonly notThrottled?: true;
  readonly request?: Partial<RequestTemplate>;
  /** True if the resource in the request does not exist. */
  readonly absentResource?: boolean;
}
