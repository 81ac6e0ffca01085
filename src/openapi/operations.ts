import type { Value } from '../model/json.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { Risk, Tolerance } from '../model/result.ts';
import type { Expectation, StateCase, UnknownValue } from './extensions.ts';
import type { Schema, Validator } from './violations.ts';

export type { Schema };

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

/** How a value is written in a request: by a style of OpenAPI, or as content of a media type. */
export type ParameterForm =
  | { readonly style: string; readonly explode: boolean; readonly allowReserved: boolean }
  | { readonly mediaType: string };

export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly schema: Schema;
  readonly form: ParameterForm;
  /** Values that the document shows beside the schema, the first one first. */
  readonly examples: readonly Value[];
  /** The answer to a value that the schema excludes, or to a request without the parameter. */
  readonly invalid: Expectation;
  readonly unknownValues: readonly UnknownValue[];
}

/** Where a request holds its credential, and in which form. */
export interface CredentialPlace {
  readonly in: 'header' | 'query' | 'cookie';
  readonly name: string;
  /** `plain`: the token itself. The others are schemes of the field Authorization (RFC 6750, RFC 7617). */
  readonly form: 'plain' | 'bearer' | 'basic';
  /** Whether a request without a credential is accepted, too. */
  readonly optional?: true;
}

/** What proves who sends a request. */
export interface Credential {
  readonly place: CredentialPlace;
  /** Header fields that hold other credentials of the same request, by the security scheme of each. */
  readonly others: Readonly<Record<string, string>>;
  readonly invalid: Expectation;
}

/** A named request example, and the provider state in which it is accepted. */
export interface Example {
  readonly name: string;
  readonly summary: string;
  readonly value: Value;
  readonly requirements: readonly string[];
  readonly state?: ProviderState;
  /** By JSON pointer, the names of values of the run or of a state that replace those of the example. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A body in a media type that is not JSON. */
export interface BodyContent {
  readonly mediaType: string;
  readonly schema: Schema;
  readonly examples: readonly Example[];
}

export interface RequestBody {
  readonly required: boolean;
  readonly mediaTypes: readonly string[];
  /** The media type in which bodies are sent: the first that is JSON; undefined if the operation takes no JSON. */
  readonly jsonType?: string;
  /** The schema and the examples of `jsonType`. */
  readonly schema: Schema;
  readonly examples: readonly Example[];
  /** What the document shows although the schema refuses it: no valid request, but no faulty one either. */
  readonly refusedExamples?: readonly Value[];
  /** What else the body may be, in document order. */
  readonly others: readonly BodyContent[];
  readonly invalid: Expectation;
  readonly unsupportedMediaType: Expectation;
  readonly missingMediaType: Expectation;
  /** The valid request with its body sent in chunks. */
  readonly chunked: Expectation;
  /** The valid request with its media type in other letters. */
  readonly mediaTypeCase: Expectation;
}

export interface ResponseHeader {
  readonly name: string;
  readonly required: boolean;
  /** Requirement for which a missing header is a warning. */
  readonly should?: string;
  readonly requirement?: string;
  /** Whether several lines of it are one list (RFC 9110 section 5.3). */
  readonly isList?: boolean;
  readonly validate: Validator;
}

/** What a body in one media type, or in a range of them, is like. */
export interface ResponseContent {
  readonly schema?: Schema;
  /** Validates a JSON body; undefined if the document has no schema. */
  readonly validate?: Validator;
}

export interface DocumentedResponse {
  readonly status: number;
  /** When the status is answered, as a phrase: the first sentence of the response's description. */
  readonly reason?: string;
  /** Requirements that the status alone shows. */
  readonly requirements: readonly string[];
  /** Requirements that body and headers show: every `x-requirement` below them. */
  readonly contentRequirements: readonly string[];
  /** Where the reference states the status, in the words of the document. */
  readonly citation?: string;
  /** Why no request and no state can exercise the status. */
  readonly excluded?: string;
  /** Accepted media types and ranges of them; empty if the document describes no body. */
  readonly mediaTypes: readonly string[];
  /** By media type or range. */
  readonly contents: ReadonlyMap<string, ResponseContent>;
  /** Validates a JSON body; undefined if the document has no schema. Of several, that of the first media type that is JSON. */
  readonly validate?: Validator;
  readonly schema?: Schema;
  readonly headers: readonly ResponseHeader[];
  /** Name of the only member of a fault body. */
  readonly fault?: string;
  /** Paths of the body's members that may hold diagnostics, such as a stack trace. */
  readonly diagnostics: readonly (readonly string[])[];
  /** True if any request may get this answer because of rate limiting. */
  readonly throttle: boolean;
  readonly states: readonly StateCase[];
  /** Other codes that a request which leads to this one may be answered with. */
  readonly tolerates?: readonly Tolerance[];
  /** JSON pointer to the id of the created resource, from the `links` of the response. */
  readonly created?: string;
}

/** A limit that the reference states: how many requests in how many seconds, and the requirement that says so. */
export interface RateLimit {
  readonly requests: number;
  readonly perSeconds: number;
  readonly requirement: string;
}

/** What an accepted request does to the target. */
export type Effect = Exclude<Risk, 'if-deviant'>;

export const effects: readonly Effect[] = ['none', 'change', 'create', 'destroy'];

export interface Operation {
  readonly id: string;
  /** Its summary, or its id. */
  readonly title: string;
  readonly tags: readonly string[];
  readonly method: string;
  readonly path: string;
  readonly requirements: readonly string[];
  readonly parameters: readonly Parameter[];
  /** The provider state in which a request is accepted whose example names none. */
  readonly state?: ProviderState;
  readonly credential?: Credential;
  readonly body?: RequestBody;
  readonly responses: ReadonlyMap<number, DocumentedResponse>;
  /** What holds for codes that are not among `responses`: by `4XX` and the like, and by `default`. */
  readonly otherResponses?: ReadonlyMap<string, Omit<DocumentedResponse, 'status'>>;
  /** Upper-case methods that the path documents. */
  readonly pathMethods: readonly string[];
  readonly undocumentedMethods: Expectation;
  readonly unrecognisedMethod: Expectation;
  /** The path parameter that names the resource. */
  readonly resourceParameter?: string;
  /** What an accepted request does; absent: what its method and path tell. */
  readonly effect?: Effect;
  readonly rateLimit?: RateLimit;
  /** The target (anchor) of the page that describes it. */
  readonly page?: string;
  /** Set where the document says that JSON is the format of an answer to a request that asks for none. */
  readonly defaultFormat?: Expectation;
  /** Requirements that are only a *should*: what breaks them is a warning (decision 0001). */
  readonly advisoryRequirements: ReadonlySet<string>;
  /** The requirement of findings that name none, by check id. */
  readonly checkRequirements: Readonly<Record<string, string>>;
  /** What of the operation the suite does not cover, and why: whole sentences. */
  readonly notes?: readonly string[];
}
