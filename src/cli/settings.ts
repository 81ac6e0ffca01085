/** From what was given to what a command works with: complete, typed, and checked as a whole. */
import { resolve } from 'node:path';
import type { Shard } from '../catalogue/shard.ts';
import { SuiteError } from '../errors.ts';
import { refusedForBuiltIn } from '../reporters/index.ts';
import type { Consent, Json } from '../result.ts';
import type { Connection } from '../runner/connection.ts';
import { type Datastore, type RequestValues, requestValues } from './api.ts';
import { checkedAuth } from './auth/checked.ts';
import type { Auth } from './auth/index.ts';
import { type CiName, ciNames } from './ci.ts';
import { readConnection } from './connection.ts';
import { type GitHub, gitHubOf } from './github.ts';
import { quoted, readGiven, wrong } from './given.ts';
import type { Rate, ReportTarget, StatesSource } from './kinds.ts';
import { didYouMean } from './nearest.ts';
import { type CommandName, longName } from './option.ts';
import { type OptionKey, type OptionValues, optionKeys, options, optionsOf } from './options.ts';
import type { Environment, GivenOptions } from './sources.ts';
import { readToken } from './token.ts';

/** What `run` works with. Times in the unit their option has. */
export interface RunSettings {
  /** Root URL without a slash at its end; absent for the built-in target. */
  readonly target?: string;
  readonly values: RequestValues & { readonly version: string };
  /** Where the token comes from when it is not among the values. */
  readonly auth?: Auth;
  /** What the given instance runs; present exactly when `values.instanceId` is. */
  readonly datastore?: Datastore;
  readonly states?: StatesSource;
  /** How the target is reached, and with what added to every request. */
  readonly connection: Connection;
  readonly stateTimeoutS: number;
  readonly stateConcurrency: number;
  readonly fresh: boolean;
  readonly consent: Consent;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard?: Shard;
  readonly plan: boolean;
  readonly concurrency: number;
  readonly rate?: Rate;
  /** Harmless requests that may be sent to reach the rate limit; 0 for none. */
  readonly burst: number;
  readonly timeoutMs: number;
  readonly maxTimeS: number;
  readonly maxWaitS: number;
  readonly waitS: number;
  readonly spec?: string;
  readonly reports: readonly ReportTarget[];
  /** File of known deviations. */
  readonly waivers?: string;
  /** File to draft one in. */
  readonly writeWaivers?: string;
  readonly allowIncomplete: readonly number[];
  readonly strict: boolean;
  readonly allowShortSecrets: boolean;
  /** False when colours were asked not to be used; whether there is a terminal is another question. */
  readonly color: boolean;
  /** True when neither progress nor the result is to be printed. */
  readonly quiet: boolean;
  readonly gitHub: GitHub;
  /** The options as given, by key, for the JSON report; secrets replaced. */
  readonly given: Readonly<Record<string, Json>>;
}

/** Where results or the contract are published, and as what. */
export interface BrokerSettings {
  readonly url: string;
  readonly token?: string;
  /** Absent: what git says. */
  readonly version?: string;
  readonly branch?: string;
  readonly tags: readonly string[];
}

/** What `verify` works with: what `run` does, and a broker to publish the result to. */
export interface VerifySettings extends RunSettings {
  readonly broker?: BrokerSettings;
}

export interface ListSettings {
  readonly json: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard?: Shard;
  readonly datastore?: Datastore;
  readonly spec?: string;
}

export interface ExplainSettings {
  readonly spec?: string;
}

export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly values: RequestValues;
  readonly datastore?: Datastore;
}

export interface InitSettings {
  /** Where the suite is to run; may be empty. */
  readonly ci: readonly CiName[];
  readonly directory: string;
}

/** What `report` works with. */
export interface ReportSettings {
  /** JSON reports: one, or all parts of a run. */
  readonly files: readonly string[];
  readonly reports: readonly ReportTarget[];
  readonly color: boolean;
  readonly quiet: boolean;
  readonly gitHub: GitHub;
}

/** What `compare` works with. */
export interface CompareSettings {
  /** JSON reports, at least two. */
  readonly files: readonly string[];
  readonly reports: readonly ReportTarget[];
  readonly color: boolean;
  /** Absent: what fits the files. */
  readonly as?: 'changes' | 'matrix';
}

/** What `spec check` works with. */
export interface SpecCheckSettings {
  /** Pages of the reference, at least one. */
  readonly pages: readonly string[];
  readonly spec?: string;
  readonly json: boolean;
  /** Whether findings are printed as workflow commands of GitHub's as well. */
  readonly annotations: boolean;
}

/** What `spec import` works with. */
export interface SpecImportSettings {
  readonly pages: readonly string[];
  readonly out: string;
}

/** The value of an option: the given one, or its default. */
const chosen = <K extends OptionKey>(key: K, given: GivenOptions): OptionValues[K] => {
  const entry = given.get(key);
  return entry ? readGiven(options[key], entry) : options[key].fallback;
};

export async function runSettings(
  given: GivenOptions,
  formats: readonly string[],
  env: Environment,
  command: CommandName = 'run',
): Promise<RunSettings> {
  refuseUnmetNeeds(command, given);
  const get = <K extends OptionKey>(key: K) => chosen(key, given);
  const target = get('target');
  const datastore = get('datastore');
  const states = statesSource(given);
  const rate = get('rate');
  const spec = get('spec');
  const shard = get('shard');
  const token = await readToken({
    token: given.get('token'),
    tokenFile: given.get('tokenFile'),
    allowShort: get('allowShortSecrets'),
  });
  const auth = get('auth');
  const version = get('apiVersion');
  const { connection, shown } = await readConnection(given, get, env);
  return {
    ...(target !== undefined && { target }),
    values: { ...requestValues({ account: get('account'), instance: get('instance'), token }), version },
    ...(auth && {
      auth: checkedAuth(auth, { given, allowShort: get('allowShortSecrets'), connection, env }),
    }),
    ...(datastore && { datastore }),
    ...(states && { states }),
    connection,
    stateTimeoutS: get('stateTimeout'),
    stateConcurrency: get('stateConcurrency'),
    fresh: get('fresh'),
    consent: get('consent'),
    only: get('only'),
    skip: get('skip'),
    ...(shard && { shard }),
    plan: get('plan'),
    concurrency: get('concurrency'),
    ...(rate && { rate }),
    burst: get('burst'),
    timeoutMs: get('timeout'),
    maxTimeS: get('maxTime'),
    maxWaitS: get('maxWait'),
    waitS: get('wait'),
    ...(spec !== undefined && { spec }),
    reports: withoutRefused(reportsOf(given, formats), given),
    ...waiverFiles(given),
    allowIncomplete: [...new Set(get('allowIncomplete'))],
    strict: get('strict'),
    allowShortSecrets: get('allowShortSecrets'),
    color: !get('noColor'),
    quiet: get('quiet'),
    gitHub: gitHubOf(env),
    given: { ...shownOptions(given), ...shown },
  };
}

export async function verifySettings(
  given: GivenOptions,
  formats: readonly string[],
  env: Environment,
): Promise<VerifySettings> {
  const plan = chosen('plan', given);
  if (plan && given.get('publish')?.source === 'argument')
    throw new SuiteError(
      'usage',
      '--publish cannot go with --plan: nothing is sent, so there is nothing to publish.',
    );
  const publish = chosen('publish', given) && !plan;
  const part = (['only', 'skip'] as const).find((key) => given.has(key));
  if (publish && part !== undefined)
    throw new SuiteError(
      'usage',
      `--publish cannot go with ${longName(part)}: a result is published about the whole contract.`,
    );
  const own = publish ? given : withoutBroker(given, plan);
  const settings = await runSettings(own, formats, env, 'verify');
  const broker = brokerOf(own);
  return { ...settings, ...(publish && broker && { broker }) };
}

/**
 * Without what is about the broker, as nothing is published. Variables and config file may name it for other commands;
 * an argument is meant for this one and stays, to be refused, unless a plan ignores it with all else that is published.
 */
function withoutBroker(given: GivenOptions, plan: boolean): GivenOptions {
  const about: readonly OptionKey[] = ['publish', 'broker', 'brokerToken', 'appVersion', 'branch', 'tag'];
  return new Map(
    [...given].filter(([key, { source }]) => !about.includes(key) || (source === 'argument' && !plan)),
  );
}

/** @throws SuiteError of kind `usage` without a broker: there is nowhere else to publish to */
export function publishSettings(given: GivenOptions): BrokerSettings {
  refuseUnmetNeeds('publish', given);
  const broker = brokerOf(given);
  if (!broker) throw new SuiteError('usage', 'publish needs --broker: where the contract is to go.');
  return broker;
}

function brokerOf(given: GivenOptions): BrokerSettings | undefined {
  const url = chosen('broker', given);
  if (url === undefined) return undefined;
  const [token, version, branch] = [
    chosen('brokerToken', given),
    chosen('appVersion', given),
    chosen('branch', given),
  ];
  return {
    url,
    ...(token !== undefined && { token }),
    ...(version !== undefined && { version }),
    ...(branch !== undefined && { branch }),
    tags: chosen('tag', given),
  };
}

export function listSettings(given: GivenOptions): ListSettings {
  const datastore = chosen('datastore', given);
  const shard = chosen('shard', given);
  return {
    json: chosen('json', given),
    only: chosen('only', given),
    skip: chosen('skip', given),
    ...(shard && { shard }),
    ...(datastore && { datastore }),
    ...explainSettings(given),
  };
}

export function explainSettings(given: GivenOptions): ExplainSettings {
  const spec = chosen('spec', given);
  return spec === undefined ? {} : { spec };
}

export function serveSettings(given: GivenOptions): ServeSettings {
  refuseUnmetNeeds('serve', given);
  const datastore = chosen('datastore', given);
  return {
    host: chosen('host', given),
    port: chosen('port', given),
    values: requestValues({
      account: chosen('account', given),
      instance: chosen('instance', given),
      token: chosen('token', given),
    }),
    ...(datastore && { datastore }),
  };
}

export function initSettings(given: GivenOptions): InitSettings {
  const ci = chosen('ci', given);
  const wanted = ciNames.filter((name) => ci.includes(name));
  const entry = given.get('ci');
  if (entry && ci.includes('none') && wanted.length > 0)
    throw wrong(entry, `holds none beside ${wanted.join(', ')}; give one or the other`);
  return { ci: wanted, directory: chosen('dir', given) };
}

export function reportSettings(
  files: readonly string[],
  given: GivenOptions,
  formats: readonly string[],
  env: Environment,
): ReportSettings {
  return {
    files: inputFiles(files, 'report', 1),
    reports: apartFrom(files, reportsOf(given, formats), given),
    color: !chosen('noColor', given),
    quiet: false,
    gitHub: gitHubOf(env),
  };
}

export function compareSettings(
  files: readonly string[],
  given: GivenOptions,
  formats: readonly string[],
): CompareSettings {
  const as = chosen('as', given);
  if (as === 'changes' && files.length > 2)
    throw new SuiteError(
      'usage',
      `--as changes takes two files, not ${files.length}; more stand in a matrix.`,
    );
  return {
    files: inputFiles(files, 'compare', 2),
    reports: apartFrom(files, reportsOf(given, formats), given),
    color: !chosen('noColor', given),
    ...(as && { as }),
  };
}

export function specCheckSettings(
  pages: readonly string[],
  given: GivenOptions,
  env: Environment,
): SpecCheckSettings {
  return {
    pages: inputFiles(pages, 'spec check', 1, 'a page of the reference'),
    ...explainSettings(given),
    json: chosen('json', given),
    annotations: given.has('annotations') ? chosen('annotations', given) : gitHubOf(env).annotations,
  };
}

export function specImportSettings(pages: readonly string[], given: GivenOptions): SpecImportSettings {
  const out = chosen('out', given);
  const files = inputFiles(pages, 'spec import', 1, 'a page of the reference');
  if (out === undefined)
    throw new SuiteError('usage', 'spec import needs --out FILE, the file to write the draft to.');
  return { pages: files, out };
}

/** @throws SuiteError of kind `usage` for too few files, an empty name, or one file twice. */
function inputFiles(
  files: readonly string[],
  command: CommandName,
  least: 1 | 2,
  wanted = `${least === 1 ? 'a JSON report' : 'two JSON reports or more'}, as \`run --report json=FILE\` writes them`,
): readonly string[] {
  if (files.some((file) => file.trim() === ''))
    throw new SuiteError('usage', `${command} is given an empty file name; give it a value or leave it out.`);
  if (files.length < least) throw new SuiteError('usage', `${command} needs ${wanted}.`);
  const twice = files.find((file, index) => files.findIndex((one) => resolve(one) === resolve(file)) < index);
  if (twice === undefined) return files;
  throw new SuiteError('usage', `${command} is given the file ${quoted(twice)} twice.`);
}

/** @throws SuiteError of kind `usage` for a report that would overwrite what it is made of. */
function apartFrom(
  files: readonly string[],
  reports: readonly ReportTarget[],
  given: GivenOptions,
): readonly ReportTarget[] {
  const inputs = new Set(files.map((file) => resolve(file)));
  const clash = reports.find(({ file }) => inputs.has(resolve(file)));
  const entry = given.get('report');
  if (clash && entry) throw wrong(entry, `names the file ${clash.file}, which is read as well`);
  return reports;
}

/** A run without target is told before it begins that it cannot have a badge. */
function withoutRefused(reports: readonly ReportTarget[], given: GivenOptions): readonly ReportTarget[] {
  const entry = given.get('report');
  const refused = reports.find(({ format }) => refusedForBuiltIn.has(format));
  if (!entry || !refused || given.has('target')) return reports;
  throw wrong(
    entry,
    `has the format ${refused.format}, which is refused for the built-in target: it would say nothing of any service. Give --target, or another format`,
  );
}

/** An option that would have no effect is an error: whoever gave it expects one. */
function refuseUnmetNeeds(command: CommandName, given: GivenOptions): void {
  const available = optionsOf(command);
  for (const [key, entry] of given) {
    for (const { key: needed, because } of options[key].needs ?? []) {
      if (available.some((other) => other === needed && !given.has(other)))
        throw wrong(entry, `needs ${longName(needed)} beside it: ${because}`);
    }
  }
}

/** What brings provider states about: one source, as two could not say which of them serves. */
function statesSource(given: GivenOptions): StatesSource | undefined {
  const [source, values] = [given.get('states'), given.get('stateValues')];
  if (source && values) throw wrong(values, `cannot stand beside ${source.label}; give one of them`);
  const states = chosen('stateValues', given);
  return states ? { kind: 'static', states } : chosen('states', given);
}

/** The reports to write. A plan has no result to report; only who asks for both in one breath is told so. */
function reportsOf(given: GivenOptions, formats: readonly string[]): readonly ReportTarget[] {
  const entry = given.get('report');
  if (!entry) return [];
  const reports = readGiven(options.report, entry);
  const taken = new Map<string, string>();
  for (const key of [
    'config',
    'spec',
    'tokenFile',
    'ca',
    'cert',
    'key',
    'waivers',
    'writeWaivers',
  ] as const) {
    const path = chosen(key, given);
    if (path !== undefined) taken.set(resolve(path), `is also the file of ${longName(key)}`);
  }
  for (const { format, file } of reports) {
    if (!formats.includes(format))
      throw wrong(
        entry,
        `has the unknown format ${quoted(format)}; there are ${formats.join(', ')}.${didYouMean(format, formats)}`,
      );
    const path = resolve(file);
    const clash = taken.get(path);
    if (clash !== undefined) throw wrong(entry, `names the file ${file}, which ${clash}`);
    taken.set(path, 'another report is written to');
  }
  if (!chosen('plan', given)) return reports;
  if (entry.source !== 'argument') return [];
  throw new SuiteError(
    'usage',
    '--report cannot go with --plan: nothing is sent, so there is nothing to report.',
  );
}

function waiverFiles(given: GivenOptions): Pick<RunSettings, 'waivers' | 'writeWaivers'> {
  const waivers = chosen('waivers', given);
  const writeWaivers = chosen('writeWaivers', given);
  const entry = given.get('writeWaivers');
  if (entry && chosen('plan', given))
    throw wrong(entry, 'cannot go with --plan: nothing is sent, so nothing deviates');
  return { ...(waivers !== undefined && { waivers }), ...(writeWaivers !== undefined && { writeWaivers }) };
}

/** What was given, as reports show it. */
function shownOptions(given: GivenOptions): Record<string, Json> {
  const shown: Record<string, Json> = {};
  for (const key of optionKeys) {
    const entry = given.get(key);
    const { kind, secretShownAs } = options[key];
    if (entry) shown[key] = secretShownAs ?? kind.shown?.(entry.value) ?? entry.value;
  }
  return shown;
}
