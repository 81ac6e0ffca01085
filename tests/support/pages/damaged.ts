import fc from 'fast-check';
import { SuiteError } from '../../../src/model/errors.ts';
import { checkPages } from '../../../src/pages/drift/check.ts';
import { draftOf } from '../../../src/pages/import/draft.ts';
import { operationsOfPage } from '../../../src/pages/rst/operation.ts';
import { readPage } from '../../../src/pages/rst/read-page.ts';
import { loanStatements, pageText } from './pages.ts';

export type Outcome = 'read' | 'refused';

export interface PageReader {
  readonly page: Buffer;
  /**
   * Reads, compares and drafts a page. It is read, or refused by an error that names file and line; any other outcome
   * throws.
   */
  tryPage(bytes: Uint8Array): Promise<Outcome>;
}

/** A reader for damaged versions of the loans page. */
export async function loanPageReader(): Promise<PageReader> {
  const page = Buffer.from(await pageText('renew-loan.rst'));
  const notes = Buffer.from(await pageText('renewal-notes.rst'));
  const statements = await loanStatements();
  const load = (bytes: Uint8Array) => async (file: string) => {
    if (file === 'renewal-notes.rst') return notes;
    if (file === 'page.rst') return bytes;
    throw new Error('not there');
  };
  return {
    page,
    async tryPage(bytes) {
      try {
        const read = await readPage('page.rst', load(bytes));
        const [first, ...rest] = operationsOfPage(read);
        checkPages(first ? [first, ...rest] : [], { paths: {} }, statements);
        if (first) draftOf([first, ...rest], { faults: {} });
        return 'read';
      } catch (error) {
        if (error instanceof SuiteError && /(page|renewal-notes)\.rst:\d+: expected /.test(error.message))
          return 'refused';
        throw error;
      }
    },
  };
}

/** Positions and values of damaged bytes or characters. */
const damages = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(fc.nat({ max: 100_000 }), value), { minLength: 1, maxLength: 20 });

/** Replacing characters keeps the bytes valid UTF-8, so that the parser and not the decoder sees the damage. */
const characters = fc.constantFrom(...'+-=|`*_:.~ \n{}[]",\\/0aé');

/** Ways to damage a page, by what they do. */
export const damagedPages: Readonly<Record<string, (page: Buffer) => fc.Arbitrary<Uint8Array>>> = {
  'cut short anywhere': (page) =>
    fc.integer({ min: 0, max: page.length }).map((length) => page.subarray(0, length)),
  'with flipped bytes': (page) =>
    damages(fc.integer({ min: 1, max: 255 })).map((changes) => {
      const bytes = Uint8Array.from(page);
      for (const [at, bits] of changes) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ bits;
      return bytes;
    }),
  'with replaced characters': (page) =>
    damages(characters).map((changes) => {
      const text = Array.from(page.toString());
      for (const [at, character] of changes) text[at % text.length] = character;
      return Buffer.from(text.join(''));
    }),
  'with lines left out and in another order': (page) =>
    fc.shuffledSubarray(page.toString().split('\n')).map((lines) => Buffer.from(lines.join('\n'))),
};

/** A page with one operation and the text after it. */
const headed = (body: string) => `A\n=\n\n.. code::\n\n   POST /a\n\n${body}`;
/**
 * Pages that take long to read if any part is read twice.
 * @param many how often the repeated part occurs
 */
export const longPages = (many: number): readonly (readonly [name: string, text: string])[] => [
  ['a rule without end', `+${'-'.repeat(10 * many)}`],
  ['a line of corners', '+'.repeat(10 * many)],
  ['a table of corners', `${'+-'.repeat(500)}+\n`.repeat(Math.ceil(many / 110))],
  ['a table of many columns', `${'+-'.repeat(many)}+\n${'| '.repeat(many)}|\n${'+-'.repeat(many)}+\n`],
  ['a table of many rows', `+-+\n${'|a|\n+-+\n'.repeat(many)}`],
  ['one cell in a table of many', `+-+-+\n${'|a  |\n+ +-+\n'.repeat(many / 2)}`],
  ['marks of bold', '*'.repeat(10 * many)],
  ['backquotes', '`'.repeat(10 * many)],
  ['targets', '.. _a:\n'.repeat(many)],
  ['targets and text', '.. _a:\n\nb\n\n'.repeat(many / 2)],
  ['titles', 'a\n=\n'.repeat(many)],
  ['overlines', '====\n'.repeat(many)],
  ['empty directives', '.. a::\n'.repeat(many)],
  ['empty lines after code', `a::\n${'\n'.repeat(many)}`],
  ['items with empty lines', '- a\n\n\n\n'.repeat(many)],
  [
    'deep indentation',
    Array.from({ length: Math.ceil(many / 66) }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n'),
  ],
  ['operations', '.. code::\n\n   GET /a\n\n'.repeat(many / 2)],
  ['sections with operations', 'A\n=\n\n.. code::\n\n   GET /a\n\n'.repeat(many / 5)],
  ['examples', headed('.. code::\n\n   {}\n\n'.repeat(many / 5))],
  ['tables', headed('+-+\n|a|\n+-+\n\n'.repeat(many / 5))],
  ['open brackets', headed(`.. code::\n\n   ${'['.repeat(many)}\n`)],
  ['commas', headed(`.. code::\n\n   [${','.repeat(many)}]\n`)],
  ['dots', headed(`.. code::\n\n   [${'...'.repeat(many)}]\n`)],
  [
    'long names inside each other',
    headed(
      `.. code::\n\n   ${`{"${'a'.repeat(199)}":`.repeat(31)}[${'1,'.repeat(many / 6)}1]${'}'.repeat(31)}\n`,
    ),
  ],
  ['a long number', headed(`.. code::\n\n   ${'[1e'.repeat(1)}${'1'.repeat(10 * many)}\n`)],
  ['a long header field', headed(`.. code::\n\n   HTTP/1.1 200 OK\n   A${'-'.repeat(10 * many)}\n`)],
  ['requests among header fields', headed(`.. code::\n\n${'   GET /a HTTP/1.1\n'.repeat(many / 20)}\n`)],
  [
    'header fields with empty lines',
    headed(`.. code::\n\n   GET /a HTTP/1.1\n${'   A: b\n\n\n'.repeat(many / 3)}\n`),
  ],
  ['a list-table of many rows', `.. list-table::\n\n${'   * - a\n'.repeat(many)}`],
  ['a list-table of one cell', `.. list-table::\n\n   * - a\n${'       b\n'.repeat(many / 10)}`],
  ['a csv-table of many cells', `.. csv-table::\n\n   ${'"a",'.repeat(many)}b\n`],
  ['a csv-table that does not end', `.. csv-table::\n\n   "a${'\n   ""b'.repeat(many / 10)}\n`],
  ['no-break spaces', headed('\u00a0'.repeat(10 * many))],
  [
    'attributes',
    headed(
      `Attributes:\n\n+----+\n|Name|\n+====+\n${'|(a)|\n+----+\n'.repeat(many / 20).replaceAll('(a)', 'a.b ')}\n.. code::\n\n   POST /a\n\n   {"a": {"b": 1}}\n`,
    ),
  ],
  ['spaces in a request line', headed(`.. code::\n\n   GET${' '.repeat(10 * many)}a\n`)],
];
