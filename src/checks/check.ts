import type { Exchange } from '../model/exchange.ts';
import type { CaseFacts, Finding } from '../model/result.ts';
import { documentedAs, isJsonMediaType } from '../openapi/media-type.ts';
import type { DocumentedResponse, Operation } from '../openapi/operations.ts';
import { rangeOf, responseFor } from '../openapi/responses.ts';
import type { Validator } from '../openapi/violations.ts';
import { headerValues } from '../util/headers.ts';

/** An exchange with an answer. Checks see no others. */
export type AnsweredExchange = Exchange & { readonly response: NonNullable<Exchange['response']> };

/** What a check needs to know about the case. */
export type JudgedCase = CaseFacts & {
  /** The ambiguity that allows any body in the answer. */
  readonly anyBody?: string;
  /** The statuses for which `anyBody` holds; absent: all. */
  readonly anyBodyWith?: readonly number[];
  /** Set where a throttle's status has another reason than that the caller sends too much. */
  readonly notThrottled?: true;
  /** Set where only a *should* asks for the expected status: the documented 4xx that are no more than a warning. */
  readonly alternatives?: readonly number[];
  /** Statuses that HTTP itself provides for such a request, whether documented or not. */
  readonly lawful?: readonly number[];
  /** Set where the document has only a range for the expected status, such as `4XX`: any code of it is expected. */
  readonly range?: string;
};

/** One kind of comparison between an answer and the document. */
export interface Check {
  readonly id: string;
  run(exchange: AnsweredExchange, operation: Operation, judged: JudgedCase): readonly Finding[];
}

/** What the document says about the received status. */
export function documentedResponse(
  { response }: AnsweredExchange,
  operation: Operation,
): DocumentedResponse | undefined {
  return responseFor(operation, response.status);
}

/** Whether a status is one that the case expects. */
export const isExpected = (
  { expect, range }: Pick<JudgedCase, 'expect' | 'range'>,
  status: number,
): boolean => status === expect || rangeOf(status) === range;

/** Answers that have no content (RFC 9110 section 15.3.5, 15.3.6 and 15.4.5). */
const withoutContent: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * What judges the body: the schema of its own media type. One that says nothing of its type, or has one that is not
 * documented, is judged as JSON if JSON alone is documented. Undefined where the document says nothing of such a body.
 */
export function bodyValidator(
  { response }: AnsweredExchange,
  { mediaTypes, contents, validate, status }: DocumentedResponse,
): Validator | undefined {
  const isEmpty = response.body.length === 0;
  if (isEmpty && withoutContent.has(status)) return undefined;
  const [received] = headerValues(response.headers, 'Content-Type');
  const documented = received === undefined ? undefined : documentedAs(received, mediaTypes);
  if (received === undefined || documented === undefined)
    return mediaTypes.every(isJsonMediaType) ? validate : undefined;
  if (!isJsonMediaType(received)) return undefined;
  return contents.get(documented)?.validate ?? (isEmpty ? undefined : anyJson);
}

/** Of a body that says it is JSON, at least that can be judged. */
const anyJson: Validator = () => [];

/** Whether checks look at the body: not for HEAD, nor where an ambiguity allows any body. */
export function isBodyChecked({ request, response }: AnsweredExchange, judged: JudgedCase): boolean {
  return request.method !== 'HEAD' && !allowsAnyBody(judged, response.status);
}

/** The requirement that a case breaks as a whole: the first *must*, as only that can be a deviation. */
export function brokenRequirement(
  { requirements }: Pick<CaseFacts, 'requirements'>,
  { advisoryRequirements }: Pick<Operation, 'advisoryRequirements'>,
): { readonly requirement?: string } {
  const requirement = requirements.find((id) => !advisoryRequirements.has(id)) ?? requirements[0];
  return requirement === undefined ? {} : { requirement };
}

/** Whether an ambiguity allows any body in an answer with this status. */
export function allowsAnyBody(
  { anyBody, anyBodyWith }: Pick<JudgedCase, 'anyBody' | 'anyBodyWith'>,
  status: number,
): boolean {
  return anyBody !== undefined && (anyBodyWith?.includes(status) ?? true);
}
