import type { RunResult } from '../model/result.ts';
import { count, shortList } from '../util/text.ts';
import { casesIn, type FoundCause, type Group, groupBy, hasSeveralOperations, isWaived } from './queries.ts';

/** An entry of a list of causes: one of them, or all that differ only in which member is missing. */
export interface ListedCause {
  /** As that of a cause; of several, without their members' places. */
  readonly headline: string;
  readonly causes: Group<FoundCause>;
}

/** The causes as reports list them, each entry in the place of its first cause. */
export function listedCauses(all: readonly FoundCause[], result: RunResult): ListedCause[] {
  const masked = new Set(result.causes.flatMap(({ masks = [] }) => masks));
  return groupBy(all, (one) => listOf(one, masked)).map((causes) => ({
    causes,
    headline: headlineOf(causes, result),
  }));
}

/** What the causes of one list have in common; of any other cause, its id. */
function listOf({ cause, found }: FoundCause, masked: ReadonlySet<string>): unknown {
  const [first] = found;
  if (first.finding.missing === undefined) return cause.id;
  const terms = isWaived(first) && [first.finding.waiver, first.case.waived];
  return [cause.check, terms, cause.cases.every((id) => masked.has(id))];
}

/** The members that a headline names. */
const membersNamed = 4;

function headlineOf(causes: Group<FoundCause>, result: RunResult): string {
  const [{ cause, found }, ...others] = causes;
  if (others.length === 0) return cause.headline;
  const findings = causes.map((one) => one.found[0].finding);
  const members = [...new Set(findings.map(({ missing }) => JSON.stringify(missing)))];
  const operations = new Set(causes.flatMap((one) => one.found.map((item) => item.case.operationId)));
  const of = hasSeveralOperations(result) && operations.size === 1 ? `${found[0].case.operationId}: ` : '';
  const where = causes.length === members.length ? '' : ` in ${causes.length} places`;
  return `${of}${count(members.length, 'documented member')} missing${where}: ${shortList(members, membersNamed)}, ${count(casesIn(causes), 'case')}`;
}
