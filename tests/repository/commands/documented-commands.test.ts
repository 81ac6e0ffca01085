/** Holds the commands, CI recipes and config files that the documentation shows to what the program accepts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandHelp, groupHelp, programHelp } from '../../../src/cli/help.ts';
import { commandNames } from '../../../src/config/option.ts';
import { type Certificates, makeCertificates } from '../../support/certificates.ts';
import { directoryWith } from '../../unit/cli/support.ts';
import { type Block, readMarkdown } from './documented/blocks.ts';
import { blockProblems } from './documented/check-block.ts';
import { commandProblem, type SampleFiles } from './documented/check-command.ts';
import { shellCommands, splitCommands } from './documented/shell.ts';

const root = join(__dirname, '../../..');

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => join(folder, file));

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'RELEASE.md'].filter((file) =>
    existsSync(join(root, file)),
  ),
  ...markdownIn('docs'),
  ...markdownIn('examples'),
].map((file) => ({ file, ...readMarkdown(file, readFileSync(join(root, file), 'utf8')) }));

let directory: Awaited<ReturnType<typeof directoryWith>>;
let certificates: Certificates;
let files: SampleFiles;
beforeAll(async () => {
  directory = await directoryWith({
    'token.txt': 'a-token-of-an-example',
    'config.yaml': 'target: http://target.test\nbroker: http://broker.test\n',
  });
  certificates = makeCertificates();
  files = {
    emptyDirectory: directory.path,
    byOption: {
      tokenFile: directory.file('token.txt'),
      config: directory.file('config.yaml'),
      ca: certificates.file('ca.pem'),
      cert: certificates.file('client.pem'),
      key: certificates.file('client.key'),
    },
  };
});
afterAll(async () => {
  certificates.remove();
  await directory.remove();
});

test.each(documents.filter(({ blocks }) => blocks.length > 0))('$file', async ({ blocks }) => {
  const problems: string[] = [];
  for (const block of blocks)
    for (const problem of await blockProblems(block, files)) problems.push(`${block.place} ${problem}`);
  expect(problems).toEqual([]);
});

test('scripts of npm that paragraphs name are in package.json', async () => {
  const problems: string[] = [];
  for (const { place, text } of documents.flatMap(({ inline }) => inline)) {
    if (!/^npm run \S+$/.test(text)) continue;
    for (const command of shellCommands(text)) {
      const problem = await commandProblem(command, files);
      if (problem !== undefined) problems.push(`${place} ${text}: ${problem}`);
    }
  }
  expect(problems).toEqual([]);
});

test.each<readonly [string, string]>([
  ['the program', programHelp()],
  ['spec', groupHelp('spec', ['spec check', 'spec import'])],
  ...commandNames.map((name) => [name, commandHelp(name, ['json', 'html'])] as const),
])('the examples in the help of %s', async (_name, help) => {
  const [, examples = ''] = /\nExamples:\n((?: {2}.*\n)*)/.exec(help) ?? [];
  expect(examples.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2);
  expect(await blockProblems(block('sh', examples), files)).toEqual([]);
});

const block = (language: string, text: string): Block => ({
  place: 'test',
  language,
  text,
  introduction: '',
});

describe('a mistake is seen', () => {
  test.each([
    ['an unknown option', 'sh', 'clouddb-conformance run --targt http://x.test', 'Did you mean --target?'],
    ['a line without its command', 'sh', 'clouddb-conformance --max-tim 5', '--max-time'],
    ['an option of another command', 'sh', 'clouddb-conformance list --rate 5/s', 'not an option of list'],
    ['an unknown command', 'sh', 'clouddb-conformance verfy', 'Unknown command'],
    ['a wrong value', 'sh', 'clouddb-conformance --consent always', '--consent must be'],
    ['an unknown format', 'sh', 'clouddb-conformance … --report jnit=r.xml', 'Did you mean junit'],
    ['a continued line', 'sh', 'clouddb-conformance \\\n  --plann', '--plan'],
    ['a line after a prompt', 'console', '$ clouddb-conformance --quite\nsome output', '--quiet'],
    ['a line in a chain', 'sh', 'npm ci && node dist/src/cli/main.js --quite', '--quiet'],
    ['a misspelt variable', 'sh', 'export CLOUDDB_TARGTE=x\nclouddb-conformance …', 'CLOUDDB_TARGET'],
    ['npm start', 'sh', 'npm start -- --quite', '--quiet'],
    ['an unknown script', 'sh', 'npm run proof', 'no script proof'],
    ['a fetch by npx', 'sh', 'npx --yes clouddb-conformance@1.0.0 run', 'not published'],
    ['a fetch by npm', 'sh', 'npm install --save-dev clouddb-conformance', 'not published'],
    ['a step of GitHub', 'yaml', 'jobs: { a: { steps: [{ run: clouddb-conformance --quite }] } }', '--quiet'],
    [
      'a variable of a step',
      'yaml',
      'steps: [{ run: clouddb-conformance, env: { CLOUDDB_TOKN: x } }]',
      'CLOUDDB_TOKEN',
    ],
    ['a job of GitLab', 'yaml', 'job: { script: [clouddb-conformance lst] }', 'Unknown command'],
    ['a key of a config file', 'yaml', 'target: http://x.test\nconsent: reject\nmaxTme: 5', 'maxTime'],
    ['a value of a config file', 'yaml', 'maxTime: soon', 'maxTime'],
    ['a key of a waiver', 'yaml', 'waivers: [{ cas: a }]', 'waivers'],
  ])('%s', async (_, language, text, says) => {
    expect(await blockProblems(block(language, text), files)).toEqual([expect.stringContaining(says)]);
  });
});

describe('what documentation writes is accepted', () => {
  test.each([
    ['placeholders', 'sh', 'clouddb-conformance --target <url> --account ID --token "$TOKEN" --max-time S'],
    ['an ellipsis', 'sh', 'clouddb-conformance run --target … --quiet … --report html=… # to read'],
    ['a synopsis', 'text', 'clouddb-conformance spec check PAGE.rst… [--spec FILE] [--json]'],
    ['files', 'sh', 'clouddb-conformance --target https://… --ca ca.pem --token-file t --account 1'],
    ['a config file', 'sh', 'clouddb-conformance --config staging.yaml > out.txt 2>&1'],
    ['variables', 'sh', 'CLOUDDB_TARGET=$URL clouddb-conformance --plan | less'],
    ['npx that fetches nothing', 'sh', 'npx --no -- clouddb-conformance list'],
    ['the installed program', 'sh', './node_modules/.bin/clouddb-conformance explain <id>'],
    ['a clone', 'sh', 'git clone https://… && cd clouddb-conformance\nnpm start -- --only 404'],
    ['another project', 'sh', 'cd examples/library\nnpm start'],
    ['other programs', 'sh', 'curl -d \'{"a": 1}\' http://x.test && docker run --targt'],
    ['here documents', 'sh', "cat > f <<'EOF'\nclouddb-conformance --targt\nEOF\nclouddb-conformance list"],
    ['references to variables', 'yaml', `target: "$\{CLOUDDB_TARGET}"\ntimeout: "$\{T:-30}"`],
    ['other YAML', 'yaml', 'openapi: 3.1.0\npaths: {}'],
  ])('%s', async (_, language, text) => {
    expect(await blockProblems(block(language, text), files)).toEqual([]);
  });

  test('words are split as a shell splits them', () => {
    expect(splitCommands(`a "b c" 'd e'f g\\ h i#j # k && l`)).toEqual([['a', 'b c', 'd ef', 'g h', 'i#j']]);
    expect(splitCommands('a <b> > c && d; e | f')).toEqual([['a', '<b>'], ['d'], ['e'], ['f']]);
  });
});
