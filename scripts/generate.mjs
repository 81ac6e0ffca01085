/**
 * Writes the files that are made from data. With `--check`, it only says which of the committed ones are out of date (exit 1),
 * apart from the contracts: `tests/consumer` does that.
 * Needs a build: it reads the compiled catalogue.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { invariants } from '../dist/contracts/invariants/index.js';
import { observations } from '../dist/contracts/observations/index.js';
import { relations } from '../dist/contracts/relations/index.js';
import { catalogueFor } from '../dist/src/app/derive-catalogue.js';
import { loadSpecification } from '../dist/src/app/specification.js';
import { citationOf, statementsOf, titleOf } from '../dist/src/app/statements.js';
import { ciTemplates } from '../dist/src/cli/templates/ci.js';
import { configTemplate } from '../dist/src/cli/templates/config.js';
import { configSchema } from '../dist/src/config/config-schema.js';
import { contracts } from './contracts.mjs';
import { traceabilityPage } from './traceability.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const specification = await loadSpecification();
const catalogue = catalogueFor(specification);
const { cases } = catalogue;

function ambiguitiesPage() {
  const sections = Object.entries(specification.ambiguities).map(([id, ambiguity]) => {
    const resting = cases.filter(
      ({ tolerates, anyBody }) => anyBody === id || tolerates.some((item) => item.ambiguity === id),
    );
    return [
      `## ${id}`,
      '',
      ambiguity.statement,
      '',
      `- **Accepted:** ${ambiguity.accepted}`,
      `- **Why:** ${ambiguity.why}`,
      `- **Where:** ${citationOf(ambiguity, specification.sources)}`,
      `- **Cases:** ${resting.map((item) => `\`${item.id}\``).join(', ') || 'none; it explains how the document was written'}`,
    ].join('\n');
  });
  return `${['# Ambiguities', '', intro, '', ...sections.flatMap((section) => [section, ''])].join('\n').trimEnd()}\n`;
}

const intro = [
  'Where the reference is silent or contradicts itself: what the suite accepts, and why. Answers that an ambiguity',
  'allows are `tolerated`; they never deviate, and reports name the ambiguity. Generated from `ambiguities.yaml`',
  'and the catalogue by `npm run generate`.',
].join('\n');

/** What `npm run prove` found, by operation and by requirement; undefined where it was not run. */
async function proof() {
  const text = await readFile(`${root}/build/proof.json`, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

const check = process.argv.includes('--check');

/** One contract for each tag. The tests of the consumer play them as well, and say what is out of date of them. */
const pacts = 'contracts/pacts';
const texts = check ? new Map() : await contracts(catalogue);

/** What `init` writes, as a reader of the repository sees it. */
const ciFiles = [
  configTemplate,
  ...Object.values(ciTemplates).map((of) => of(specification.package.version)),
];

const committed = {
  'spec/AMBIGUITIES.md': ambiguitiesPage(),
  ...Object.fromEntries([...texts].map(([name, text]) => [`${pacts}/${name}.json`, text])),
  ...Object.fromEntries(ciFiles.map(({ path, text }) => [`examples/cli-in-ci/${path}`, text])),
  'spec/config.schema.json': `${JSON.stringify(configSchema(), undefined, 2)}\n`,
};

/** In `build/`, which Git ignores: it also depends on the last proof. */
const traceability = traceabilityPage({
  statements: statementsOf(specification).requirements,
  requirements: specification.requirements,
  sources: specification.sources,
  catalogue,
  invariants,
  observations,
  relations,
  titleOf: (page) => titleOf(page, specification.sources),
  proof: await proof(),
});

const stale = [];
for (const [file, text] of Object.entries(committed)) {
  const present = await readFile(`${root}/${file}`, 'utf8').catch(() => undefined);
  if (present === text) continue;
  if (check) stale.push(file);
  else await writeFile(`${root}/${file}`, text);
}
if (!check) {
  // Contracts of tags that no operation has any more.
  const inPacts = (await readdir(`${root}/${pacts}`)).map((name) => `${pacts}/${name}`);
  for (const file of inPacts.filter((one) => !Object.hasOwn(committed, one))) await rm(`${root}/${file}`);
  await mkdir(`${root}/build`, { recursive: true });
  await writeFile(`${root}/build/traceability.md`, traceability);
}
if (stale.length > 0) {
  console.error(`Out of date, run \`npm run generate\`: ${stale.join(', ')}`);
  process.exitCode = 1;
}
