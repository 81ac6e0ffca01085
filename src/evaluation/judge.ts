import {
  type AnsweredExchange,
  allowsAnyBody,
  brokenRequirement,
  type Check,
  isExpected,
  type JudgedCase,
} from '../checks/check.ts';
import { jsonBody } from '../checks/json-body.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Verdict } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { PatternTimeError, withPatternLimit } from '../openapi/slow-pattern.ts';
import { line } from '../util/text.ts';
import { type KeptFinding, truncateFinding } from './record.ts';

export interface Judgement {
  readonly verdict: Extract<Verdict, 'conforms' | 'tolerated' | 'deviates' | 'errored'>;
  readonly reason?: string;
  readonly findings: readonly KeptFinding[];
}

/** Id of the check that reports an exchange without an answer. */
export const transportCheck = 'transport';

type Judging = readonly [
  judged: JudgedCase,
  operation: Operation,
  checks: readonly Check[],
  exchange: Exchange,
];

/**
 * How long the patterns of the document may take for an answer. They are fast for most texts, but there are patterns that
 * need years for some (decision 0030).
 */
const longestMatching = 5000;

/**
 * Judges the decisive exchange of a case. Pure but for its time limit: the same exchange always gets the same judgement.
 * Beyond it the answer is judged without its body.
 */
export function judge(...[judged, operation, checks, exchange]: Judging): Judgement {
  const judgement = judgeWithinLimit(judged, operation, checks, exchange);
  return { ...judgement, findings: judgement.findings.map(truncateFinding) };
}

function judgeWithinLimit(...[judged, operation, checks, exchange]: Judging): Judgement {
  const whole = judgeInTime(judged, operation, checks, exchange);
  if (!(whole instanceof PatternTimeError)) return whole;
  const reason = tookTooLong(whole);
  const bodiless = judgeInTime(judged, operation, checks, withoutBody(exchange, reason));
  // Patterns of header fields may take too long as well.
  return bodiless instanceof PatternTimeError ? { verdict: 'errored', reason, findings: [] } : bodiless;
}

function judgeInTime(...judging: Judging): Judgement | PatternTimeError {
  try {
    return withPatternLimit(longestMatching, () => judgeExchange(...judging));
  } catch (error) {
    if (error instanceof PatternTimeError) return error;
    throw error;
  }
}

const tookTooLong = ({ pattern }: PatternTimeError): string =>
  `Judging the answer took longer than ${longestMatching / 1000} seconds, the most that the suite gives it. It was ended in the pattern ${line(pattern, 200)} of the document: simplify it, so that its parts cannot match the same text in many ways.`;

/** The exchange as if a limit of the suite had stopped the reading of the answer's body. */
function withoutBody(exchange: Exchange, message: string): Exchange {
  const { response } = exchange;
  if (!response) return exchange;
  return {
    ...exchange,
    response: { ...response, body: new Uint8Array(), incomplete: { blame: 'suite', message } },
  };
}

function judgeExchange(...[judged, operation, checks, exchange]: Judging): Judgement {
  const { failure } = exchange;
  if (failure?.blame === 'suite') return { verdict: 'errored', reason: failure.message, findings: [] };
  const transport: Finding[] = failure
    ? [
        {
          check: transportCheck,
          severity: 'deviation',
          ...brokenRequirement(judged, operation),
          location: 'exchange',
          expected: 'a complete HTTP answer, and nothing else',
          actual: failure.message,
          message: 'There was no HTTP answer that can be used.',
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
  if (!allowsAnyBody(judged, judged.expect)) return judgement;
  const { anyBody, anyBodyWith: _, ...strict } = judged;
  if (judgeExchange(strict, operation, checks, exchange).verdict === 'conforms') return judgement;
  const reason = `Answered ${judged.expect} with another body than is documented, which ${anyBody} allows.`;
  return { ...judgement, verdict: 'tolerated', reason };
}

function withAnswer(exchange: Exchange): AnsweredExchange[] {
  return exchange.response ? [{ ...exchange, response: exchange.response }] : [];
}

/**
 * When the status itself is wrong, or only an alternative, that is the one finding: all else on that answer is a note.
 * Elsewhere severity follows strength: only what breaks a *must* deviates.
 */
function judgeAnswer(
  judged: JudgedCase,
  operation: Operation,
  checks: readonly Check[],
  answer: AnsweredExchange,
): Finding[] {
  const { status } = answer.response;
  const unexpected = !isExpected(judged, status) && !judged.tolerates.some((item) => item.status === status);
  return checks
    .flatMap((check) => check.run(answer, operation, judged))
    .map((finding) => {
      const requirement = finding.requirement ?? operation.checkRequirements[finding.check];
      const known = { ...finding, ...requirementOf(requirement) };
      if (finding.location === 'status') return known;
      if (unexpected) return { ...known, severity: 'note' };
      const advisory = requirement !== undefined && operation.advisoryRequirements.has(requirement);
      return advisory && finding.severity === 'deviation' ? { ...known, severity: 'warning' } : known;
    });
}

function requirementOf(requirement: string | undefined): { requirement?: string } {
  return requirement === undefined ? {} : { requirement };
}

function conclude(judged: JudgedCase, exchange: Exchange, findings: readonly Finding[]): Judgement {
  const { response } = exchange;
  if (findings.some(({ severity }) => severity === 'deviation')) return { verdict: 'deviates', findings };
  if (!response)
    return { verdict: 'errored', reason: 'The exchange has neither an answer nor a failure.', findings };
  const { status } = response;
  const advised = adviceIgnored(judged, status);
  if (advised !== undefined) return { verdict: 'tolerated', reason: advised, findings };
  // A limit of the suite: what could be judged without the body was judged, and does not deviate (decision 0001).
  const body = jsonBody({ ...exchange, response });
  if (body.kind === 'unread' && !allowsAnyBody(judged, status))
    return { verdict: 'errored', reason: body.why, findings };
  if (status === judged.expect) return { verdict: 'conforms', findings };
  if (isExpected(judged, status))
    return { verdict: 'conforms', reason: `Answered ${status}, which ${judged.range} documents.`, findings };
  const tolerance = judged.tolerates.find((item) => item.status === status);
  // The status check reports every other status as a deviation; without that check nothing may pass.
  if (!tolerance) return { verdict: 'errored', reason: `No check judged the status ${status}.`, findings };
  return {
    verdict: tolerance.equal ? 'conforms' : 'tolerated',
    reason: `Answered ${status}, which ${tolerance.ambiguity} allows${tolerance.equal ? ' as much' : ''}.`,
    findings,
  };
}

/** Why a status is tolerated, with any body, that no ambiguity names: the expected one is not a *must*. */
function adviceIgnored(judged: JudgedCase, status: number): string | undefined {
  const { expect, requirements, anyBody } = judged;
  if (judged.lawful?.includes(status)) return `Answered ${status}, which HTTP provides for such a request.`;
  if (!judged.alternatives?.includes(status)) return undefined;
  const [requirement] = requirements;
  const by = requirement === undefined ? 'a standard' : requirement;
  const ambiguity = anyBody === undefined ? '' : `; ${anyBody} allows it`;
  return `Answered ${status} in place of ${expect}, which only ${by} asks for, a should${ambiguity}.`;
}
