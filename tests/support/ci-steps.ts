/** Runs the steps of a workflow or of an action as GitHub does: each script as it is written, in bash. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, ended } from './stranger.ts';

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface Runner {
  /** The folder of the repository that CI checked out. */
  readonly workspace: string;
  /** Where the files are that a step writes its outputs and its summary to. */
  readonly files: string;
  /** What expressions stand for: `vars.X`, `secrets.X`, `inputs.x`, `github.action_path`. One that is absent is empty. */
  readonly values: Readonly<Record<string, string>>;
  /** Variables of the job. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepsEnded extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs the scripts until one fails. What `uses` other actions is left out. */
export async function runSteps(steps: readonly Step[], runner: Runner): Promise<StepsEnded> {
  const file = (name: string): string => join(runner.files, name);
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary.md'),
    GITHUB_ACTION_PATH: runner.values['github.action_path'] ?? '',
  };
  for (const empty of ['output', 'summary.md']) writeFileSync(file(empty), '');
  let last: Ended = { code: 0, out: '', err: '' };
  for (const step of steps) {
    if (step.run === undefined) continue;
    const filled = (text: string): string => evaluated(text, runner.values);
    const env = Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text)]);
    writeFileSync(file('step.sh'), filled(step.run));
    last = await ended(
      ['bash', '--noprofile', '--norc', '-eo', 'pipefail', file('step.sh')],
      filled(step['working-directory'] ?? runner.workspace),
      { ...github, ...runner.env, ...Object.fromEntries(env) },
    );
    appendFileSync(file('log'), `${last.out}${last.err}`);
    if (last.code !== 0) break;
  }
  return { ...last, outputs: outputsIn(file('output')), summary: readFileSync(file('summary.md'), 'utf8') };
}

const evaluated = (text: string, values: Runner['values']): string =>
  text.replace(/\$\{\{ *([\w.-]+) *\}\}/g, (_, name: string) => values[name] ?? '');

function outputsIn(file: string): Readonly<Record<string, string>> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
}
