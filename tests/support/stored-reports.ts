import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { compareRuns, comparisonMatrix } from '../../src/compare/compare.ts';
import { comparisonReporters } from '../../src/compare/index.ts';
import { mergeShards, type StoredResult } from '../../src/compare/merge.ts';
import { readResults } from '../../src/compare/stored-results.ts';
import { SuiteError } from '../../src/model/errors.ts';
import type { RunResult } from '../../src/model/result.ts';
import { refusedForBuiltIn, reporters } from '../../src/reporters/index.ts';
import { isPlainObject } from '../../src/util/plain-object.ts';
import { asRun, nasty, reports } from './report-arbitrary.ts';
import { conformantResult, deviatingResult, incompleteResult } from './results.ts';
import { inNewDirectory } from './run.ts';

/** Whatever a file holds, it is rendered by every format, or refused in a sentence. */

/** The result of the work; undefined where the input is refused in words. */
async function unlessRefused<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SuiteError && error.kind !== 'internal') return undefined;
    throw error;
  }
}

async function useAll(stored: StoredResult): Promise<void> {
  for (const [format, load] of Object.entries(reporters)) {
    if (stored.result.target.builtIn && refusedForBuiltIn.has(format)) continue;
    const reporter = await load();
    for (const brief of [false, true]) await reporter(stored.result, { color: true, brief });
  }
  const comparisons = [
    await unlessRefused(() => compareRuns(stored, stored)),
    await unlessRefused(() => comparisonMatrix([stored, stored, stored])),
  ];
  for (const comparison of comparisons)
    for (const load of Object.values(comparisonReporters))
      if (comparison) (await load())(comparison.report, { color: false });
  await unlessRefused(() => mergeShards([stored, stored]));
  await unlessRefused(() => mergeShards([partOf(stored, '1/2'), partOf(stored, '2/2')]));
}

/** One of two parts; the first has all cases. */
function partOf({ file, result }: StoredResult, shard: string): StoredResult {
  const cases =
    shard === '1/2'
      ? result.cases
      : result.cases.map((one) => ({ ...one, verdict: 'not-selected' as const }));
  return {
    file,
    result: { ...result, cases, run: { ...result.run, options: { ...result.run.options, shard } } },
  };
}

/** @returns whether the report was accepted */
async function expectUseOrRefusal(report: unknown): Promise<boolean> {
  return inNewDirectory(async (file) => {
    await writeFile(file('report.json'), JSON.stringify(report));
    const [stored] = (await unlessRefused(() => readResults([file('report.json')]))) ?? [];
    if (stored) await useAll(stored);
    return stored !== undefined;
  });
}

export async function expectRandomReportsToBeUsable(numRuns: number): Promise<void> {
  let accepted = 0;
  const property = fc.asyncProperty(reports.map(asRun), async (report) => {
    if (await expectUseOrRefusal(report)) accepted += 1;
  });
  await fc.assert(property, { numRuns });
  // Otherwise this would show nothing.
  expect(accepted).toBeGreaterThan(numRuns / 2);
}

/** A report that a run could have written, with one value in it replaced. */
export async function expectDamagedReportsToBeUsable(numRuns: number): Promise<void> {
  const samples: readonly RunResult[] = [conformantResult(), deviatingResult(), incompleteResult()];
  const value = fc.oneof(fc.constantFrom<unknown>(...nasty, -1, 1e308, 1e21, [], {}, null), fc.jsonValue());
  const property = fc.asyncProperty(
    fc.constantFrom(...samples),
    fc.nat(),
    value,
    async (sample, at, other) => {
      const copy: unknown = JSON.parse(JSON.stringify(sample));
      const places = [...placesIn(copy)];
      const [owner, name] = places[at % places.length] ?? [{}, ''];
      Object.defineProperty(owner, name, { value: other, enumerable: true });
      await expectUseOrRefusal(copy);
    },
  );
  await fc.assert(property, { numRuns });
}

/** Every object or array with each of its members. */
function* placesIn(value: unknown): Generator<readonly [owner: object, name: string]> {
  if (!Array.isArray(value) && !isPlainObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    yield [value, name];
    yield* placesIn(member);
  }
}
