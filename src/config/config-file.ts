/** Reads a config file. Imported only when there is one: `yaml` and `ajv` take longer to load than all the rest. */

import { extname, resolve } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Loader, lilconfig } from 'lilconfig';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { didYouMean } from '../util/nearest.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { checkUserFile, textFile } from '../util/read-file.ts';
import { configName, moduleExtensions, textExtensions } from './config-discovery.ts';
import { configKeys, configSchema } from './config-schema.ts';
import { type OptionKey, options } from './options.ts';
import { quoted, type RawOption, readOption, requireNonEmpty, sentence } from './raw-option.ts';
import { hasVariable, substituteVariables } from './substitute.ts';
import { parseYaml } from './yaml.ts';

const unusable = (path: string, why: string, cause?: unknown): SuiteError =>
  new SuiteError('configuration', sentence(`The config file ${path} ${why}`), { cause });

/** How a config file is read. */
export interface FileOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Keys that will be used. The others are checked too, but the variables that they name need not be set. */
  readonly wanted: ReadonlySet<OptionKey>;
}

/**
 * The options of a config file, by key.
 * @throws SuiteError of kind `configuration`, naming the place in the file or the key.
 */
export async function readConfigFile(
  path: string,
  reading: FileOptions,
): Promise<ReadonlyMap<OptionKey, RawOption>> {
  const content = await load(path, reading.cwd);
  const given = new Map<OptionKey, RawOption>();
  const judged: [string, Json][] = [];
  for (const [key, value] of Object.entries(content)) {
    // The schema rejects unknown keys. Empty values are rejected here, where the message can say that they are empty.
    if (!isConfigKey(key)) {
      judged.push([key, value]);
      continue;
    }
    const entry = requireNonEmpty({ value: value ?? null, source: 'file', label: `${key} in ${path}` });
    if (!reading.wanted.has(key) && hasVariable(entry.value)) continue;
    const replaced = substituteVariables<unknown>(options[key].kind, entry.value, {
      env: reading.env,
      at: key,
      file: path,
    });
    given.set(key, { ...entry, value: replaced });
    judged.push([key, replaced]);
  }

  const validate = validator();
  if (!validate(Object.fromEntries(judged))) throw schemaError(path, validate.errors?.[0], given);
  return given;
}

/** Compiled when first used, for all files. To check the schema itself would take as long again, and tests do. */
function validator(): ValidateFunction {
  compiled ??= new Ajv2020({ allowUnionTypes: true, validateSchema: false, meta: false }).compile(
    configSchema(),
  );
  return compiled;
}

let compiled: ValidateFunction | undefined;

const isConfigKey = (name: string): name is OptionKey => configKeys.some((key) => key === name);

/** The content of a file, by the loader of its extension. */
async function load(path: string, cwd: string): Promise<Readonly<Record<string, Json>>> {
  const text: Loader = (_file, content) => parse(path, content);
  const code: Loader = async (file) => {
    const { importConfig } = await import('./config-module.ts');
    return importConfig(file, path);
  };
  const loaders: Readonly<Record<string, Loader>> = {
    // A file without extension is a pipe, such as the shell's <(…).
    noExt: text,
    ...Object.fromEntries(textExtensions.map((extension) => [extension, text])),
    ...Object.fromEntries(moduleExtensions.map((extension) => [extension, code])),
  };
  if (!Object.hasOwn(loaders, extname(path) || 'noExt'))
    throw unusable(path, `must end in one of ${[...textExtensions, ...moduleExtensions].join(', ')}`);

  const loader = lilconfig(configName, { loaders, searchPlaces: [], ignoreEmptySearchPlaces: false });
  let content: unknown;
  try {
    await checkUserFile(resolve(cwd, path), textFile);
    content = (await loader.load(resolve(cwd, path)))?.config;
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    throw unusable(path, `cannot be read (${rootMessage(error)})`, error);
  }
  if (isMapping(content)) return content;
  throw unusable(path, 'must hold a mapping of options to values, such as "target: https://example.com"');
}

function parse(path: string, text: string): unknown {
  // The loader puts this character in place of bytes that are not UTF-8.
  if (text.includes('\uFFFD')) throw unusable(path, 'is not text in UTF-8');
  return parseYaml(text, (why, cause) => unusable(path, why, cause));
}

/** YAML without custom tags has only JSON values (and NaN and infinities, which no schema here admits). */
const isMapping = (value: unknown): value is Record<string, Json> => isPlainObject(value);

function schemaError(
  path: string,
  error: ErrorObject | undefined,
  given: ReadonlyMap<OptionKey, RawOption>,
): SuiteError {
  if (error?.keyword === 'additionalProperties' && error.instancePath === '') {
    const key = String(error.params.additionalProperty);
    if (key === 'config')
      return unusable(path, 'must not have the key config: a config file cannot name another one');
    return unusable(path, `has the unknown key ${quoted(key)}.${didYouMean(key, configKeys)}`);
  }
  // What the schema rejects, the option table rejects with a better message.
  for (const [key, entry] of given) readOption<unknown>(options[key], entry);
  return unusable(path, `does not match its schema at ${error?.instancePath}`);
}
