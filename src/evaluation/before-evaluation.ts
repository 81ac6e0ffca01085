import type { AllowedCode } from '../catalogue/allowed-code.ts';
import type { Json } from '../model/json.ts';
import type { CaseResult, Finding, RunResult, WaiverResult } from '../model/result.ts';
import type { Requirement } from './conclude.ts';
import type { DocumentedStatus } from './coverage.ts';
import type { WaiverRules } from './waivers.ts';

/** A stored result as it was before it was evaluated, to evaluate it once more. */

/** The documented codes. A part that met an excluded code does not say that it is one. */
export function documentedIn(parts: readonly RunResult[]): DocumentedStatus[] {
  return (parts[0]?.coverage ?? []).map(({ operationId, status, citation }, index) => {
    const excluded = parts
      .flatMap(({ coverage }) => coverage[index] ?? [])
      .find(({ verdict }) => verdict === 'excluded')?.reason;
    return {
      operationId,
      status,
      ...(citation !== undefined && { citation }),
      ...(excluded !== undefined && { excluded }),
    };
  });
}

/** The case before waivers were applied. */
export function unwaived({ waived: _, ...item }: CaseResult): CaseResult {
  return { ...item, findings: item.findings.map(unmarked) };
}

export const unmarked = ({ waiver: _, cause: __, ...finding }: Finding): Finding => finding;

export function asGiven({ entry: _, problem: __, ...waiver }: WaiverResult) {
  return waiver;
}

/**
 * @param lastStart of the parts of the run, in milliseconds: a waiver that expired for one part has expired for all
 */
export function waiverRules({ run }: RunResult, lastStart: number): WaiverRules | undefined {
  const { waivers, scope } = run;
  const today = new Date(lastStart).toISOString().slice(0, 10);
  return waivers && { entries: waivers.map(asGiven), today, scoped: scope !== undefined };
}

/** A report says that a requirement is excluded, but not why. */
export function asRequirement([id, { verdict, ...statement }]: [string, RunResult['requirements'][string]]): [
  string,
  Requirement,
] {
  return [id, verdict === 'excluded' ? { ...statement, excluded: '' } : statement];
}

export const isSelection = ({ run }: RunResult): boolean =>
  run.options.only !== undefined || run.options.skip !== undefined;

export const codesIn = (value: Json | undefined): AllowedCode[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'number' || typeof item === 'string') : [];
