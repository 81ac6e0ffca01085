import { writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { readDocument } from '../../../src/openapi/document.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { draftOf } from '../../../src/pages/import/draft.ts';
import type { PageOperation } from '../../../src/pages/rst/operation.ts';
import { inNewDirectory } from '../run.ts';

/** Where the draft of pages contradicts the pages: nothing, unless the importer has a defect. */
export async function contradictions(pages: readonly PageOperation[]): Promise<string[]> {
  const [first, ...rest] = pages;
  if (!first) return [];
  const { document } = draftOf([first, ...rest], { faults: { 400: 'badRequest' } });
  const loaded = await inNewDirectory(async (file) => {
    await writeFile(file('draft.json'), JSON.stringify(document));
    return readDocument(file('draft.json'));
  });
  const operations = operationsOf(loaded.document);
  return [
    ...loaded.unusable.map(({ id, why }) => `${id} cannot be used: ${why}`),
    ...operations.flatMap(invalidExamples),
    ...faultsThatAreExamples(operations, pages),
  ];
}

function invalidExamples({ id, body }: Operation): string[] {
  if (!body) return [];
  const violations = validatorOf(body.schema);
  return body.examples
    .filter(({ value }) => violations(value).some(({ advisory }) => !advisory))
    .map(({ value }) => `${id}: its example ${JSON.stringify(value)} is not valid`);
}

function faultsThatAreExamples(operations: readonly Operation[], pages: readonly PageOperation[]): string[] {
  return catalogueOf(operations).cases.flatMap(({ id, status, request }) => {
    const { body, method, path } = request;
    if (status < 400 || body?.kind !== 'text') return [];
    const value = parsed(body.text);
    const same = pages
      .filter((page) => page.method === method && page.path === path)
      .flatMap(({ requests }) => requests)
      .some((example) => example.body && isDeepStrictEqual(example.body.value, value));
    // A case about something else than the body sends a body that is valid.
    return same && /-(missing|null|empty|array|object|string|number|boolean)$/.test(id)
      ? [`${id}: its body ${body.text} is an example of a page`]
      : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
