import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { coverageOf } from '../../src/evaluation/coverage.ts';
import { operationsOfStored } from '../../src/evaluation/operations.ts';
import { exitCodes } from '../../src/model/errors.ts';
import type { CaseResult, Finding, RunResult } from '../../src/model/result.ts';
import { atPointer } from '../../src/util/json-pointer.ts';
import { isPlainObject } from '../../src/util/plain-object.ts';

/** Random reports that match `spec/report.schema.json`: what its keywords allow, and values that trip programs. */

const root: unknown = JSON.parse(readFileSync(join(__dirname, '../../spec/report.schema.json'), 'utf8'));

export const nasty = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  'a',
  'status',
  'header X',
  'body /a/b',
  '\0',
  '\ud800',
  '\u202e',
  ']]>',
  '<script>',
  '%s%n',
  '::error::',
  'x'.repeat(3000),
  '\n\n',
  '```',
  '1/1',
  '200',
  '-1',
  'urn:x',
  'http://[',
  'data:,x',
  '$',
  '$\u007bA}',
  "'",
  '"',
];

const times = ['2026-11-23T10:00:00.000Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999Z'];
const numbers = [0, 1, 0.5, 1e12, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, 1e21, 5e-324];

const text = (least: number) =>
  fc.oneof(fc.constantFrom(...nasty), fc.string({ maxLength: 12 })).filter((one) => one.length >= least);

/** Values of one part of the schema. Deep parts get shorter lists, so that reports stay small. */
function valuesOf(schema: unknown, depth = 0): fc.Arbitrary<unknown> {
  if (schema === true) return fc.constant(null);
  if (!isPlainObject(schema)) throw new Error(`${JSON.stringify(schema)} is not expected`);
  if (typeof schema.$ref === 'string') return valuesOf(atPointer(root, schema.$ref.slice(1)), depth);
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>(...schema.enum);
  if (Array.isArray(schema.prefixItems))
    return fc.tuple(...schema.prefixItems.map((one) => valuesOf(one, depth)));
  if (schema.type === 'object') return objectsOf(schema, depth);
  // The alternatives of an object are about its members.
  if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, depth)));
  if (schema.type === 'array')
    return fc.array(valuesOf(schema.items, depth + 1), {
      minLength: Number(schema.minItems ?? 0),
      maxLength: depth > 2 ? 2 : 4,
    });
  return scalarsOf(schema);
}

function scalarsOf(schema: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const { type, format, pattern, minimum = -1e9, maximum = Number.MAX_VALUE } = schema;
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'number' || type === 'integer')
    return fc.constantFrom(
      ...[...numbers, 100, 202, 400, 599].filter(
        (one) =>
          one >= Number(minimum) && one <= Number(maximum) && (type === 'number' || Number.isInteger(one)),
      ),
    );
  if (format === 'date-time') return fc.constantFrom(...times);
  if (format === 'date') return fc.constantFrom('2026-11-23', '0000-01-01', '9999-12-31');
  if (typeof pattern === 'string')
    return pattern.includes('/')
      ? fc.constantFrom('a/400/b', 'a/202/b', 'constructor/400/constructor', '__proto__/599/a')
      : fc.constant('0'.repeat(64));
  return text(Number(schema.minLength ?? 0));
}

function objectsOf(schema: Readonly<Record<string, unknown>>, depth: number): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, anyOf } = schema;
  if (additionalProperties !== undefined && additionalProperties !== false) {
    const values = isPlainObject(additionalProperties)
      ? valuesOf(additionalProperties, depth + 1)
      : fc.jsonValue();
    return fc
      .array(fc.tuple(text(0), values), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries));
  }
  const members = Object.fromEntries(
    Object.entries(Object(properties)).map(([name, one]) => [name, valuesOf(one, depth + 1)]),
  );
  const needed: string[] = Array.isArray(required) ? required : [];
  const all = fc.record(members, { requiredKeys: needed });
  return Array.isArray(anyOf) ? all.filter((one) => 'response' in one || 'error' in one) : all;
}

/** Reports that match the schema. Nearly all of them contradict themselves. */
export const reports: fc.Arbitrary<unknown> = valuesOf(root);

/** The same with what else holds in a report that a run wrote. The schema says that it is a result. */
export const asRun = (report: unknown): RunResult => withoutContradiction(report as RunResult);

function withoutContradiction(report: RunResult): RunResult {
  const codes = (all: readonly CaseResult[]) => new Map(all.map((one) => [one.id, one]));
  const waivers = new Set(report.run.waivers?.map(({ entry }) => entry));
  const known = new Map((report.causes ?? []).map((cause) => [cause.id, cause]));
  const findingOf = ({ cause, waiver, ...finding }: Finding): Finding => ({
    ...finding,
    ...(cause !== undefined && known.has(cause) && { cause }),
    ...(waiver !== undefined && waivers.has(waiver) && { waiver }),
  });
  const isDeviation = ({ severity }: Finding) => severity === 'deviation';
  const cases = [...codes(report.cases).values()].map((one): CaseResult => {
    const [operationId = '', status] = one.id.split('/');
    const verdict = one.findings.some(isDeviation) && one.verdict === 'conforms' ? 'deviates' : one.verdict;
    return { ...one, operationId, status: Number(status), verdict, findings: one.findings.map(findingOf) };
  });
  const findings = report.run.findings.map(findingOf);
  const ids = cases.map(({ id }) => id);
  const causes = [...known.values()].flatMap(({ cases: _, masks: __, ...cause }, index) =>
    ids.length === 0 ? [] : [{ ...cause, cases: ids, ...(index > 0 && { masks: ids }) }],
  );
  const deviates = cases.some(({ verdict }) => verdict === 'deviates') || findings.some(isDeviation);
  const consistent = {
    ...report,
    run: { ...report.run, findings, exitCode: exitCodes.interrupted },
    coverage: coverageOf(cases, cases).filter(
      ({ operationId, status }, index, all) =>
        all.findIndex((row) => row.operationId === operationId && row.status === status) === index,
    ),
    conclusion: deviates ? 'deviates' : 'incomplete',
    ...(report.causes && { causes }),
    cases:
      causes.length === 0
        ? cases.map((one) => ({ ...one, findings: one.findings.map(withoutCause) }))
        : cases,
  } satisfies RunResult;
  return { ...consistent, operations: operationsOfStored(consistent) };
}

const withoutCause = ({ cause: _, ...finding }: Finding): Finding => finding;
