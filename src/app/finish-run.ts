import { type ReportTarget, stdoutName } from '../config/kinds.ts';
import type { RunSettings } from '../config/settings/run.ts';
import type { RunReport } from '../evaluation/assemble-result.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { RunResult } from '../model/result.ts';
import { inPieces, isReportFormat, type ReportFormat, reporters } from '../reporters/index.ts';
import { groupBy } from '../reporters/queries.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';
import { type OutputForm, printable } from '../util/printable.ts';
import { count } from '../util/text.ts';
import { turn } from '../util/turn.ts';
import { utcDay } from './day.ts';
import { appendToFile, writeNewFile, writeWholeFile } from './write-file.ts';

/** Where results go. */
export type ReportDestinations = Pick<
  RunSettings,
  'reports' | 'color' | 'brief' | 'quiet' | 'gitHub' | 'writeWaivers'
>;

export interface FinishContext {
  /** Whether stdout and stderr show colours. */
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** The time of day, from which the expiry of drafted waivers is counted. */
  readonly now: Date;
}

/** A run whose reports are written: what is left to print, and to exit with. */
export interface FinishedRun {
  /** The result for people; empty where stdout has another report. */
  readonly stdout: string;
  /** The report that was asked for on stdout, in pieces. */
  readonly reportOnStdout: readonly string[];
  readonly formOnStdout: OutputForm;
  /** The result for people, where stdout has another report. */
  readonly resultOnStderr: string;
  /** Workflow commands for GitHub Actions, which its runner reads from stderr as well. */
  readonly annotations: string;
  readonly stderr: string;
  /** Names every report that was not written. It takes precedence over the exit code of the run. */
  readonly failure?: SuiteError;
  readonly exitCode: number;
}

/**
 * Renders the console's report, and writes the other reports, those for GitHub Actions and the draft of waivers. A
 * report that fails does not lose the others.
 */
export async function finishRun(
  report: RunReport,
  settings: ReportDestinations,
  context: FinishContext,
): Promise<FinishedRun> {
  const failures: Failure[] = [];
  const attempt = <T>(name: string, work: () => Promise<T>, otherwise: T): Promise<T> =>
    work().catch((error: unknown) => {
      failures.push({ name, reason: rootMessage(error) });
      return otherwise;
    });
  const write = (file: string, work: () => Promise<void>) => attempt(file, work, undefined);

  const { reports, writeWaivers, gitHub } = settings;
  const { summary } = gitHub;
  const onStdout = reports.find(({ file }) => file === stdoutName);
  const text = await attempt(
    `the result on ${onStdout ? 'stderr' : 'stdout'}`,
    () => textFor(report, settings, onStdout, context),
    '',
  );
  const reportOnStdout = onStdout
    ? await attempt(`the ${onStdout.format} report on stdout`, () => rendered(onStdout.format, report), [])
    : [];
  for (const { format, file } of reports.filter((one) => one !== onStdout))
    await write(file, async () => writeWholeFile(file, await rendered(format, report)));
  // Other steps, and other runs of this step, may have written to the summary.
  if (summary !== undefined)
    await write(summary, async () => appendToFile(summary, `${await renderedWhole('markdown', report)}\n`));
  // GitHub's runner reads both streams; stdout is for the result alone.
  const annotations = gitHub.annotations
    ? await attempt('the annotations', () => renderedWhole('annotations', report), '')
    : '';
  const drafted =
    writeWaivers === undefined
      ? ''
      : await attempt(writeWaivers, () => writeDraft(report, writeWaivers, utcDay(context.now)), '');
  return {
    stdout: onStdout ? '' : text,
    reportOnStdout,
    formOnStdout: formOf(onStdout?.format, { color: false }),
    resultOnStderr: onStdout ? text : '',
    annotations,
    stderr: drafted,
    ...(failures.length > 0 && { failure: notWritten(failures) }),
    exitCode: report.result.run.exitCode,
  };
}

/** The result for people. Who asked for it on stdout, or for nothing, does not get it again. */
async function textFor(
  report: RunReport,
  { quiet, color, brief }: ReportDestinations,
  onStdout: ReportTarget | undefined,
  { outIsTerminal, errIsTerminal }: FinishContext,
): Promise<string> {
  if (quiet || onStdout?.format === 'console') return '';
  return renderedWhole('console', report, {
    color: color && (onStdout ? errIsTerminal : outIsTerminal),
    brief,
  });
}

interface Failure {
  readonly name: string;
  readonly reason: string;
}

function notWritten(failures: readonly Failure[]): SuiteError {
  const reasons = groupBy(failures, ({ reason }) => reason).map(
    (group) => `${group.map(({ name }) => name).join(', ')} (${group[0].reason})`,
  );
  return new SuiteError('report', `Not written: ${reasons.join('; ')}.`);
}

async function rendered(
  format: string,
  { result, leak }: RunReport,
  options: ReporterOptions = { color: false },
): Promise<readonly string[]> {
  if (!isReportFormat(format))
    throw new SuiteError('internal', `the format ${format} was accepted but is not known`);
  return renderReport(format, result, options, (pieces) => refuseLeak(leak(pieces)));
}

const renderedWhole = async (...args: Parameters<typeof rendered>): Promise<string> =>
  (await rendered(...args)).join('');

/**
 * The text of a report, as it may leave the process. It is never put together: of the longest reports, a copy is tens of
 * megabytes (decision 0032).
 * @param check called with the text before it is escaped
 */
export async function renderReport(
  format: ReportFormat,
  result: RunResult,
  options: ReporterOptions,
  check: (pieces: readonly string[]) => void = () => {},
): Promise<readonly string[]> {
  const pieces: string[] = [];
  for await (const piece of piecesOf(format, result, options)) pieces.push(piece);
  check(pieces);
  await turn();
  // No form needs to see more than a line.
  return pieces.map((piece) => printable(piece, formOf(format, options)));
}

/**
 * The same text. V8 keeps the parts of a text that was put together, which may be one for each character, until a
 * character of it is looked at.
 */
const laidFlat = (text: string): string => (text.charCodeAt(0) >= 0 ? text : '');

async function* piecesOf(
  format: ReportFormat,
  result: RunResult,
  options: ReporterOptions,
): AsyncGenerator<string> {
  const load = inPieces[format];
  if (!load) return yield await (await reporters[format]())(result, options);
  const reporter = await load();
  for await (const piece of reporter(result)) {
    yield laidFlat(piece);
    await turn();
  }
}

/** A file may be a terminal as well, and what a job prints of it reaches the CI system. */
const formOf = (format: string | undefined, { color }: ReporterOptions): OutputForm => {
  if (format === 'annotations') return 'commands';
  return color ? 'styled' : 'plain';
};

/** Drafts waivers for what deviated, and returns a message. A file that was made since it was checked is kept. */
async function writeDraft({ result, leak }: RunReport, file: string, today: string): Promise<string> {
  const { waiversDraft } = await import('./waivers-draft.ts');
  const { text, drafted } = waiversDraft(result, today);
  refuseLeak(leak(text));
  await writeNewFile(file, text);
  return drafted === 0
    ? `Nothing to waive: no waiver is drafted in ${file}.\n`
    : `${count(drafted, 'waiver')} drafted in ${file}. Give each a reason and an owner.\n`;
}

/**
 * The last line of defence: redaction has removed every secret before (decision 0005). A secret that is also a word of
 * the report itself cannot be removed.
 */
function refuseLeak(name: string | undefined): void {
  if (name === undefined) return;
  throw new SuiteError(
    'report',
    `it would hold the value of ${name}; if that is an ordinary word or number, use a secret that is not; else please report this as a defect`,
  );
}
