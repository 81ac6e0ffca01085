/** The suite as a library: `run` with the options of a config file, and the result as a value. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type OptionKey, options as table } from '../config/options.ts';
import { type RawOption, readOption, requireNonEmpty } from '../config/raw-option.ts';
import { type RunSettings, runSettings } from '../config/settings/run.ts';
import { SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { RunResult } from '../model/result.ts';
import type { StateHandlers } from '../provider-states/module.ts';
import { isReportFormat, type ReporterOptions, type ReportFormat, reporters } from '../reporters/index.ts';
import type { Progress } from '../runner/options.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { didYouMean } from '../util/nearest.ts';
import { catalogueWith } from './catalogues.ts';
import { executeRun } from './execute-run.ts';
import { renderReport } from './finish-run.ts';
import { prepareRun } from './prepare-run.ts';
import { loadSpecification } from './specification.ts';
import type { TargetOptions } from './target-options.ts';

export interface ConformanceOptions extends TargetOptions {
  /** The driver of provider states: as in the config file, or functions by state name. */
  readonly states?: string | StateHandlers<string>;
  /** Interrupts the run: it tears down, and its result says that it was interrupted. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The compiler requires every option here, and a row of the option table for each. */
const libraryOptions: { readonly [K in keyof Required<TargetOptions> | 'states']: K & OptionKey } = {
  target: 'target',
  apiVersion: 'apiVersion',
  account: 'account',
  token: 'token',
  tokenFile: 'tokenFile',
  auth: 'auth',
  instance: 'instance',
  datastore: 'datastore',
  ca: 'ca',
  cert: 'cert',
  key: 'key',
  keyPassphrase: 'keyPassphrase',
  insecure: 'insecure',
  header: 'header',
  publicHeader: 'publicHeader',
  states: 'states',
  stateValues: 'stateValues',
  stateTimeout: 'stateTimeout',
  stateConcurrency: 'stateConcurrency',
  fresh: 'fresh',
  keep: 'keep',
  operation: 'operation',
  only: 'only',
  skip: 'skip',
  shard: 'shard',
  consent: 'consent',
  concurrency: 'concurrency',
  rate: 'rate',
  noPreflight: 'noPreflight',
  burst: 'burst',
  timeout: 'timeout',
  maxTime: 'maxTime',
  maxWait: 'maxWait',
  wait: 'wait',
  waivers: 'waivers',
  allowIncomplete: 'allowIncomplete',
  strict: 'strict',
  spec: 'spec',
  specAllow: 'specAllow',
  allowShortSecrets: 'allowShortSecrets',
};

/**
 * Runs the catalogue against a target and returns the result, which any of the `reporters` renders. A deviating target
 * is a result, not an error: `result.run.exitCode` is the exit code that the command would have.
 * @throws SuiteError for options that cannot be used, or when the run cannot start.
 */
export async function run(options: ConformanceOptions = {}): Promise<RunResult> {
  if (typeof options !== 'object' || options === null)
    throw new SuiteError('usage', `The options of a run must be an object, not ${JSON.stringify(options)}.`);
  const { signal = new AbortController().signal, onProgress, ...rest } = options;
  const settings = await readSettings(rest);
  const prepared = await prepareRun(settings, { secrets: new KnownSecrets(), signal, now: new Date() });
  try {
    const { result } = await executeRun(prepared, { signal, ...(onProgress && { onProgress }) });
    return result;
  } finally {
    await prepared.close();
  }
}

/** All cases of the OpenAPI document that ships, or of another one. */
export async function loadCatalogue({
  spec,
  specAllow = [],
}: Pick<TargetOptions, 'spec' | 'specAllow'> = {}): Promise<Catalogue> {
  return catalogueWith(
    await loadSpecification(spec === undefined ? undefined : { file: spec, allow: specAllow }),
  );
}

/**
 * The text of a report, as the command would write it.
 * @throws SuiteError of kind `usage` for an unknown format.
 */
export async function render(
  format: ReportFormat,
  result: RunResult,
  options: ReporterOptions = { color: false },
): Promise<string> {
  if (!isReportFormat(format)) {
    const formats = Object.keys(reporters);
    throw new SuiteError(
      'usage',
      `Unknown report format ${JSON.stringify(format)}. Formats: ${formats.join(', ')}.${didYouMean(String(format), formats)}`,
    );
  }
  return (await renderReport(format, result, options)).join('');
}

async function readSettings(options: ConformanceOptions): Promise<RunSettings> {
  const { states, ...rest } = options;
  const handlers = typeof states === 'object' ? states : undefined;
  const given = rawOptions(handlers ? rest : options);
  if (handlers && !given.has('target'))
    throw new SuiteError(
      'usage',
      'The option states needs the option target: the built-in target has its own driver of provider states.',
    );
  const settings = await runSettings(given, Object.keys(reporters), {});
  return { ...settings, quiet: true, ...(handlers && { states: { kind: 'handlers', handlers } }) };
}

/**
 * The options as the table reads them. Reading each once here makes messages name it as the caller does. An undefined
 * value is refused: it may come from a variable that CI did not set, and must not test the built-in target.
 */
function rawOptions(options: object): Map<OptionKey, RawOption> {
  const given = new Map<OptionKey, RawOption>();
  for (const [name, value] of Object.entries({ ...options })) {
    if (!isLibraryOption(name))
      throw new SuiteError(
        'usage',
        `Unknown option ${JSON.stringify(name)}.${didYouMean(name, Object.keys(libraryOptions))}`,
      );
    const entry: RawOption = { value: asJson(value), source: 'file', label: `the option ${name}` };
    readOption<unknown>(table[name], requireNonEmpty(entry));
    given.set(name, entry);
  }
  return given;
}

const isLibraryOption = (name: string): name is keyof typeof libraryOptions =>
  Object.hasOwn(libraryOptions, name);

/** JavaScript callers may pass anything. A value that JSON cannot hold becomes null, which no option accepts. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}
