import { realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { readUserFile } from '../util/read-file.ts';
import { maxPageBytes } from './rst/lines.ts';
import { operationsOfPage, type PageOperation } from './rst/operation.ts';
import { readPage } from './rst/read-page.ts';

/**
 * The operations on pages of the reference.
 * @throws SuiteError naming file, line and what was expected there.
 */
export async function readPages(files: readonly string[]): Promise<PageOperation[]> {
  const pages: PageOperation[] = [];
  for (const file of files) {
    const bytes = await readUserFile(file, { maxBytes: maxPageBytes, pipes: true }).catch(
      (cause: unknown) => {
        throw new SuiteError('usage', `The page ${file} cannot be read: ${rootMessage(cause)}.`, { cause });
      },
    );
    // The page itself is already read; includes are read when needed.
    const operations = operationsOfPage(
      await readPage(file, async (name) => (name === file ? bytes : readIncluded(name, file))),
    );
    if (operations.length === 0)
      throw new SuiteError(
        'configuration',
        `${file}:1: expected a section with a code block that contains only a method and a path, such as "POST /things"; found none.`,
      );
    for (const operation of operations) pages.push(operation);
  }
  return pages;
}

/**
 * Reads a file that a page includes. A reference is often a copy of someone else's: it must not show other files of the
 * user.
 */
async function readIncluded(file: string, page: string): Promise<Uint8Array> {
  const real = await realpath(file);
  const folders = await Promise.all([dirname(page), '.'].map((folder) => realpath(folder)));
  if (!folders.some((folder) => real.startsWith(join(folder, sep))))
    throw new Error('it is below neither the folder of the page nor the working directory');
  return readUserFile(file, { maxBytes: maxPageBytes });
}
