import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { JudgedCase } from '../checks/check.ts';
import { itemsShown, type Relation, relationsCheck, type ShownItem } from '../checks/relations.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { CaseOutcome, Shown } from './case-outcome.ts';

/** What of an answer is to be compared. It is taken when the answer is judged: later, its body may be cut. */
export function shownIn(
  { relations = [] }: { readonly relations?: readonly Relation[] },
  item: JudgedCase,
  exchange: Exchange,
  setUp: object,
): Pick<CaseOutcome, 'shown'> {
  const { response, startedAt, durationMs } = exchange;
  const items = response ? itemsShown(relations, { ...exchange, response }, item) : [];
  const from = Date.parse(startedAt);
  return items.length === 0 ? {} : { shown: { items, setUp, from, to: from + durationMs } };
}

export interface Related {
  /** What an answer shows stays only where it was compared. */
  readonly outcomes: ReadonlyMap<string, CaseOutcome>;
  /** What is said of relations for which no two answers could be compared. */
  readonly findings: readonly Finding[];
}

/** The same item in two answers. */
interface Pair {
  readonly relation: Relation;
  readonly id: string;
  readonly earlier: { readonly caseId: string; readonly members: ShownItem['members'] };
  readonly later: { readonly caseId: string; readonly members: ShownItem['members'] };
}

/**
 * The outcomes, with what two answers show differently as a finding of the later one (decision 0045).
 * @param unchangedUntil when the run first sent what may have changed something; what was answered later is not compared
 */
export function compareAnswers(
  relations: readonly Relation[],
  outcomes: ReadonlyMap<string, CaseOutcome>,
  unchangedUntil: number,
): Related {
  const showing = comparable(outcomes, unchangedUntil);
  const ids = new Set(showing.map(({ caseId }) => caseId));
  const pairs = pairsIn(showing);
  const found = new Map<string, Finding[]>();
  for (const pair of pairs) {
    const { caseId } = pair.later;
    found.set(caseId, [...(found.get(caseId) ?? []), ...differences(pair)]);
  }
  const compared = new Set(pairs.map(({ relation }) => relation));
  return {
    outcomes: new Map(
      [...outcomes].map(([id, outcome]) => [
        id,
        withFindings(ids.has(id) ? outcome : withoutShown(outcome), found.get(id) ?? []),
      ]),
    ),
    findings: relations.filter((relation) => !compared.has(relation)).map(notCompared),
  };
}

/** Verdicts of answers that are what they should be. */
const stands: ReadonlySet<CaseOutcome['verdict']> = new Set(['conforms', 'tolerated']);

type ShownByCase = Shown & { readonly caseId: string };

/** What is compared, in the order of sending; of what was sent at once, in that of ids, so that a pair is always the same. */
function comparable(outcomes: ReadonlyMap<string, CaseOutcome>, unchangedUntil: number): ShownByCase[] {
  return [...outcomes]
    .flatMap(([caseId, { shown, verdict }]): ShownByCase[] =>
      shown && stands.has(verdict) && shown.to < unchangedUntil ? [{ ...shown, caseId }] : [],
    )
    .toSorted((a, b) => a.from - b.from || (a.caseId < b.caseId ? -1 : 1));
}

/** Each item with the first answer that showed it on the same set-up. */
function pairsIn(showing: readonly ShownByCase[]): Pair[] {
  return showing.flatMap(({ caseId, setUp, items }, index) =>
    items.flatMap(({ relation, id, members }) => {
      for (const first of showing.slice(0, index)) {
        if (first.setUp !== setUp) continue;
        const same = first.items.find((other) => other.relation === relation && other.id === id);
        if (!same) continue;
        const earlier = { caseId: first.caseId, members: same.members };
        return [{ relation, id, earlier, later: { caseId, members } }];
      }
      return [];
    }),
  );
}

/** The members that both show, and that are not the same. */
function differences({ relation, id, earlier, later }: Pair): Finding[] {
  const { requirement, severity, statement } = relation;
  return Object.entries(later.members)
    .map(([name, value]) => ({ name, value, before: earlier.members[name] }))
    .filter(
      ({ name, value, before }) => Object.hasOwn(earlier.members, name) && !isDeepStrictEqual(before, value),
    )
    .map(({ name, value, before }) => ({
      check: relationsCheck,
      severity,
      requirement,
      location: 'body',
      expected: JSON.stringify(before),
      actual: JSON.stringify(value),
      message: `${statement} The answers to ${earlier.caseId} and ${later.caseId} differ in ${name} of ${id}.`,
    }));
}

function withFindings(outcome: CaseOutcome, added: readonly Finding[]): CaseOutcome {
  if (added.length === 0) return outcome;
  const findings = [...outcome.findings, ...added];
  if (!added.some(({ severity }) => severity === 'deviation')) return { ...outcome, findings };
  const { reason: _, ...rest } = outcome;
  return { ...rest, verdict: 'deviates', findings };
}

const withoutShown = ({ shown: _, ...outcome }: CaseOutcome): CaseOutcome => outcome;

const notCompared = ({ requirement, between }: Relation): Finding => ({
  check: relationsCheck,
  severity: 'note',
  requirement,
  message: `Whether ${[...new Set(between.map(({ operationId }) => operationId))].join(' and ')} show the same was not seen: no two answers showed the same item before something may have changed it.`,
});

/** Relations of which a catalogue has more than one side. */
export const relationsWithin = (
  relations: readonly Relation[],
  { operations }: Pick<Catalogue, 'operations'>,
): readonly Relation[] =>
  relations.filter(
    ({ between }) =>
      new Set(between.flatMap(({ operationId }) => (operations.has(operationId) ? operationId : []))).size >
      1,
  );
