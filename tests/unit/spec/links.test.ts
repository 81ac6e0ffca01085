import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '../../..');

const pages = ['docs/guides', 'docs/decisions', 'examples', '.github', '.']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((file) =>
      join(root, folder, file),
    ),
  )
  .filter((file) => file.endsWith('.md') && !file.includes('node_modules'));

/** Without blocks of code, in which neither a heading nor a link is one. */
const proseOf = (file: string): string => readFileSync(file, 'utf8').replace(/^ *```[\s\S]*?^ *```/gm, '');

/** The anchors of a page as GitHub makes them: lower case, without punctuation, hyphens for spaces. */
function anchorsOf(file: string): Set<string> {
  const headings = [...proseOf(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

interface Link {
  readonly page: string;
  readonly target: string;
}

const links: readonly Link[] = pages.flatMap((page) =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
);

function isBroken({ page, target }: Link): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(file)) return true;
  return anchor !== undefined && !anchorsOf(file).has(anchor);
}

test('every relative link of the documentation leads to a file, and to a heading in it', () => {
  expect(links.length).toBeGreaterThan(50);
  const broken = links.filter(isBroken);
  expect(broken.map(({ page, target }) => `${relative(root, page)}: ${target}`)).toEqual([]);
});

test('every file of this repository that the documentation names exists', () => {
  const named = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/`((?:src|tests|spec|scripts|contracts|docs|examples)\/[\w./-]+)`/g)].map(
      ([, target = '']) => ({ page, target }),
    ),
  );
  expect(named.length).toBeGreaterThan(50);
  const absent = named.filter(({ target }) => !existsSync(join(root, target)));
  expect(absent.map(({ page, target }) => `${relative(root, page)}: ${target}`)).toEqual([]);
});
