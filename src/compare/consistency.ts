import { exitCodes } from '../model/errors.ts';
import type { CaseResult, CoverageRow, Finding, RunResult } from '../model/result.ts';
import { hasUnwaivedDeviation, waiverProblems } from '../reporters/queries.ts';
import { tooManyExcluded } from '../util/excluded-codes.ts';
import { operationRules } from './operation-rules.ts';
import { type Rule, repeated } from './rule.ts';

/**
 * How a report contradicts itself, as a phrase; undefined if it does not. A schema cannot say what belongs together, and
 * a report that was changed by hand would be rendered as if a run had given it.
 */
export function contradictionIn(result: RunResult): string | undefined {
  for (const rule of rules) {
    const found = rule(result);
    if (found !== undefined) return found;
  }
  return undefined;
}

const rules: readonly Rule[] = [
  ({ cases }) =>
    repeated(
      'case',
      cases.map(({ id }) => id),
    ),
  ({ causes }) =>
    repeated(
      'cause',
      causes.map(({ id }) => id),
    ),
  ({ coverage }) =>
    repeated(
      'code',
      coverage.map(({ operationId, status }) => `${operationId}/${status}`),
    ),
  ({ cases }) => {
    const other = cases.find(({ id, operationId, status }) => !id.startsWith(`${operationId}/${status}/`));
    return other && `the case ${other.id} is about ${other.operationId} and ${other.status}`;
  },
  (result) => unknownCase(result),
  (result) => unknownCause(result),
  (result) => unknownWaiver(result),
  ({ cases }) => {
    const both = cases.find(({ verdict, findings }) => verdict === 'conforms' && findings.some(isDeviation));
    return both && `the case ${both.id} conforms and has a deviation`;
  },
  miscounted,
  ({ conclusion, cases, run }) => {
    const deviates = cases.some(({ verdict }) => verdict === 'deviates') || run.findings.some(isDeviation);
    if (deviates === (conclusion === 'deviates')) return undefined;
    return deviates
      ? `its conclusion is ${conclusion}, and there are deviations`
      : 'its conclusion is deviates, and nothing does';
  },
  ({ conclusion, coverage, cases }) => {
    if (conclusion !== 'conformant') return undefined;
    const row = coverage.find(({ verdict }) => verdict !== 'conforms' && verdict !== 'excluded');
    if (row) return `its conclusion is conformant, and ${row.operationId}/${row.status} is not shown`;
    if (tooManyExcluded(coverage))
      return 'its conclusion is conformant, and more than a fifth of its codes are excluded';
    return cases.length === 0 ? 'its conclusion is conformant, and there is no case' : undefined;
  },
  ...operationRules,
  wrongExitCode,
];

const isDeviation = ({ severity }: Finding): boolean => severity === 'deviation';

function unknownCase({ cases, causes }: RunResult): string | undefined {
  const known = new Set(cases.map(({ id }) => id));
  for (const { id, cases: own, masks = [] } of causes) {
    const other = [...own, ...masks].find((one) => !known.has(one));
    if (other !== undefined) return `the cause ${id} names the case ${other}, which it does not have`;
  }
  return undefined;
}

const findingsOf = ({ cases, run }: RunResult): readonly Finding[] => [
  ...run.findings,
  ...cases.flatMap(({ findings }) => findings),
];

function unknownCause(result: RunResult): string | undefined {
  const known = new Set(result.causes.map(({ id }) => id));
  const other = findingsOf(result).find(({ cause }) => cause !== undefined && !known.has(cause));
  return other && `a finding names the cause ${other.cause}, which it does not have`;
}

function unknownWaiver(result: RunResult): string | undefined {
  const known = new Set((result.run.waivers ?? []).map(({ entry }) => entry));
  const other = findingsOf(result).find(({ waiver }) => waiver !== undefined && !known.has(waiver));
  return other && `a finding names entry ${other.waiver} of the waivers, which it does not have`;
}

/** The numbers of cases of each documented code, and that a code with a deviating case deviates. */
function miscounted({ cases, coverage }: RunResult): string | undefined {
  const byCode = new Map<string, CaseResult[]>();
  for (const one of cases) {
    const code = `${one.operationId}/${one.status}`;
    const known = byCode.get(code);
    if (known) known.push(one);
    else byCode.set(code, [one]);
  }
  const wrong = coverage.find((row) => !isCounted(row, byCode.get(`${row.operationId}/${row.status}`) ?? []));
  return wrong && `the numbers of cases of ${wrong.operationId}/${wrong.status} are not those of its cases`;
}

function isCounted({ verdict, cases: numbers }: CoverageRow, own: readonly CaseResult[]): boolean {
  const counted: Partial<Record<string, number>> = {};
  for (const one of own) counted[one.verdict] = (counted[one.verdict] ?? 0) + 1;
  const stated = Object.entries(numbers);
  return (
    stated.length === Object.keys(counted).length &&
    stated.every(([name, number]) => counted[name] === number) &&
    (verdict === 'deviates') === (counted.deviates !== undefined)
  );
}

/** What leads to each exit code that a run with a report can have (decision 0001). */
function wrongExitCode(result: RunResult): string | undefined {
  const { exitCode, options } = result.run;
  const contradicted = (why: string) => `its exit code is ${exitCode}, and ${why}`;
  const deviates = hasUnwaivedDeviation(result);
  const failed =
    deviates ||
    waiverProblems(result).length > 0 ||
    (options.strict === true && findingsOf(result).some(({ severity }) => severity === 'warning'));
  if (exitCode === exitCodes.interrupted) return undefined;
  if (exitCode === exitCodes.deviates) return failed ? undefined : contradicted('nothing deviates');
  if (failed) return contradicted('something deviates');
  if (exitCode === exitCodes.incomplete)
    return result.conclusion === 'conformant' ? contradicted('its conclusion is conformant') : undefined;
  return exitCode === exitCodes.conformant ? undefined : contradicted('such a run writes no report');
}
