import { type AnsweredExchange, allowsAnyBody, type Check, type JudgedCase } from '../checks/check.ts';
import { jsonBody } from '../checks/json-body.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Verdict } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';

export interface Judgement {
  readonly verdict: Extract<Verdict, 'conforms' | 'tolerated' | 'deviates' | 'errored'>;
  readonly reason?: string;
  readonly findings: readonly Finding[];
}

/** Id of the check that reports an exchange without an answer. */
export const transportCheck = 'transport';

/** Judges the decisive exchange of a case. Pure: the same exchange always gets the same judgement. */
export function judge(
  judged: JudgedCase,
  operation: Operation,
  checks: readonly Check[],
  exchange: Exchange,
): Judgement {
  const { failure } = exchange;
  if (failure?.blame === 'suite') return { verdict: 'errored', reason: failure.message, findings: [] };
  const transport: Finding[] = failure
    ? [
        {
          check: transportCheck,
          severity: 'deviation',
          ...requirementOf(judged.requirements[0]),
          location: 'exchange',
          expected: 'a complete HTTP answer',
          actual: failure.message,
          message: 'There was no complete HTTP answer.',
        },
      ]
    : [];
  const answered = failure
    ? []
    : withAnswer(exchange).flatMap((answer) => judgeAnswer(judged, operation, checks, answer));
  const judgement = conclude(judged, exchange, [...transport, ...answered]);
  return judgement.verdict === 'conforms'
    ? checkStrictly(judged, operation, checks, exchange, judgement)
    : judgement;
}

/** The expected status with a body that only an ambiguity allows: its documented answer has not been seen. */
function checkStrictly(
  judged: JudgedCase,
  operation: Operation,
  checks: readonly Check[],
  exchange: Exchange,
  judgement: Judgement,
): Judgement {
  if (judged.anyBody === undefined || !allowsAnyBody(judged, judged.expect)) return judgement;
  const { anyBody, anyBodyWith: _, ...strict } = judged;
  if (judge(strict, operation, checks, exchange).verdict === 'conforms') return judgement;
  const reason = `Answered ${judged.expect} with another body than is documented, which ${anyBody} allows.`;
  return { ...judgement, verdict: 'tolerated', reason };
}

function withAnswer(exchange: Exchange): AnsweredExchange[] {
  return exchange.response ? [{ ...exchange, response: exchange.response }] : [];
}

/** When the status itself is wrong, that is the one deviation: all else on that answer is a note. */
function judgeAnswer(
  judged: JudgedCase,
  operation: Operation,
  checks: readonly Check[],
  answer: AnsweredExchange,
): Finding[] {
  const accepted = [judged.expect, ...judged.tolerates.map(({ status }) => status)];
  const unexpected = !accepted.includes(answer.response.status);
  return checks
    .flatMap((check) => check.run(answer, operation, judged))
    .map((finding) => ({
      ...finding,
      ...requirementOf(finding.requirement ?? operation.checkRequirements[finding.check]),
      severity: unexpected && finding.location !== 'status' ? 'note' : finding.severity,
    }));
}

function requirementOf(requirement: string | undefined): { requirement?: string } {
  return requirement === undefined ? {} : { requirement };
}

function conclude(judged: JudgedCase, exchange: Exchange, findings: readonly Finding[]): Judgement {
  const { response } = exchange;
  if (findings.some(({ severity }) => severity === 'deviation')) return { verdict: 'deviates', findings };
  if (!response)
    return { verdict: 'errored', reason: 'The exchange has neither an answer nor a failure.', findings };
  // A limit of the suite: what could be judged without the body was judged, and does not deviate (decision 0001).
  const body = jsonBody({ ...exchange, response });
  if (body.kind === 'unread' && !allowsAnyBody(judged, response.status))
    return { verdict: 'errored', reason: body.why, findings };
  if (response.status === judged.expect) return { verdict: 'conforms', findings };
  const tolerance = judged.tolerates.find(({ status }) => status === response.status);
  // The status check reports every other status as a deviation; without that check nothing may pass.
  if (!tolerance)
    return { verdict: 'errored', reason: `No check judged the status ${response.status}.`, findings };
  return {
    verdict: 'tolerated',
    reason: `Answered ${response.status}, which ${tolerance.ambiguity} allows.`,
    findings,
  };
}
