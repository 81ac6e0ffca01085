import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { circlesIn, edgeUses, folderOf, forbidden, importsOf, longFunctions } from './rules.ts';

const root = join(__dirname, '../../..');

const modules = ['src', 'contracts'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replace(/\.ts$/, '')}`),
);

const sourceOf = (module: string): string => readFileSync(join(root, `${module}.ts`), 'utf8');

/** Words of this API. Code that is to serve any API may not know them, comments and messages included. */
const apiWords = /upgrade|instance|datastore|mysql|mariadb|flavor|rackspace|trove/i;

test('every module belongs to a room and imports only what that room may', () => {
  expect(modules.filter((module) => folderOf(module) === undefined)).toEqual([]);
  const imports = modules.flatMap((module) => importsOf(module, sourceOf(module)));
  expect(imports.map(forbidden).filter(Boolean)).toEqual([]);
});

/** Modules outside of the command line that use `process`, write files or print, each with its reason. */
const edges: Readonly<Record<string, string>> = {
  'src/app/jest': 'starts the run in another process',
  'src/app/files': 'writes temporary files for other programs',
  'src/app/write-file': 'writes reports and drafts',
  'src/util/at-exit': 'ends what was started, however the process ends',
  'src/util/child-process': 'starts programs, with the variables of this process, and signals their groups',
};

test('only the command line uses process and console, and writes files', () => {
  const using = modules.filter(
    (module) => !module.startsWith('src/cli/') && edgeUses(sourceOf(module)).length > 0,
  );
  expect(using.sort()).toEqual(Object.keys(edges).sort());
});

test('no modules import one another in a circle, types included', () => {
  const graph = new Map(
    modules.map((module) => [module, importsOf(module, sourceOf(module)).map(({ to }) => to)]),
  );
  expect(circlesIn(graph)).toEqual([]);
});

/** A function that fits a screen can be read whole. */
const longest = 60;

test(`no function has ${longest} lines or more`, () => {
  const found = modules.flatMap((module) =>
    longFunctions(sourceOf(module), longest).map((name) => `${module}: ${name}`),
  );
  expect(found).toEqual([]);
});

const linesOf = (module: string): number => sourceOf(module).trimEnd().split('\n').length;

test('no file has 300 lines or more', () => {
  expect(modules.filter((module) => linesOf(module) >= 300)).toEqual([]);
});

test('the command line stays thin: under 2,000 lines in all', () => {
  const lines = modules.filter((module) => module.startsWith('src/cli/')).map(linesOf);
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThan(2000);
});

describe('the rules themselves', () => {
  const broken = [
    ['src/checks/fault', "import { run } from '../runner/run.ts';"],
    ['src/reference/app', "import type { Json } from '../model/json.ts';"],
    ['src/reference/app', "const a = await import('../catalogue/case.ts');"],
    ['src/reporters/json', "export { run } from '../runner/run.ts';"],
    ['src/runner/run', "import { cases } from '../../contracts/cases/index.ts';"],
    ['src/openapi/schema', "import { bytesOf } from '../catalogue/case.ts';"],
    ['src/runner/run', "import { main } from '../cli/main.ts';"],
    ['src/app/prepare-run', "import type { Io } from '../cli/io.ts';"],
    ['src/index', "export { execute } from './cli/execute.ts';"],
    ['src/provider-states/http', "import { createReference } from '../reference/index.ts';"],
  ] as const;

  test.each(broken)('%s may not contain %s', (module, source) => {
    expect(importsOf(module, source).map(forbidden).filter(Boolean)).toHaveLength(1);
  });

  test('a circle is seen, and nothing that only leads to it', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
      ['d', []],
    ]);
    expect(circlesIn(graph)).toEqual([['b', 'c']]);
  });

  test.each([
    ['a function', `function a() {${'\n'.repeat(4)}}`],
    ['a method', `class A { a() {${'\n'.repeat(4)}} }`],
    ['an arrow', `const a = () => {${'\n'.repeat(4)}};`],
  ])('%s of five lines is seen', (_what, source) => {
    expect(longFunctions(source, 5)).toHaveLength(1);
    expect(longFunctions(source, 6)).toEqual([]);
  });

  test.each([
    'process.exit(1);',
    'console.log(1);',
    "import { writeFile } from 'node:fs/promises'; writeFile;",
  ])('%s is seen', (source) => expect(edgeUses(source)).not.toEqual([]));
});

/** What generic code may say all the same: terms of JSON Schema, JavaScript, HTTP, Pact's scopes and `--consent`. */
const otherMeanings = /instancePath|instanceof|'instance'|'upgrade'|datastoreParams/g;

test('generic code knows no word of this API', () => {
  // `auth` knows the identity service that this API is commonly behind, `config` the API's public option names.
  const special = /^(src\/(reference|app|auth|cli|config|index)|contracts)\b/;
  const found = modules
    .filter((module) => !special.test(module))
    .flatMap((module) =>
      sourceOf(module)
        .replaceAll(otherMeanings, '')
        .split('\n')
        .filter((line) => apiWords.test(line))
        .map((line) => `${module}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
