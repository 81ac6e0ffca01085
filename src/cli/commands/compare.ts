import { checkOutputs } from '../../app/files.ts';
import { writeWholeFile } from '../../app/write-file.ts';
import { type Comparison, compareRuns, comparisonMatrix, sameTarget } from '../../compare/compare.ts';
import { type ComparisonFormat, comparisonReporters } from '../../compare/index.ts';
import type { StoredResult } from '../../compare/merge.ts';
import { readResults } from '../../compare/stored-results.ts';
import { stdoutName } from '../../config/kinds.ts';
import { type CompareSettings, inputsOf } from '../../config/settings/files.ts';
import { exitCodes, rootMessage, SuiteError } from '../../model/errors.ts';
import { printable } from '../../util/printable.ts';
import type { Io } from '../io.ts';

/** Prints and writes what changed between two runs of a target, or several targets side by side. */
export async function compareCommand(settings: CompareSettings, io: Io): Promise<number> {
  await checkOutputs(
    settings.reports.map(({ file }) => ({ file, what: 'A comparison' })),
    inputsOf(settings.files),
  );
  const { report, worse } = comparison(await readResults(settings.files, { bodies: false }), settings.as);
  const render = async (format: ComparisonFormat, color: boolean) =>
    printable(await (await comparisonReporters[format]())(report, { color }), color ? 'styled' : 'plain');
  const onStdout = settings.reports.find(({ file }) => file === stdoutName)?.format;
  const isTerminal = onStdout === undefined ? io.outIsTerminal : io.errIsTerminal;
  const text = await render('console', isTerminal && settings.color);
  if (onStdout === undefined) io.out(text, 'styled');
  else if (onStdout !== 'console') io.err(text, 'styled');
  const failures: string[] = [];
  for (const { format, file } of settings.reports) {
    if (!isFormat(format))
      throw new SuiteError('internal', `The format ${format} was accepted but is not known.`);
    if (file === stdoutName) io.out(await render(format, false));
    else
      await writeWholeFile(file, await render(format, false)).catch((error: unknown) => {
        failures.push(`${file} (${rootMessage(error)})`);
      });
  }
  if (failures.length > 0) throw new SuiteError('report', `Not written: ${failures.join('; ')}.`);
  return worse ? exitCodes.deviates : exitCodes.conformant;
}

function comparison(stored: readonly StoredResult[], as: CompareSettings['as']): Comparison {
  const [before, after] = stored;
  const alike = stored.length === 2 && before && after && sameTarget(before.result, after.result);
  if (before && after && (as === 'changes' || (alike && as !== 'matrix'))) return compareRuns(before, after);
  return comparisonMatrix(stored);
}

const isFormat = (name: string): name is ComparisonFormat => Object.hasOwn(comparisonReporters, name);
