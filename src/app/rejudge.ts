/** Judges stored reports again, offline: with the document and the rules of this version (decision 0046). */

import type { Catalogue } from '../catalogue/catalogue.ts';
import { contradictionIn } from '../compare/consistency.ts';
import type { StoredResult } from '../compare/merge.ts';
import type { Datastore } from '../config/api-options.ts';
import { options } from '../config/options.ts';
import type { SpecSettings } from '../config/settings/catalogue.ts';
import { rejudge } from '../evaluation/rejudge.ts';
import { type Difference, differencesIn } from '../evaluation/rejudge-differences.ts';
import { relationsWithin } from '../evaluation/relations.ts';
import { SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import { pactCheck } from '../pact/verifier-result.ts';
import { groupBy } from '../reporters/queries.ts';
import { line } from '../util/text.ts';
import { cataloguesOf } from './catalogues.ts';
import { judgingOf } from './run-options.ts';
import { loadSpecification, type Specification, suiteOf } from './specification.ts';
import { statementsFor } from './statements.ts';

export interface RejudgedReport {
  readonly file: string;
  readonly result: RunResult;
  /** What judged now. */
  readonly suite: RunResult['suite'];
  /** Number of cases whose verdict was found again from their exchanges. */
  readonly judged: number;
  /** What was taken as recorded, and why. */
  readonly taken: readonly { readonly why: string; readonly cases: readonly CaseResult[] }[];
  readonly differences: readonly Difference[];
}

/**
 * What judges any number of reports, with one document.
 * @param spec the document of the runs, if it was not the one that ships
 */
export async function rejudger(
  spec?: SpecSettings,
): Promise<(stored: StoredResult) => Promise<RejudgedReport>> {
  const specification = await loadSpecification(spec);
  return (stored) => rejudgeReport(stored, specification, spec !== undefined);
}

/** @throws SuiteError where the report needs another document */
async function rejudgeReport(
  { file, result }: StoredResult,
  specification: Specification,
  isOther: boolean,
): Promise<RejudgedReport> {
  const suite = suiteOf(specification);
  if (!isOther) refuseOtherDocument(file, result, suite);
  const catalogue = await catalogueOf({ file, result }, specification, isOther);
  const { checks, relations } = judgingOf(specification);
  const rejudged = rejudge({
    stored: result,
    catalogue,
    checks,
    relations: relationsWithin(relations, catalogue),
    requirements: statementsFor(specification, catalogue).requirements,
    ...(isOfPact(result) && { judgedBy: 'Pact’s verifier' }),
  });
  const sameRules =
    !isOfPact(result) &&
    result.suite.version === suite.version &&
    result.suite.specification.sha256 === suite.specification.sha256;
  const contradiction = contradictionIn(result);
  const untold = result.cases.flatMap((item, index) => {
    const { outcome, why = '' } = rejudged.cases[index] ?? {};
    return outcome ? [] : [{ item, why }];
  });
  return {
    ...{ file, result, suite },
    judged: result.cases.length - untold.length,
    taken: groupBy(untold, ({ why }) => why).map((group) => ({
      why: group[0].why,
      cases: group.map(({ item }) => item),
    })),
    differences: [
      ...(contradiction === undefined
        ? []
        : [{ place: 'the report', what: contradiction, why: 'it contradicts itself' }]),
      ...differencesIn(result, rejudged, { catalogue, sameRules }),
    ],
  };
}

const isOfPact = ({ run }: RunResult): boolean => run.findings.some(({ check }) => check === pactCheck);

/** By what ships, a run of another document would be refuted without a reason. */
function refuseOtherDocument(
  file: string,
  { run, suite }: RunResult,
  { specification }: RunResult['suite'],
): void {
  const given = run.options.spec;
  const { title, sha256 } = suite.specification;
  if (given === undefined && title === specification.title) return;
  if (sha256 === specification.sha256) return;
  const name = line(typeof given === 'string' ? `${given} (${title})` : title, 200);
  throw new SuiteError(
    'usage',
    `${file} is of a run with another document, ${name}, SHA-256 ${sha256}: give that document with --spec.`,
  );
}

/** The catalogue of the run, from the options that the report repeats. */
async function catalogueOf(
  { file, result: { run } }: StoredResult,
  specification: Specification,
  isOther: boolean,
): Promise<Catalogue> {
  const datastore = datastoreIn(run.options.datastore);
  const settings = {
    ...(datastore && { datastore }),
    headers: textsIn(run.options.header).map((field) => field.split(':', 1)[0] ?? ''),
    operation: run.scope?.names ?? [],
    isOther,
  };
  try {
    return (await cataloguesOf(specification, settings)).catalogue;
  } catch (error) {
    if (!(error instanceof SuiteError) || error.kind !== 'usage') throw error;
    throw new SuiteError(
      'configuration',
      `${file} is of a run of operations that the document does not have: ${error.message}`,
      { cause: error },
    );
  }
}

/** Undefined where the run was given none. */
function datastoreIn(value: Json | undefined): Datastore | undefined {
  if (value === undefined) return undefined;
  return options.datastore.kind.read(value, (unusable) => {
    throw new SuiteError(
      'configuration',
      `The report has no datastore in run.options.datastore: ${JSON.stringify(unusable)}.`,
    );
  });
}

const textsIn = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
