import type { Exchange } from '../model/exchange.ts';
import type { CaseFacts, Finding } from '../model/result.ts';
import type { DocumentedResponse, Operation } from '../openapi/operations.ts';

/** An exchange that has an answer; a check sees no other. */
export type AnsweredExchange = Exchange & { readonly response: NonNullable<Exchange['response']> };

/** What a check needs to know of the case. */
export type JudgedCase = CaseFacts & {
  /** Ambiguity that lets the answer have any body. */
  readonly anyBody?: string;
  /** The statuses that this is limited to. */
  readonly anyBodyWith?: readonly number[];
};

/** One kind of comparison between an answer and the document. */
export interface Check {
  readonly id: string;
  run(exchange: AnsweredExchange, operation: Operation, judged: JudgedCase): readonly Finding[];
}

/** What the document says of the status that was received. */
export function documentedResponse(
  { response }: AnsweredExchange,
  operation: Operation,
): DocumentedResponse | undefined {
  return operation.responses.get(response.status);
}

/** True when the answer's content is to be judged: not for HEAD, nor where an ambiguity allows any body. */
export function isBodyChecked({ request, response }: AnsweredExchange, judged: JudgedCase): boolean {
  return request.method !== 'HEAD' && !allowsAnyBody(judged, response.status);
}

/** True when an ambiguity lets an answer with this status have any body. */
export function allowsAnyBody(
  { anyBody, anyBodyWith }: Pick<JudgedCase, 'anyBody' | 'anyBodyWith'>,
  status: number,
): boolean {
  return anyBody !== undefined && (anyBodyWith?.includes(status) ?? true);
}

/** Every value of a header field, names compared without case (RFC 9110 §5.1). */
export function headerValues({ response }: AnsweredExchange, name: string): string[] {
  return response.headers
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}
