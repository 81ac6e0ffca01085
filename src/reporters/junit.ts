import type { fragment as part } from 'xmlbuilder2';
import type { CaseResult, CoverageRow, RunResult } from '../model/result.ts';
import { line, seconds, visible } from '../util/text.ts';
import { caseDetails, caseOutcome, conclusionOutcome, type TestOutcome } from './outcomes.ts';
import { casesOfCode, groupBy } from './queries.ts';
import { headline, specificationName, suiteName, targetName } from './summary.ts';

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
export async function toJunit(result: RunResult): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of junitPieces(result)) pieces.push(piece);
  return pieces.join('');
}

/** The same suite by suite. */
export async function* junitPieces(result: RunResult): AsyncGenerator<string> {
  // Loaded here: it takes some 55 ms, and no other format needs it.
  const { create, fragment } = await import('xmlbuilder2');
  const suites = [...documentedCodes(result), conclusionSuite(result)];
  const root = create({ encoding: 'UTF-8' }).ele('testsuites', {
    name: safe(headline(result)),
    ...counts(suites.flatMap((suite) => suite.cases)),
    time: seconds(result.run.durationMs, 3),
  });
  yield root.doc().end({ prettyPrint: true }).replace(/\/>$/, '>\n');
  for (const suite of suites) {
    const part = fragment();
    addSuite(part, suite, result);
    yield `${part.end({ prettyPrint: true, offset: 1 })}\n`;
  }
  yield '</testsuites>\n';
}

function addSuite(document: ReturnType<typeof part>, suite: Suite, result: RunResult): void {
  const element = document.ele('testsuite', {
    name: safe(suite.name),
    ...counts(suite.cases),
    skipped: String(suite.cases.filter(({ outcome }) => outcome?.kind === 'skipped').length),
    time: seconds(total(suite.cases), 3),
    // UTC, without a zone: strict readers reject zones.
    timestamp: safe(result.run.startedAt.replace(/(\.\d+)?Z$/, '')),
  });
  const properties = element.ele('properties');
  for (const [name, value] of suite.properties)
    properties.ele('property', { name: safe(name), value: safe(value) });
  for (const { name, classname, durationMs, outcome, output } of suite.cases) {
    const time = seconds(durationMs, 3);
    const testcase = element.ele('testcase', { name: safe(name), classname: safe(classname), time });
    if (outcome) {
      const { kind, lines } = outcome;
      const attributes =
        kind === 'skipped' ? {} : { type: safe(outcome.type), message: safe(outcome.message) };
      testcase.ele(kind, attributes).txt(safe(lines.join('\n')));
    }
    if (output.length > 0) testcase.ele('system-out').txt(safe(output.join('\n')));
  }
}

/**
 * Text that XML 1.0 can hold. The library escapes markup, but keeps `&name;` and `&#7;` in a text as
 * entities, which changes what the target sent or breaks the document. So ampersands are escaped first.
 */
function safe(text: string): string {
  return visible(text, '\n').replaceAll('&', '&amp;');
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
