import { only } from '../../../support/apis.ts';
import { operationsIn, pageText } from '../../../support/pages/pages.ts';
import { refusal } from '../../cli/support.ts';

const head = 'Lend\n~~~~\n\n.. code::\n\n   POST /loans\n\n';
const example = (kind: string, ...lines: readonly string[]) =>
  `${head}${kind}\n${'-'.repeat(kind.length)}\n\n.. code::\n\n${lines.map((line) => `   ${line}\n`).join('')}`;

test('an operation is its section and those inside it', async () => {
  const text = `${head}One\n---\n\ntext\n\nReturn\n~~~~~~\n\n.. code::\n\n   DELETE /loans/{id}\n\nEnd\n~~~\n\nThe end.\n`;
  const operations = await operationsIn(text);
  expect(
    operations.map(({ title, method, path, place, sections }) => [
      title,
      method,
      path,
      place.line,
      sections.length,
    ]),
  ).toEqual([
    ['Lend', 'POST', '/loans', 6, 2],
    ['Return', 'DELETE', '/loans/{id}', 18, 1],
  ]);
});

test('a page in the form of the reference is read completely', async () => {
  const page = only(await operationsIn(await pageText('renew-loan.rst')));
  expect(page).toMatchObject({
    title: 'Renew a loan',
    anchors: ['post-renew-loan'],
    method: 'POST',
    otherTables: [],
    otherCode: [],
    otherSections: [],
  });
  expect(page.codes.map(({ code, name }) => `${code} ${name}`)).toEqual([
    '200 OK',
    '400 Bad Request',
    '401 Unauthorized',
    '404 Not Found',
    '405 badMethod',
    '413 Over Limit',
    '415 badMediaType',
    '501 notImplemented',
    '503 Service Unavailable',
  ]);
  expect(page.parameters.map(({ kind, name, type, required }) => [kind, name, type, required])).toEqual([
    ['path', 'branch', 'String', undefined],
    ['path', 'loanId', 'Integer', undefined],
    ['query', 'notify', 'Boolean', false],
    ['body', 'weeks', 'Integer', undefined],
    ['body', 'kind', 'String', undefined],
  ]);
  expect(page.requests).toMatchObject([
    {
      label: 'Example Renew a loan: JSON request',
      start: { kind: 'request', target: '/branches/north/loans/17/renewal' },
    },
  ]);
  expect(page.responses).toMatchObject([{ start: { kind: 'response', status: 200 } }]);
});

describe('examples with small syntax errors', () => {
  const rows: readonly (readonly [
    name: string,
    lines: readonly string[],
    value: unknown,
    faults: readonly string[],
  ])[] = [
    [
      'none',
      ['HTTP/1.1 200 OK', 'A: b', '', '{"a": [1, -2.5e3, true, false, null, "\\u00e9"]}'],
      { a: [1, -2500, true, false, null, 'é'] },
      [],
    ],
    [
      'no empty line before the body',
      ['HTTP/1.1 400 None', 'A: b', '{"a": 1}'],
      { a: 1 },
      ['no empty line before the body'],
    ],
    [
      'a comma before the end',
      ['HTTP/1.1 200', '', '{"a": [1, 2,],}'],
      { a: [1, 2] },
      ['a comma before ]', 'a comma before }'],
    ],
    ['two commas', ['{"a": 1,, "b": 2}'], { a: 1, b: 2 }, ['a superfluous comma']],
    [
      'no comma at the end of a line',
      ['{"a": 1', ' "b": 2}'],
      { a: 1, b: 2 },
      ['no comma after the line before'],
    ],
    ['a member twice', ['{"a": 1, "a": 2}'], { a: 2 }, ['the member "a" twice']],
    ['dots', ['{"a": [1, ...], ...}'], { a: [1] }, []],
    ['dots on lines of their own', ['{', '  "a": 1,', '  ...', '}'], { a: 1 }, []],
    ['no start line', ['[]'], [], []],
    ['a comma after all', ['{},'], {}, ['a comma after the end']],
    [
      'a name that objects have anyway',
      ['{"__proto__": {"a": 1}}'],
      JSON.parse('{"__proto__": {"a": 1}}'),
      [],
    ],
  ];

  test.each(rows)('%s', async (_name, lines, value, faults) => {
    const { responses } = only(await operationsIn(example('Response', ...lines)));
    const { body, faults: found } = only(responses);
    expect(body?.value).toEqual(value);
    expect(found.map(({ what }) => what)).toEqual(faults);
  });

  test('each value has its line, and an ellipsis its object', async () => {
    const lines = [
      'HTTP/1.1 200 OK',
      '',
      '{',
      '  "a": {',
      '    "b/c": [',
      '      1',
      '    ], ...',
      '  }',
      '}',
    ];
    const { body } = only(only(await operationsIn(example('Response', ...lines))).responses);
    expect([...(body?.places ?? [])].map(([pointer, { line }]) => [pointer, line])).toEqual([
      ['', 15],
      ['/a', 16],
      ['/a/b~1c', 17],
      ['/a/b~1c/0', 18],
    ]);
    expect([...(body?.elided ?? [])]).toEqual(['/a']);
  });

  test('code that is not a message is left alone', async () => {
    const page = only(await operationsIn(example('Request', 'curl -X POST https://library.example/loans')));
    expect([...page.requests, ...page.responses]).toEqual([]);
  });

  const unreadable: readonly (readonly [
    name: string,
    lines: readonly string[],
    line: number,
    expected: string,
  ])[] = [
    ['a status line without status', ['HTTP/1.1 OK'], 13, 'a status line'],
    ['a header field without colon', ['HTTP/1.1 200 OK', 'Header'], 14, 'a header field "Name: value"'],
    ['an object that does not end', ['{', '"a": 1'], 14, '} before the end'],
    ['a name without quotes', ['{', 'a: 1}'], 14, 'a member name in double quotes'],
    ['no colon', ['{"a" 1}'], 13, 'a colon after the name'],
    ['no comma within a line', ['{"a": 1 "b": 2}'], 13, 'a comma or }'],
    ['a string over lines', ['{"a": "one', 'two"}'], 13, 'the closing quotes'],
    ['a wrong escape', ['{"a": "\\x"}'], 13, 'a string without control characters and unknown escapes'],
    ['a word', ['{"a": yes}'], 13, 'a JSON value'],
    ['a number of another kind', ['{"a": 1-2}'], 13, 'a JSON value'],
    ['text after the end', ['{}', 'more'], 14, 'nothing after the end'],
    ['depths', ['['.repeat(50) + ']'.repeat(50)], 13, 'at most 32 levels'],
  ];

  test.each(unreadable)('%s is an error that names the line', async (_name, lines, line, expected) => {
    const error = await refusal(operationsIn(example('Response', ...lines)));
    expect(error.message).toMatch(`page.rst:${line}: expected ${expected}`);
  });
});

describe('tables', () => {
  const table = (caption: string, ...rows: readonly (readonly [string, string])[]) => {
    const rule = `+${'-'.repeat(20)}+${'-'.repeat(30)}+`;
    const line = ([a, b]: readonly [string, string]) => `|${a.padEnd(20)}|${b.padEnd(30)}|`;
    const [header, ...others] = rows;
    if (!header) throw new Error('no header');
    return [
      `${head}${caption}`,
      '',
      rule,
      line(header),
      rule.replaceAll('-', '='),
      ...others.flatMap((row) => [line(row), rule]),
      '',
    ].join('\n');
  };

  test('an invalid status code is an error', async () => {
    const error = await refusal(
      operationsIn(table('Response codes:', ['Response Code', 'Name'], ['many', 'x'])),
    );
    expect(error.message).toBe('page.rst:13: expected a status code, found "many".');
  });

  test('a parameter without a name is an error', async () => {
    const error = await refusal(operationsIn(table('URI parameters:', ['Name', 'Type'], ['', 'String'])));
    expect(error.message).toContain('page.rst:13: expected the name of a parameter');
  });

  test('a table of unknown kind is kept apart', async () => {
    const page = only(await operationsIn(table('Opening hours:', ['Day', 'Hours'], ['Monday', '9 to 5'])));
    expect(page.otherTables).toHaveLength(1);
    expect(page.parameters).toEqual([]);
  });
});
