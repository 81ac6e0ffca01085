import type { Case } from '../catalogue/case.ts';
import type { Check } from '../checks/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import { parametersIn } from '../util/path-segment.ts';
import type { CaseOutcome } from './case-outcome.ts';
import { exampleAbsent } from './example-absent.ts';
import { judge } from './judge.ts';
import { leftToDefault } from './left-to-default.ts';

export type AnswerJudgement = Pick<CaseOutcome, 'verdict' | 'reason' | 'findings'>;

/**
 * What the exchange shows of its case, with nothing else known of the run: from the same exchange always the same verdict
 * (decision 0046).
 */
export function judgeAnswer(
  item: Case,
  operation: Operation,
  checks: readonly Check[],
  exchange: Exchange,
): AnswerJudgement {
  const judgement = judge(item, operation, checks, exchange);
  if (judgement.verdict !== 'deviates') return judgement;
  const absent = exampleAbsent(exchange, examplesIn(item, exchange));
  if (absent !== undefined) return { verdict: 'inconclusive', reason: absent, findings: [] };
  const open = leftToDefault(item, operation, exchange, (other) => judge(other, operation, checks, exchange));
  return open ?? judgement;
}

/** Names of the path parameters for which neither the run nor a state gave a value: an example of the document was sent. */
const examplesIn = ({ request: { path } }: Case, { values }: Exchange): string[] =>
  parametersIn(path).filter((name) => values[name] === undefined);
