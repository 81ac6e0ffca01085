import { checkReportPath } from '../../app/report-path.ts';
import { writeReports } from '../../app/write-reports.ts';
import { readResults } from '../../compare/stored-results.ts';
import type { ReportSettings } from '../../config/settings/files.ts';
import { SuiteError } from '../../model/errors.ts';
import type { RunResult } from '../../model/result.ts';
import { refusedForBuiltIn } from '../../reporters/index.ts';
import type { Io } from '../io.ts';

/**
 * Renders a stored result as the run itself would have; several files are the parts of one run. The exit code is that
 * of the run, so that whoever merges the parts learns what none of them could say.
 */
export async function reportCommand(settings: ReportSettings, io: Io): Promise<number> {
  for (const { file } of settings.reports) await checkReportPath(file);
  const result = await resultOf(settings.files);
  const badge = settings.reports.find(({ format }) => refusedForBuiltIn.has(format));
  if (badge && result.target.builtIn)
    throw new SuiteError(
      'usage',
      `The format ${badge.format} is refused for a run on the built-in target: it would say nothing of any service.`,
    );
  // With other reports asked for, the text on the terminal would only be in the way.
  const quiet = settings.reports.length > 0;
  await writeReports({ result, leak: () => undefined }, { ...settings, quiet }, io);
  return result.run.exitCode;
}

async function resultOf(files: readonly string[]): Promise<RunResult> {
  const [first, ...others] = await readResults(files);
  if (!first) throw new SuiteError('usage', 'There is no JSON report to render.');
  if (others.length === 0) return first.result;
  const { merged } = await import('../../compare/merge.ts');
  return merged([first, ...others]);
}
