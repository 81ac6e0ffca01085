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
  /** Set where only a *should* asks for the expected status: the documented 4xx that are no more than a warning. */
  readonly alternatives?: readonly number[];
  /** Statuses that HTTP itself provides for such a request, whether documented or not. */
  readonly lawful?: readonly number[];
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
