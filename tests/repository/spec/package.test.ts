import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { committedContracts } from '../../support/contracts.ts';

const root = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const manifest = JSON.parse(read('package.json'));
/** The one place that states the owner, a placeholder until there is one. */
const [, owner, name] = /^git\+https:\/\/github\.com\/([A-Za-z0-9-]+)\/([\w-]+)\.git$/.exec(
  manifest.repository.url,
) ?? ['', '', ''];
const repository = `https://github.com/${owner}/${name}`;

/** Everything that a stranger reads or GitHub acts on. */
const pages = ['docs', 'examples', '.github', '.']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((file) =>
      join(folder, file),
    ),
  )
  .filter((file) => /\.(md|yml)$|CODEOWNERS$/.test(file) && !file.includes('node_modules'));

describe('package.json', () => {
  test('states the repository', () => {
    expect(owner).not.toBe('');
    expect(name).toBe(manifest.name);
  });

  // npm derives neither for readers of the file. To change all: node scripts/set-owner.mjs NAME
  test('has homepage and bugs of that repository', () => {
    expect(manifest.homepage).toBe(`${repository}#readme`);
    expect(manifest.bugs).toEqual({ url: `${repository}/issues` });
  });
});

test('the package exports the contract of each tag', () => {
  const exported: string = manifest.exports['./contracts/*.json'];
  expect(readdirSync(join(root, 'contracts/pacts')).map((name) => `./dist/contracts/pacts/${name}`)).toEqual(
    committedContracts.map(({ name }) => exported.replace('*', name)).sort(),
  );
});

test('every page names the same owner; to change it: node scripts/set-owner.mjs NAME', () => {
  const mention = /(?:github\.com\/|@|uses: )([A-Za-z0-9-]+)\/clouddb-conformance(?![\w-])/g;
  const named = pages.flatMap((file) =>
    [...read(file).matchAll(mention)].map(([, other]) => ({ file, owner: other })),
  );
  expect(named.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['README.md', 'docs/guides/ci.md', '.github/CODEOWNERS']),
  );
  expect(named.filter((one) => one.owner !== owner)).toEqual([]);
});
