import type { RunResult, WaiverResult } from '../model/result.ts';
import { markBaseUnproven } from './base-unproven.ts';
import { findCauses } from './causes.ts';
import {
  concludeRun,
  type Evidence,
  type ExitRules,
  exitCodeOf,
  type Requirement,
  requirementVerdicts,
} from './conclude.ts';
import { coverageOf, type DocumentedStatus } from './coverage.ts';
import { type OperationFacts, operationResults, withoutCode } from './operations.ts';
import { applyWaivers, type RunFindings, type WaiverRules, withoutWaived } from './waivers.ts';

/** All that conclusions follow from, once the cases have their verdicts. */
export interface RunEvidence {
  readonly found: RunFindings;
  readonly operations: readonly OperationFacts[];
  readonly documented: readonly DocumentedStatus[];
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly waivers: WaiverRules | undefined;
  readonly exitRules: Omit<ExitRules, 'waiversToMend'>;
}

export type Conclusions = Pick<
  RunResult,
  'cases' | 'causes' | 'operations' | 'coverage' | 'requirements' | 'conclusion'
> &
  Pick<RunResult['run'], 'findings' | 'exitCode'> & { readonly waivers?: readonly WaiverResult[] };

/** Lays the waivers over what was found; concludes codes, requirements, the run, and its exit code. */
export function evaluateRun(run: RunEvidence): Conclusions {
  const { waivers: rules, exitRules, documented } = run;
  const found = { ...run.found, cases: markBaseUnproven(run.found.cases, documented) };
  const { waivers, ...marked } = rules ? applyWaivers(found, rules) : { ...found, waivers: undefined };
  const evidence = evidenceOf(run, marked);
  const { cases, findings, coverage, requirements } = evidence;
  const standing = withoutWaived(marked);
  const accepted = standing === marked ? evidence : evidenceOf(run, standing);
  return {
    ...findCauses(cases, coverage),
    operations: operationResults(run.operations, evidence, exitRules.selection),
    coverage,
    requirements,
    findings,
    ...(waivers && { waivers }),
    conclusion: concludeRun(evidence, exitRules.selection),
    exitCode: exitCodeOf(concludeRun(accepted), accepted, {
      ...exitRules,
      waiversToMend: waivers?.some(({ problem }) => problem !== undefined) ?? false,
    }),
  };
}

/** What the cases and the run's own findings show in all. */
function evidenceOf(
  { operations, documented, requirements }: RunEvidence,
  { cases, findings }: RunFindings,
): Evidence {
  return {
    cases,
    findings,
    withoutCode: withoutCode(operations, documented),
    coverage: coverageOf(documented, cases),
    requirements: requirementVerdicts(requirements, cases),
  };
}
