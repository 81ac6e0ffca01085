/** What `spec import` does with files: reads pages, and writes or extends a document. */

import type { SpecImportSettings } from '../config/settings/files.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { readDocument } from '../openapi/document.ts';
import { addToDocument, existingParts } from '../pages/import/add-to-document.ts';
import { type Draft, draftOf } from '../pages/import/draft.ts';
import { readPages, refusalOf } from '../pages/read-pages.ts';
import { errorCode } from '../util/error-code.ts';
import { megabyte, readUserFile } from '../util/read-file.ts';
import { checkReportPath, inTemporaryDirectory } from './files.ts';
import { loadSpecification } from './specification.ts';
import { writeNewFile, writeWholeFile } from './write-file.ts';

export interface ImportedPages {
  readonly draft: Draft;
  /** Names every page that could not be read. */
  readonly refusal?: SuiteError;
}

/**
 * Writes the draft of all pages that can be read.
 * @throws SuiteError if none can be read, or nothing can be written
 */
export async function importPages({ pages, file, mode }: SpecImportSettings): Promise<ImportedPages> {
  const { operations, refused } = await readPages(pages);
  const [first, ...rest] = operations;
  if (!first) throw refusalOf(refused);
  const { faults } = (await loadSpecification()).sources;
  const old = mode === 'into' ? await textOf(file) : undefined;
  const existing = old === undefined ? undefined : existingParts(file, old);
  const draft = draftOf([first, ...rest], { faults, ...(existing && { existing }) });
  if (draft.operations.length > 0) {
    await checkValid(draft);
    await checkReportPath(file, 'A draft');
    const text = old === undefined ? await textOfDraft(draft) : addToDocument(file, old, draft.document);
    await (mode === 'out' ? writeNew(file, text) : writeWholeFile(file, text));
  }
  return { draft, ...(refused.length > 0 && { refusal: refusalOf(refused) }) };
}

/** The text of a file that exists and is not empty. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    const text = (await readUserFile(file, { maxBytes: 20 * megabyte })).toString();
    return text.trim() === '' ? undefined : text;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw new SuiteError('usage', `--into names ${file}, which cannot be read: ${rootMessage(cause)}.`, {
      cause,
    });
  }
}

async function textOfDraft({ document }: Draft): Promise<string> {
  const { stringify } = await import('yaml');
  return `${head}${stringify(document, { aliasDuplicateObjects: false, lineWidth: 110 })}`;
}

const head = [
  '# A draft, made from pages of the reference by `clouddb-conformance spec import`. Review it before use.',
  '# x-unknown lists what the pages do not say.',
  '',
].join('\n');

/** Pages that were read may still make no usable document: one path may name a parameter twice. */
async function checkValid({ document }: Draft): Promise<void> {
  try {
    const { unusable } = await inTemporaryDirectory('clouddb-conformance-', async ({ write }) =>
      readDocument(await write('draft.json', JSON.stringify(document))),
    );
    const [first] = unusable;
    if (first) throw new Error(`${first.method} ${first.path}: ${first.why}`);
  } catch (cause) {
    throw new SuiteError(
      'configuration',
      `The pages make no valid OpenAPI document: ${rootMessage(cause)}.`,
      {
        cause,
      },
    );
  }
}

/** A new draft must not overwrite a reviewed document. */
async function writeNew(file: string, text: string): Promise<void> {
  await writeNewFile(file, text).catch((cause: unknown) => {
    throw new SuiteError(
      'usage',
      errorCode(cause) === 'EEXIST'
        ? `--out names ${file}, which exists and would be overwritten. Name another file, remove that one, or add to it with --into.`
        : `The draft cannot be written to ${file}: ${rootMessage(cause)}.`,
      { cause },
    );
  });
}
