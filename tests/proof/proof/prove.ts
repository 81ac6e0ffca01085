import type { CaseResult, Finding, RunResult } from '../../../src/model/result.ts';
import { checks, type Deviant } from '../deviants/deviant.ts';
import type { Variant } from '../lawful/variant.ts';
import type { Provider } from './behaviour.ts';
import { runAgainst, type Suite } from './suite.ts';

/** By which check, as what, and in which cases a run reported something; none for the run as a whole. */
export interface Reported {
  readonly check: string;
  readonly severity: 'deviation' | 'warning';
  readonly cases: readonly string[];
}

/** What became of a deviant or a variant. */
export interface Proved {
  readonly name: string;
  readonly reported: readonly Reported[];
  /** The relations within answers that it was seen to break, as `relationOf` names them; of deviants only. */
  readonly invariants?: readonly string[];
  /** The requirements that it was seen to break, by findings of the declared check; of deviants only. */
  readonly requirements?: readonly string[];
  /** Why it counts against the suite; absent when the suite did right. */
  readonly fault?: string;
  readonly durationMs: number;
}

/** Everything that the proof found, by name. */
export interface Results {
  readonly deviants: ReadonlyMap<string, Proved>;
  readonly variants: ReadonlyMap<string, Proved>;
  readonly unseen: ReadonlyMap<string, Proved>;
}

/** A case without its operation. */
const short = (id: string) => id.slice(id.indexOf('/') + 1);

/**
 * Runs the suite against a deviant, which must be reported for the declared reason. `only` limits the cases to those of
 * one status.
 */
export async function proveDeviant(suite: Suite, deviant: Deviant, only = deviant.touches): Promise<Proved> {
  const { name } = deviant;
  const result = await runAgainst(suite, deviant, only);
  const fault = survival(suite, deviant, result);
  return {
    name,
    reported: reportedIn(result),
    requirements: requirementsIn(suite, deviant, result),
    invariants: invariantsIn(result),
    ...(fault && { fault }),
    durationMs: result.run.durationMs,
  };
}

/** A relation within answers, which has no id. */
export const relationOf = (operationId: string, location: string | undefined, statement: string): string =>
  `${operationId} ${location}: ${statement}`;

const invariantsIn = ({ cases }: RunResult): string[] => [
  ...new Set(
    cases.flatMap(({ operationId, findings }) =>
      findings
        .filter(({ check, severity }) => check === checks.invariants && severity !== 'note')
        .map(({ location, message }) => relationOf(operationId, location, message)),
    ),
  ),
];

/** Checks that judge the case as a whole: what they report leaves nothing shown that the case is about. */
const ofWholeCase: ReadonlySet<string> = new Set(['status_code_conformance', 'transport']);

/** What each finding names and, where it is about the whole case or names nothing, what the case is about. */
function requirementsIn({ catalogue }: Suite, { check }: Deviant, { cases, run }: RunResult): string[] {
  const broken = new Set<string>();
  const declared = (finding: Finding) => finding.check === check && finding.severity !== 'note';
  const add = ({ requirement }: Finding) => requirement !== undefined && broken.add(requirement);
  run.findings.filter(declared).forEach(add);
  for (const item of cases) {
    const found = item.findings.filter(declared);
    found.forEach(add);
    if (!found.some(({ requirement }) => ofWholeCase.has(check) || requirement === undefined)) continue;
    const operation = catalogue.operations.get(item.operationId);
    const ofAnyAnswer = new Set([
      ...(operation?.responses.get(item.expect)?.contentRequirements ?? []),
      ...Object.values(operation?.checkRequirements ?? {}),
    ]);
    for (const id of item.requirements) if (!ofAnyAnswer.has(id)) broken.add(id);
  }
  return [...broken].sort();
}

/** The rule whose cases send a case of another rule again: what one of them reports, the other does. */
const repeating = 'default-format';

/** Why a deviant counts as not found; undefined when it was found for the declared reason. */
function survival({ catalogue }: Suite, deviant: Deviant, { cases, run }: RunResult): string | undefined {
  const { status, check, as, rule, requirement } = deviant;
  const severity = as === 'warning' ? 'warning' : 'deviation';
  const says = (finding: Finding) =>
    finding.check === check &&
    finding.severity === severity &&
    (requirement === undefined || finding.requirement === requirement);
  if (as === 'run') return run.findings.some(says) ? undefined : `${check} did not report it of the run`;
  const found = cases.filter((item) => item.status === status && item.findings.some(says));
  if (found.length === 0) return `${check} did not report it in any case of ${status}`;
  const wanted = deviant.case;
  if (wanted !== undefined && !found.some(({ id }) => short(id) === wanted))
    return `${check} did not report it in ${wanted}`;
  const derivedBy = new Map(catalogue.cases.map((item) => [item.id, item.derivedBy]));
  const deviating = cases.filter((item) => item.verdict === 'deviates');
  if (as === 'warning' && deviating.length > 0)
    return `it deviates in ${deviating.map(({ id }) => short(id)).join(', ')}, where it should be a warning`;
  const besides = deviating.flatMap(({ findings }) =>
    findings.filter((finding) => finding.severity === 'deviation' && !says(finding)),
  );
  if (requirement !== undefined && besides.length > 0)
    return `it is not ${requirement} alone that it breaks: ${besides[0]?.message}`;
  const others = deviating.filter(({ id }) => ![rule, repeating].includes(derivedBy.get(id)));
  if (rule !== undefined && others.length > 0)
    return `it is not ${rule} alone that reports it: ${others.map(({ id }) => short(id)).join(', ')}`;
  return undefined;
}

/** Runs the suite against a provider and says what it reports. */
export async function observe(suite: Suite, provider: Provider): Promise<Proved> {
  const result = await runAgainst(suite, provider);
  return { name: provider.name, reported: reportedIn(result), durationMs: result.run.durationMs };
}

/** Runs the suite against a lawful variant, which must not be blamed, nor leave the suite in doubt. */
export async function proveVariant(suite: Suite, variant: Variant): Promise<Proved> {
  const result = await runAgainst(suite, variant);
  const fault = falseAlarm(result) ?? unnamed(variant, result);
  return {
    name: variant.name,
    reported: reportedIn(result),
    ...(fault && { fault }),
    durationMs: result.run.durationMs,
  };
}

const doubtful: ReadonlySet<string> = new Set(['errored', 'inconclusive', 'not-exercised', 'not-consented']);

function falseAlarm({ cases, run }: RunResult): string | undefined {
  const blamed = cases.filter(({ verdict }) => verdict === 'deviates');
  const findings = [...run.findings, ...blamed.flatMap((item) => item.findings)];
  const deviations = findings.filter(({ severity }) => severity === 'deviation');
  if (deviations.length > 0)
    return `raised ${deviations.map(({ check }) => check)[0]} in ${blamed.map(({ id }) => short(id)).join(', ') || 'the run'}`;
  const doubts = cases.filter(({ verdict }) => doubtful.has(verdict));
  if (doubts.length > 0) return `left in doubt ${doubts.map(({ id }) => short(id)).join(', ')}`;
  return undefined;
}

/** An answer that an ambiguity allows is called tolerated, and the ambiguity is named beside it. */
function unnamed(
  { ambiguity, tolerated, cases: sent }: Variant,
  { cases, ambiguities, conclusion }: RunResult,
) {
  // Of some cases alone nothing is concluded.
  if (ambiguity === undefined && sent) return undefined;
  if (ambiguity === undefined) return conclusion === 'conformant' ? undefined : `is ${conclusion}`;
  const naming = ({ verdict, reason, exchanges }: CaseResult) =>
    (verdict === 'tolerated' || verdict === 'conforms') &&
    reason?.includes(ambiguity) === true &&
    exchanges.at(-1)?.response?.status === tolerated;
  if (ambiguity in ambiguities && cases.some(naming)) return undefined;
  return `no case was tolerated with ${tolerated} by ${ambiguity}`;
}

function reportedIn({ cases, run }: RunResult): Reported[] {
  const groups = new Map<string, { check: string; severity: 'deviation' | 'warning'; cases: Set<string> }>();
  const add = ({ check, severity }: Finding, id: string | undefined) => {
    if (severity === 'note') return;
    const key = `${severity} ${check}`;
    const group = groups.get(key) ?? { check, severity, cases: new Set<string>() };
    groups.set(key, group);
    if (id !== undefined) group.cases.add(id);
  };
  for (const finding of run.findings) add(finding, undefined);
  for (const { id, findings } of cases) for (const finding of findings) add(finding, id);
  return [...groups.values()].map((group) => ({ ...group, cases: [...group.cases] }));
}
