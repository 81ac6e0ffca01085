/** Tables in all forms that pages use, and what is read of them. */
import { only } from '../../../support/apis.ts';
import { code, pageOf } from '../../../support/pages/form.ts';
import { operationsIn } from '../../../support/pages/pages.ts';
import { refusal } from '../../cli/support.ts';

const page = (...parts: readonly string[]) => pageOf('Lend\n~~~~', code('POST /loans'), ...parts);
const operationOf = async (...parts: readonly string[]) => only(await operationsIn(page(...parts)));

const grid = (...rows: readonly (readonly string[])[]) => {
  const width = 26;
  const rule = (mark: string) => `+${rows[0]?.map(() => mark.repeat(width)).join('+')}+`;
  const line = (row: readonly string[]) => `|${row.map((cell) => cell.padEnd(width)).join('|')}|`;
  const [header = [], ...others] = rows;
  return [rule('-'), line(header), rule('='), ...others.flatMap((row) => [line(row), rule('-')])].join('\n');
};
const indented = (text: string) => text.replaceAll(/^/gm, '    ');

const listTable = `.. list-table:: **Attributes of a loan**
   :widths: 20 20 40
   :header-rows: 1

   * - Name
     - Type
     - Description
   * - thing
     - String
     - *(Required)* What is lent,
       in words.
   * - thing.\\ **colour**
     - String
     - Its colour.`;

const csvTable = `.. csv-table:: Attributes of a loan
   :widths: 20 20 40
   :header-rows: 1

   "Name", "Type", "Description"
   "thing", String, "*(Required)* What is lent,
   in words."
   "thing.colour", "String", "Its colour."`;

const attributes = grid(
  ['Name', 'Type', 'Description'],
  ['thing', 'String', '(Required) What is lent, '],
  ['thing.colour', 'String', 'Its colour.'],
).replace('|                          |', '');

test.each([
  ['a list-table', listTable],
  ['a csv-table', csvTable],
])('%s is a table with its caption', async (_name, text) => {
  const { parameters, otherTables } = await operationOf(text);
  expect(otherTables).toEqual([]);
  expect(
    parameters.map(({ kind, name, type, required, description }) => [
      kind,
      name,
      type,
      required,
      description,
    ]),
  ).toEqual([
    ['body', 'thing', 'String', true, 'What is lent, in words.'],
    ['body', 'thing.colour', 'String', undefined, 'Its colour.'],
  ]);
});

test('cells of a csv-table hold commas and quotes; its head may be an option', async () => {
  const { parameters } = await operationOf(
    '.. csv-table:: Attributes of a loan\n   :header: "Name", "Description"\n\n   a, "one, two"\n   "b","say ""please"""',
  );
  expect(parameters.map(({ name, description }) => [name, description])).toEqual([
    ['a', 'one, two'],
    ['b', 'say "please"'],
  ]);
});

const refused: readonly (readonly [name: string, text: string, message: string])[] = [
  [
    'an option that decides what it says',
    '.. csv-table:: A\n   :file: a.csv\n',
    ':9: expected a csv-table without the option file',
  ],
  ['no rows', '.. list-table:: A\n   :header-rows: 1\n', ':8: expected rows in the table'],
  [
    'rows of other lengths',
    '.. list-table::\n\n   * - a\n     - b\n   * - c\n',
    ':12: expected a row of 2 cells',
  ],
  ['text that is no row', '.. list-table::\n\n   a\n', ':10: expected a row "* - cell"'],
  ['a cell that does not end', '.. csv-table::\n\n   "a, b\n', ':10: expected the closing quotes'],
  ['text after a cell', '.. csv-table::\n\n   "a" b\n', ':10: expected a comma'],
  [
    'a number in words',
    '.. list-table::\n   :header-rows: one\n\n   * - a\n',
    ':9: expected a number of rows',
  ],
];
test.each(refused)('%s is an error that names the line', async (_name, text, message) => {
  expect((await refusal(operationsIn(page(text)))).message).toContain(`page.rst${message}`);
});

test('a grid table in a block quote is a table', async () => {
  const { parameters } = await operationOf('The attributes of a loan:', indented(attributes));
  expect(parameters.map(({ name, required }) => [name, required])).toEqual([
    ['thing', true],
    ['thing.colour', undefined],
  ]);
});

test('one cell with several codes is a row for each', async () => {
  const { codes } = await operationOf(
    'The response codes:',
    grid(['Code', 'Name'], ['200 203', 'Good'], ['400, 404', 'Bad'], ['500/503 and 501', 'Worse']),
  );
  expect(codes.map(({ code: number, name }) => `${number} ${name}`)).toEqual([
    '200 Good',
    '203 Good',
    '400 Bad',
    '404 Bad',
    '500 Worse',
    '503 Worse',
    '501 Worse',
  ]);
});

test('attributes say what has them, and whether they are required', async () => {
  const { parameters, notes } = await operationOf(
    'Required and optional attributes of a loan:',
    grid(
      ['Applies To', 'Name', 'Required', 'Colour'],
      ['Loan', 'thing', 'Yes', 'red'],
      ['Loan', '(box) width / depth', 'No', ''],
      ['Reader', 'name', 'Yes (if there is a card)', ''],
    ),
  );
  expect(
    parameters.map(({ within, name, required, otherRequired }) => [within, name, required, otherRequired]),
  ).toEqual([
    ['Loan', 'thing', true, undefined],
    ['Loan', 'box.width', false, undefined],
    ['Loan', 'box.depth', false, undefined],
    ['Reader', 'name', undefined, 'Yes (if there is a card)'],
  ]);
  expect(notes.map(({ what }) => what)).toEqual(['the column "Colour", not read']);
});

test('a table of lengths limits members, and is no parameter', async () => {
  const { parameters, lengths, notes } = await operationOf(
    'Length restrictions for the name parameter:',
    grid(
      ['Restriction', 'Value'],
      ['Reader name maximum length', '16'],
      ['Password maximum length', 'unlimited (any)'],
      ['Loans of a reader', '5'],
    ),
  );
  expect(parameters).toEqual([]);
  expect(lengths.map(({ name, maxLength }) => [name, maxLength])).toEqual([['Reader name', 16]]);
  expect(notes).toEqual([
    { place: { file: 'page.rst', line: 17 }, what: 'a limit that is not a length, not read' },
  ]);
});

test('a table of characters is of unknown purpose, whatever it calls the attributes', async () => {
  const { otherTables, parameters } = await operationOf(
    'Characters that attributes may have:',
    grid(['Character'], ['Letters']),
  );
  expect([otherTables.length, parameters.length]).toEqual([1, 0]);
});
