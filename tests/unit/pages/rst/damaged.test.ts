import fc from 'fast-check';
import { SuiteError } from '../../../../src/model/errors.ts';
import { checkPages } from '../../../../src/pages/drift/check.ts';
import { draftOf } from '../../../../src/pages/import/draft.ts';
import { operationsOfPage } from '../../../../src/pages/rst/operation.ts';
import { readPage } from '../../../../src/pages/rst/read-page.ts';
import { checked, loanStatements, pageText } from '../../../support/pages/pages.ts';

let page: Buffer;
let notes: Buffer;
let statements: Awaited<ReturnType<typeof loanStatements>>;

beforeAll(async () => {
  page = Buffer.from(await pageText('renew-loan.rst'));
  notes = Buffer.from(await pageText('renewal-notes.rst'));
  statements = await loanStatements();
});

/** Reads, compares and drafts: a page is read, or refused by an error that names file and line; nothing else. */
async function goThrough(bytes: Uint8Array): Promise<'read' | 'refused'> {
  try {
    const read = await readPage('page.rst', async (file) => {
      if (file === 'renewal-notes.rst') return notes;
      if (file === 'page.rst') return bytes;
      throw new Error('not there');
    });
    const [first, ...rest] = operationsOfPage(read);
    checkPages(first ? [first, ...rest] : [], { paths: {} }, statements);
    if (first) draftOf([first, ...rest], { faults: {} });
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(SuiteError);
    expect(String(error)).toMatch(/(page|renewal-notes)\.rst:\d+: expected /);
    return 'refused';
  }
}

test('a page cut short anywhere is read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: page.length }), async (length) => {
      await goThrough(page.subarray(0, length));
    }),
    { numRuns: 400 },
  );
});

const flips = fc.array(fc.tuple(fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 255 })), {
  minLength: 1,
  maxLength: 20,
});

test('a page with flipped bytes is read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(flips, async (changes) => {
      const bytes = Uint8Array.from(page);
      for (const [at, bits] of changes) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ bits;
      await goThrough(bytes);
    }),
    { numRuns: 400 },
  );
});

/** Bytes stay text, so that it is not the decoder that refuses them. */
const marks = fc.constantFrom(...'+-=|`*_:.~ \n{}[]",\\/0aé');
const replacements = fc.array(fc.tuple(fc.nat({ max: 100_000 }), marks), { minLength: 1, maxLength: 20 });

test('a page with other marks put in is read or refused', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(replacements, async (changes) => {
      const text = Array.from(page.toString());
      for (const [at, mark] of changes) text[at % text.length] = mark;
      outcomes.add(await goThrough(Buffer.from(text.join(''))));
    }),
    { numRuns: 600 },
  );
  expect([...outcomes].sort()).toEqual(['read', 'refused']);
});

test('lines of the page in any order are read or refused', async () => {
  const lines = page.toString().split('\n');
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(lines), async (some) => {
      await goThrough(Buffer.from(some.join('\n')));
    }),
    { numRuns: 200 },
  );
});

describe('what would take long if anything were tried twice is read or refused', () => {
  const many = 100_000;
  const headed = (body: string) => `A\n=\n\n.. code::\n\n   POST /a\n\n${body}`;
  const hostile: readonly (readonly [name: string, text: string])[] = [
    ['a rule without end', `+${'-'.repeat(1_000_000)}`],
    ['a line of corners', '+'.repeat(1_000_000)],
    ['a table of corners', `${'+-'.repeat(500)}+\n`.repeat(900)],
    ['a table of many columns', `${'+-'.repeat(many)}+\n${'| '.repeat(many)}|\n${'+-'.repeat(many)}+\n`],
    ['a table of many rows', `+-+\n${'|a|\n+-+\n'.repeat(many)}`],
    ['one cell in a table of many', `+-+-+\n${'|a  |\n+ +-+\n'.repeat(many / 2)}`],
    ['marks of bold', '*'.repeat(1_000_000)],
    ['backquotes', '`'.repeat(1_000_000)],
    ['targets', '.. _a:\n'.repeat(many)],
    ['targets and text', '.. _a:\n\nb\n\n'.repeat(many / 2)],
    ['titles', 'a\n=\n'.repeat(many)],
    ['overlines', '====\n'.repeat(many)],
    ['empty directives', '.. a::\n'.repeat(many)],
    ['empty lines after code', `a::\n${'\n'.repeat(many)}`],
    ['items with empty lines', '- a\n\n\n\n'.repeat(many)],
    ['deep indentation', Array.from({ length: 1_500 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
    ['operations', '.. code::\n\n   GET /a\n\n'.repeat(many / 2)],
    ['sections with operations', 'A\n=\n\n.. code::\n\n   GET /a\n\n'.repeat(20_000)],
    ['examples', headed('.. code::\n\n   {}\n\n'.repeat(20_000))],
    ['tables', headed('+-+\n|a|\n+-+\n\n'.repeat(20_000))],
    ['open brackets', headed(`.. code::\n\n   ${'['.repeat(many)}\n`)],
    ['commas', headed(`.. code::\n\n   [${','.repeat(many)}]\n`)],
    ['dots', headed(`.. code::\n\n   [${'...'.repeat(many)}]\n`)],
    [
      'long names inside each other',
      headed(
        `.. code::\n\n   ${`{"${'a'.repeat(199)}":`.repeat(31)}[${'1,'.repeat(19_000)}1]${'}'.repeat(31)}\n`,
      ),
    ],
    ['a long number', headed(`.. code::\n\n   ${'[1e'.repeat(1)}${'1'.repeat(1_000_000)}\n`)],
    ['a long header field', headed(`.. code::\n\n   HTTP/1.1 200 OK\n   A${'-'.repeat(1_000_000)}\n`)],
    ['spaces in a request line', headed(`.. code::\n\n   GET${' '.repeat(1_000_000)}a\n`)],
  ];

  test.each(hostile)('%s', async (_name, text) => {
    expect(['read', 'refused']).toContain(await goThrough(Buffer.from(text)));
  });
});

test('the page as it is goes through', async () => {
  expect(await goThrough(page)).toBe('read');
  expect((await checked(page.toString(), statements)).findings).toEqual([]);
});
