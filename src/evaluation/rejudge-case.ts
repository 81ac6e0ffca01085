import { baseRequestOf } from '../catalogue/base-request.ts';
import type { Case } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { throttleCase } from '../catalogue/throttle-case.ts';
import type { Check } from '../checks/check.ts';
import type { Relation } from '../checks/relations.ts';
import { relationsCheck } from '../checks/relations.ts';
import { responseHeaders } from '../checks/response-headers.ts';
import { statusCode } from '../checks/status-code.ts';
import type { Exchange } from '../model/exchange.ts';
import type { CaseResult, Finding, Verdict } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import type { CaseOutcome } from './case-outcome.ts';
import { digestOfExchanges } from './evidence.ts';
import { judge, transportCheck } from './judge.ts';
import { type AnswerJudgement, judgeAnswer } from './judge-answer.ts';
import { changedBodies, type ReadExchange, readExchange } from './recorded-exchange.ts';
import { shownIn } from './relations.ts';

/** What recorded answers are held to. */
export interface Rules {
  readonly catalogue: Pick<Catalogue, 'operations'>;
  /** The cases of the catalogue, by id. */
  readonly cases: ReadonlyMap<string, Case>;
  /** True where the report has evidence: then it lacks for no case that was sent. */
  readonly withEvidence: boolean;
  readonly checks: readonly Check[];
  readonly relations: readonly Relation[];
}

/** A recorded case, judged again as far as the report holds what its verdict came from. */
export interface RejudgedCase {
  /** As this version of the suite knows it; undefined if it does not. */
  readonly item: Case | undefined;
  /** Verdict, reason and what checks find; undefined where these are taken as recorded. */
  readonly outcome: Pick<CaseOutcome, 'verdict' | 'reason' | 'findings' | 'shown'> | undefined;
  /** Why not all of it was judged again. */
  readonly why?: string;
  /** How the report contradicts its own digests, or what is known of the case. */
  readonly faults: readonly string[];
}

/** Verdicts that only an answer gives. */
const needAnswer: ReadonlySet<Verdict> = new Set(['conforms', 'tolerated', 'deviates']);

const stands: ReadonlySet<Verdict> = new Set(['conforms', 'tolerated']);

const isDeviation = ({ severity }: Finding): boolean => severity === 'deviation';

/** @param setUps what stands for each set-up, by its number */
export function rejudgeCase(
  stored: CaseResult,
  rules: Rules,
  setUps: ReadonlyMap<number, object>,
): RejudgedCase {
  const { operations } = rules.catalogue;
  const operation = operations.get(stored.operationId);
  const item = caseOf(stored, rules);
  const faults = faultsOf(stored, rules);
  if (!item || !operation)
    return { item, outcome: undefined, faults, why: 'it is not known to this version' };
  return { item, faults, ...outcomeOf(stored, item, operation, rules, setUps) };
}

function caseOf({ id, operationId, status, unplanned }: CaseResult, { cases, catalogue }: Rules) {
  if (!unplanned) return cases.get(id);
  const operation = catalogue.operations.get(operationId);
  if (operation?.responses.get(status)?.throttle !== true) return undefined;
  const item = throttleCase(operation, baseRequestOf(operation), status);
  return item.id === id ? item : undefined;
}

/** How a case contradicts its own digests. */
export function faultsOf(
  { exchanges, evidence }: CaseResult,
  { withEvidence }: Pick<Rules, 'withEvidence'>,
): string[] {
  const bodies = exchanges.flatMap((exchange, index) =>
    changedBodies(exchange).map(
      (what) => `the body of ${what} (exchange ${index + 1}) does not match its digest`,
    ),
  );
  const changed = evidence !== undefined && evidence.sha256 !== digestOfExchanges(exchanges);
  const lacking = withEvidence && !evidence && exchanges.length > 0;
  return [
    ...bodies,
    ...(changed ? ['its exchanges do not match their digest'] : []),
    ...(lacking ? ['its exchanges have no digest, unlike those of other cases'] : []),
  ];
}

type Outcome = Pick<RejudgedCase, 'outcome' | 'why'>;

function outcomeOf(
  stored: CaseResult,
  item: Case,
  operation: Operation,
  { checks, relations }: Rules,
  setUps: ReadonlyMap<number, object>,
): Outcome {
  const { verdict, evidence, exchanges } = stored;
  const last = exchanges.at(-1);
  if (!last) return withoutAnswer(stored, `${verdict}, which no exchange shows`, 'not-exercised');
  if (evidence && !evidence.judged)
    return withoutAnswer(stored, `${verdict} for another reason than its answer`, 'inconclusive');
  if (!evidence && !needAnswer.has(verdict))
    return { outcome: undefined, why: `${verdict}, which may have another reason than its answer` };
  const read = readExchange(last, evidence, item.request.body);
  if (read.kind === 'nothing') return { outcome: undefined, why: read.why };
  if (read.kind !== 'whole') return inPart(stored, item, operation, read);
  const judged = judgeRecorded(item, operation, checks, read.exchange, evidence?.judged);
  const setUp = evidence?.comparedOn === undefined ? undefined : setUps.get(evidence.comparedOn);
  return { outcome: { ...judged, ...(setUp && shownIn({ relations }, item, read.exchange, setUp)) } };
}

/** A throttle that answers every request is judged without what might excuse another answer. */
const judgeRecorded = (
  item: Case,
  operation: Operation,
  checks: readonly Check[],
  exchange: Exchange,
  as: 'answer' | 'throttle' | undefined,
): AnswerJudgement =>
  as === 'throttle'
    ? judge(item, operation, checks, exchange)
    : judgeAnswer(item, operation, checks, exchange);

/** A verdict that no answer explains is taken as recorded, unless only an answer could give it. */
function withoutAnswer({ verdict, findings }: CaseResult, why: string, instead: Verdict): Outcome {
  if (!needAnswer.has(verdict) && !findings.some(isDeviation)) return { outcome: undefined, why };
  const reason = 'The report has nothing that this verdict follows from.';
  return { outcome: { verdict: instead, reason, findings: [] } };
}

/** What status and header fields alone show. It can refute a verdict, and not confirm it. */
function inPart(
  stored: CaseResult,
  item: Case,
  operation: Operation,
  { kind, exchange, why }: Extract<ReadExchange, { kind: 'head' | 'status' }>,
): Outcome {
  const checks = kind === 'head' ? [statusCode, responseHeaders] : [statusCode];
  const { verdict, findings, evidence } = stored;
  // Without its values nothing says whether the path had an example of the document, which a 404 may not know.
  const judged = judgeRecorded(
    item,
    operation,
    checks,
    exchange,
    evidence?.values ? evidence.judged : 'throttle',
  );
  const fits = stands.has(judged.verdict);
  const mayBe =
    verdict === judged.verdict ||
    (verdict === 'inconclusive' && judged.verdict === 'deviates' && !evidence?.values) ||
    (verdict === 'errored' && fits) ||
    (verdict === 'tolerated' && fits && item.anyBody !== undefined) ||
    (verdict === 'deviates' &&
      findings.some((finding) => isDeviation(finding) && !checks.some(({ id }) => id === finding.check)));
  return mayBe ? { outcome: undefined, why } : { outcome: judged };
}

/** Whether a finding is one that an answer alone gives. */
export const isOfAnswer = ({ check }: Pick<Finding, 'check'>, checks: readonly Check[]): boolean =>
  check === transportCheck || check === relationsCheck || checks.some(({ id }) => id === check);
