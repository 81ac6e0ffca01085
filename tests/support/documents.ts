import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { type LoadedDocument, readDocument } from '../../src/openapi/document.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { inNewDirectory } from './run.ts';

type Members = Readonly<Record<string, unknown>>;

/** Reads `document.yaml` among files, each given as its text or its value. */
export const readingFiles = (
  files: Readonly<Record<string, unknown>>,
  allow: (file: (name: string) => string) => readonly string[] = () => [],
): Promise<LoadedDocument> =>
  inNewDirectory(async (file) => {
    for (const [name, value] of Object.entries(files)) {
      await mkdir(dirname(file(name)), { recursive: true });
      await writeFile(file(name), typeof value === 'string' ? value : stringify(value));
    }
    return readDocument(file('document.yaml'), { allow: allow(file) });
  });

/** A document whose only operation is GET /a, with more members. */
export const withOperation = (operation: Members, more: Members = {}): Members => ({
  openapi: '3.1.0',
  ...('swagger' in more && { openapi: undefined }),
  info: { title: 'x', version: '1' },
  paths: { '/a': { get: { responses: { 200: { description: 'ok' } }, ...operation } } },
  ...more,
});

/** The only operation of a document, as it is read. */
export const readOperation = async (document: Members, method = 'get'): Promise<unknown> => {
  const { document: read, unusable } = await readingFiles({ 'document.yaml': document });
  if (unusable.length > 0) throw new Error(unusable[0]?.why);
  return atPath(read, 'paths', '/a', method);
};
