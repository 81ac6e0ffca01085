import { checkOutputs } from '../../app/files.ts';
import { finishRun } from '../../app/finish-run.ts';
import { openPage, withPage } from '../../app/open-report.ts';
import { rejudgementText } from '../../app/rejudge-text.ts';
import { writeWholeFile } from '../../app/write-file.ts';
import { readResults } from '../../compare/stored-results.ts';
import { stdoutName } from '../../config/kinds.ts';
import { inputsOf, type ReportSettings } from '../../config/settings/files.ts';
import { exitCodes, SuiteError } from '../../model/errors.ts';
import type { RunResult } from '../../model/result.ts';
import { refusedForBuiltIn } from '../../reporters/index.ts';
import { printable } from '../../util/printable.ts';
import { finishContext, type Io } from '../io.ts';
import { printFinished } from '../print-finished.ts';

/**
 * Renders a stored result as the run itself would have. Several files are the parts of one run. The exit code is that
 * of the whole run, which no part could give.
 */
export async function reportCommand(settings: ReportSettings, io: Io): Promise<number> {
  await checkOutputs(
    settings.reports.map(({ file }) => ({ file, what: 'A report' })),
    inputsOf(settings.files),
  );
  if (settings.rejudge) return rejudgeAll(settings, io);
  const result = await resultOf(settings.files);
  const badge = settings.reports.find(({ format }) => refusedForBuiltIn.has(format));
  if (badge && result.target.builtIn)
    throw new SuiteError(
      'usage',
      `The format ${badge.format} is refused for a run on the built-in target, because it says nothing about any service.`,
    );
  const { reports, page } = await withPage(settings);
  // A user who asks for other reports does not want the text on the terminal as well.
  const quiet = reports.length > 0;
  const report = { result, leak: () => undefined };
  const exitCode = printFinished(
    await finishRun(report, { ...settings, reports, quiet }, finishContext(io)),
    io,
  );
  if (page !== undefined) io.err(await openPage(page));
  return exitCode;
}

async function resultOf(files: readonly string[]): Promise<RunResult> {
  const [first, ...others] = await readResults(files);
  if (!first) throw new SuiteError('usage', 'There is no JSON report to render.');
  if (others.length === 0) return first.result;
  const { mergeShards } = await import('../../compare/merge.ts');
  return mergeShards([first, ...others]);
}

/** Each file is a report of its own, a part of a run as well. */
async function rejudgeAll({ files, spec, reports }: ReportSettings, io: Io): Promise<number> {
  const { rejudger } = await import('../../app/rejudge.ts');
  const rejudged = await rejudger(spec);
  const texts: string[] = [];
  let differs = false;
  for (const stored of await readResults(files, { consistent: false })) {
    const report = await rejudged(stored);
    differs ||= report.differences.length > 0;
    texts.push(rejudgementText(report));
  }
  const text = printable(texts.join('\n'));
  io.out(text);
  for (const { file } of reports) if (file !== stdoutName) await writeWholeFile(file, text);
  return differs ? exitCodes.deviates : exitCodes.conformant;
}
