/** The command table: what each command is for, what it takes, and examples of its use. A test parses each example. */
import type { exitCodes } from '../model/errors.ts';
import type { CommandName } from './option.ts';

export const programName = 'clouddb-conformance';

/** The shells for which `completion` prints a script. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What `help` explains beside commands. */
export const helpTopics = ['exit-codes'] as const;
export type HelpTopic = (typeof helpTopics)[number];

export interface CommandDescription {
  /** Placeholder in help. A command without one takes no arguments beside its options. */
  readonly argument?: string;
  readonly about: string;
  readonly examples: readonly [string, string, ...string[]];
}

const example = (rest: string): string => `${programName} ${rest}`.trimEnd();

export const commands: Readonly<Record<CommandName, CommandDescription>> = {
  run: {
    about: 'Run the catalogue against a target and report where it deviates (the default command)',
    examples: [
      example(''),
      example('--target https://staging.example --account 1234 --token-file token.txt'),
      example(
        '--target http://localhost:8080 --states http://localhost:8080/_pact/provider-states --report json=report.json',
      ),
    ],
  },
  list: {
    about: 'List the cases of the catalogue',
    examples: [example("list --only '*/404/*'"), example('list --operation listInstances --json')],
  },
  explain: {
    argument: '<id>',
    about: 'Explain a case, a status or a requirement, and cite the reference',
    examples: [example('explain 404'), example('explain STATUS-415')],
  },
  serve: {
    about: 'Serve the reference implementation, with its provider-state endpoint',
    examples: [
      example('serve --port 0'),
      example('serve --account 1234 --life-cycle-times build=30,restart=5'),
    ],
  },
  init: {
    about: 'Write a config file, and workflows that run the suite in CI; overwrites no file',
    examples: [example('init'), example('init --ci gitlab --dir .')],
  },
  verify: {
    about: 'Verify the Pact contracts against a target: the cases of `run` that Pact can express',
    examples: [
      example('verify'),
      example('verify --target http://localhost:8080 --states http://localhost:8080/_pact/provider-states'),
    ],
  },
  publish: {
    about: 'Publish the Pact contracts to a Pact Broker',
    examples: [
      example('publish --broker https://broker.example --branch main'),
      example('publish --broker https://broker.example --app-version 1.2.3 --tag staging'),
    ],
  },
  report: {
    argument: '<file...>',
    about:
      'Render a JSON report in any format, merge the reports of a run split with --shard, or judge it again',
    examples: [
      example('report report.json --report html=report.html'),
      example('report part-1.json part-2.json --report json=whole.json'),
      example('report report.json --rejudge'),
    ],
  },
  compare: {
    argument: '<file...>',
    about: 'Show what changed between two runs of a target, or put several targets side by side',
    examples: [
      example('compare yesterday.json today.json'),
      example('compare ours.json theirs.json --report html=matrix.html'),
    ],
  },
  completion: {
    argument: `<${shells.join('|')}>`,
    about: 'Print a script that completes commands, options, case ids and operations in a shell',
    examples: [
      example('completion bash > ~/.local/share/bash-completion/completions/clouddb-conformance'),
      example('completion fish > ~/.config/fish/completions/clouddb-conformance.fish'),
    ],
  },
  'spec check': {
    argument: '<page...>',
    about: 'Compare pages of the reference (RST) with the OpenAPI document and the citations of requirements',
    examples: [example('spec check reference/*.rst'), example('spec check reference/resize.rst --json')],
  },
  'spec import': {
    argument: '<page...>',
    about: 'Draft an OpenAPI document from pages of the reference, for review',
    examples: [
      example('spec import reference/resize.rst --out resize.yaml'),
      example('spec import reference/resize.rst --into spec/paths/actions.yaml'),
    ],
  },
};

/** Examples in the help of the program. */
export const programExamples: readonly [string, string] = [
  commands.run.examples[1],
  commands.list.examples[0],
];

export const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  conformant: 'conformant; or what is missing is allowed, or was not selected',
  deviates:
    'the target deviates; compare: something got worse; spec check: pages and document disagree; report --rejudge: a difference',
  usage: 'wrong usage or configuration; nothing was sent',
  incomplete: 'incomplete: a documented status or a requirement was not shown',
  couldNotRun: 'the suite could not run, or could not write a report',
  interrupted: 'interrupted',
};
