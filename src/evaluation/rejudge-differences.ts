import { isDeepStrictEqual } from 'node:util';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { exitCodes } from '../model/errors.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import { caseFacts } from './catalogue-facts.ts';
import type { Rejudged } from './rejudge.ts';
import type { RejudgedCase } from './rejudge-case.ts';

/** Where a report says something else than follows from its exchanges. */
export interface Difference {
  /** A case, a code, an operation, a requirement; or what else the report concludes. */
  readonly place: string;
  /** The report's word, and what follows. */
  readonly what: string;
  readonly why: string;
}

export interface ComparedBy {
  readonly catalogue: Catalogue;
  /** True where the report says that this version of the suite made it with this document. */
  readonly sameRules: boolean;
}

const changedReport = 'the report was changed';
const otherRules =
  'the report was made by another version of the suite or with another document, or was changed';

/** Every difference between a stored result and what follows from its exchanges. */
export function differencesIn(stored: RunResult, rejudged: Rejudged, by: ComparedBy): readonly Difference[] {
  const cases = stored.cases.flatMap((one, index) => {
    const [judged, now] = [rejudged.cases[index], rejudged.conclusions.cases[index]];
    return judged && now ? caseDifferences(one, now, judged, by) : [];
  });
  return [...cases, ...missingCases(stored, by), ...conclusionDifferences(stored, rejudged, by)];
}

function caseDifferences(
  stored: CaseResult,
  now: CaseResult,
  { item, faults }: RejudgedCase,
  { catalogue, sameRules }: ComparedBy,
): Difference[] {
  const place = stored.id;
  const other = item ? changedMembers(stored, caseFacts(item), factNames) : [];
  const found = faults.map((what) => ({ place, what, why: changedReport }));
  if (sameRules && !item) found.push({ place, what: 'there is no such case', why: changedReport });
  if (stored.verdict !== now.verdict) {
    const [first] = now.findings.filter(({ severity }) => severity === 'deviation');
    const because = first?.message ?? now.reason;
    const what = `${stored.verdict} in the report, ${now.verdict} by its exchanges${because === undefined ? '' : `: ${because}`}`;
    const requirement =
      other.length > 0 ? `the case changed (${other.join(', ')}): ${otherRules}` : otherRules;
    found.push({ place, what, why: sameRules || faults.length > 0 ? changedReport : requirement });
  } else if (sameRules) {
    const names = [...other, ...changedMembers(stored, now, judgedNames(stored, catalogue))];
    if (names.length > 0)
      found.push({ place, what: `${names.join(', ')}: not what follows`, why: changedReport });
  }
  return found;
}

const factNames = [
  'operationId',
  'status',
  'title',
  'subject',
  'unknownAction',
  'requirements',
  'risk',
  'expect',
  'tolerates',
  'states',
] as const;

/** Why a throttle's code was met or burst for, the run knows, and its exchange does not. */
function judgedNames({ operationId, expect }: CaseResult, { operations }: Catalogue) {
  const isThrottle = operations.get(operationId)?.responses.get(expect)?.throttle === true;
  return [...(isThrottle ? [] : (['reason'] as const)), 'findings', 'waived', 'baseUnproven'] as const;
}

function missingCases({ cases }: RunResult, { catalogue, sameRules }: ComparedBy): Difference[] {
  if (!sameRules) return [];
  const known = new Set(cases.map(({ id }) => id));
  return catalogue.cases
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => ({ place: id, what: 'the report does not have this case', why: changedReport }));
}

/** What the report concludes. Of another version only the words that both have in common can be compared. */
function conclusionDifferences(
  stored: RunResult,
  { conclusions }: Rejudged,
  { sameRules }: ComparedBy,
): Difference[] {
  const why = sameRules ? changedReport : otherRules;
  const { operations, coverage, requirements, causes, conclusion, waivers = [] } = conclusions;
  const words = [
    ...wordsOf('', coverageByCode(stored.coverage), coverageByCode(coverage), 'verdict', sameRules),
    ...wordsOf('operation ', operationsById(stored), operationsById({ operations }), 'conclusion', sameRules),
    ...wordsOf(
      'requirement ',
      new Map(Object.entries(stored.requirements)),
      new Map(Object.entries(requirements)),
      'verdict',
      sameRules,
    ),
  ];
  const { run } = stored;
  const wholes: readonly (readonly [place: string, recorded: unknown, now: unknown])[] = sameRules
    ? [
        ['causes', stored.causes, causes],
        ['findings about the run', run.findings, conclusions.findings],
        ['waivers', run.waivers ?? [], waivers],
      ]
    : [];
  const changed = wholes
    .filter(([, recorded, now]) => !isDeepStrictEqual(recorded, now))
    .map(([place]) => ({ place, what: 'not what follows from the cases' }));
  const last = [
    { place: 'conclusion', recorded: stored.conclusion, now: conclusion },
    ...(endedItself(stored)
      ? []
      : [{ place: 'exit code', recorded: run.exitCode, now: conclusions.exitCode }]),
  ].flatMap(({ place, recorded, now }) =>
    recorded === now ? [] : [{ place, what: inWords(recorded, now) }],
  );
  return [...words, ...changed, ...last].map((found) => ({ ...found, why }));
}

/** A run that memory ended. The code of one that its user ended follows from that. */
export const endedItself = ({ run: { exitCode, stopped } }: RunResult): boolean =>
  exitCode === exitCodes.couldNotRun && stopped !== undefined;

const inWords = (recorded: unknown, now: unknown): string => `${recorded} in the report, ${now} by its cases`;

const coverageByCode = (coverage: RunResult['coverage']) =>
  new Map(coverage.map((row) => [`${row.operationId}/${row.status}`, row]));

const operationsById = ({ operations }: Pick<RunResult, 'operations'>) =>
  new Map(operations.map((one) => [one.operationId, one]));

/** What two lists say of the same things. `word` is the member that counts; the others do if nothing else may have changed. */
function wordsOf<Word extends string, T extends { readonly [name in Word]?: string }>(
  kind: string,
  stored: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
  word: Word,
  whole: boolean,
): Omit<Difference, 'why'>[] {
  return [...new Set([...stored.keys(), ...now.keys()])].flatMap((id) => {
    const [recorded, own] = [stored.get(id), now.get(id)];
    const place = `${kind}${id}`;
    if (!recorded || !own)
      return whole ? [{ place, what: recorded ? 'only in the report' : 'not in the report' }] : [];
    if (recorded[word] !== own[word]) return [{ place, what: inWords(recorded[word], own[word]) }];
    const names = whole ? changedMembers(recorded, own) : [];
    return names.length > 0 ? [{ place, what: `${names.join(', ')}: not what follows from the cases` }] : [];
  });
}

/** Names of the members that differ. */
function changedMembers(one: object, other: object, names?: readonly string[]): string[] {
  const [ours, theirs] = [
    new Map<string, unknown>(Object.entries(one)),
    new Map<string, unknown>(Object.entries(other)),
  ];
  return [...(names ?? new Set([...ours.keys(), ...theirs.keys()]))].filter(
    (name) => !isDeepStrictEqual(ours.get(name), theirs.get(name)),
  );
}
