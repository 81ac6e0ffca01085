import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { readPages, refusalOf } from '../../../src/pages/read-pages.ts';
import { inNewDirectory } from '../../support/run.ts';

const page = (included: string) => `Loans
=====

.. code::

   POST /loans

.. include:: ${included}
`;

/** Reads `docs/page.rst`, which includes the file given. */
const reading = (included: string) =>
  inNewDirectory(async (file) => {
    await mkdir(file('docs/parts'), { recursive: true });
    await writeFile(file('docs/page.rst'), page(included));
    await writeFile(file('docs/parts/notes.rst'), 'Notes.\n');
    await writeFile(file('secret.txt'), 'Secret.\n');
    await symlink(file('secret.txt'), file('docs/link.rst'));
    await symlink('/dev/zero', file('docs/zero.rst'));
    const {
      operations,
      refused: [error],
    } = await readPages([file('docs/page.rst')]);
    if (error) throw error;
    return operations;
  });

test('a page may include files below its folder', async () =>
  expect(await reading('parts/notes.rst')).toHaveLength(1));

test.each([
  ['a file elsewhere', '../secret.txt', 'below neither the folder of the page nor the working directory'],
  [
    'a link to a file elsewhere',
    'link.rst',
    'below neither the folder of the page nor the working directory',
  ],
  ['a link to a device', 'zero.rst', 'below neither the folder of the page nor the working directory'],
  ['a folder', 'parts', 'it is a directory'],
  ['nothing', 'absent.rst', 'ENOENT'],
])('an include of %s is refused with its place', (_name, included, why) =>
  expect(reading(included)).rejects.toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringMatching(
        new RegExp(`page.rst:8: expected .*${why}.*, found ".*${included.replace('../', '')}"`),
      ),
    }),
  ),
);

test('a page that is a device is refused, and the others are read', () =>
  inNewDirectory(async (file) => {
    await writeFile(file('page.rst'), page('notes.rst'));
    await writeFile(file('notes.rst'), 'Notes.\n');
    const { operations, refused } = await readPages(['/dev/zero', file('page.rst'), file('absent.rst')]);
    expect(operations).toHaveLength(1);
    expect(refused.map(({ message }) => message)).toEqual([
      expect.stringContaining('it is a device'),
      expect.stringContaining('ENOENT'),
    ]);
    expect(refusalOf(refused)).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^2 pages cannot be read:\n.*zero.*\n.*absent/),
    });
  }));
