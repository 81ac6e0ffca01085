import { writeFile } from 'node:fs/promises';
import { type Io, todayOf } from '../cli/io.ts';
import { addToSummary } from '../config/github.ts';
import type { RunSettings } from '../config/settings/run.ts';
import type { RunReport } from '../evaluation/assemble-result.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { groupBy } from '../reporters/digest.ts';
import { isReportFormat, type ReportFormat, reporters } from '../reporters/index.ts';
import { count } from '../util/text.ts';

/** Where results go. */
export type Destinations = Pick<RunSettings, 'reports' | 'color' | 'quiet' | 'gitHub' | 'writeWaivers'>;

/**
 * Prints the console's report and writes the others, those that GitHub Actions shows, and the draft of waivers that was
 * asked for. One that fails does not lose the rest.
 * @throws SuiteError of kind `report` naming every report that was not written.
 */
export async function writeReports(report: RunReport, settings: Destinations, io: Io): Promise<void> {
  const failures: { readonly name: string; readonly reason: string }[] = [];
  const attempt = async (name: string, write: () => Promise<void>) => {
    await write().catch((error: unknown) => failures.push({ name, reason: rootMessage(error) }));
  };
  if (!settings.quiet)
    await attempt('the result on stdout', async () => {
      io.out(await rendered('console', report, io.outIsTerminal && settings.color));
    });
  for (const { format, file } of settings.reports) {
    if (!isReportFormat(format))
      throw new SuiteError('internal', `The format ${format} was accepted but is not known.`);
    await attempt(file, async () => writeFile(file, await rendered(format, report, false)));
  }
  const { writeWaivers, gitHub } = settings;
  const { summary } = gitHub;
  if (summary !== undefined)
    await attempt(summary, async () => addToSummary(summary, await rendered('markdown', report, false)));
  // The runner reads both streams; stdout is for the result alone.
  if (gitHub.annotations)
    await attempt('the annotations', async () => io.err(await rendered('annotations', report, false)));
  if (writeWaivers !== undefined) await attempt(writeWaivers, () => writeDraft(report, writeWaivers, io));
  if (failures.length === 0) return;
  const reasons = groupBy(failures, ({ reason }) => reason).map(
    (group) => `${group.map(({ name }) => name).join(', ')} (${group[0].reason})`,
  );
  throw new SuiteError('report', `Not written: ${reasons.join('; ')}.`);
}

async function rendered(format: ReportFormat, { result, leak }: RunReport, color: boolean): Promise<string> {
  const reporter = await reporters[format]();
  const text = await reporter(result, { color });
  refuseLeak(leak(text));
  return text;
}

/** Drafts waivers for what deviated. Whoever made the file meanwhile keeps it. */
async function writeDraft({ result, leak }: RunReport, file: string, io: Io): Promise<void> {
  const { waiversDraft } = await import('./waivers-draft.ts');
  const { text, drafted } = waiversDraft(result, todayOf(io));
  refuseLeak(leak(text));
  await writeFile(file, text, { flag: 'wx' });
  io.err(
    drafted === 0
      ? `Nothing to waive: no waiver is drafted in ${file}.\n`
      : `${count(drafted, 'waiver')} drafted in ${file}, each to be given a reason and an owner.\n`,
  );
}

/**
 * The last line of defence: redaction has replaced every secret in what was recorded before (decision 0005). A secret
 * that is a word of the report's own cannot be told from that word.
 */
function refuseLeak(name: string | undefined): void {
  if (name === undefined) return;
  throw new SuiteError(
    'report',
    `it would hold the value of ${name}; if that is an ordinary word or number, which a report uses itself, give a secret that is none; else please report this as a defect`,
  );
}
