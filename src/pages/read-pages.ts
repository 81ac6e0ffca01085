import { realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { readUserFile } from '../util/read-file.ts';
import type { Page } from './rst/blocks.ts';
import { maxPageBytes } from './rst/lines.ts';
import { operationsOfPage, type PageOperation, textOfPage } from './rst/operation.ts';
import { readPage } from './rst/read-page.ts';

/** The operations on pages, and the pages that cannot be read. */
export interface ReadPages {
  readonly operations: readonly PageOperation[];
  /** Pages that describe no operation, and that are known by a target. */
  readonly texts: readonly PageOperation[];
  /** One for each page that cannot be read; names file, line and what was expected there. */
  readonly refused: readonly SuiteError[];
}

/**
 * Reads pages of the reference, each by itself.
 * @param known targets of pages that are accepted without an operation
 */
export async function readPages(
  files: readonly string[],
  known: ReadonlySet<string> = new Set(),
): Promise<ReadPages> {
  const operations: PageOperation[] = [];
  const texts: PageOperation[] = [];
  const refused: SuiteError[] = [];
  for (const file of files) {
    try {
      const page = await readPageFile(file);
      const own = operationsOfPage(page);
      const text = own.length === 0 ? textOfPage(page) : undefined;
      if (text && !text.anchors.some((anchor) => known.has(anchor))) throw withoutOperation(file);
      operations.push(...own);
      if (text) texts.push(text);
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
      refused.push(error);
    }
  }
  return { operations, texts, refused };
}

/** One error that names every page that cannot be read. */
export function refusalOf(refused: readonly SuiteError[]): SuiteError {
  const [first, ...more] = refused;
  if (!first) return new SuiteError('internal', 'No page was given.');
  if (more.length === 0) return first;
  const all = refused.map(({ message }) => message).join('\n');
  return new SuiteError(first.kind, `${refused.length} pages cannot be read:\n${all}`, { cause: first });
}

async function readPageFile(file: string): Promise<Page> {
  const bytes = await readUserFile(file, { maxBytes: maxPageBytes, pipes: true }).catch((cause: unknown) => {
    throw new SuiteError('usage', `The page ${file} cannot be read: ${rootMessage(cause)}.`, { cause });
  });
  // The page itself is already read; includes are read when needed.
  return readPage(file, async (name) => (name === file ? bytes : readIncluded(name, file)));
}

const withoutOperation = (file: string): SuiteError =>
  new SuiteError(
    'configuration',
    `${file}:1: expected a section with a code block that contains only a method and a path, such as "POST /things"; found none.`,
  );

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
