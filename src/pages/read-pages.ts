import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { rootMessage, SuiteError } from '../model/errors.ts';
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
    const bytes = await read(file).catch((cause: unknown) => {
      throw new SuiteError('usage', `The page ${file} cannot be read: ${rootMessage(cause)}.`, { cause });
    });
    // The page itself is already read; includes are read when needed.
    const operations = operationsOfPage(
      await readPage(file, async (name) => (name === file ? bytes : read(name))),
    );
    if (operations.length === 0)
      throw new SuiteError(
        'configuration',
        `${file}:1: expected a section with a code block that contains only a method and a path, such as "POST /things"; found none.`,
      );
    pages.push(...operations);
  }
  return pages;
}

/** Reads at most one byte more than the limit, because a device file has no end. */
const read = (file: string): Promise<Uint8Array> => buffer(createReadStream(file, { end: maxPageBytes }));
