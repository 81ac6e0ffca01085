import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Check } from '../checks/check.ts';
import { type Relation, relationsCheck } from '../checks/relations.ts';
import { exitCodes } from '../model/errors.ts';
import type { CaseResult, Finding, RunResult } from '../model/result.ts';
import { createRedactor } from '../secrets/redaction.ts';
import {
  asRequirement,
  codesIn,
  documentedIn,
  isSelection,
  unmarked,
  unwaived,
  waiverRules,
} from './before-evaluation.ts';
import { caseFacts, documentedStatuses, operationFacts } from './catalogue-facts.ts';
import type { Requirement } from './conclude.ts';
import { type Conclusions, evaluateRun, type RunEvidence } from './evaluate-run.ts';
import { recordFinding, recordReason } from './record.ts';
import { faultsOf, isOfAnswer, type RejudgedCase, rejudgeCase } from './rejudge-case.ts';
import { compareAnswers } from './relations.ts';

/** A stored result, and what to judge and to conclude it by. */
export interface Rejudging {
  readonly stored: RunResult;
  readonly catalogue: Catalogue;
  readonly checks: readonly Check[];
  readonly relations: readonly Relation[];
  readonly requirements: Readonly<Record<string, Requirement>>;
  /** Set where something else than the suite judged the answers: what. */
  readonly judgedBy?: string;
}

/** What follows from the recorded exchanges. */
export interface Rejudged {
  /** For each case of the report, in its order. */
  readonly cases: readonly RejudgedCase[];
  readonly conclusions: Conclusions;
}

/** Judges the recorded exchanges again, and concludes from them what the run concluded (decision 0046). Nothing is sent. */
export function rejudge(rejudging: Rejudging): Rejudged {
  const judged = judgedAgain(rejudging);
  const cases = withRelations(rejudging, judged);
  return { cases: judged, conclusions: evaluateRun(evidenceOf(rejudging, cases)) };
}

function judgedAgain({ stored, catalogue, checks, relations, judgedBy }: Rejudging): RejudgedCase[] {
  const byId = new Map(catalogue.cases.map((item) => [item.id, item]));
  const withEvidence = stored.cases.some(({ evidence }) => evidence !== undefined);
  if (judgedBy !== undefined)
    return stored.cases.map((one) => ({
      item: undefined,
      outcome: undefined,
      why: `judged by ${judgedBy}`,
      faults: faultsOf(one, { withEvidence }),
    }));
  const rules = { catalogue, cases: byId, withEvidence, checks, relations };
  const numbers = stored.cases.flatMap(({ evidence }) => evidence?.comparedOn ?? []);
  const setUps = new Map(numbers.map((number) => [number, {}]));
  return stored.cases.map((item) => rejudgeCase(item, rules, setUps));
}

/** The cases as they are evaluated: judged again, and compared with each other. */
function withRelations(
  { stored, relations, checks }: Rejudging,
  judged: readonly RejudgedCase[],
): CaseResult[] {
  const incomplete = incompleteSetUps(stored.cases, judged);
  const isCompared = ({ evidence }: CaseResult) =>
    evidence?.comparedOn !== undefined && !incomplete.has(evidence.comparedOn);
  const outcomes = stored.cases.flatMap((one, index) => {
    const { shown, ...outcome } = judged[index]?.outcome ?? {};
    return 'verdict' in outcome
      ? [
          [
            one.id,
            { ...outcome, ...(shown && isCompared(one) && { shown }), exchanges: [], durationMs: 0 },
          ] as const,
        ]
      : [];
  });
  const related = compareAnswers(relations, new Map(outcomes), Number.POSITIVE_INFINITY).outcomes;
  return stored.cases.map((one, index) => {
    const { item, outcome } = judged[index] ?? {};
    const { baseUnproven: _, ...recorded } = { ...unwaived(one), ...(item && caseFacts(item)) };
    const after = outcome && related.get(one.id);
    return after ? rejudgedResult(recorded, after, checks, isCompared(one)) : recorded;
  });
}

/** The set-ups of which not every answer that was compared could be judged again: what was found there is taken as recorded. */
function incompleteSetUps(
  stored: readonly CaseResult[],
  judged: readonly RejudgedCase[],
): ReadonlySet<number> {
  return new Set(
    stored.flatMap(({ evidence }, index) =>
      judged[index]?.outcome?.shown ? [] : (evidence?.comparedOn ?? []),
    ),
  );
}

/** Every secret has been replaced already. */
const redactor = createRedactor([]);

function rejudgedResult(
  { reason: recordedReason, ...recorded }: CaseResult,
  { verdict, reason, findings }: Pick<CaseResult, 'verdict' | 'reason' | 'findings'>,
  checks: readonly Check[],
  isCompared: boolean,
): CaseResult {
  const isRelated = ({ check }: Finding) => check === relationsCheck;
  const own = findings.map((finding) => recordFinding(finding, redactor));
  const related = isCompared ? own.filter(isRelated) : recorded.findings.filter(isRelated);
  const others = recorded.findings.filter((finding) => !isOfAnswer(finding, checks));
  const differs = !isCompared && related.some(({ severity }) => severity === 'deviation');
  const shownReason = differs ? undefined : reason;
  return {
    ...recorded,
    verdict: differs ? 'deviates' : verdict,
    ...(shownReason !== undefined && { reason: recordReason(shownReason, redactor) }),
    findings: [...own.filter((finding) => !isRelated(finding)), ...others, ...related],
  };
}

/** What the conclusions follow from. What Pact's verifier judged is not the whole catalogue: the report says what it was. */
function evidenceOf(
  { stored, catalogue, requirements, judgedBy }: Rejudging,
  cases: readonly CaseResult[],
): RunEvidence {
  const { run } = stored;
  const isOwn = judgedBy === undefined;
  return {
    found: { cases, findings: run.findings.map(unmarked) },
    operations: isOwn ? operationFacts(catalogue) : stored.operations,
    documented: isOwn ? documentedStatuses(catalogue) : documentedIn([stored]),
    requirements: isOwn
      ? requirements
      : Object.fromEntries(Object.entries(stored.requirements).map(asRequirement)),
    waivers: waiverRules(stored, Date.parse(run.startedAt)),
    exitRules: {
      allowIncomplete: codesIn(run.options.allowIncomplete),
      strict: run.options.strict === true,
      selection: !isOwn || isSelection(stored) || run.options.shard !== undefined,
      interrupted: run.exitCode === exitCodes.interrupted && run.stopped !== undefined,
    },
  };
}
