/**
 * Sets who owns the repository: `node scripts/set-owner.mjs NAME`. It is stated in `repository` of package.json;
 * npm, GitHub and readers need it in other files too, and `tests/repository/spec/package.test.ts` holds these equal to it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const owner = process.argv[2] ?? '';
if (!/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(owner)) {
  console.error(
    `Expected the name of a GitHub user or organisation, got ${JSON.stringify(owner)}: node scripts/set-owner.mjs NAME`,
  );
  process.exit(2);
}

/** Addresses of the repository, its use in a workflow, and the team in CODEOWNERS. */
const mention = /(github\.com\/|@|uses: )[A-Za-z0-9-]+(\/clouddb-conformance)(?![\w-])/g;
const files = execFileSync('git', ['ls-files', '*.md', '*.yml', 'package.json', '.github'], {
  cwd: root,
  encoding: 'utf8',
});
for (const file of new Set(files.trim().split('\n'))) {
  const before = readFileSync(root + file, 'utf8');
  const after = before.replace(mention, `$1${owner}$2`);
  if (after === before) continue;
  writeFileSync(root + file, after);
  console.log(file);
}
