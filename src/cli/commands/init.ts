import { lstat, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ownVersion } from '../../app/own-version.ts';
import { writeNewFile } from '../../app/write-file.ts';
import { configFilesIn } from '../../config/config-discovery.ts';
import type { InitSettings } from '../../config/settings/init.ts';
import { rootMessage, SuiteError } from '../../model/errors.ts';
import type { Io } from '../io.ts';
import { ciTemplates } from '../templates/ci.ts';
import { configTemplate } from '../templates/config.ts';
import { packedFile, type Template } from '../templates/template.ts';

const usage = (message: string, cause?: unknown): SuiteError => new SuiteError('usage', message, { cause });

/**
 * Writes a config file and workflows, all or none of them.
 * @throws SuiteError of kind `usage` when one of them exists already, or cannot be written.
 */
export async function initCommand({ ci, directory }: InitSettings, io: Io): Promise<number> {
  const root = resolve(io.cwd, directory);
  const version = await ownVersion();
  const templates = [configTemplate, ...ci.map((name) => ciTemplates[name](version))];
  await checkDirectory(root, directory);
  await checkNothingExists(templates, root, directory);
  await writeAll(templates, root, directory);

  const written = templates.map(({ path }) => `  ${join(directory, path)}`);
  const steps = [...(ci.length > 0 ? [packStep(version)] : []), ...templates.map(({ next }) => next)];
  const numbered = steps.map((step, index) => `  ${index + 1}. ${step}`);
  io.out(`${['Written:', ...written, 'Next:', ...numbered].join('\n')}\n`);
  return 0;
}

const packStep = (version: string): string =>
  `The suite is not published: run npm pack in a checkout of it, and commit ${packedFile(version)} at the root of your repository, from where CI installs it.`;

async function checkDirectory(root: string, shown: string): Promise<void> {
  const found = await stat(root).catch((cause: unknown) => {
    throw usage(`--dir names ${shown}, which cannot be written to (${rootMessage(cause)}).`, cause);
  });
  if (!found.isDirectory()) throw usage(`--dir names ${shown}, which is not a directory.`);
}

/** A config file of another format counts as well: with two the suite would refuse to choose. */
async function checkNothingExists(
  templates: readonly Template[],
  root: string,
  shown: string,
): Promise<void> {
  const present = new Set(await configFilesIn(root));
  for (const { path } of templates) if (await exists(join(root, path))) present.add(path);
  if (present.size === 0) return;
  const names = [...present].map((path) => join(shown, path)).join(', ');
  throw usage(`Nothing was written: init overwrites no file, and there is already ${names}.`);
}

/** Not `stat`: a symbolic link to a missing file would be written through. */
async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

async function writeAll(templates: readonly Template[], root: string, shown: string): Promise<void> {
  const written: string[] = [];
  for (const { path, text } of templates) {
    const file = join(root, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      // The file may have been written since the check.
      await writeNewFile(file, text);
    } catch (cause) {
      for (const own of written) await rm(own);
      throw usage(
        `${join(shown, path)} cannot be written (${rootMessage(cause)}); no file was written.`,
        cause,
      );
    }
    written.push(file);
  }
}
