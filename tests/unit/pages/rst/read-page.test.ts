import type { Block, Page, Table } from '../../../../src/pages/rst/blocks.ts';
import { readPage } from '../../../../src/pages/rst/read-page.ts';
import { refusal } from '../../cli/support.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads a page; the other files are what it may include. */
async function read(text: string | Uint8Array, others: Readonly<Record<string, string>> = {}): Promise<Page> {
  const files = new Map(Object.entries(others).map(([name, other]) => [name, encode(other)]));
  files.set('docs/page.rst', typeof text === 'string' ? encode(text) : Uint8Array.from(text));
  return readPage('docs/page.rst', async (file) => {
    const found = files.get(file);
    if (!found) throw new Error('not there');
    return found;
  });
}

const blocksOf = async (text: string): Promise<readonly Block[]> =>
  (await read(text)).sections.flatMap(({ blocks }) => blocks);

test('sections have title, level by style, line and anchors', async () => {
  const { sections } = await read(
    '.. _one:\n.. _`the first`:\n\nOne\n===\n\ntext\n\nTwo\n---\n\n~~~~~\nThree\n~~~~~\n\nFour\n====\n',
  );
  expect(sections.map(({ title, level, place, anchors }) => [title, level, place.line, anchors])).toEqual([
    ['One', 1, 4, ['one', 'the first']],
    ['Two', 2, 9, []],
    ['Three', 3, 13, []],
    ['Four', 1, 16, []],
  ]);
});

describe('blocks', () => {
  const rows: readonly (readonly [name: string, text: string, blocks: readonly object[]])[] = [
    [
      'a paragraph over lines',
      'one\ntwo  three',
      [{ kind: 'paragraph', text: 'one two three', strong: false }],
    ],
    ['a bold line', '**Example: a thing**', [{ kind: 'paragraph', strong: true }]],
    [
      'a list with items apart and wrapped',
      '-  one\n   more\n\n-  two\n\nafter',
      [
        {
          kind: 'list',
          items: [
            { text: 'one more', place: { line: 1 } },
            { text: 'two', place: { line: 4 } },
          ],
        },
        { kind: 'paragraph', text: 'after' },
      ],
    ],
    ['an enumerated list', '1. one\n2. two\n#. three', [{ items: [{}, {}, { text: 'three' }] }]],
    [
      'code, without options and margin',
      '.. code-block:: http\n   :linenos:\n\n   GET /a\n\n     more\n\nafter',
      [
        { kind: 'code', place: { line: 4 }, lines: [{ text: 'GET /a' }, { text: '' }, { text: '  more' }] },
        { kind: 'paragraph' },
      ],
    ],
    [
      'a literal block',
      'So::\n\n    GET /a\n',
      [{ text: 'So:' }, { kind: 'code', lines: [{ text: 'GET /a' }] }],
    ],
    ['code indented by a tab', '.. code::\n\n\tGET /a\n', [{ kind: 'code', lines: [{ text: 'GET /a' }] }]],
    ['a note', '.. note::\n\n   Mind\n   this.\n', [{ kind: 'note', name: 'note', text: 'Mind this.' }]],
    ['a note on its own line', '.. warning:: Mind.\n', [{ kind: 'note', text: 'Mind.', place: { line: 1 } }]],
    ['a comment', '.. not a part\n   of the text\n\ntext', [{ text: 'text' }]],
    ['a transition', 'one\n\n----\n\ntwo', [{ text: 'one' }, { text: 'two' }]],
    [
      'a table in a directive',
      '.. table:: Codes\n\n   +---+\n   | a |\n   +---+\n',
      [{ text: 'Codes' }, { kind: 'table' }],
    ],
  ];

  test.each(rows)('%s', async (_name, text, blocks) => {
    const found = await blocksOf(text);
    expect(found).toHaveLength(blocks.length);
    expect(found).toMatchObject(blocks);
  });
});

describe('grid tables', () => {
  const tableOf = async (lines: readonly string[]): Promise<Table> => {
    const [block] = await blocksOf(lines.join('\n'));
    if (block?.kind !== 'table') throw new Error('no table');
    return block;
  };
  const texts = ({ header, rows }: Table) =>
    [...header, ...rows].map(({ place, cells }) => [place.line, cells.map(({ text }) => text)]);

  test('cells of several lines', async () => {
    const table = await tableOf([
      '+---+-----+',
      '| a | b   |',
      '+===+=====+',
      '| 1 | one |',
      '|   | two |',
      '+---+-----+',
    ]);
    expect(table.header).toHaveLength(1);
    expect(texts(table)).toEqual([
      [2, ['a', 'b']],
      [4, ['1', 'one two']],
    ]);
  });

  test('cells that span rows and columns are in each of them', async () => {
    const table = await tableOf([
      '+-----+-----+-----+',
      '| a   | b   | c   |',
      '+=====+=====+=====+',
      '| d   | e         |',
      '|     +-----+-----+',
      '|     | f   | g   |',
      '+-----+-----+-----+',
      '| h               |',
      '+-----------------+',
    ]);
    expect(texts(table)).toEqual([
      [2, ['a', 'b', 'c']],
      [4, ['d', 'e', 'e']],
      [6, ['d', 'f', 'g']],
      [8, ['h', 'h', 'h']],
    ]);
    expect(table.rows[0]?.cells[0]).toBe(table.rows[1]?.cells[0]);
  });

  test('a plus, a minus and a bar in a text are not rules', async () => {
    const table = await tableOf(['+-------+---+', '| C++ | | - |', '| + -- +| b |', '+-------+---+']);
    expect(texts(table)).toEqual([[2, ['C++ | + -- +', '- b']]]);
  });

  const damaged: readonly (readonly [
    name: string,
    lines: readonly string[],
    line: number,
    expected: string,
  ])[] = [
    ['a row too short', ['+---+', '| a', '+---+'], 2, 'ends with | or + in column 5'],
    ['a row too long', ['+---+', '| abc |', '+---+'], 2, 'ends with | or + in column 5'],
    ['text right after it', ['+---+', '| a |', '+---+', 'text'], 4, 'an empty line after it'],
    ['no rule at its foot', ['+---+', '| a |'], 2, 'a rule of + and - as the last line'],
    ['a broken rule at its head', ['+-x-+', '| a |', '+---+'], 1, 'a rule of + and - as the first line'],
    ['a missing bar', ['+---+---+', '| a | b |', '| c   d |', '+---+---+'], 3, '| in column 5'],
    [
      'a rule that makes a cell with a corner',
      ['+---+---+', '| a     |', '+   +---+', '|   | b |', '+---+---+'],
      2,
      'rectangular cells',
    ],
  ];

  test.each(damaged)('%s is an error that names the line', async (_name, lines, line, expected) => {
    const error = await refusal(tableOf(lines));
    expect(error.kind).toBe('configuration');
    expect(error.message).toContain(`docs/page.rst:${line}: expected `);
    expect(error.message).toContain(expected);
  });
});

describe('includes', () => {
  test('lines keep their own file and number', async () => {
    const { sections } = await read('one\n\n.. include:: parts/two.rst\n\nthree', {
      'docs/parts/two.rst': '\ntwo\n\n.. include:: ../../four.rst\n',
      'four.rst': 'four\n',
    });
    expect(sections[0]?.blocks.map(({ place }) => place)).toEqual([
      { file: 'docs/page.rst', line: 1 },
      { file: 'docs/parts/two.rst', line: 2 },
      { file: 'four.rst', line: 1 },
      { file: 'docs/page.rst', line: 5 },
    ]);
  });

  test('what looks like one in a block of code is code', async () => {
    expect(await blocksOf('.. code::\n\n   .. include:: nowhere.rst\n')).toMatchObject([{ kind: 'code' }]);
  });

  test('files that include each other many times are refused', async () => {
    const name = (index: number) => `docs/part-${index}.rst`;
    const twice = (index: number) => `.. include:: part-${index}.rst\n`.repeat(2);
    const parts = Array.from({ length: 15 }, (_, index) => [name(index), `text\n\n${twice(index + 1)}`]);
    const last = [name(15), 'text\n\n'.repeat(10)];
    const error = await refusal(read(twice(0), Object.fromEntries([...parts, last])));
    expect(error.message).toMatch(/expected a page of at most \d+ lines with its includes/);
  });
});

describe('a page that cannot be read names file, line and what was expected', () => {
  const pages: readonly (readonly [name: string, text: string | Uint8Array, message: string])[] = [
    [
      'an include that is not there',
      'a\n\n.. include:: nowhere.rst\n',
      ':3: expected the name of a readable file',
    ],
    ['an include without a name', '.. include::\n', ':1: expected the name of the included file'],
    [
      'an include of the whole system',
      '.. include:: /etc/hosts\n',
      ':1: expected the name of the included file',
    ],
    ['an include of itself', '.. include:: page.rst\n', ':1: expected an include without a cycle'],
    [
      'an include with options',
      '.. include:: a.rst\n   :start-line: 2\n',
      ':2: expected an include without options',
    ],
    ['a simple table', 'a\n\n===  ===\n1    2\n===  ===\n', ':3: expected a grid table'],
    ['code without code', '.. code::\n\ntext\n', ':1: expected indented lines of code'],
    ['bytes that are no text', Uint8Array.of(0x61, 0x0a, 0xff, 0x0a), ':2: expected text in UTF-8'],
    ['far too much', new Uint8Array(2 * 1024 * 1024 + 1).fill(0x61), ':1: expected a page of at most 2 MB'],
  ];

  test.each(pages)('%s', async (_name, text, message) => {
    const error = await refusal(read(text));
    expect(error.kind).toBe('configuration');
    expect(error.message).toContain(`docs/page.rst${message}`);
  });
});
