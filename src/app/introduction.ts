import type { Case } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { gaps } from '../catalogue/gaps.ts';
import type { RunOptions } from '../runner/options.ts';
import { makePlan, type Plan, plannedCases } from '../runner/plan.ts';
import { consents } from '../runner/unsent.ts';
import { riskiest } from '../util/risk.ts';
import { count, line, shortList } from '../util/text.ts';
import { type PreparedRun, plannedOptions } from './prepare-run.ts';

/**
 * What a run of several operations says before it sends anything: which these are, and the greatest risk, so that a new
 * version of the suite or of the document adds no request unseen. Then, of any run, what its cases leave open.
 */
export function introduction(plan: Plan, options: RunOptions): string {
  const { catalogue } = options;
  return asLines([...(hasSeveral(catalogue) ? operationLines(plan, options) : []), ...gaps(catalogue)]);
}

/** The same for a prepared run, of which a plan is made only where it says something. */
export async function introductionOf(prepared: PreparedRun): Promise<string> {
  if (!hasSeveral(prepared.catalogue)) return asLines(gaps(prepared.catalogue));
  const options = plannedOptions(prepared);
  return introduction(await makePlan(options), options);
}

const hasSeveral = ({ operations, scope }: Catalogue): boolean => operations.size > 1 || scope !== undefined;

const asLines = (texts: readonly string[]): string => texts.map((text) => `${line(text, 2000)}\n`).join('');

function operationLines(plan: Plan, { catalogue, consent, target }: RunOptions): string[] {
  const { operations, scope } = catalogue;
  const cases = plannedCases(plan).map(({ item }) => item);
  const number = scope ? `${operations.size} of ${scope.of}` : `${operations.size}`;
  const most = riskiest(cases);
  const alone =
    most && !target.builtIn && !consents(consent, most.risk)
      ? `, sent only where it is isolated (--consent ${consent})`
      : '';
  return [
    `${number} operations: ${shortList([...operations.keys()])}.`,
    ...(most ? [`${count(cases.length, 'case')}; greatest risk: ${most.risk} (${most.id})${alone}.`] : []),
  ];
}

/** Where there are several operations, of how many the cases are. */
export function ofOperations(listed: readonly Case[], { operations, scope }: Catalogue): string {
  const all = scope?.of ?? operations.size;
  if (all === 1) return '';
  const number = new Set(listed.map(({ operationId }) => operationId)).size;
  return `, of ${number} of ${count(all, 'operation')}`;
}
