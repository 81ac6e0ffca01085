/**
 * Mutation testing of what decides verdicts, as `stryker.config.mjs` has it, and `build/mutation.md` with its score.
 * Needs a build: what it prepared of `spec/` is read, as by the command. Takes long: what is unchanged since the last time is taken from `.tmp`, unless `--force` is given.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { groups } from '../stryker.config.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: 'utf8' }).trim();

/** After `--`, names of groups limit it to those. */
const [asked, options] = [[], []];
for (const word of process.argv.slice(2)) (Object.hasOwn(groups, word) ? asked : options).push(word);
const names = Object.keys(groups).filter((name) => asked.length === 0 || asked.includes(name));
const stryker = `${root}/node_modules/@stryker-mutator/core/bin/stryker.js`;
const report = { files: {} };
for (const name of names) {
  execFileSync(process.execPath, [stryker, 'run', ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_GROUP: name },
  });
  Object.assign(report.files, JSON.parse(readFileSync(`${root}/.tmp/mutation-${name}.json`, 'utf8')).files);
}
const { version } = JSON.parse(
  readFileSync(`${root}/node_modules/@stryker-mutator/core/package.json`, 'utf8'),
);

const count = (mutants, ...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;

/** In percent: what was noticed of all that could be. */
function score(mutants) {
  const noticed = count(mutants, 'Killed', 'Timeout');
  const all = noticed + count(mutants, 'Survived', 'NoCoverage');
  return all === 0 ? '–' : ((noticed / all) * 100).toFixed(1);
}

function row(name, mutants) {
  const cells = [
    name,
    score(mutants),
    count(mutants, 'Killed'),
    count(mutants, 'Timeout'),
    count(mutants, 'Survived'),
    count(mutants, 'NoCoverage'),
    count(mutants, 'Ignored'),
    count(mutants, 'RuntimeError', 'CompileError'),
  ];
  return `| ${cells.join(' | ')} |`;
}

const head = ['score, %', 'killed', 'timed out', 'survived', 'not covered', 'left out', 'invalid'];
const table = (of, rows) => [
  `| ${[of, ...head].join(' | ')} |`,
  `| --- |${' ---: |'.repeat(head.length)}`,
  ...rows.map(([name, mutants]) => row(name, mutants)),
];

const files = Object.entries(report.files)
  .map(([file, { mutants }]) => [file, mutants])
  .toSorted(([one], [other]) => (one < other ? -1 : 1));
const folderOf = (file) => file.split('/').slice(0, 2).join('/');
const folders = [...new Set(files.map(([file]) => folderOf(file)))].map((folder) => [
  `\`${folder}\``,
  files.flatMap(([file, mutants]) => (folderOf(file) === folder ? mutants : [])),
]);
const all = files.flatMap(([, mutants]) => mutants);

const changed = run('git', 'status', '--porcelain', '--', 'src', 'contracts', 'spec', 'tests') !== '';
const commit = `${run('git', 'rev-parse', '--short=12', 'HEAD')}${changed ? ', with changes on top' : ''}`;
const page = [
  '# Mutation testing',
  '',
  `Made by \`npm run mutate\` with StrykerJS ${version} on ${new Date().toISOString().slice(0, 10)} at commit ${commit}.`,
  '',
  `**Score: ${score(all)} %** of ${all.length - count(all, 'Ignored')} mutants of the code that decides verdicts.`,
  '',
  'The tests are those of `npm test`, without the slowest ones of the suite: a mutant that only these notice counts as',
  'survived. They run under mocha (`tests/mutation/jest-like.cjs`), which need not load everything again for each mutant.',
  'Left out are mutants of what is computed once, when a module is loaded.',
  '',
  ...table('folder', [...folders, ['all', all]]),
  '',
  '## Files',
  '',
  ...table(
    'file',
    files.map(([file, mutants]) => [`\`${file}\``, mutants]),
  ),
  '',
].join('\n');
mkdirSync(`${root}/build`, { recursive: true });
writeFileSync(`${root}/build/mutation.md`, page);
console.log(`Score: ${score(all)} %; build/mutation.md has it by file.`);
