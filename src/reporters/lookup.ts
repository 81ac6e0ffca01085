import type { CaseResult, Cause, CoverageRow, RunResult } from '../model/result.ts';

/** Finds items by name. They are sorted once for each list: a document may have thousands of codes and requirements. */
function lookUp<T>(
  namesOf: (item: T) => Iterable<string>,
): (items: readonly T[], name: string) => readonly T[] {
  const known = new WeakMap<readonly T[], ReadonlyMap<string, readonly T[]>>();
  return (items, name) => {
    const sorted = known.get(items) ?? sortedBy(items, namesOf);
    known.set(items, sorted);
    return sorted.get(name) ?? [];
  };
}

function sortedBy<T>(items: readonly T[], namesOf: (item: T) => Iterable<string>): Map<string, T[]> {
  const sorted = new Map<string, T[]>();
  for (const item of items)
    for (const name of new Set(namesOf(item))) {
      const known = sorted.get(name);
      if (known) known.push(item);
      else sorted.set(name, [item]);
    }
  return sorted;
}

type Code = Pick<CoverageRow, 'operationId' | 'status'>;

const codeOf = ({ operationId, status }: Code): string => `${operationId}/${status}`;

const casesByCode = lookUp((one: CaseResult) => [codeOf(one)]);
const casesByRequirement = lookUp(({ requirements }: CaseResult) => requirements);
const causesByCase = lookUp(({ cases }: Cause) => cases);
const causesByMasked = lookUp(({ masks = [] }: Cause) => masks);

/** The cases of a code. */
export const casesOfCode = ({ cases }: RunResult, code: Code): readonly CaseResult[] =>
  casesByCode(cases, codeOf(code));

/** The cases that carry a requirement. */
export const carriersOf = (requirement: string, { cases }: RunResult): readonly CaseResult[] =>
  casesByRequirement(cases, requirement);

/** The headline of each cause that a case has. */
export const headlinesOf = ({ id }: CaseResult, { causes }: RunResult): string[] =>
  causesByCase(causes, id).map(({ headline }) => headline);

/** The cause that keeps a case from showing anything: its operation seems to be absent. */
export const maskingCause = ({ id }: CaseResult, { causes }: RunResult): Cause | undefined =>
  causesByMasked(causes, id)[0];
