import type { Case } from '../catalogue/case.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import { documentedFor, responseFor } from '../openapi/responses.ts';
import { isClientError, isSuccess } from '../util/status-class.ts';
import type { Judgement } from './judge.ts';

type Verdict = Pick<Judgement, 'findings' | 'reason'> & {
  readonly verdict: Judgement['verdict'] | 'inconclusive';
};

/**
 * What a valid request shows if it is refused with a code of which only `default` says something: the document leaves open
 * which requests are answered so, and no state vouches for this one (decision 0040). The answer has to fit all the same.
 * @param judge judges the answer to a case
 */
export function leftToDefault(
  item: Case,
  operation: Operation,
  { response }: Exchange,
  judge: (item: Case) => Judgement,
): Verdict | undefined {
  const { status } = response ?? {};
  const isOpen =
    status !== undefined &&
    isClientError(status) &&
    documentedFor(operation, status) === undefined &&
    responseFor(operation, status) !== undefined;
  if (!isOpen || !isSuccess(item.expect) || item.states.length > 0) return undefined;
  const accepting = judge({ ...item, tolerates: [...item.tolerates, { status, ambiguity: 'default' }] });
  if (accepting.verdict === 'deviates') return accepting;
  return {
    verdict: 'inconclusive',
    reason: `Answered ${status}, which the document leaves to default: it does not say whether this request can be carried out as things are; have a provider state make it so.`,
    findings: [],
  };
}
