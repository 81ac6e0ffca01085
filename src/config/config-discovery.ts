/** Finds the config file when none is named. Separate from reading it, because those modules are slow to load. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
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
 * The config files of a directory, by name.
 * @param shown the directory in messages, as the beginning of a sentence
 * @throws SuiteError of kind `configuration` when the directory cannot be listed.
 */
export async function configFilesIn(
  directory: string,
  shown = 'The working directory',
): Promise<readonly string[]> {
  let present: readonly string[];
  try {
    present = await readdir(directory);
  } catch (cause) {
    throw new SuiteError(
      'configuration',
      `${shown} cannot be searched for a config file (${rootMessage(cause)}); name one with --config, or give --no-config.`,
      { cause },
    );
  }
  return names.filter((name) => present.includes(name));
}

/**
 * The config file of the working directory, or else the nearest above it up to the root of its repository; undefined
 * if none of them has one. Outside of a repository, parents are not searched: a file there could change what is tested
 * without anyone noticing.
 * @returns its path from the working directory
 * @throws SuiteError of kind `configuration` when a directory has several.
 */
export async function findConfigFile(cwd: string): Promise<string | undefined> {
  for (const directory of await searchedFrom(resolve(cwd))) {
    const above = relative(cwd, directory);
    const shown = above === '' ? 'The working directory' : `The directory ${above}`;
    const [found, ...others] = await configFilesIn(directory, shown);
    if (found === undefined) continue;
    if (others.length === 0) return join(above, found);
    throw new SuiteError(
      'configuration',
      `${shown} has ${1 + others.length} config files: ${[found, ...others].join(', ')}. Keep one, name one with --config, or give --no-config.`,
    );
  }
  return undefined;
}

/** The directory, and those above it up to the one with `.git`, if there is one. */
async function searchedFrom(cwd: string): Promise<readonly string[]> {
  const directories: string[] = [];
  for (let directory = cwd; ; directory = dirname(directory)) {
    directories.push(directory);
    // A directory in a clone; a file in a worktree or a submodule.
    if (await exists(join(directory, '.git'))) return directories;
    if (directory === dirname(directory)) return [cwd];
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
