/** Collects options from arguments, variables and the config file; the strongest source wins. */
import { SuiteError } from '../model/errors.ts';
import { nearest } from '../util/nearest.ts';
import { findConfigFile } from './config-discovery.ts';
import type { FileOptions } from './config-file.ts';
import { type CommandName, longName, variableName } from './option.ts';
import { type OptionKey, optionKeys, options, optionsOf } from './options.ts';
import { optionError, type RawOption, readOption, requireNonEmpty, sources } from './raw-option.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The given options, by key. */
export type RawOptions = ReadonlyMap<OptionKey, RawOption>;

/** The arguments of each option, in order; a flag has empty text. */
export type Arguments = ReadonlyMap<OptionKey, readonly string[]>;

/**
 * All options given to a command. A stronger source replaces a weaker one completely, lists included.
 * @param cwd where to look for a config file when none is named
 */
export async function collectOptions(
  command: CommandName,
  args: Arguments,
  env: Environment,
  cwd: string,
): Promise<RawOptions> {
  const keys = optionsOf(command);
  const own = new Map<OptionKey, readonly RawOption[]>();
  for (const key of keys) own.set(key, [...fromArguments(key, args), ...fromVariables(key, env)]);

  const config = await configFileOf(own, cwd);
  const path = config && readOption(options.config, requireNonEmpty(config));
  const wanted = new Set(keys.filter((key) => own.get(key)?.length === 0));
  const inFile = path === undefined ? undefined : await fromFile(path, { cwd, env, wanted });

  const winners = new Map<OptionKey, RawOption>();
  for (const key of keys) {
    const entry = key === 'config' ? config : inFile?.get(key);
    const [winner, ...others] = [...(own.get(key) ?? []), ...(entry ? [entry] : [])];
    if (!winner || isReplaced(key, winner, own)) continue;
    // A variable that an option overrides may be meant for something else. A file is the suite's, and checked whole.
    for (const given of [winner, ...others.filter(({ source }) => source === 'file')])
      readOption<unknown>(options[key], requireNonEmpty(given));
    winners.set(key, winner);
  }
  // --no-config came from a stronger source than --config.
  if (!config) winners.delete('config');
  return winners;
}

/** Options of which either takes the place of the other. */
const alternatives: { readonly [key in OptionKey]?: OptionKey } = {
  config: 'noConfig',
  noConfig: 'config',
  token: 'tokenFile',
  tokenFile: 'token',
};

/** Whether a variable is not looked at, because an argument was given in its place. */
function isReplaced(
  key: OptionKey,
  { source }: RawOption,
  own: ReadonlyMap<OptionKey, readonly RawOption[]>,
): boolean {
  const other = alternatives[key];
  return source === 'variable' && other !== undefined && own.get(other)?.[0]?.source === 'argument';
}

/** The config file that is named, or else the one found; undefined for a command without the option. */
async function configFileOf(
  own: ReadonlyMap<OptionKey, readonly RawOption[]>,
  cwd: string,
): Promise<RawOption | undefined> {
  if (!own.has('config')) return undefined;
  const named = own.get('config')?.[0];
  const without = own.get('noConfig')?.[0];
  if (
    without &&
    !(named && isStronger(named, without)) &&
    readOption(options.noConfig, requireNonEmpty(without))
  ) {
    if (named?.source === without.source)
      throw optionError(without, `and ${named.label} are both given; give one of them`);
    return undefined;
  }
  if (named) return named;
  const found = await findConfigFile(cwd);
  return found === undefined ? undefined : { value: found, source: 'file', label: `config file ${found}` };
}

function fromArguments(key: OptionKey, args: Arguments): RawOption[] {
  const texts = args.get(key);
  if (!texts) return [];
  const { kind } = options[key];
  const label = longName(key);
  if (kind.argument === undefined) return [{ value: true, source: 'argument', label }];
  if (kind.list) {
    const items = kind.list.commas ? texts.flatMap((text) => text.split(',')) : texts;
    return [{ value: items.map((item) => kind.fromText(item.trim())), source: 'argument', label }];
  }
  if (texts.length > 1)
    throw new SuiteError('usage', `${label} is given ${texts.length} times; it takes one value.`);
  return [{ value: kind.fromText(texts[0] ?? ''), source: 'argument', label }];
}

function fromVariables(key: OptionKey, env: Environment): RawOption[] {
  const { kind, convention, onlyInFile, foreign } = options[key];
  const given: RawOption[] = [];
  if (onlyInFile) return given;
  const label = variableName(key);
  const text = env[label];
  if (text !== undefined && !foreign?.values.test(text)) {
    const items = kind.list?.lines ? text.trim().split(/\r?\n/) : text.split(',');
    const value = kind.list ? items.map((item) => kind.fromText(item.trim())) : kind.fromText(text);
    given.push({ value, source: 'variable', label });
  }
  if (convention !== undefined && env[convention])
    given.push({ value: true, source: 'variable', label: convention });
  return given;
}

async function fromFile(path: string, reading: FileOptions): Promise<RawOptions> {
  const { readConfigFile } = await import('./config-file.ts');
  return readConfigFile(path, reading);
}

/**
 * Warnings about variables that look like misspelt ones of ours. They are not errors, because others may use the
 * prefix; but without its target, a run would silently test the built-in one.
 */
export function variableWarnings(
  env: Environment,
  command: CommandName,
  given: RawOptions,
): readonly string[] {
  const ofFile = optionKeys.filter((key) => options[key].onlyInFile);
  const known = optionKeys.filter((key) => !options[key].onlyInFile).map(variableName);
  const warnings = optionsOf(command).flatMap((key) => {
    const { foreign } = options[key];
    if (given.has(key) || !foreign?.values.test(env[variableName(key)] ?? '')) return [];
    return [
      `The variable ${variableName(key)} is that of ${foreign.what}; it is not used as ${longName(key)}.`,
    ];
  });
  for (const name of Object.keys(env)) {
    const key = ofFile.find((one) => variableName(one) === name);
    if (key !== undefined) {
      warnings.push(`The variable ${name} has no effect: only a config file can set ${key}.`);
      continue;
    }
    // Names that reports give to other secrets, for those who repeat the curl lines.
    const ofReports = /^CLOUDDB_(TOKEN_\d+|HEADER_\w+|PROXY_(USER|PASSWORD))$/.test(name);
    if (!name.startsWith('CLOUDDB_') || known.includes(name) || ofReports) continue;
    const suffixes = known.map((one) => one.slice('CLOUDDB_'.length));
    const near = nearest(name.slice('CLOUDDB_'.length), suffixes);
    if (near !== undefined)
      warnings.push(`The variable ${name} has no effect. Did you mean CLOUDDB_${near}?`);
  }
  return warnings;
}

/** Whether one source is stronger than another. */
export const isStronger = (one: RawOption, other: RawOption): boolean =>
  sources.indexOf(one.source) < sources.indexOf(other.source);
