/** Finds the config file when none is named. Separate from reading it, because those modules are slow to load. */
import { readdir } from 'node:fs/promises';
import { rootMessage, SuiteError } from '../model/errors.ts';

/** The name of a config file, before its extension. */
export const configName = 'clouddb-conformance.config';

/** Extensions of files that are read as text. */
export const textExtensions = ['.yaml', '.yml', '.json'] as const;

/** Extensions of files that are run as code. */
export const moduleExtensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'] as const;

const names: readonly string[] = [...textExtensions, ...moduleExtensions].map(
  (extension) => configName + extension,
);

/**
 * The config files of a directory, by name. Parent directories are not searched: a file there could change what is
 * tested without anyone noticing.
 * @throws SuiteError of kind `configuration` when the directory cannot be listed.
 */
export async function configFilesIn(directory: string): Promise<readonly string[]> {
  let present: readonly string[];
  try {
    present = await readdir(directory);
  } catch (cause) {
    throw new SuiteError(
      'configuration',
      `The working directory cannot be searched for a config file (${rootMessage(cause)}); name one with --config, or give --no-config.`,
      { cause },
    );
  }
  return names.filter((name) => present.includes(name));
}

/**
 * The config file of the working directory, or undefined when there is none.
 * @throws SuiteError of kind `configuration` when there are several.
 */
export async function findConfigFile(cwd: string): Promise<string | undefined> {
  const [found, ...others] = await configFilesIn(cwd);
  if (others.length === 0) return found;
  throw new SuiteError(
    'configuration',
    `The working directory has ${1 + others.length} config files: ${[found, ...others].join(', ')}. Keep one, name one with --config, or give --no-config.`,
  );
}
