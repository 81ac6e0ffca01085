import type { RunResult } from '../../../src/model/result.ts';
import { type ReportFormat, refusedForBuiltIn, reporters } from '../../../src/reporters/index.ts';
import {
  conformantResult,
  deviatingResult,
  emptyResult,
  hostileResult,
  hostileTexts,
  incompleteResult,
  waivedResult,
} from '../../support/results.ts';
import { acting, validity } from './validity-of-format.ts';

/**
 * What every format must do with every result. A new format fails here until it says how its output is valid.
 */

const results: Readonly<Record<string, () => RunResult>> = {
  conformant: conformantResult,
  deviating: deviatingResult,
  incomplete: incompleteResult,
  waived: waivedResult,
  'zero cases': emptyResult,
  ...Object.fromEntries(
    Object.entries(hostileTexts).map(([name, text]) => [`hostile: ${name}`, () => hostileResult(text)]),
  ),
  'hostile: all at once': () => hostileResult(Object.values(hostileTexts).join(' ')),
};

const formats = Object.entries(reporters);
const all = formats.flatMap(([format, load]) =>
  Object.entries(results).map(([name, result]) => ({ format: format as ReportFormat, load, name, result })),
);
const isRefused = ({ format, result }: (typeof all)[number]) =>
  refusedForBuiltIn.has(format) && result().target.builtIn;
const table = all.filter((row) => !isRefused(row));

it.each(all.filter(isRefused))('$format of a $name result is refused', async ({ load, result }) => {
  await expect((async () => (await load())(result(), { color: false }))()).rejects.toThrow(/is refused/);
});

/** An endpoint badge has no place for it, and stands beside what it is about. */
const nameless: ReadonlySet<string> = new Set(['badge-json']);

describe.each(table)('$format of a $name result', ({ format, load, result }) => {
  it('is valid, safe to look at, and the same twice', async () => {
    const report = await load();
    const text = await report(result(), { color: false });
    expect(await validity[format](text)).toEqual([]);
    expect(acting.exec(text)).toBeNull();
    expect(await report(result(), { color: false })).toBe(text);
  });

  const naming = nameless.has(format) ? it.skip : it;
  naming('names the target, or says that it was the built-in one', async () => {
    const text = await (await load())(result(), { color: false });
    const { target } = result();
    expect(text).toMatch(
      target.builtIn ? /built-in reference implementation|"builtIn": true/ : /https:\/\/staging.example/,
    );
  });
});

describe.each(formats)('%s of values of 10 MB', (name, load) => {
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
    // A schema check of the megabytes would say nothing that the small samples do not.
    if (format === 'json') JSON.parse(report);
    else expect(await validity[format](report)).toEqual([]);
  });
});
