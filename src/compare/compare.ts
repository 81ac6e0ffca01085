import { SuiteError } from '../model/errors.ts';
import type { CaseResult, CoverageRow, RunResult } from '../model/result.ts';
import { coverageMarks, receivedStatus } from '../reporters/queries.ts';
import { headline, targetName } from '../reporters/summary.ts';
import { count } from '../util/text.ts';
import { type Change, changesBetween, type Direction, isSelected } from './changes.ts';
import type { ComparisonReport, ComparisonTable } from './comparison-report.ts';
import { differingConditions } from './conditions.ts';
import type { StoredResult } from './merge.ts';

export interface Comparison {
  readonly report: ComparisonReport;
  /** Whether anything got worse between two runs; always false for a matrix. */
  readonly worse: boolean;
}

/** Whether two results have the same target. The built-in one has another address in each run. */
export function sameTarget({ target: one }: RunResult, { target: other }: RunResult): boolean {
  if (one.apiVersion !== other.apiVersion || one.builtIn !== other.builtIn) return false;
  return one.builtIn || one.url === other.url;
}

/**
 * What got better or worse, is new or gone in the later of two runs.
 * @throws SuiteError of kind `usage` if no case was run in both: then "nothing got worse" would mean nothing.
 */
export function compareRuns(before: StoredResult, after: StoredResult): Comparison {
  const common = runInBoth(before.result, after.result);
  if (common === 0)
    throw new SuiteError(
      'usage',
      `${before.file} and ${after.file} have no case that was run in both, so they cannot be compared. \`--as matrix\` shows them side by side; \`report\` merges the parts of one run.`,
    );
  const found = changesBetween(before.result, after.result);
  const of = (direction: Direction) => found.filter((one) => one.direction === direction);
  const worse = of('worse').length > 0;
  const counted = [
    `${of('better').length} better`,
    `${of('worse').length} worse`,
    `${of('new').length} new`,
    `${of('gone').length} gone`,
    ...(of('conditions').length > 0 ? [`${of('conditions').length} not comparable`] : []),
  ].join(', ');
  const tables = [
    runsTable([before, after]),
    operationsTable([before, after], true),
    codesTable([before, after], true),
    ...(['worse', 'better', 'new', 'gone', 'conditions', 'other'] as const).map((direction) =>
      changesTable(directions[direction], of(direction)),
    ),
  ];
  return {
    worse,
    report: {
      title: `${targetName(after.result)}: ${counted}`,
      remarks: [
        ...specificationRemark([before, after]),
        ...conditionsRemark([before, after], of('conditions').length),
        ...remarksOn({ worse, common, fresh: of('new'), gone: of('gone') }),
      ],
      tables: tables.filter(({ rows }) => rows.length > 0),
    },
  };
}

function runInBoth({ cases: before }: RunResult, { cases: after }: RunResult): number {
  const earlier = new Set(before.filter(isSelected).map(({ id }) => id));
  return after.filter((item) => isSelected(item) && earlier.has(item.id)).length;
}

/** A run with another driver, consent or other options exercises other cases: that is no change of the target. */
function conditionsRemark([before, after]: readonly [StoredResult, StoredResult], number: number): string[] {
  const conditions = differingConditions(before.result, after.result);
  if (conditions.length === 0) return [];
  const apart =
    number === 0
      ? ''
      : ` ${count(number, 'case')} that only one of them exercised ${number === 1 ? 'is' : 'are'} counted apart.`;
  return [`Warning: A and B were run under different conditions: ${conditions.join('; ')}.${apart}`];
}

/** Cases that only one run has are neither better nor worse, so they are reported beside "nothing got worse". */
function remarksOn({
  worse,
  common,
  fresh,
  gone,
}: {
  readonly worse: boolean;
  readonly common: number;
  readonly fresh: readonly Change[];
  readonly gone: readonly Change[];
}): string[] {
  const deviating = fresh.filter(({ is }) => is === 'deviates').length;
  const alone = [
    ...(gone.length > 0
      ? [`${count(gone.length, 'case')} of A ${gone.length === 1 ? 'was' : 'were'} not run in B`]
      : []),
    ...(fresh.length > 0
      ? [
          `${count(fresh.length, 'case')} of B ${fresh.length === 1 ? 'was' : 'were'} not run in A, ${deviating} of them deviating`,
        ]
      : []),
  ];
  const where = alone.length > 0 ? ` in the ${count(common, 'case')} of both runs` : '';
  return [worse ? 'Something got worse.' : `Nothing got worse${where}.`, ...alone.map((text) => `${text}.`)];
}

const directions: Readonly<Record<Direction, string>> = {
  worse: 'Worse',
  better: 'Better',
  new: 'New',
  gone: 'Gone',
  conditions: 'Exercised in one run only, and the runs differ in driver, consent or options',
  other: 'Changed, neither better nor worse',
};

function changesTable(title: string, found: readonly Change[]): ComparisonTable {
  return {
    title: `${title}: ${count(found.length, 'change')}`,
    head: ['case', 'A', 'B', 'what'],
    rows: found.map(({ id, was, is, why }) => [id, was, is, why]),
  };
}

/** All results side by side: the documented codes, and the cases that differ. */
export function comparisonMatrix(stored: readonly StoredResult[]): Comparison {
  const tables = [
    runsTable(stored),
    operationsTable(stored, false),
    codesTable(stored, false),
    differencesTable(stored),
  ];
  return {
    worse: false,
    report: {
      title: `${count(stored.length, 'run')} side by side`,
      remarks: [
        ...specificationRemark(stored),
        ...(differencesTable(stored).rows.length === 0 ? ['No case differs.'] : []),
      ],
      tables: tables.filter(({ rows }) => rows.length > 0),
    },
  };
}

/** A, B, …, Z, then 27, 28, … */
const labelOf = (index: number): string => (index < 26 ? String.fromCharCode(65 + index) : String(index + 1));

function runsTable(stored: readonly StoredResult[]): ComparisonTable {
  return {
    title: 'Runs',
    head: ['', 'file', 'result', 'started', 'specification'],
    rows: stored.map(({ file, result }, index) => [
      labelOf(index),
      file,
      headline(result),
      result.run.startedAt,
      `${result.suite.specification.version} (${result.suite.specification.sha256.slice(0, 12)})`,
    ]),
  };
}

function specificationRemark(stored: readonly StoredResult[]): string[] {
  const versions = new Set(
    stored.map(({ result: { suite } }) => JSON.stringify([suite.version, suite.specification.sha256])),
  );
  return versions.size > 1
    ? ['The runs were made with different suites or specifications, so their cases may differ.']
    : [];
}

/** The conclusion of each operation, where a run has several. */
function operationsTable(stored: readonly StoredResult[], differingOnly: boolean): ComparisonTable {
  const ids = [
    ...new Set(stored.flatMap(({ result }) => result.operations.map(({ operationId }) => operationId))),
  ];
  const rows = ids.map((id) => [
    id,
    ...stored.map(
      ({ result }) =>
        result.operations.find(({ operationId }) => operationId === id)?.conclusion ?? absent(result),
    ),
  ]);
  const shown = differingOnly ? rows.filter(([, ...cells]) => new Set(cells).size > 1) : rows;
  return {
    title: differingOnly ? 'Operations that changed' : 'Operations',
    head: ['operation', ...stored.map((_, index) => labelOf(index))],
    rows: ids.length > 1 ? shown : [],
  };
}

/** What a run says of an operation, a code or a case that it does not have. */
const absent = ({ run }: RunResult, otherwise = 'not documented'): string =>
  run.scope ? 'outside the scope' : otherwise;

function codesTable(stored: readonly StoredResult[], differingOnly: boolean): ComparisonTable {
  const several =
    new Set(stored.flatMap(({ result }) => result.coverage.map(({ operationId }) => operationId))).size > 1;
  const nameOf = ({ operationId, status }: CoverageRow) =>
    several ? `${operationId}/${status}` : `${status}`;
  const names = [...new Set(stored.flatMap(({ result }) => result.coverage.map(nameOf)))];
  const rows = names.map((name) => {
    const cells = stored.map(({ result }) => {
      const row = result.coverage.find((one) => nameOf(one) === name);
      return row ? `${coverageMarks[row.verdict]} ${row.verdict}` : absent(result);
    });
    return [name, ...cells];
  });
  const overrides = rows.filter(([, ...cells]) => new Set(cells).size > 1);
  return {
    title: differingOnly ? 'Documented codes that changed' : 'Documented codes',
    head: ['code', ...stored.map((_, index) => labelOf(index))],
    rows: differingOnly ? overrides : rows,
  };
}

function differencesTable(stored: readonly StoredResult[]): ComparisonTable {
  const byId = stored.map(({ result }) => new Map(result.cases.map((item) => [item.id, item])));
  const ids = [...new Set(stored.flatMap(({ result }) => result.cases.map(({ id }) => id)))];
  const rows = ids
    .map((id) => [
      id,
      ...stored.map(({ result }, index) => {
        const item = byId[index]?.get(id);
        return item ? cellOf(item) : absent(result, 'not in the catalogue');
      }),
    ])
    .filter(([, ...cells]) => new Set(cells).size > 1);
  return {
    title: `Cases that differ: ${rows.length} of ${ids.length}`,
    head: ['case', ...stored.map((_, index) => labelOf(index))],
    rows,
  };
}

function cellOf(item: CaseResult): string {
  const status = receivedStatus(item);
  return item.verdict === 'conforms' || status === undefined ? item.verdict : `${item.verdict} (${status})`;
}
