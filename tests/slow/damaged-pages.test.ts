import fc from 'fast-check';
import { damagedPages, loanPageReader, longPages, type PageReader } from '../support/pages/damaged.ts';

/** Thousands of damaged pages, and pages of up to 1 MB: any quadratic step in the reader would run into the timeout. */

let reader: PageReader;

beforeAll(async () => {
  reader = await loanPageReader();
});

test.each(Object.entries(damagedPages))(
  'a page %s is read or refused',
  async (_name, damaged) => {
    await fc.assert(
      fc.asyncProperty(damaged(reader.page), async (bytes) => {
        await reader.tryPage(bytes);
      }),
      { numRuns: 1000 },
    );
  },
  60_000,
);

test.each(longPages(100_000))('a large page with %s is read or refused', async (_name, text) => {
  expect(['read', 'refused']).toContain(await reader.tryPage(Buffer.from(text)));
});
