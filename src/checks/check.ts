import type { Exchange } from '../model/exchange.ts';
import type { CaseFacts, Finding } from '../model/result.ts';
import type { DocumentedResponse, Operation } from '../openapi/operations.ts';

/** An exchange that has an answer; a check sees no other. */
export type Answered = Exchange & { readonly response: NonNullable<Exchange['response']> };

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
  run(exchange: Answered, operation: Operation, judged: JudgedCase): readonly Finding[];
}

/** What the document says of the status that was received. */
export function documentedAnswer(
  { response }: Answered,
  operation: Operation,
): DocumentedResponse | undefined {
  return operation.responses.get(response.status);
}

/** True when the answer's content is to be judged: not for HEAD, nor where an ambiguity allows any body. */
export function hasJudgedContent({ request, response }: Answered, judged: JudgedCase): boolean {
  return request.method !== 'HEAD' && !mayHaveAnyBody(judged, response.status);
}

/** True when an ambiguity lets an answer with this status have any body. */
export function mayHaveAnyBody(
  { anyBody, anyBodyWith }: Pick<JudgedCase, 'anyBody' | 'anyBodyWith'>,
  status: number,
): boolean {
  return anyBody !== undefined && (anyBodyWith?.includes(status) ?? true);
}

/** Every value of a header field, names compared without case (RFC 9110 §5.1). */
export function headerValues({ response }: Answered, name: string): string[] {
  return response.headers
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}
