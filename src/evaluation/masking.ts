import type { CaseResult } from '../model/result.ts';
import { isSuccess } from '../util/status-class.ts';

/**
 * The other cases of the operation that say nothing about it, because it seems to be absent: where a documented request
 * is refused with the same answer as one for an action that no service has, nothing behind that answer was reached.
 * Empty if the case is no such request, or if the target distinguishes the two.
 */
export function maskedBy(valid: CaseResult, cases: readonly CaseResult[]): string[] {
  const own = cases.filter(({ operationId }) => operationId === valid.operationId);
  const answer = answerOf(valid);
  if (!isSuccess(valid.expect) || answer === undefined || isSuccess(answer.status)) return [];
  // One documented request that is accepted shows that the operation is there.
  if (own.some((item) => isSuccess(item.expect) && isSuccess(answerOf(item)?.status))) return [];
  const unknown = own.filter((item) => item.unknownAction === true).map(answerOf);
  if (!unknown.some((other) => other?.status === answer.status && sameWords(other, answer))) return [];
  // A target with one answer for everything is not understood that way.
  if (own.every((item) => [undefined, answer.status].includes(answerOf(item)?.status))) return [];
  return own
    .filter((item) => answerOf(item)?.status === answer.status && !isSuccess(item.expect))
    .filter((item) => item.unknownAction !== true)
    .map(({ id }) => id);
}

interface Answer {
  readonly status: number;
  /** The words of its body that are not words of the request: an error message may quote that. */
  readonly words: ReadonlySet<string>;
}

function answerOf({ exchanges }: CaseResult): Answer | undefined {
  const exchange = exchanges.at(-1);
  if (!exchange?.response) return undefined;
  const asked = wordsIn(`${exchange.request.url} ${exchange.request.body?.text ?? ''}`);
  const words = [...wordsIn(exchange.response.body?.text ?? '')].filter((word) => !asked.has(word));
  return { status: exchange.response.status, words: new Set(words) };
}

/** Letters only: numbers and ids differ from answer to answer. */
const wordsIn = (text: string): Set<string> => new Set(text.toLowerCase().match(/\b[a-z]{3,}\b/g));

const sameWords = ({ words: one }: Answer, { words: other }: Answer): boolean =>
  one.size === other.size && [...one].every((word) => other.has(word));
