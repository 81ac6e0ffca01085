import fc from 'fast-check';
import { damagedPages, loanPageReader, longPages, type PageReader } from '../../../support/pages/damaged.ts';
import { checked, loanStatements } from '../../../support/pages/pages.ts';

/** A sample of what tests/slow/damaged-pages.test.ts tries in full. */

let reader: PageReader;

beforeAll(async () => {
  reader = await loanPageReader();
});

test.each(Object.entries(damagedPages))('a page %s is read or refused', async (_name, damaged) => {
  await fc.assert(
    fc.asyncProperty(damaged(reader.page), async (bytes) => {
      await reader.tryPage(bytes);
    }),
    { numRuns: 60 },
  );
});

test('replaced characters lead to both outcomes', async () => {
  const pages = fc.sample(
    damagedPages['with replaced characters']?.(reader.page) ?? fc.constant(reader.page),
    {
      numRuns: 60,
      seed: 1,
    },
  );
  const outcomes = await Promise.all(pages.map((bytes) => reader.tryPage(bytes)));
  expect([...new Set(outcomes)].sort()).toEqual(['read', 'refused']);
});

test.each(longPages(2_000))('a page with %s is read or refused', async (_name, text) => {
  expect(['read', 'refused']).toContain(await reader.tryPage(Buffer.from(text)));
});

test('the undamaged page is read without findings', async () => {
  expect(await reader.tryPage(reader.page)).toBe('read');
  expect((await checked(reader.page.toString(), await loanStatements())).findings).toEqual([]);
});
