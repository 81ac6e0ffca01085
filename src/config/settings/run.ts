/** The settings of `run` and `verify`: complete, typed, and checked as a whole. */

import type { Auth } from '../../auth/index.ts';
import type { AllowedCode } from '../../catalogue/allowed-code.ts';
import type { Shard } from '../../catalogue/shard.ts';
import type { Connection } from '../../http/connection.ts';
import { SuiteError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import type { Consent } from '../../model/result.ts';
import type { BrokerSettings } from '../../pact/broker.ts';
import type { StatesSource } from '../../provider-states/source.ts';
import type { StaticState } from '../../provider-states/static.ts';
import { type Datastore, type RequestValues, requestValues, secretValueName } from '../api-options.ts';
import { connectionSettings } from '../connection.ts';
import { type GitHub, gitHubSettings } from '../github.ts';
import type { Rate, ReportTarget } from '../kinds.ts';
import { type CommandName, longName } from '../option.ts';
import { type OptionKey, optionKeys, options } from '../options.ts';
import { proxyFor } from '../proxy.ts';
import { optionError } from '../raw-option.ts';
import type { Environment, RawOptions } from '../sources.ts';
import { refuseUncheckedTls } from '../tls-environment.ts';
import { readToken, tokenFault } from '../token.ts';
import { authSettings } from './auth.ts';
import { brokerSettings, withoutBrokerOptions } from './broker.ts';
import { explainSettings, type SpecSettings } from './catalogue.ts';
import { checkNeededOptions, optionValue } from './option-value.ts';
import { type InputFile, inputFiles, refuseBadgeForBuiltIn, reportsToWrite } from './reports.ts';

/** The states that the target is in already. */
export interface StateValues {
  readonly states: readonly StaticState[];
  /** Where they were given, for messages. */
  readonly label: string;
}

/** The settings of `run`. Times are in the unit of their option. */
export interface RunSettings {
  /** Root URL without a slash at its end; absent for the built-in target. */
  readonly target?: string;
  readonly values: RequestValues & { readonly version: string };
  /** How the token is obtained when it is not among the values. */
  readonly auth?: Auth;
  /** What the given instance runs; present exactly when `values.instanceId` is. */
  readonly datastore?: Datastore;
  readonly states?: StatesSource;
  readonly stateValues?: StateValues;
  /** How to reach the target, and the header fields to add to every request. */
  readonly connection: Connection;
  readonly stateTimeoutS: number;
  readonly stateConcurrency: number;
  readonly fresh: boolean;
  readonly keep: boolean;
  readonly consent: Consent;
  /** Operation ids and tags; empty for all operations. */
  readonly operation: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard?: Shard;
  readonly plan: boolean;
  readonly concurrency: number;
  readonly rate?: Rate;
  /** Harmless requests that may be sent to reach the rate limit; 0 for none. */
  readonly noPreflight: boolean;
  readonly burst: number;
  readonly timeoutMs: number;
  readonly maxTimeS: number;
  readonly maxWaitS: number;
  readonly waitS: number;
  readonly spec?: SpecSettings;
  readonly reports: readonly ReportTarget[];
  /** What no output may replace. */
  readonly inputs: readonly InputFile[];
  /** File of known deviations. */
  readonly waivers?: string;
  /** File to write a draft of waivers to. */
  readonly writeWaivers?: string;
  readonly allowIncomplete: readonly AllowedCode[];
  readonly strict: boolean;
  readonly allowShortSecrets: boolean;
  /** False when the user asked for no colours. Whether there is a terminal is checked elsewhere. */
  readonly color: boolean;
  /** True when the result should be printed with one line for each code and cause. */
  readonly brief: boolean;
  /** True when neither progress nor the result should be printed. */
  readonly quiet: boolean;
  readonly gitHub: GitHub;
  /** The given options by key, for the JSON report; secrets are replaced. */
  readonly given: Readonly<Record<string, Json>>;
}

/** The settings of `verify`: those of `run`, and a broker to publish the result to. */
export interface VerifySettings extends RunSettings {
  readonly broker?: BrokerSettings;
}

export async function runSettings(
  given: RawOptions,
  formats: readonly string[],
  env: Environment,
  command: CommandName = 'run',
): Promise<RunSettings> {
  checkNeededOptions(command, given);
  const get = <K extends OptionKey>(key: K) => optionValue(key, given);
  const target = get('target');
  const datastore = get('datastore');
  const shard = get('shard');
  const token = await readToken({
    token: given.get('token'),
    tokenFile: given.get('tokenFile'),
    allowShort: get('allowShortSecrets'),
  });
  const auth = get('auth');
  const version = get('apiVersion');
  checkTls(given, auth, env);
  const { connection, shown } = await connectionSettings(given, get, env);
  return {
    ...(target !== undefined && { target }),
    values: { ...requestValues({ account: get('account'), instance: get('instance'), token }), version },
    ...(auth && {
      auth: authSettings(auth, { given, allowShort: get('allowShortSecrets'), connection, env }),
    }),
    ...(datastore && { datastore }),
    ...stateSources(given, get('allowShortSecrets')),
    connection,
    stateTimeoutS: get('stateTimeout'),
    stateConcurrency: get('stateConcurrency'),
    fresh: get('fresh'),
    keep: get('keep'),
    consent: get('consent'),
    operation: get('operation'),
    only: get('only'),
    skip: get('skip'),
    ...(shard && { shard }),
    plan: get('plan'),
    noPreflight: get('noPreflight'),
    ...paceSettings(given),
    ...explainSettings(given),
    reports: refuseBadgeForBuiltIn(reportsToWrite(given, formats), given),
    inputs: inputFiles(given),
    ...waiverFiles(given),
    allowIncomplete: [...new Set(get('allowIncomplete'))],
    strict: get('strict'),
    allowShortSecrets: get('allowShortSecrets'),
    color: !get('noColor'),
    brief: get('brief'),
    quiet: get('quiet'),
    gitHub: gitHubSettings(env),
    given: { ...shownOptions(given), ...shown },
  };
}

/** How fast requests are sent, and how long the run waits. */
function paceSettings(given: RawOptions) {
  const rate = optionValue('rate', given);
  return {
    concurrency: optionValue('concurrency', given),
    ...(rate && { rate }),
    burst: optionValue('burst', given),
    timeoutMs: optionValue('timeout', given),
    maxTimeS: optionValue('maxTime', given),
    maxWaitS: optionValue('maxWait', given),
    waitS: optionValue('wait', given),
  };
}

export async function verifySettings(
  given: RawOptions,
  formats: readonly string[],
  env: Environment,
): Promise<VerifySettings> {
  const plan = optionValue('plan', given);
  if (plan && given.get('publish')?.source === 'argument')
    throw new SuiteError(
      'usage',
      '--publish and --plan exclude each other: a plan sends nothing, so there is nothing to publish.',
    );
  const publish = optionValue('publish', given) && !plan;
  const part = (['only', 'skip'] as const).find((key) => given.has(key));
  if (publish && part !== undefined)
    throw new SuiteError(
      'usage',
      `--publish and ${longName(part)} exclude each other: a result is published for a whole contract.`,
    );
  const own = publish ? given : withoutBrokerOptions(given, plan);
  const settings = await runSettings(own, formats, env, 'verify');
  const broker = brokerSettings(own);
  return { ...settings, ...(publish && broker && { broker }) };
}

function stateSources(given: RawOptions, allowShort: boolean): Pick<RunSettings, 'states' | 'stateValues'> {
  const states = optionValue('states', given);
  const values = optionValue('stateValues', given);
  const entry = given.get('stateValues');
  for (const { state, values: those } of values ?? []) {
    const token = those[secretValueName];
    const fault = token === undefined ? undefined : tokenFault(token, allowShort);
    if (entry && fault !== undefined)
      throw optionError(
        entry,
        `gives ${JSON.stringify(state.name)} a ${secretValueName} that ${fault} (its value is not shown)`,
      );
  }
  const label = entry?.label ?? 'stateValues';
  return { ...(states && { states }), ...(values && { stateValues: { states: values, label } }) };
}

function checkTls(given: RawOptions, auth: Auth | undefined, env: Environment): void {
  const target = optionValue('target', given);
  const states = optionValue('states', given);
  refuseUncheckedTls(env, {
    target,
    insecure: optionValue('insecure', given),
    others: {
      'the identity service': auth?.url,
      'the state endpoint': states?.kind === 'http' ? states.url : undefined,
      'the proxy': target === undefined ? undefined : proxyFor(target, env)?.proxy.url,
    },
  });
}

function waiverFiles(given: RawOptions): Pick<RunSettings, 'waivers' | 'writeWaivers'> {
  const waivers = optionValue('waivers', given);
  const writeWaivers = optionValue('writeWaivers', given);
  const entry = given.get('writeWaivers');
  if (entry && optionValue('plan', given))
    throw optionError(entry, 'and --plan exclude each other: a plan sends nothing, so nothing deviates');
  return { ...(waivers !== undefined && { waivers }), ...(writeWaivers !== undefined && { writeWaivers }) };
}

/** The given options, as reports show them. */
function shownOptions(given: RawOptions): Record<string, Json> {
  const shown: Record<string, Json> = {};
  for (const key of optionKeys) {
    const entry = given.get(key);
    const { kind, secretShownAs } = options[key];
    if (entry) shown[key] = secretShownAs ?? kind.shown?.(entry.value) ?? entry.value;
  }
  return shown;
}
