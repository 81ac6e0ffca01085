import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edgeUses, folderOf, forbidden, importsOf } from './rules.ts';

const root = join(__dirname, '../../..');

const modules = ['src', 'contracts'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replace(/\.ts$/, '')}`),
);

const sourceOf = (module: string): string => readFileSync(join(root, `${module}.ts`), 'utf8');

/** Words of this API. Code that is to serve any API may not know them, comments and messages included. */
const apiWords = /upgrade|instance|datastore|mysql|mariadb|flavor|rackspace|trove/i;

test.each(modules)('%s imports only what its folder may', (module) => {
  expect(folderOf(module)).toBeDefined();
  expect(importsOf(module, sourceOf(module)).map(forbidden).filter(Boolean)).toEqual([]);
});

test.each(modules.filter((module) => !module.startsWith('src/cli/')))(
  '%s leaves process, console and files to the command line',
  (module) => expect(edgeUses(sourceOf(module))).toEqual([]),
);

describe('the rules themselves', () => {
  const broken = [
    ['src/checks/fault', "import { run } from '../runner/run.ts';"],
    ['src/reference/app', "import type { Json } from '../result.ts';"],
    ['src/reference/app', "const a = await import('../catalogue/case.ts');"],
    ['src/reporters/json', "export { run } from '../runner/run.ts';"],
    ['src/runner/run', "import { cases } from '../../contracts/cases/index.ts';"],
    ['src/openapi/schema', "import { bytesOf } from '../catalogue/case.ts';"],
    ['src/runner/run', "import { main } from '../cli/main.ts';"],
    ['src/provider-states/http', "import { createReference } from '../reference/index.ts';"],
  ] as const;

  test.each(broken)('%s may not contain %s', (module, source) => {
    expect(importsOf(module, source).map(forbidden).filter(Boolean)).toHaveLength(1);
  });

  test.each([
    'process.exit(1);',
    'console.log(1);',
    "import { writeFile } from 'node:fs/promises'; writeFile;",
  ])('%s is seen', (source) => expect(edgeUses(source)).not.toEqual([]));
});

/** What generic code may say all the same: terms of JSON Schema, JavaScript, HTTP, Pact's scopes and `--consent`. */
const otherMeanings = /instancePath|instanceof|'instance'|'upgrade'/g;

test.each(
  modules.filter((module) =>
    /^src\/((openapi|catalogue|checks|runner|provider-states|pact|reporters|results|rst|drift|draft)\/|(result|errors)$)/.test(
      module,
    ),
  ),
)('%s knows nothing of this API', (module) => {
  const lines = sourceOf(module).replaceAll(otherMeanings, '').split('\n');
  expect(lines.filter((line) => apiWords.test(line))).toEqual([]);
});
