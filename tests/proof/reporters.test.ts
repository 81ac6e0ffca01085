import type { RunResult } from '../../src/model/result.ts';
import { type ReportFormat, refusedForBuiltIn, reporters } from '../../src/reporters/index.ts';
import { printable } from '../../src/util/printable.ts';
import { acting } from '../support/hostile-output.ts';
import {
  conformantResult,
  deviatingResult,
  emptyResult,
  hostileResult,
  hostileTexts,
  incompleteResult,
  withCauses,
} from '../support/results.ts';
import { severalOperations } from '../support/several-operations.ts';
import { validity } from '../unit/reporters/validity-of-format.ts';

/**
 * What every format must do with every result. A new format fails here until it says how its output is valid.
 *
 * Six results have all verdicts, findings, waivers and conclusions between them: conformant is of the built-in
 * target, deviating is insecure and has findings of the run, incomplete was stopped and has every verdict without a
 * result, zero cases is empty (several operations has one row for each), and hostile has waivers with problems and every hostile text in every field.
 */

const results: Readonly<Record<string, () => RunResult>> = {
  conformant: conformantResult,
  deviating: deviatingResult,
  incomplete: incompleteResult,
  'zero cases': emptyResult,
  'several operations': () => severalOperations(22),
  hostile: () => everyHostileText,
};

const texts = Object.values(hostileTexts);

/** Few texts in a value, so that no format cuts one off: four in each case, finding and waiver. */
const everyHostileText = hostileResultOf(
  [0, 4, 8, 12].map((start) => texts.slice(start, start + 4).join(' ')),
);

/** The cases, findings and lists of a hostile result for each value; single values hold them all. */
function hostileResultOf(values: readonly string[]): RunResult {
  const together = hostileResult(values.join(' '));
  const each = values.map((text) => hostileResult(text));
  const waivers = each.flatMap(({ run }) => run.waivers ?? []);
  return withCauses({
    ...together,
    cases: each.flatMap(({ cases }, index) =>
      cases.map((one) => ({
        ...one,
        id: `${one.id}-${index}`,
        findings: one.findings.map((finding) =>
          finding.waiver === undefined ? finding : { ...finding, waiver: index + 1 },
        ),
      })),
    ),
    run: {
      ...together.run,
      leftBehind: each.flatMap(({ run }) => run.leftBehind),
      findings: each.flatMap(({ run }) => run.findings),
      waivers: waivers.map((waiver, index) => ({ ...waiver, entry: index + 1 })),
    },
  });
}

const formats = Object.entries(reporters);
const all = formats.flatMap(([format, load]) =>
  Object.entries(results).map(([name, result]) => ({ format: format as ReportFormat, load, name, result })),
);
const isRefused = ({ format, result }: (typeof all)[number]) =>
  refusedForBuiltIn.has(format) && result().target.builtIn;
const table = all.filter((row) => !isRefused(row));

it.each(all.filter(isRefused))('$format refuses a $name result', async ({ load, result }) => {
  await expect((async () => (await load())(result(), { color: false }))()).rejects.toThrow(/is refused/);
});

/** A badge for an endpoint has no room for the target. */
const nameless: ReadonlySet<string> = new Set(['badge-json']);

describe.each(table)('$format of a $name result', ({ format, load, result }) => {
  it('is valid, safe on a terminal, and deterministic', async () => {
    const report = await load();
    const text = await report(result(), { color: false });
    expect(await validity[format](text)).toEqual([]);
    expect(acting.exec(text)).toBeNull();
    // What leaves the process is escaped once more, which changes nothing but lines of bodies, as html shows them.
    if (format !== 'html')
      expect(printable(text, format === 'annotations' ? 'commands' : 'plain')).toBe(text);
    expect(await report(result(), { color: false })).toBe(text);
  });

  if (nameless.has(format)) return;
  it('names the target, or says that it was the built-in one', async () => {
    const text = await (await load())(result(), { color: false });
    const { target } = result();
    expect(text).toMatch(
      target.builtIn ? /built-in reference implementation|"builtIn": true/ : /https:\/\/staging.example/,
    );
  });
});

describe.each(formats)('%s with values of 10 MB', (name, load) => {
  it('is valid', async () => {
    const format = name as ReportFormat;
    const huge = deviatingResult();
    const text = '\u001b'.repeat(10 * 1024 * 1024);
    const cases = huge.cases.map((one, index) =>
      index > 0
        ? one
        : {
            ...one,
            findings: one.findings.map((finding) => ({ ...finding, actual: text, message: text })),
          },
    );
    const report = await (await load())({ ...huge, cases }, { color: false });
    // Schema validation of 10 MB takes long and shows no more than the small samples.
    if (format === 'json') JSON.parse(report);
    else expect(await validity[format](report)).toEqual([]);
  });
});
