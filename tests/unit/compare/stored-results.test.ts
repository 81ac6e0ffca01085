import { truncate, writeFile } from 'node:fs/promises';
import { readResults } from '../../../src/compare/stored-results.ts';
import type { Json } from '../../../src/model/json.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { toJson } from '../../../src/reporters/json.ts';
import { conformantResult, deviatingResult } from '../../support/results.ts';
import { inNewDirectory } from '../../support/run.ts';
import {
  expectDamagedReportsToBeUsable,
  expectRandomReportsToBeUsable,
} from '../../support/stored-reports.ts';

test('random reports are rendered or refused', () => expectRandomReportsToBeUsable(3));

test('damaged reports are rendered or refused', () => expectDamagedReportsToBeUsable(10));

/** What reading a file of this text gives. */
const reading = (text: string) =>
  inNewDirectory(async (file) => {
    await writeFile(file('report.json'), text);
    return readResults([file('report.json')]);
  });

const refusal = (says: string) =>
  expect.objectContaining({ kind: 'configuration', exitCode: 2, message: expect.stringContaining(says) });

const withRun = (result: RunResult, different: object): RunResult => ({
  ...result,
  run: { ...result.run, ...different },
});

const withCase = (result: RunResult, different: object): RunResult => ({
  ...result,
  cases: result.cases.map((one, index) => (index === 0 ? { ...one, ...different } : one)),
});

const deep = (levels: number): Json => (levels === 0 ? 1 : [deep(levels - 1)]);
const [conformant, deviating] = [conformantResult(), deviatingResult()];
const [first] = deviating.causes;

test.each<[string, object, string]>([
  [
    'a duration of ages',
    withRun(conformant, { durationMs: 1e308 }),
    '/run/durationMs it must be <= 1000000000000',
  ],
  ['a negative duration', withRun(conformant, { durationMs: -1 }), '/run/durationMs it must be >= 0'],
  ['a leap second', withRun(conformant, { startedAt: '2016-12-31T23:59:60Z' }), '/run/startedAt'],
  ['a day that no month has', withRun(conformant, { startedAt: '2026-02-30T00:00:00Z' }), '/run/startedAt'],
  ['another zone', withRun(conformant, { startedAt: '2026-02-28T00:00:00+01:00' }), '/run/startedAt'],
  [
    'options without end',
    withRun(conformant, { options: { a: deep(300) } }),
    'nested deeper than 200 levels',
  ],
  [
    'very many values',
    withRun(conformant, { options: { a: Array(500_001).fill(1) } }),
    'more than 500000 values',
  ],
  ['another format', { ...conformant, formatVersion: '2' }, 'format version "2"'],
  ['the first format', { ...conformant, formatVersion: 1 }, 'format version 1'],
  [
    'deviations and another conclusion',
    { ...deviating, conclusion: 'incomplete' },
    'and there are deviations',
  ],
  ['the conclusion that nothing shows', { ...conformant, conclusion: 'deviates' }, 'and nothing does'],
  [
    'deviations and exit code 0',
    withRun(deviating, { exitCode: 0 }),
    'exit code is 0, and something deviates',
  ],
  ['exit code 1 for nothing', withRun(conformant, { exitCode: 1 }), 'exit code is 1, and nothing deviates'],
  ['exit code 3 of a conformant run', withRun(conformant, { exitCode: 3 }), 'its conclusion is conformant'],
  ['an exit code without a report', withRun(conformant, { exitCode: 2 }), 'such a run writes no report'],
  ['no case', { ...conformant, cases: [], coverage: [] }, 'there is no case'],
  ['a case twice', { ...conformant, cases: [...conformant.cases, ...conformant.cases] }, 'occurs twice'],
  [
    'a code twice',
    { ...conformant, coverage: [...conformant.coverage, ...conformant.coverage] },
    'occurs twice',
  ],
  ['a case about another code', withCase(conformant, { status: 599 }), 'and 599'],
  ['another verdict than was counted', withCase(conformant, { verdict: 'errored' }), 'numbers of cases'],
  ['a conforming case with a deviation', withCase(deviating, { verdict: 'conforms' }), 'has a deviation'],
  [
    'a code that is not shown',
    {
      ...conformant,
      coverage: conformant.coverage.map((row, at) => (at === 0 ? { ...row, verdict: 'incomplete' } : row)),
    },
    'is not shown',
  ],
  ['a cause of an unknown case', { ...deviating, causes: [{ ...first, cases: ['a/400/b'] }] }, 'a/400/b'],
  ['a finding of an unknown cause', { ...deviating, causes: [] }, 'which it does not have'],
])('a report with %s is refused', (_name, report, says) =>
  expect(reading(JSON.stringify(report))).rejects.toThrow(refusal(says)),
);

test.each([conformant, deviating])('a report that a run wrote is read', async (result) =>
  expect((await reading(await toJson(result))).map((stored) => stored.result.conclusion)).toEqual([
    result.conclusion,
  ]),
);

test('a file of 200 MB is refused before it is read', () =>
  inNewDirectory(async (file) => {
    await writeFile(file('report.json'), '');
    await truncate(file('report.json'), 200 * 1024 * 1024);
    await expect(readResults([file('report.json')])).rejects.toThrow(refusal('larger than 16 MB'));
  }));

test('names that every object has are ids like others', async () => {
  const named = withCase(conformant, { requirements: ['constructor', '__proto__', 'toString'] });
  await expect(reading(JSON.stringify(named))).resolves.toHaveLength(1);
});
