/** Builds the commands from the option table, and their help. */
import { Command, Option as Flag } from 'commander';
import { configName } from '../config/config-discovery.ts';
import { type CommandName, commandNames, longName } from '../config/option.ts';
import { flagsOf, options, optionsOf } from '../config/options.ts';
import { exitCodes } from '../model/errors.ts';

export const programName = 'clouddb-conformance';

const commands: Readonly<Record<CommandName, { readonly argument?: string; readonly about: string }>> = {
  run: { about: 'Run the catalogue against a target and report where it deviates (the default command)' },
  list: { about: 'List the cases of the catalogue' },
  explain: {
    argument: '<id>',
    about: 'Explain a case, a status or a requirement, and cite the reference',
  },
  serve: { about: 'Serve the reference implementation, with its provider-state endpoint' },
  init: { about: 'Write a config file, and workflows that run the suite in CI; overwrites no file' },
  verify: { about: 'Verify the Pact contracts against a target: the cases of `run` that Pact can express' },
  publish: { about: 'Publish the Pact contracts to a Pact Broker' },
  report: {
    argument: '<file...>',
    about: 'Render a JSON report in any format, or merge the reports of a run split with --shard',
  },
  compare: {
    argument: '<file...>',
    about: 'Show what changed between two runs of a target, or put several targets side by side',
  },
  'spec check': {
    argument: '<page...>',
    about: 'Compare pages of the reference (RST) with the OpenAPI document and the citations of requirements',
  },
  'spec import': {
    argument: '<page...>',
    about: 'Draft an OpenAPI document from pages of the reference, for review',
  },
};

const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  conformant: 'conformant; or what is missing is allowed, or was not selected',
  deviates:
    'the target deviates; for compare: something got worse; for spec check: pages and document disagree',
  usage: 'wrong usage or configuration; nothing was sent',
  incomplete: 'incomplete: a documented status or a requirement was not shown',
  couldNotRun: 'the suite could not run, or could not write a report',
  interrupted: 'interrupted',
};

const examples: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  run: [
    programName,
    `${programName} --target https://staging.example --account 1234 --token-file token.txt`,
    `${programName} --target http://localhost:8080 --states http://localhost:8080/_pact/provider-states --report json=report.json`,
  ],
  list: [`${programName} list --only '*/404/*'`],
  explain: [`${programName} explain 404`],
  verify: [
    `${programName} verify --target http://localhost:8080 --states http://localhost:8080/_pact/provider-states`,
  ],
  report: [
    `${programName} report report.json --report html=report.html`,
    `${programName} report part-1.json part-2.json --report json=whole.json`,
  ],
  compare: [
    `${programName} compare yesterday.json today.json`,
    `${programName} compare ours.json theirs.json --report html=matrix.html`,
  ],
  'spec check': [`${programName} spec check reference/*.rst`],
  'spec import': [`${programName} spec import reference/resize.rst --out resize.yaml`],
  publish: [`${programName} publish --broker https://broker.example --branch main`],
};

/** A command with its options of the table, for parsing and for help. */
export function buildCommand(name: CommandName): Command {
  const { argument, about } = commands[name];
  const command = silenced(new Command(`${programName} ${name}`)).description(about);
  if (argument !== undefined) command.argument(argument);
  for (const key of flagsOf(name)) {
    const { kind, fallback, group, help } = options[key];
    const value = kind.argument === undefined ? '' : ` <${kind.argument}${kind.list ? '...' : ''}>`;
    const flag = new Flag(longName(key) + value, help).helpGroup(`${group}:`);
    if (typeof fallback === 'string' || typeof fallback === 'number')
      flag.default(fallback, String(fallback));
    command.addOption(flag);
  }
  return command;
}

const withoutFile = ['Each option has a variable (for --max-time CLOUDDB_MAX_TIME; lists with commas).'];
const withFile = [
  'Each option has a variable (for --max-time CLOUDDB_MAX_TIME; lists with commas) and a key in the',
  'config file (maxTime; lists as arrays). Options override variables, and variables override the file.',
  'Paths are relative to the working directory. The config file is the one that --config names, else',
  `${configName}.{yaml,yml,json,js,mjs,cjs,ts,mts,cts} in the working`,
  `directory, or above it up to the root of the repository. \${NAME} in one of its values stands for that`,
  'variable. Two keys have no option: auth (where the token comes from) and stateValues.',
];

/** The help of one command. */
export function commandHelp(name: CommandName, formats: readonly string[]): string {
  const list = optionsOf(name).includes('report') ? section('Report formats', [formats.join(', ')]) : '';
  return [
    buildCommand(name).helpInformation(),
    list,
    section('Giving options', optionsOf(name).includes('config') ? withFile : withoutFile),
    section('Examples', examples[name] ?? []),
    exitTable(),
  ].join('');
}

const joint = '\u00a0';

/** The help of the program. */
export function programHelp(): string {
  const root = silenced(new Command(programName)).usage('[command] [options]');
  root.description(
    'Tests whether an implementation conforms to the Cloud Databases upgrade-an-instance action.',
  );
  for (const name of commandNames) {
    const { argument = '', about } = commands[name];
    // Commander would read the second word as an argument.
    root.command(`${name.replace(' ', joint)} ${argument}`, about);
  }
  root
    .addOption(new Flag('-V, --version', 'print the version').helpGroup('General:'))
    .helpCommand('help [command]', 'show help for a command');
  const more = `The default command is run. See ${programName} run --help for its options.`;
  return `${root.helpInformation().replaceAll(joint, ' ')}\n${more}\n${exitTable()}`;
}

/** Commander must not print, exit, or ask for the width of the terminal. */
function silenced(command: Command): Command {
  const discard = () => {};
  return command
    .exitOverride()
    .configureOutput({ writeOut: discard, writeErr: discard, outputError: discard })
    .configureHelp({ helpWidth: 100 })
    .addHelpOption(new Flag('-h, --help', 'show this help').helpGroup('General:'));
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${[`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;

function exitTable(): string {
  const lines = Object.entries(exitMeanings).map(([name, meaning]) => {
    const code = Object.entries(exitCodes).find(([one]) => one === name)?.[1];
    return `${String(code).padStart(3)}  ${meaning}`;
  });
  return section('Exit codes', lines);
}
