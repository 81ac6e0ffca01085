import type { CaseResult, RunResult } from '../model/result.ts';
import { jsonWithList, line, safeJson } from '../util/text.ts';
import { caseDetails, caseOutcome, conclusionOutcome, type TestOutcome } from './outcomes.ts';
import { receivedStatus } from './queries.ts';
import { headline, targetName } from './summary.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** Part of the Common Test Report Format 0.0. Its schema allows other members only under `extra`. */
interface Test {
  readonly name: string;
  readonly status: Status;
  readonly duration: number;
  readonly testId?: string;
  readonly suite?: readonly string[];
  readonly rawStatus?: string;
  readonly message?: string;
  readonly trace?: string;
  readonly tags?: readonly string[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The Common Test Report Format (ctrf.io): a test for each case, and one that fails whenever the run does. */
export const toCtrf = (result: RunResult): string => [...ctrfPieces(result)].join('');

/** The same test by test. */
export function* ctrfPieces(result: RunResult): Generator<string> {
  const { suite, target, run, conclusion } = result;
  const { title, version, sha256, format } = suite.specification;
  const { url, apiVersion, accountId, builtIn } = target;
  const counts: Record<Status, number> = { passed: 0, failed: 0, skipped: 0, pending: 0, other: 0 };
  const selected = result.cases.filter(({ verdict }) => verdict !== 'not-selected');
  const tests = [...selected.map((one) => () => testOf(one, result)), () => conclusionTest(result)];
  // Their numbers stand before the tests themselves.
  for (const one of selected) counts[statusOf(caseOutcome(one, result))] += 1;
  counts[statusOf(conclusionOutcome(result).red)] += 1;
  const start = Date.parse(run.startedAt);
  const stop = start + run.durationMs;
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: new Date(stop).toISOString(),
    generatedBy: line(suite.name),
  };
  const results = {
    tool: { name: line(suite.name), version: line(suite.version) },
    summary: { tests: tests.length, ...counts, start, stop, duration: run.durationMs },
    environment: {
      testEnvironment: targetName(result),
      extra: {
        headline: headline(result),
        conclusion,
        exitCode: run.exitCode,
        // Member by member: a stored result may have them in another order, and must give the same text.
        specification: { title, version, sha256, ...(format !== undefined && { format }) },
        target: { url, apiVersion, accountId, builtIn },
        consent: run.consent,
        driver: line(run.driver),
        insecure: run.insecure,
        operations: result.operations.map(({ operationId, conclusion: own }) => ({
          operationId,
          conclusion: own,
        })),
      },
    },
  };
  const around = [`${safeJson(report).slice(0, -1)},"results":`, '}'] as const;
  const textOf = (make: () => Test) => safeJson(make());
  yield* jsonWithList(results, { name: 'tests', items: tests, textOf }, around);
}

function testOf(one: CaseResult, result: RunResult): Test {
  const outcome = caseOutcome(one, result);
  return {
    name: line(`${one.id}: ${one.title}`),
    status: statusOf(outcome),
    duration: Math.round(one.durationMs),
    testId: one.id,
    suite: [one.operationId, String(one.status)],
    rawStatus: one.verdict,
    ...detailOf(outcome),
    tags: [one.verdict, `risk:${one.risk}`],
    extra: {
      operation: one.operationId,
      requirements: one.requirements,
      expect: one.expect,
      received: receivedStatus(one) ?? null,
      remarks: caseDetails(one, result),
    },
  };
}

function statusOf(outcome: TestOutcome | undefined): Status {
  switch (outcome?.kind) {
    case 'failure':
      return 'failed';
    case 'error':
      return 'other';
    case 'skipped':
      return 'skipped';
    default:
      return 'passed';
  }
}

function detailOf(outcome: TestOutcome | undefined): Pick<Test, 'message' | 'trace'> {
  if (!outcome) return {};
  const { lines } = outcome;
  const message = outcome.kind === 'skipped' ? (lines[0] ?? '') : outcome.message;
  return { message, trace: lines.join('\n') };
}

function conclusionTest(result: RunResult): Test {
  const { lines, red } = conclusionOutcome(result);
  return {
    name: `conclusion: ${headline(result)}`,
    status: statusOf(red),
    duration: 0,
    suite: ['conclusion'],
    rawStatus: result.conclusion,
    ...(red ? detailOf(red) : { message: lines.join('\n') }),
  };
}
