/** The suite as a library: what `run` does, with options as a config file has them, and the result as a value. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type OptionKey, options as table } from '../config/options.ts';
import { nonEmpty, type RawOption, readOption } from '../config/raw-option.ts';
import { type RunSettings, runSettings } from '../config/settings/run.ts';
import { SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { Consent, RunResult } from '../model/result.ts';
import type { StateHandlers } from '../provider-states/module.ts';
import { isReportFormat, type ReporterOptions, type ReportFormat, reporters } from '../reporters/index.ts';
import type { Progress } from '../runner/options.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { didYouMean } from '../util/nearest.ts';
import { executeRun } from './execute-run.ts';
import { prepareRun } from './prepare-run.ts';
import { catalogueFor, loadSpecification } from './specification.ts';

/**
 * The options of a run by the names that the config file has, with the same values and defaults. No variable and no
 * config file is read. `clouddb-conformance run --help` says more of each.
 */
export interface TargetOptions {
  /** Root of the API under test, without the version. @default the built-in reference implementation */
  readonly target?: string;
  /** Contract version, the first path segment. @default 'v1.0' */
  readonly apiVersion?: string;
  /** Account the requests are made for. */
  readonly account?: string;
  /** Token of that account. It is removed from the result. */
  readonly token?: string;
  /** File to read the token from. */
  readonly tokenFile?: string;
  /** How the token is obtained, as in the config file. */
  readonly auth?: Readonly<Record<string, Json>>;
  /** An existing instance, and what it runs: `mysql:5.6`. */
  readonly instance?: string;
  readonly datastore?: string;
  /** Certificate authorities, client certificate and key: PEM files. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keyPassphrase?: string;
  /** Do not verify the certificate of the target. @default false */
  readonly insecure?: boolean;
  /** Header fields for every request, `Name: value`; secrets unless named by `publicHeader`. */
  readonly header?: readonly string[];
  readonly publicHeader?: readonly string[];
  /** Values for states that the target is in already, by name of state. */
  readonly stateValues?: Readonly<Record<string, Json>>;
  /** Seconds that one set-up may take. @default 600 */
  readonly stateTimeout?: number;
  /** Set-ups at a time. @default 4 */
  readonly stateConcurrency?: number;
  /** A set-up for each case. @default false */
  readonly fresh?: boolean;
  /** Patterns of case ids, or statuses: only these cases, and not those. */
  readonly only?: readonly (string | number)[];
  readonly skip?: readonly (string | number)[];
  /** One of so many parts of the cases: `1/4`. */
  readonly shard?: string;
  /** What may be sent to an instance that is not isolated. @default 'reject' */
  readonly consent?: Consent;
  /** Requests at a time. @default 8 */
  readonly concurrency?: number;
  /** `5/s` or `90/m`. */
  readonly rate?: string;
  /** Harmless requests that may be sent to reach the rate limit. @default 0 */
  readonly burst?: number;
  /** Milliseconds to the complete answer. @default 30000 */
  readonly timeout?: number;
  /** Seconds the whole run may take. @default 1800 */
  readonly maxTime?: number;
  /** Seconds to wait in all where the target throttles. @default 60 */
  readonly maxWait?: number;
  /** Seconds to wait for the target to answer at all. @default 0 */
  readonly wait?: number;
  /** File of known deviations. */
  readonly waivers?: string;
  /** Documented statuses that may stay unshown. */
  readonly allowIncomplete?: readonly number[];
  /** Warnings count in the exit code. @default false */
  readonly strict?: boolean;
  /** Another OpenAPI document. */
  readonly spec?: string;
  /** Accept a token under 8 characters. @default false */
  readonly allowShortSecrets?: boolean;
}

export interface ConformanceOptions extends TargetOptions {
  /** What brings provider states about: as in the config file, or functions by name of state. */
  readonly states?: string | StateHandlers;
  /** Interrupts the run: it tears down, and its result says so. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The compiler asks for every option above, and for a row of the option table for each. */
const known: { readonly [K in keyof Required<TargetOptions> | 'states']: K & OptionKey } = {
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
  only: 'only',
  skip: 'skip',
  shard: 'shard',
  consent: 'consent',
  concurrency: 'concurrency',
  rate: 'rate',
  burst: 'burst',
  timeout: 'timeout',
  maxTime: 'maxTime',
  maxWait: 'maxWait',
  wait: 'wait',
  waivers: 'waivers',
  allowIncomplete: 'allowIncomplete',
  strict: 'strict',
  spec: 'spec',
  allowShortSecrets: 'allowShortSecrets',
};

/**
 * Runs the catalogue against a target and gives the result, which any of the `reporters` renders. That the target
 * deviates is a result; `result.run.exitCode` is what the command would have ended with.
 * @throws SuiteError for options that cannot be used, or when the run cannot begin.
 */
export async function run(options: ConformanceOptions = {}): Promise<RunResult> {
  if (typeof options !== 'object' || options === null)
    throw new SuiteError('usage', `The options of a run are an object, not ${JSON.stringify(options)}.`);
  const { signal = new AbortController().signal, onProgress, ...rest } = options;
  const settings = await settingsOf(rest);
  const prepared = await prepareRun(settings, { secrets: new KnownSecrets(), signal, now: new Date() });
  try {
    const { result } = await executeRun(prepared, { signal, ...(onProgress && { onProgress }) });
    return result;
  } finally {
    await prepared.close();
  }
}

/** All cases of the contract that ships, or of another document. */
export async function loadCatalogue({ spec }: { readonly spec?: string } = {}): Promise<Catalogue> {
  return catalogueFor(await loadSpecification(spec));
}

/**
 * The text of a report, as the command would have written it.
 * @throws SuiteError of kind `usage` for a format that there is not.
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
      `There is no report format ${JSON.stringify(format)}; there are ${formats.join(', ')}.${didYouMean(String(format), formats)}`,
    );
  }
  return (await reporters[format]())(result, options);
}

async function settingsOf(options: ConformanceOptions): Promise<RunSettings> {
  const { states, ...rest } = options;
  const handlers = typeof states === 'object' ? states : undefined;
  const given = givenOf(handlers ? rest : options);
  if (handlers && !given.has('target'))
    throw new SuiteError(
      'usage',
      'The option states needs target beside it: the built-in target brings its own provider states.',
    );
  const settings = await runSettings(given, Object.keys(reporters), {});
  return { ...settings, quiet: true, ...(handlers && { states: { kind: 'handlers', handlers } }) };
}

/**
 * What was given, read once, so that a mistake is told by the name it has here. A name with the value undefined is no
 * absent one: it may come of a variable that CI failed to set, and must not test the built-in target.
 */
function givenOf(options: object): Map<OptionKey, RawOption> {
  const given = new Map<OptionKey, RawOption>();
  for (const [name, value] of Object.entries({ ...options })) {
    if (!isKnown(name))
      throw new SuiteError(
        'usage',
        `There is no option ${JSON.stringify(name)}.${didYouMean(name, Object.keys(known))}`,
      );
    const entry: RawOption = { value: asJson(value), source: 'file', label: `the option ${name}` };
    readOption<unknown>(table[name], nonEmpty(entry));
    given.set(name, entry);
  }
  return given;
}

const isKnown = (name: string): name is keyof typeof known => Object.hasOwn(known, name);

/** Whoever has no types to warn them may give anything. What JSON has no word for is null, which no option takes. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}
