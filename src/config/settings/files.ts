/** The settings of commands that read files: stored reports, or pages of the reference. */
import { resolve } from 'node:path';
import { SuiteError } from '../../model/errors.ts';
import { isCi } from '../ci.ts';
import { type GitHub, gitHubSettings } from '../github.ts';
import type { ReportTarget } from '../kinds.ts';
import { type CommandName, longName } from '../option.ts';
import type { OptionKey } from '../options.ts';
import { quoted } from '../raw-option.ts';
import type { Environment, RawOptions } from '../sources.ts';
import { explainSettings, type SpecSettings } from './catalogue.ts';
import { optionValue } from './option-value.ts';
import { checkNotInputs, type InputFile, reportsToWrite } from './reports.ts';

/** The settings of `report`. */
export interface ReportSettings {
  /** JSON reports: one, or all parts of a run. */
  readonly files: readonly string[];
  readonly reports: readonly ReportTarget[];
  readonly color: boolean;
  readonly brief: boolean;
  readonly quiet: boolean;
  readonly gitHub: GitHub;
  /** Whether the html report is opened in the browser. */
  readonly open: boolean;
  /** True when the recorded exchanges are judged again, and nothing is rendered. */
  readonly rejudge: boolean;
  /** The document of the run, to judge by. */
  readonly spec?: SpecSettings;
}

/** The settings of `compare`. */
export interface CompareSettings {
  /** JSON reports, at least two. */
  readonly files: readonly string[];
  readonly reports: readonly ReportTarget[];
  readonly color: boolean;
  /** @default `changes` for two runs of one target, otherwise `matrix` */
  readonly as?: 'changes' | 'matrix';
}

/** The settings of `spec check`. */
export interface SpecCheckSettings {
  /** Pages of the reference, at least one. */
  readonly pages: readonly string[];
  readonly spec?: SpecSettings;
  readonly json: boolean;
  /** Whether findings are also printed as workflow commands of GitHub. */
  readonly annotations: boolean;
}

/** The settings of `spec import`. */
export interface SpecImportSettings {
  readonly pages: readonly string[];
  /** A file to write, or one to add to. */
  readonly file: string;
  readonly mode: 'out' | 'into';
}

export function reportSettings(
  files: readonly string[],
  given: RawOptions,
  formats: readonly string[],
  env: Environment,
): ReportSettings {
  const rejudge = optionValue('rejudge', given);
  checkRejudging(given, rejudge);
  const reports = checkNotInputs(files, reportsToWrite(given, formats), given);
  return {
    files: inputFiles(files, 'report', 1),
    reports: rejudge ? reports.filter(({ format }) => format === judgedFormat) : reports,
    rejudge,
    ...(rejudge && explainSettings(given)),
    color: !optionValue('noColor', given),
    brief: optionValue('brief', given),
    quiet: false,
    gitHub: gitHubSettings(env),
    open: optionValue('open', given) && !isCi(env),
  };
}

/** A browser in CI has nobody before it, and may keep the job from ending. */
export const openWarnings = (given: RawOptions, env: Environment): readonly string[] =>
  optionValue('open', given) && isCi(env)
    ? ['--open does nothing in CI (the variable CI is set). --report html=FILE writes the page.']
    : [];

/** The only format in which a report that was judged again is written. */
const judgedFormat = 'console';

/** A variable may be there for other commands of the same job; an argument is meant for this one. */
function checkRejudging(given: RawOptions, rejudge: boolean): void {
  const isArgument = (key: OptionKey) => given.get(key)?.source === 'argument';
  const document = (['spec', 'specAllow'] as const).find(isArgument);
  if (!rejudge && document !== undefined)
    throw new SuiteError(
      'usage',
      `${longName(document)} needs --rejudge beside it: a report is rendered without the document.`,
    );
  if (!rejudge) return;
  const idle = (['brief', 'open'] as const).find(isArgument);
  if (idle !== undefined)
    throw new SuiteError(
      'usage',
      `--rejudge and ${longName(idle)} exclude each other: the result of the run is not shown.`,
    );
  const other = isArgument('report')
    ? optionValue('report', given).find(({ format }) => format !== judgedFormat)
    : undefined;
  if (other)
    throw new SuiteError(
      'usage',
      `--rejudge and --report ${other.format} exclude each other: what was judged again is text, for the terminal or for --report ${judgedFormat}=FILE. Leave one of them out.`,
    );
}

export function compareSettings(
  files: readonly string[],
  given: RawOptions,
  formats: readonly string[],
): CompareSettings {
  const as = optionValue('as', given);
  if (as === 'changes' && files.length > 2)
    throw new SuiteError(
      'usage',
      `--as changes takes two files, not ${files.length}. Use --as matrix for more.`,
    );
  return {
    files: inputFiles(files, 'compare', 2),
    reports: checkNotInputs(files, reportsToWrite(given, formats), given),
    color: !optionValue('noColor', given),
    ...(as && { as }),
  };
}

export function specCheckSettings(
  pages: readonly string[],
  given: RawOptions,
  env: Environment,
): SpecCheckSettings {
  return {
    pages: inputFiles(pages, 'spec check', 1, 'a page of the reference'),
    ...explainSettings(given),
    json: optionValue('json', given),
    annotations: given.has('annotations')
      ? optionValue('annotations', given)
      : gitHubSettings(env).annotations,
  };
}

export function specImportSettings(pages: readonly string[], given: RawOptions): SpecImportSettings {
  const [out, into] = [optionValue('out', given), optionValue('into', given)];
  const files = inputFiles(pages, 'spec import', 1, 'a page of the reference');
  if (out !== undefined && into !== undefined)
    throw new SuiteError('usage', 'spec import takes --out or --into, not both.');
  if (out !== undefined) return { pages: files, file: out, mode: 'out' };
  if (into !== undefined) return { pages: files, file: into, mode: 'into' };
  throw new SuiteError(
    'usage',
    'spec import needs --out FILE, the file to write the draft to, or --into FILE, one to add it to.',
  );
}

/** Stored reports, as what no output may replace. */
export const inputsOf = (files: readonly string[]): readonly InputFile[] =>
  files.map((file) => ({ file, what: `the input ${file}` }));

/** @throws SuiteError of kind `usage` for too few files, an empty name, or one file twice. */
function inputFiles(
  files: readonly string[],
  command: CommandName,
  least: 1 | 2,
  wanted = `${least === 1 ? 'a JSON report' : 'two JSON reports or more'}, as \`run --report json=FILE\` writes them`,
): readonly string[] {
  if (files.some((file) => file.trim() === ''))
    throw new SuiteError('usage', `${command} got an empty file name; give it a value or leave it out.`);
  if (files.length < least) throw new SuiteError('usage', `${command} needs ${wanted}.`);
  const twice = files.find((file, index) => files.findIndex((one) => resolve(one) === resolve(file)) < index);
  if (twice === undefined) return files;
  throw new SuiteError('usage', `${command} got the file ${quoted(twice)} twice.`);
}
