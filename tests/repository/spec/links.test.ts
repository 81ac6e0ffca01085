import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { linksOf, whyDead } from '../../support/markdown-links.ts';

const root = join(__dirname, '../../..');

/** Whatever a page may name. Of pages, also the text. */
const files = new Map(
  ['docs', 'examples', '.github', 'spec', 'contracts', 'src', 'scripts', 'tests', '.']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((file) =>
        join(folder, file).replaceAll(sep, '/'),
      ),
    )
    .filter((file) => !file.includes('node_modules'))
    .map((file) => [file, file.endsWith('.md') ? readFileSync(join(root, file), 'utf8') : undefined]),
);
const pages = [...files].flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }]));

test('every link and picture of the documentation leads to a file, and to a heading in it', () => {
  const links = pages.flatMap(linksOf);
  expect(links.length).toBeGreaterThan(200);
  const dead = links.flatMap((link) => {
    const why = whyDead(link, files);
    return why === undefined ? [] : [`${link.page}: ${link.target} ${why}`];
  });
  expect(dead).toEqual([]);
});

describe('a dead link is seen', () => {
  const page = (text: string) => ({ path: 'docs/page.md', text });
  const there = new Map<string, string | undefined>([
    ['docs/page.md', '# A heading'],
    ['docs/other.md', '# One\n## `two` & [three](x.md)\n# One'],
    ['docs/a.png', undefined],
    ['README.md', '# Name'],
  ]);

  test.each([
    ['[a](absent.md)', 'there is no docs/absent.md'],
    ['![a](absent.png)', 'there is no docs/absent.png'],
    ['[a][b]\n\n[b]: ../absent.md', 'there is no absent.md'],
    ['[a](other.md#four)', 'docs/other.md has no heading four'],
    ['[a](#four)', 'docs/page.md has no heading four'],
    ['<img src="absent.png" alt="">', 'there is no docs/absent.png'],
    ['words <a href=absent.md>a</a>', 'there is no docs/absent.md'],
    ['[a](/docs/other.md)', 'begins at the root of a site'],
    ['[a](../../outside.md)', 'there is no ../outside.md'],
    ['[a](http://example.com/)', 'is not https but http:'],
    ['[a](https://localhost/)', 'is no address of a public page'],
    ['[a](https://example.com/page,)', 'is no address of a public page'],
    ['<https://me@example.com>', 'is no address of a public page'],
  ])('%s', (text, why) => {
    const [link, ...others] = linksOf(page(text));
    expect(others).toEqual([]);
    expect(link && whyDead(link, there)).toBe(why);
  });

  test.each([
    '[a](other.md)',
    '[a](../README.md#name)',
    '[a](other.md#two--three)',
    '[a](other.md#one-1)',
    '![a](a.png)',
    '[a](../docs/)',
    '[a](https://example.com/a_(b))',
    '<mailto:security@example.com>',
  ])('and not in other text: %s', (text) => {
    const [link] = linksOf(page(text));
    expect(link).toBeDefined();
    expect(link && whyDead(link, there)).toBeUndefined();
  });

  test.each(['```md\n[a](absent.md)\n```', '`[a](absent.md)`', '    [a](absent.md)'])(
    'and not in code: %s',
    (text) => expect(linksOf(page(text))).toEqual([]),
  );
});

test('every file of this repository that the documentation names exists', () => {
  const prose = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```/gm, '');
  const named = pages.flatMap(({ path, text }) =>
    [...prose(text).matchAll(/`((?:src|tests|spec|scripts|contracts|docs|examples)\/[\w./-]+)`/g)].map(
      ([, target = '']) => ({ path, target }),
    ),
  );
  expect(named.length).toBeGreaterThan(50);
  const absent = named.filter(({ target }) => !existsSync(join(root, target)));
  expect(absent.map(({ path, target }) => `${path}: ${target}`)).toEqual([]);
});
