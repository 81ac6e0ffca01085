/** There is one recipe for CI: what `init` writes. The action, the guide and our own CI agree with it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { githubWorkflow } from '../../../src/cli/templates/github.ts';
import { gitlabPipeline } from '../../../src/cli/templates/gitlab.ts';
import { ciReports, conformanceCommand } from '../../../src/cli/templates/template.ts';
import { optionKeys } from '../../../src/config/options.ts';
import { readMarkdown } from '../commands/documented/blocks.ts';

const root = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const { version } = JSON.parse(read('package.json'));

const action = parse(read('action.yml'));
const workflow = parse(githubWorkflow(version).text);
const pipeline = parse(gitlabPipeline(version).text)['clouddb-conformance'];
const guide = readMarkdown('ci.md', read('docs/guides/ci.md'));
const [documented] = guide.blocks
  .filter(({ language }) => language === 'yaml')
  .map(({ text }) => ({ text, workflow: parse(text) }));

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
const stepsOf = (of: { jobs: { conformance: { steps: readonly Step[] } } }): readonly Step[] =>
  of.jobs.conformance.steps;
const using = (steps: readonly Step[], action: string): Step | undefined =>
  steps.find(({ uses }) => uses?.includes(`${action}@`));

test('the action writes the reports that the workflow writes', () => {
  const defaults = Object.keys(ciReports).map((format) => [format, action.inputs[format].default]);
  expect(Object.fromEntries(defaults)).toEqual(ciReports);
  const { run } = action.runs.steps.at(-1);
  for (const format of Object.keys(ciReports))
    expect(run).toContain(`--report "${format}=$${format.toUpperCase()}"`);
  expect(conformanceCommand.match(/--report/g)).toHaveLength(Object.keys(ciReports).length);
});

test('the guide keeps the same reports, under the same name, from the same variables', () => {
  const steps = stepsOf(documented?.workflow);
  expect(using(steps, 'actions/upload-artifact')).toEqual({
    if: expect.any(String),
    uses: expect.any(String),
    with: {
      name: 'clouddb-conformance',
      path: `${Object.values(ciReports).join('\n')}\n`,
    },
  });
  const given = using(steps, '/clouddb-conformance')?.with;
  const { env } = stepsOf(workflow).find((step) => step.env) ?? {};
  const expected = Object.entries(env ?? {}).map(([name, value]) => [
    name.replace('CLOUDDB_', '').toLowerCase(),
    value,
  ]);
  expect(given).toEqual(Object.fromEntries(expected));
  expect(documented?.text).toContain(`/clouddb-conformance@v${version}\n`);
  expect(documented?.workflow.permissions).toEqual(workflow.permissions);
});

test('each input of the action is an option, a report or explained here', () => {
  const others = ['args', 'node-version'];
  const known = new Set<string>([...optionKeys, ...Object.keys(ciReports), ...others]);
  expect(Object.keys(action.inputs).filter((name) => !known.has(name))).toEqual([]);
  const explained = new Set(guide.inline.map(({ text }) => text));
  expect(Object.keys(action.inputs).filter((name) => !explained.has(name))).toEqual([]);
});

test('all of them use one version of Node.js and of each action of GitHub', () => {
  const everything = [...stepsOf(workflow), ...stepsOf(documented?.workflow), ...action.runs.steps];
  const own = parse(read('.github/workflows/ci.yml')).jobs;
  const used = [...everything, ...own.test.steps, ...own.slow.steps].flatMap(({ uses }: Step) => uses ?? []);
  const versions = new Map<string, Set<string>>();
  for (const [name = '', tag = ''] of used.map((uses) => uses.split('@')))
    versions.set(name, (versions.get(name) ?? new Set()).add(tag));
  expect([...versions].filter(([, tags]) => tags.size > 1)).toEqual([]);
  expect(action.inputs['node-version'].default).toBe('22');
  expect(using(stepsOf(workflow), 'actions/setup-node')?.with).toEqual({ 'node-version': 22 });
  expect(pipeline.image).toBe('node:22');
});
