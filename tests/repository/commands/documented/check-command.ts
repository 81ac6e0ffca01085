/** Holds one documented command to what the program, npm and npx accept. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../../../../src/cli/parse.ts';
import { longName } from '../../../../src/config/option.ts';
import { type OptionKey, optionKeys, options } from '../../../../src/config/options.ts';
import { reporters } from '../../../../src/reporters/index.ts';
import type { ShellCommand } from './shell.ts';

const root = join(__dirname, '../../../..');
const name = 'clouddb-conformance';

/** Files that exist, for options whose file is read at once. */
export interface SampleFiles {
  readonly emptyDirectory: string;
  readonly byOption: Partial<Readonly<Record<OptionKey, string>>>;
}

/** What is wrong with a command; undefined when it is right, or of another program. */
export async function commandProblem(command: ShellCommand, files: SampleFiles): Promise<string | undefined> {
  const { words } = command;
  const [program = '', ...args] = words;
  if (program === name || program.endsWith(`/.bin/${name}`)) return suiteProblem(args, command, files);
  if (program === 'node') {
    const at = args.findIndex((word) => !word.startsWith('-'));
    if (args[at]?.endsWith('dist/src/cli/main.js') !== true) return undefined;
    return suiteProblem(args.slice(at + 1), command, files);
  }
  if (program === 'npx') return npxProblem(args, command, files);
  if (program === 'npm') return npmProblem(args, command, files);
  return undefined;
}

/** A package that is not installed is fetched by npx, and the name of the suite is not published. */
async function npxProblem(
  args: readonly string[],
  command: ShellCommand,
  files: SampleFiles,
): Promise<string | undefined> {
  const at = args.findIndex((word) => !word.startsWith('-'));
  const [program = '', ...rest] = args.slice(at);
  const fetchesNothing = args.slice(0, at).some((flag) => flag === '--no-install' || flag === '--no');
  if (program.split('@')[0] === name)
    return fetchesNothing
      ? suiteProblem(rest, command, files)
      : `npx would fetch ${program}, which is not published: call ${name}, or node_modules/.bin/${name}`;
  return existsSync(join(root, 'node_modules/.bin', program))
    ? undefined
    : `npx would fetch ${program}, which is not installed`;
}

async function npmProblem(
  [verb = '', ...args]: readonly string[],
  command: ShellCommand,
  files: SampleFiles,
): Promise<string | undefined> {
  if (['install', 'i', 'add', 'exec', 'x'].includes(verb)) {
    const unpublished = args.find((word) => word === name || word.startsWith(`${name}@`));
    return unpublished && `npm would fetch ${unpublished}, which is not published: name the packed file`;
  }
  const script = verb === 'run' ? args[0] : ['start', 'test'].includes(verb) ? verb : undefined;
  if (script === undefined) return undefined;
  const manifest = join(root, command.directory, 'package.json');
  if (!existsSync(manifest)) return `there is no package.json in ${command.directory}`;
  const { scripts = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (!Object.hasOwn(scripts, script)) return `package.json has no script ${script}`;
  const after = args.indexOf('--');
  if (verb === 'start' && String(scripts.start).includes('cli/main.js'))
    return suiteProblem(['run', ...(after === -1 ? [] : args.slice(after + 1))], command, files);
  return undefined;
}

/** What the real parser says of the arguments. */
async function suiteProblem(
  args: readonly string[],
  { env }: ShellCommand,
  { emptyDirectory, byOption }: SampleFiles,
): Promise<string | undefined> {
  const shortened = args.some(isEllipsis);
  const given = argumentsWithSamples(args, byOption);
  const variables = { ...(shortened && leftOut), ...variablesWithSamples(env, byOption) };
  try {
    const invocation = await parse(given, variables, Object.keys(reporters), emptyDirectory);
    return 'warnings' in invocation ? invocation.warnings[0] : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const isEllipsis = (word: string): boolean => /^(…|\.\.\.|options|\.\.\.options)$/.test(word);

/** The options that `…` replaces. */
const leftOut = {
  CLOUDDB_TARGET: 'https://target.test',
  CLOUDDB_ACCOUNT: '1234',
  CLOUDDB_TOKEN: 'a-token-of-an-example',
};

/** In `--target …` the ellipsis is a value to fill in; elsewhere it replaces options. */
function argumentsWithSamples(args: readonly string[], byOption: SampleFiles['byOption']): string[] {
  let current: OptionKey | undefined;
  let hasValue = false;
  return args.flatMap((word) => {
    if (!word.startsWith('--')) {
      if (isEllipsis(word) && (current === undefined || hasValue)) return [];
      hasValue = true;
      return current === undefined ? word : sampleFor(current, word, byOption);
    }
    const [flag = '', value] = word.split(/=(.*)/s);
    const key = optionKeys.find((one) => longName(one) === flag);
    const takesValue = key !== undefined && options[key].kind.argument !== undefined;
    current = takesValue && value === undefined ? key : undefined;
    hasValue = false;
    return takesValue && value !== undefined ? `${flag}=${sampleFor(key, value, byOption)}` : word;
  });
}

function variablesWithSamples(
  env: Readonly<Record<string, string>>,
  byOption: SampleFiles['byOption'],
): Record<string, string> {
  const variable = (key: OptionKey) => `CLOUDDB_${longName(key).slice(2).toUpperCase().replaceAll('-', '_')}`;
  return Object.fromEntries(
    Object.entries(env).map(([one, value]) => {
      const key = optionKeys.find((each) => variable(each) === one);
      return [one, key === undefined ? value : sampleFor(key, value, byOption)];
    }),
  );
}

/** `<id>`, `$NAME`, `NAME`, and what is cut short with an ellipsis. */
const isPlaceholder = (value: string): boolean => /^<.*>$|…|\.\.\.|^[A-Z][A-Z_-]*$|\$/.test(value);

function sampleFor(key: OptionKey, value: string, byOption: SampleFiles['byOption']): string {
  if (byOption[key] !== undefined) return byOption[key];
  const { argument = '' } = options[key].kind;
  if (!isPlaceholder(value)) return value;
  const sample = samples[argument];
  if (sample === undefined) throw new Error(`There is no sample for the placeholder ${argument} of ${key}.`);
  return sample;
}

/** A value for each placeholder that help shows. */
const samples: Readonly<Record<string, string>> = {
  URL: 'https://target.test',
  VERSION: 'v1.0',
  ID: '1234',
  T: 'a-token-of-an-example',
  FILE: 'a-file',
  'TYPE:VERSION': 'mysql:5.6',
  "'NAME: VALUE'": 'X-Name: a-value-of-an-example',
  NAME: 'X-Name',
  HOST: 'localhost',
  N: '4',
  'URL|module:FILE|command:"PROG ARGS"': 'http://states.test',
  S: '60',
  PATTERN: '404',
  'I/N': '1/2',
  'observe|reject|change': 'reject',
  'N/s|N/m': '5/s',
  MS: '1000',
  'FORMAT=FILE': 'json=report.json',
  'changes|matrix': 'matrix',
  CODES: '500',
  'github|gitlab|none': 'github',
  DIR: '.',
};
