/** Holds one fenced block of the documentation to the program: shell commands, CI recipes, config files. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parseAllDocuments } from 'yaml';
import waiversSchema from '../../../../spec/waivers.schema.json' with { type: 'json' };
import { readConfigFile } from '../../../../src/config/config-file.ts';
import { configKeys } from '../../../../src/config/config-schema.ts';
import { options } from '../../../../src/config/options.ts';
import { readOption } from '../../../../src/config/raw-option.ts';
import type { Block } from './blocks.ts';
import { commandProblem, type SampleFiles } from './check-command.ts';
import { type ShellCommand, shellCommands } from './shell.ts';

/** Everything that is wrong with a block. */
export async function blockProblems(block: Block, files: SampleFiles): Promise<readonly string[]> {
  const { language, text } = block;
  if (['sh', 'bash', 'shell', 'console', 'text', ''].includes(language))
    return commandProblems(shellCommands(text), files);
  if (['yaml', 'yml', 'json'].includes(language)) return dataProblems(block, files);
  if (['js', 'mjs', 'ts', 'javascript', 'typescript'].includes(language) && namesConfig(block))
    return configProblems(block, language.startsWith('t') ? 'ts' : 'mjs', files);
  return [];
}

async function commandProblems(
  commands: readonly ShellCommand[],
  files: SampleFiles,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const command of commands) {
    const problem = await commandProblem(command, files);
    if (problem !== undefined) problems.push(`${command.words.join(' ')}: ${problem}`);
  }
  return problems;
}

async function dataProblems(block: Block, files: SampleFiles): Promise<readonly string[]> {
  const documents = parseAllDocuments(block.text);
  const problems: string[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error) return [`is not ${block.language}: ${error.message}`];
    const value: unknown = document.toJS();
    if (!isMapping(value)) continue;
    const recipe = scriptsIn(value, {});
    if (recipe.length > 0) problems.push(...(await commandProblems(recipe, files)));
    else if (Array.isArray(value.waivers)) problems.push(...waiverProblems(value));
    else if (namesConfig(block) || mostlyOptions(value))
      problems.push(...(await configProblems(block, block.language === 'json' ? 'json' : 'yaml', files)));
  }
  return problems;
}

const namesConfig = ({ introduction, text }: Block): boolean =>
  /clouddb-conformance\.config\.\w/.test(`${introduction}\n${text}`);

function mostlyOptions(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  return keys.filter((key) => configKeys.some((one) => one === key)).length * 2 > keys.length;
}

/** The commands of a workflow, each with the variables that the job and the step give it. */
function scriptsIn(value: unknown, outer: Readonly<Record<string, string>>): readonly ShellCommand[] {
  if (Array.isArray(value)) return value.flatMap((item) => scriptsIn(item, outer));
  if (!isMapping(value)) return [];
  const env = { ...outer, ...textsOf(value.env), ...textsOf(value.variables) };
  const directory = value['working-directory'];
  const own = ['run', 'before_script', 'script', 'after_script']
    .flatMap((key) => value[key])
    .filter((text) => typeof text === 'string')
    .flatMap((text) => shellCommands(text))
    .map((command) => ({
      ...command,
      env: { ...env, ...command.env },
      directory: typeof directory === 'string' ? directory : command.directory,
    }));
  return [...own, ...Object.values(value).flatMap((item) => scriptsIn(item, env))];
}

const textsOf = (value: unknown): Readonly<Record<string, string>> =>
  isMapping(value)
    ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
    : {};

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWaivers = addFormats.default(new Ajv2020({ allowUnionTypes: true })).compile(waiversSchema);

function waiverProblems(value: unknown): readonly string[] {
  if (isWaivers(value)) return [];
  return (isWaivers.errors ?? []).map(({ instancePath, message }) => `waivers: ${instancePath} ${message}`);
}

/** What the program says of a config file. Values with `${NAME}` are left out: the variables are not set here. */
async function configProblems(
  { text }: Block,
  extension: string,
  { emptyDirectory }: SampleFiles,
): Promise<readonly string[]> {
  const file = join(emptyDirectory, `documented.${extension}`);
  await writeFile(file, text);
  try {
    const given = await readConfigFile(file, { cwd: emptyDirectory, env: {}, wanted: new Set() });
    for (const [key, entry] of given) readOption<unknown>(options[key], entry);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
