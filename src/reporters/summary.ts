import type { RunResult } from '../model/result.ts';
import { tooManyExcluded } from '../util/excluded-codes.ts';
import { riskiest } from '../util/risk.ts';
import { count, line, seconds, shortList } from '../util/text.ts';
import {
  casesOf,
  codeName,
  coverageOf,
  hasSeveralOperations,
  hasUnwaivedDeviation,
  requirementGroups,
  requirementsNotShown,
  waiverProblems,
} from './queries.ts';

/** How every format names the target. A run against the built-in target must not look like one against a service. */
export function targetName({ target }: RunResult): string {
  return target.builtIn ? 'the built-in reference implementation' : line(target.url);
}

export function suiteName({ suite }: RunResult): string {
  return line(`${suite.name} ${suite.version}`);
}

/** Consent and driver; a run without a driver says nothing of one. */
export function givenSummary({ run }: RunResult): string {
  return `consent ${run.consent}${hasDriver(run) ? `, driver ${line(run.driver)}` : ''}`;
}

/** Whether the run had a driver of provider states. */
export const hasDriver = ({ driver }: Pick<RunResult['run'], 'driver'>): boolean => driver !== 'none';

/** Whether it changed anything on the target; values that the user wrote down do not. */
export const setsStatesUp = (run: Pick<RunResult['run'], 'driver'>): boolean =>
  hasDriver(run) && run.driver !== 'static';

/** Title and version of the document, and what it is written in. */
export function specificationName({ specification }: RunResult['suite']): string {
  const { title, version, format } = specification;
  return line(`${title} ${version}${format === undefined ? '' : `, ${format}`}`);
}

/** Suite, target and conclusion in one line; also says if certificates were not verified. */
export function headline(result: RunResult): string {
  const unverified = result.run.insecure ? ' (INSECURE: certificates were not verified)' : '';
  return `${suiteName(result)} against ${targetName(result)}${unverified}: ${conclusionText(result)}`;
}

/** The conclusion; of several operations, and of excluded codes, with their numbers. */
export function conclusionText(result: RunResult): string {
  const parts = conclusionParts(result);
  return parts.length === 0 ? result.conclusion : `${result.conclusion} (${parts.join(', ')})`;
}

/** `2 of 3 operations`, `1 code excluded`: what the conclusion leaves open. */
function conclusionParts(result: RunResult): string[] {
  const operations = conformingOperations(result);
  const excluded = coverageOf(result, 'excluded').length;
  return [
    ...(operations === undefined ? [] : [operations]),
    ...(excluded > 0 ? [`${count(excluded, 'code')} excluded`] : []),
  ];
}

/** `2 of 3 operations`, and of how many these are where the run had a scope; undefined for the only one of a document. */
export function conformingOperations({ operations, run: { scope } }: RunResult): string | undefined {
  if (!hasSeveralOperations({ operations }) && !scope) return undefined;
  const conforming = operations.filter(({ conclusion }) => conclusion === 'conformant').length;
  const outside = scope ? ` in scope, ${scope.of} documented` : '';
  return `${conforming} of ${count(operations.length, 'operation')}${outside}`;
}

/**
 * Which operations the run was about, and the greatest risk of what was sent; nothing for the only operation of a document.
 * @param how `number` leaves their names out
 */
export function operationsLine(result: RunResult, how: 'names' | 'number' = 'names'): string[] {
  const { operations, run, cases } = result;
  if (!hasSeveralOperations(result) && !run.scope) return [];
  const list = shortList(operations.map(({ operationId }) => operationId));
  const names = how === 'names' ? ` (${list})` : '';
  const number = run.scope ? `${operations.length} of ${run.scope.of}` : operations.length;
  const most = riskiest(cases.filter(({ exchanges }) => exchanges.length > 0));
  return [
    `operations: ${number}${names}${most ? `; greatest risk of what was sent: ${most.risk}, ${most.id}` : ''}`,
  ];
}

/** `10 of 12 documented codes conform, 1 deviates, 1 is incomplete`. */
export function coverageSummary(result: RunResult): string {
  const deviating = coverageOf(result, 'deviates').length;
  const incomplete = coverageOf(result, 'incomplete').length;
  const excluded = coverageOf(result, 'excluded').length;
  return [
    `${coverageOf(result, 'conforms').length} of ${result.coverage.length} documented codes conform`,
    ...(deviating > 0 ? [`${deviating} ${deviating === 1 ? 'deviates' : 'deviate'}`] : []),
    ...(incomplete > 0 ? [`${incomplete} ${incomplete === 1 ? 'is' : 'are'} incomplete`] : []),
    ...(excluded > 0 ? [`${excluded} ${excluded === 1 ? 'is' : 'are'} excluded`] : []),
  ].join(', ');
}

/** The number of cases and the duration: `80 cases (3 more not selected) in 1.2 s`. */
export function casesSummary(result: RunResult): string {
  const left = casesOf(result, 'not-selected').length;
  const selected = count(result.cases.length - left, 'case');
  const rest = left > 0 ? ` (${left} more not selected)` : '';
  return `${selected}${rest} in ${seconds(result.run.durationMs, 1)} s`;
}

/**
 * Why the run is not "conformant", apart from deviations.
 * @param how `number` counts requirements, and many codes of several operations, instead of listing them: there may be
 * dozens, and a matrix shows the codes
 */
export function incompleteReasons(result: RunResult, how: 'ids' | 'number' = 'ids'): string[] {
  const codes = coverageOf(result, 'incomplete').map((row) => codeName(row, result));
  const must = requirementsNotShown(result);
  const unclear = casesOf(result, 'inconclusive', 'errored').length;
  const left = casesOf(result, 'not-selected').length;
  const counted = how === 'number' && hasSeveralOperations(result) && codes.length > fewCodes;
  if (allCasesSelectedExplicitly(result))
    return ['cases were selected, even though all of them: only a run without a selection can be conformant'];
  return [
    ...(result.run.stopped === undefined ? [] : [`the run was stopped: ${line(result.run.stopped)}`]),
    ...(result.coverage.length === 0 ? ['no documented code was tested'] : []),
    ...withoutCodeReason(result),
    ...exclusionReason(result),
    ...(codes.length > 0
      ? [`codes not shown: ${counted ? codes.length : shortList(codes, codesShown)}`]
      : []),
    ...(must.length > 0 ? [`requirements not shown: ${how === 'ids' ? idsOf(result) : must.length}`] : []),
    ...(unclear > 0 ? [`${count(unclear, 'case')} inconclusive or errored`] : []),
    ...(left > 0 ? [`${count(left, 'case')} not selected`] : []),
  ];
}

/** So many are no wall of names. */
const fewCodes = 8;

/** So many codes stand in a sentence. */
const codesShown = 40;

function withoutCodeReason({ operations }: RunResult): string[] {
  const without = operations.filter(({ codes }) => codes.conforms + codes.deviates + codes.incomplete === 0);
  // Of the only operation it is said already.
  if (without.length === 0 || operations.length === 1) return [];
  return [
    `operations without a code that a case could be about: ${shortList(without.map(({ operationId }) => operationId))}`,
  ];
}

/** At most a fifth of the codes may be excluded (decision 0035). */
function exclusionReason(result: RunResult): string[] {
  const [excluded, all] = [coverageOf(result, 'excluded').length, result.coverage.length];
  return tooManyExcluded(result.coverage)
    ? [`${excluded} of ${count(all, 'code')} are excluded: at most a fifth may be`]
    : [];
}

const idsOf = (result: RunResult): string =>
  line(
    requirementGroups(result)
      .map(({ codes, ids }) => `${ids.join(', ')} (${codes})`)
      .join('; '),
    1500,
  );

/** How much accepted requests made on the target, and what became of it; empty where they made nothing. */
export function createdSummary({ run: { created = [] } }: RunResult): string {
  if (created.length === 0) return '';
  const removed = created.filter(({ removedAt }) => removedAt !== undefined).length;
  return `${count(created.length, 'resource')} created on the target, ${removed === created.length ? 'all' : removed} removed again`;
}

/** The exit code in words. Waivers and allowances change only the exit code, so the conclusion is named, too. */
export function exitMeaning(result: RunResult): string {
  return `exit code ${result.run.exitCode}: ${exitReason(result)}`;
}

function exitReason(result: RunResult): string {
  const { conclusion } = result;
  switch (result.run.exitCode) {
    case 0:
      return conclusion === 'conformant' ? conclusion : greenReason(result);
    case 1:
      return redReason(result);
    case 2:
      return `${conclusion}; wrong usage or configuration`;
    case 3:
      return conclusion === 'deviates' ? 'deviates, all waived, but incomplete' : 'incomplete';
    case 4:
      return `${conclusion}; could not finish`;
    case 130:
      return `${conclusion}; interrupted`;
    default:
      return conclusion;
  }
}

/** Why the exit code is 1. */
function redReason(result: RunResult): string {
  const { conclusion } = result;
  const problems = waiverProblems(result).length;
  const toMend = `${count(problems, 'waiver')} to fix`;
  if (conclusion === 'deviates' && hasUnwaivedDeviation(result))
    return problems > 0 ? `${conclusion}; ${toMend}` : conclusion;
  const otherwise = conclusion === 'deviates' ? 'deviates, all waived' : conclusion;
  if (problems > 0) return `${otherwise}, but ${toMend}`;
  return `${otherwise}, not accepted: see the warnings and the findings of the run`;
}

/** Why the exit code is 0 although the target is not conformant. */
function greenReason(result: RunResult): string {
  if (result.conclusion === 'deviates') return 'deviates, all waived';
  if (casesOf(result, 'not-selected').length > 0 || allCasesSelectedExplicitly(result))
    return 'incomplete, only the selected cases are judged';
  const codes = coverageOf(result, 'incomplete').map((row) => codeName(row, result));
  return codes.length > 0 ? `incomplete, allowed: ${shortList(codes, codesShown)}` : 'incomplete, allowed';
}

/** Whether the run is incomplete only because its cases were selected, although all of them were. */
function allCasesSelectedExplicitly(result: RunResult): boolean {
  return (
    result.conclusion === 'incomplete' &&
    result.coverage.length > 0 &&
    result.coverage.every(({ verdict }) => verdict === 'conforms' || verdict === 'excluded') &&
    withoutCodeReason(result).length + exclusionReason(result).length === 0 &&
    requirementsNotShown(result).length === 0 &&
    casesOf(result, 'inconclusive', 'errored', 'not-selected').length === 0
  );
}
