import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDocument } from '../../../src/openapi/document.ts';
import { checkPages, type DriftReport } from '../../../src/pages/drift/check.ts';
import type { CitationData } from '../../../src/pages/drift/citation-data.ts';
import { operationsOfPage, type PageOperation, textOfPage } from '../../../src/pages/rst/operation.ts';
import { readPage } from '../../../src/pages/rst/read-page.ts';

/** Pages in the form of the reference's, about the renewals of a library. */
export const pagesFolder = __dirname;

export const pageText = (name: string): Promise<string> => readFile(join(pagesFolder, name), 'utf8');

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a page with this text says; its includes are those of the folder. */
export async function operationsIn(text: string, name = 'page.rst'): Promise<PageOperation[]> {
  const page = await readPage(name, async (file) =>
    file === name ? encode(text) : readFile(join(pagesFolder, file)),
  );
  return operationsOfPage(page);
}

/** What a page without an operation says. */
export const textIn = async (text: string): Promise<PageOperation> =>
  textOfPage(await readPage('page.rst', async () => encode(text)));

/** The requirements of `renew-loan.rst`, with the digests of the page as it is committed. */
export async function loanStatements(): Promise<CitationData> {
  const without: CitationData = parse(await pageText('statements.yaml'));
  const { requirements } = await checked(await pageText('renew-loan.rst'), without);
  const withDigests = Object.entries(without.requirements).map(([id, citation]) => {
    const digest = requirements[id]?.digest;
    return [id, { ...citation, ...(digest !== undefined && { digest }) }];
  });
  return { ...without, requirements: Object.fromEntries(withDigests) };
}

/** A check of a page with this text against the document of `renew-loan.yaml`. */
export async function checked(text: string, statements: CitationData): Promise<DriftReport> {
  const { document } = await readDocument(join(pagesFolder, 'renew-loan.yaml'));
  return checkPages(await operationsIn(text), document, statements);
}
