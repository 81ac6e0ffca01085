import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { maxPageBytes } from './rst/lines.ts';
import { operationsOfPage, type PageOperation } from './rst/operation.ts';
import { readPage } from './rst/read-page.ts';

/**
 * What pages of the reference say of operations.
 * @throws SuiteError naming file, line and what was expected there.
 */
export async function readPages(files: readonly string[]): Promise<PageOperation[]> {
  const pages: PageOperation[] = [];
  for (const file of files) {
    const bytes = await read(file).catch((cause: unknown) => {
      throw new SuiteError('usage', `The page ${file} cannot be read: ${rootMessage(cause)}.`, { cause });
    });
    // The page has been read; its includes are read as they are met.
    const operations = operationsOfPage(
      await readPage(file, async (name) => (name === file ? bytes : read(name))),
    );
    if (operations.length === 0)
      throw new SuiteError(
        'configuration',
        `${file}:1: expected a section with a block of code that holds a method and a path, such as "POST /things", and nothing else; there is none.`,
      );
    pages.push(...operations);
  }
  return pages;
}

/** A device has no end, so no more is read than it takes to refuse it: one byte too many. */
const read = (file: string): Promise<Uint8Array> => buffer(createReadStream(file, { end: maxPageBytes }));
