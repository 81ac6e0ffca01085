/** The reports to write, checked before anything is sent. */
import { resolve } from 'node:path';
import { SuiteError } from '../../model/errors.ts';
import { refusedForBuiltIn } from '../../reporters/index.ts';
import { didYouMean } from '../../util/nearest.ts';
import { type ReportTarget, stdoutName } from '../kinds.ts';
import { longName } from '../option.ts';
import { options } from '../options.ts';
import { optionError, quoted, readOption } from '../raw-option.ts';
import type { RawOptions } from '../sources.ts';
import { optionValue } from './option-value.ts';

/** A file that a command reads. */
export interface InputFile {
  readonly file: string;
  /** What it is, for messages. */
  readonly what: string;
}

type FileOption = (typeof inputOptions)[number] | 'writeWaivers';
const inputOptions = ['config', 'spec', 'tokenFile', 'ca', 'cert', 'key', 'waivers'] as const;

function filesOf(keys: readonly FileOption[], given: RawOptions): readonly InputFile[] {
  return keys.flatMap((key) => {
    const file = optionValue(key, given);
    return file === undefined ? [] : [{ file, what: `the file of ${longName(key)}` }];
  });
}

/** The files that the options name to be read. */
export function inputFiles(given: RawOptions): readonly InputFile[] {
  const states = optionValue('states', given);
  return [
    ...filesOf(inputOptions, given),
    ...(states?.kind === 'module' ? [{ file: states.file, what: 'the file of --states' }] : []),
  ];
}

/** The reports to write. A plan has no result, so --report is an error with --plan when both are arguments. */
export function reportsToWrite(given: RawOptions, formats: readonly string[]): readonly ReportTarget[] {
  const entry = given.get('report');
  if (!entry) return [];
  const reports = readOption(options.report, entry);
  const taken = new Map(
    filesOf([...inputOptions, 'writeWaivers'], given).map(({ file, what }) => [
      resolve(file),
      `is also ${what}`,
    ]),
  );
  for (const { format, file } of reports) {
    if (!formats.includes(format))
      throw optionError(
        entry,
        `has the unknown format ${quoted(format)}; known are ${formats.join(', ')}.${didYouMean(format, formats)}`,
      );
    const path = file === stdoutName ? file : resolve(file);
    if (file === stdoutName && taken.has(path))
      throw optionError(
        entry,
        'sends two reports to stdout (-), which can hold only one. Write the others to files',
      );
    const clash = taken.get(path);
    if (clash !== undefined) throw optionError(entry, `names the file ${file}, which ${clash}`);
    taken.set(path, 'another report is written to');
  }
  if (!optionValue('plan', given)) return reports;
  if (entry.source !== 'argument') return [];
  throw new SuiteError(
    'usage',
    '--report and --plan exclude each other: a plan sends nothing, so there is nothing to report. Remove --plan to run.',
  );
}

/** Rejects a badge for a run without target, before the run begins. */
export function refuseBadgeForBuiltIn(
  reports: readonly ReportTarget[],
  given: RawOptions,
): readonly ReportTarget[] {
  const entry = given.get('report');
  const refused = reports.find(({ format }) => refusedForBuiltIn.has(format));
  if (!entry || !refused || given.has('target')) return reports;
  throw optionError(
    entry,
    `has the format ${refused.format}, which is refused for the built-in target, as it would say nothing about a service. Give --target, or another format`,
  );
}

/** @throws SuiteError of kind `usage` for a report that would overwrite a file that it is made from. */
export function checkNotInputs(
  files: readonly string[],
  reports: readonly ReportTarget[],
  given: RawOptions,
): readonly ReportTarget[] {
  const inputs = new Set(files.map((file) => resolve(file)));
  const clash = reports.find(({ file }) => file !== stdoutName && inputs.has(resolve(file)));
  const entry = given.get('report');
  if (clash && entry) throw optionError(entry, `names the file ${clash.file}, which is also an input`);
  return reports;
}
