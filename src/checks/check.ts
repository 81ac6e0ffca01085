import type { Exchange } from '../model/exchange.ts';
import type { CaseFacts, Finding } from '../model/result.ts';
import type { DocumentedResponse, Operation } from '../openapi/operations.ts';

/** An exchange with an answer. Checks see no others. */
export type AnsweredExchange = Exchange & { readonly response: NonNullable<Exchange['response']> };

/** What a check needs to know about the case. */
export type JudgedCase = CaseFacts & {
  /** The ambiguity that allows any body in the answer. */
  readonly anyBody?: string;
  /** The statuses for which `anyBody` holds; absent: all. */
  readonly anyBodyWith?: readonly number[];
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
  return operation.responses.get(response.status);
}

/** Whether checks look at the body: not for HEAD, nor where an ambiguity allows any body. */
export function isBodyChecked({ request, response }: AnsweredExchange, judged: JudgedCase): boolean {
  return request.method !== 'HEAD' && !allowsAnyBody(judged, response.status);
}

/** Whether an ambiguity allows any body in an answer with this status. */
export function allowsAnyBody(
  { anyBody, anyBodyWith }: Pick<JudgedCase, 'anyBody' | 'anyBodyWith'>,
  status: number,
): boolean {
  return anyBody !== undefined && (anyBodyWith?.includes(status) ?? true);
}
