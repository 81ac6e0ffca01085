import type { CaseResult, CoverageRow, RunResult } from '../model/result.ts';
import { line, seconds } from '../util/text.ts';
import { casesOfCode } from './lookup.ts';
import { caseDetails, caseOutcome, conclusionOutcome, type TestOutcome } from './outcomes.ts';
import { groupBy } from './queries.ts';
import { headline, specificationName, suiteName, targetName } from './summary.ts';
import { type XmlElement, xmlAround, xmlLines } from './xml.ts';

/**
 * The subset of JUnit that both Jenkins schemas (junit-4 and junit-10) accept: at least one property and only
 * under a suite, `skipped` without attributes, and the children of a test case in the order skipped, error,
 * failure, system-out.
 */
interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly durationMs: number;
  readonly outcome?: TestOutcome;
  readonly output: readonly string[];
}

interface Suite {
  readonly name: string;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly TestCase[];
}

/** JUnit XML for CI systems: a suite for each documented code, and one that fails whenever the run does. */
export const toJunit = (result: RunResult): string => [...junitPieces(result)].join('');

/** The same suite by suite. */
export function* junitPieces(result: RunResult): Generator<string> {
  const suites = [...documentedCodes(result), conclusionSuite(result)];
  const [before, after] = xmlAround({
    name: 'testsuites',
    attributes: {
      name: headline(result),
      ...counts(suites.flatMap((suite) => suite.cases)),
      time: seconds(result.run.durationMs, 3),
    },
  });
  yield before;
  for (const suite of suites) yield xmlLines(suiteElement(suite, result), 1);
  yield after;
}

function suiteElement({ name, properties, cases }: Suite, { run }: RunResult): XmlElement {
  return {
    name: 'testsuite',
    attributes: {
      name,
      ...counts(cases),
      skipped: String(cases.filter(({ outcome }) => outcome?.kind === 'skipped').length),
      time: seconds(total(cases), 3),
      // UTC, without a zone: strict readers reject zones.
      timestamp: run.startedAt.replace(/(\.\d+)?Z$/, ''),
    },
    content: [
      {
        name: 'properties',
        content: properties.map(([name, value]) => ({ name: 'property', attributes: { name, value } })),
      },
      ...cases.map(caseElement),
    ],
  };
}

function caseElement({ name, classname, durationMs, outcome, output }: TestCase): XmlElement {
  return {
    name: 'testcase',
    attributes: { name, classname, time: seconds(durationMs, 3) },
    content: [
      ...(outcome ? [outcomeElement(outcome)] : []),
      ...(output.length > 0 ? [{ name: 'system-out', content: output.join('\n') }] : []),
    ],
  };
}

function outcomeElement(outcome: TestOutcome): XmlElement {
  const attributes = outcome.kind === 'skipped' ? {} : { type: outcome.type, message: outcome.message };
  return { name: outcome.kind, attributes, content: outcome.lines.join('\n') };
}

function counts(cases: readonly TestCase[]): { tests: string; failures: string; errors: string } {
  const number = (kind: TestOutcome['kind']) => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  return {
    tests: String(cases.length),
    failures: String(number('failure')),
    errors: String(number('error')),
  };
}

function total(cases: readonly TestCase[]): number {
  return cases.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function documentedCodes(result: RunResult): Suite[] {
  const sent = result.cases.filter((one) => one.verdict !== 'not-selected');
  // Codes come from the cases, too, so that no case is lost if coverage does not have its code.
  const codes = groupBy([...result.coverage, ...sent], ({ operationId, status }) => [operationId, status]);
  return codes.map(([{ operationId, status }]) => ({
    name: line(`${operationId} ${status}`),
    properties: [
      ...runProperties(result),
      ...operationProperties(operationId, result),
      ...coverageProperties(
        result.coverage.find((row) => row.operationId === operationId && row.status === status),
      ),
    ],
    cases: casesOfCode(result, { operationId, status })
      .filter(({ verdict }) => verdict !== 'not-selected')
      .map((one) => testCase(one, result)),
  }));
}

function coverageProperties(row: CoverageRow | undefined): [string, string][] {
  if (!row) return [];
  const reason: [string, string][] = row.reason === undefined ? [] : [['coverage.reason', line(row.reason)]];
  return [['coverage', row.verdict], ...reason];
}

function operationProperties(operationId: string, { operations }: RunResult): [string, string][] {
  const own: [string, string] = ['operation', line(operationId)];
  const operation = operations.find((one) => one.operationId === operationId);
  if (!operation) return [own];
  const { title, tag, conclusion } = operation;
  return [
    own,
    ['operation.title', line(title)],
    ...(tag === undefined ? [] : [['operation.tag', line(tag)] satisfies [string, string]]),
    ['operation.conclusion', conclusion],
  ];
}

function runProperties(result: RunResult): [string, string][] {
  const { suite, target, run, conclusion } = result;
  return [
    ['suite', suiteName(result)],
    ['specification', line(specificationName(suite))],
    ['specification.sha256', line(suite.specification.sha256)],
    ['target', targetName(result)],
    ['target.url', line(target.url)],
    ['target.builtIn', String(target.builtIn)],
    ['target.apiVersion', line(target.apiVersion)],
    ...(target.accountId === null ? [] : [['target.accountId', line(target.accountId)] as [string, string]]),
    ['run.startedAt', line(run.startedAt)],
    ['run.consent', run.consent],
    ['run.driver', line(run.driver)],
    ['run.insecure', String(run.insecure)],
    ['run.exitCode', String(run.exitCode)],
    ['conclusion', conclusion],
  ];
}

function testCase(one: CaseResult, result: RunResult): TestCase {
  const outcome = caseOutcome(one, result);
  return {
    name: line(`${one.id}: ${one.title}`),
    classname: line(`${one.operationId}.${one.status}`),
    durationMs: one.durationMs,
    ...(outcome ? { outcome } : {}),
    output: caseDetails(one, result),
  };
}

function conclusionSuite(result: RunResult): Suite {
  const { lines, red } = conclusionOutcome(result);
  return {
    name: 'conclusion',
    properties: runProperties(result),
    cases: [
      {
        name: `conclusion: ${headline(result)}`,
        classname: 'conclusion',
        durationMs: 0,
        ...(red ? { outcome: red, output: [] } : { output: lines }),
      },
    ],
  };
}
