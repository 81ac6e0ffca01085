import type { CitationData } from '../../../../src/pages/drift/citation-data.ts';
import { checked, loanStatements, pageText } from '../../../support/pages/pages.ts';

let page: string;
let statements: CitationData;

beforeAll(async () => {
  page = await pageText('renew-loan.rst');
  statements = await loanStatements();
});

test('the unedited page agrees with the document and with every citation', async () => {
  const { findings, requirements, operations } = await checked(page, statements);
  expect(findings).toEqual([]);
  expect(operations).toMatchObject([{ codes: 9, parameters: 5, examples: 2 }]);
  const verdicts = Object.values(requirements).map(({ verdict }) => verdict);
  expect(verdicts.filter((verdict) => verdict === 'holds')).toHaveLength(31);
});

test('a requirement whose page was not given is not checked', async () => {
  const { requirements } = await checked(page, statements);
  expect(requirements['OPENING-HOURS']).toEqual({ verdict: 'not-checked', page: 'rules' });
});

/** What replaces what on the page. */
type Edit = (text: string) => string;

const replacing =
  (old: string, replacement: string): Edit =>
  (text) => {
    if (!text.includes(old)) throw new Error(`The page has no ${JSON.stringify(old)}.`);
    return text.replace(old, replacement);
  };

const both =
  (...edits: readonly Edit[]): Edit =>
  (text) =>
    edits.reduce((all, edit) => edit(all), text);

const row409 = `
|409             |Conflict              |It is lent to two people.  |
+----------------+----------------------+---------------------------+`;
const row413 = `
|413             |Over Limit            |Too many renewals today.   |
+----------------+----------------------+---------------------------+`;
const notify = `|notify          |Boolean *(Optional)*  |Whether to write to the    |`;

/** An edit, and all that it is reported as: with a text of the line, and the requirement or the end of the pointer. */
type Row = readonly [
  name: string,
  edit: Edit,
  findings: readonly (readonly [kind: string, on: string, of?: string])[],
];

const edits: readonly Row[] = [
  [
    'a code is added',
    replacing(row413, row413 + row409),
    [
      ['code-not-in-document', '|409 '],
      ['uncited', '|409 '],
    ],
  ],
  [
    'a code is removed',
    replacing(row413, ''),
    [
      ['code-not-on-page', '+------', '/responses/413'],
      ['citation-lost', '+------', 'LIMIT'],
    ],
  ],
  [
    'a code is renamed',
    replacing('|Not Found  ', '|Not There  '),
    [
      ['code-renamed', '|404 ', '/responses/404'],
      ['citation-changed', '|404 ', 'UNKNOWN-LOAN'],
    ],
  ],
  [
    'a code becomes another',
    replacing('|404 ', '|410 '),
    [
      ['code-not-on-page', '+------', '/responses/404'],
      ['code-not-in-document', '|410 '],
      ['uncited', '|410 '],
      ['citation-lost', '+------', 'UNKNOWN-LOAN'],
    ],
  ],
  [
    'the path changes',
    replacing('/{loanId}/renewal\n', '/{loanId}/renewals\n'),
    [
      ['path-changed', 'POST /branches/{', '/post'],
      ['citation-changed', 'POST /branches/{', 'RENEW'],
    ],
  ],
  [
    'the method changes',
    replacing('POST /branches/{', 'PUT /branches/{'),
    [
      ['method-changed', 'PUT /branches/{', '/post'],
      ['citation-changed', 'PUT /branches/{', 'RENEW'],
    ],
  ],
  [
    'a path parameter is renamed',
    replacing('|{branch} ', '|{office} '),
    [
      ['parameter-not-in-document', '|{office} '],
      ['uncited', '|{office} '],
      ['citation-lost', 'In the path +2', 'PATH-BRANCH'],
    ],
  ],
  [
    'a parameter gets another type',
    replacing('|{loanId}        |Integer', '|{loanId}        |Boolean'),
    [
      ['parameter-type', '|{loanId} ', '/parameters/1'],
      ['citation-changed', '|{loanId} ', 'PATH-LOAN'],
    ],
  ],
  [
    'a query parameter is renamed',
    replacing(notify, notify.replace('notify', 'inform')),
    [
      ['parameter-not-in-document', '|inform '],
      ['parameter-not-on-page', '|inform ', '/post/parameters/0'],
      ['uncited', '|inform '],
      ['citation-lost', 'Behind the path +2', 'NOTIFY'],
    ],
  ],
  [
    'a parameter becomes required',
    replacing('*(Optional)*', '*(Required)*'),
    [
      ['parameter-required', '|notify ', '/post/parameters/0'],
      ['citation-changed', '|notify ', 'NOTIFY'],
    ],
  ],
  [
    'a member of the body gets another type',
    replacing('|**weeks**       |Integer', '|**weeks**       |String '),
    [
      ['parameter-type', '|**weeks**', '/renewal/properties/weeks'],
      ['citation-changed', '|**weeks**', 'WEEKS'],
    ],
  ],
  [
    'an item is added to the list of examples',
    replacing('-  Audio 3/3.5 to Audio 4\n', '-  Audio 3/3.5 to Audio 4\n\n-  Paper 7 to Paper 8\n'),
    [
      ['listed-without-example', '-  Paper 7'],
      ['uncited', '-  Paper 7'],
    ],
  ],
  [
    'an item goes from the list',
    replacing('-  Paper 1 to Paper 2\n\n', ''),
    [
      ['example-not-listed', '-  Paper 2', '/examples/paper-1-to-paper-2'],
      ['citation-changed', '-  Paper 2', 'KIND-PAPER-1'],
      ['citation-moved', '-  Paper 2', 'KIND-PAPER-2'],
      ['citation-moved', '-  Paper 2', 'KIND-PAPER-2-AUDIO'],
      ['citation-moved', '-  Audio 3', 'KIND-AUDIO'],
    ],
  ],
  [
    'an alternative of an item changes',
    replacing('Paper 3 and Audio 4', 'Paper 3 and Audio 5'),
    [
      ['listed-without-example', '-  Paper 2'],
      ['example-not-listed', '-  Paper 1', '/examples/paper-2-to-audio-4'],
      ['citation-changed', '-  Paper 2', 'KIND-PAPER-2'],
      ['citation-changed', '-  Paper 2', 'KIND-PAPER-2-AUDIO'],
    ],
  ],
  [
    'the list is written another way',
    replacing('-  Paper 1 to Paper 2\n\n-  Paper 2', '* Paper 1 to\n  Paper 2\n* Paper 2'),
    [],
  ],
  [
    'the example request does not fit the schema',
    replacing('"weeks": 2', '"weeks": "two"'),
    [
      ['example-not-in-document', '{', '/post/requestBody'],
      ['example-schema', '"weeks"', '/requestBody/content/application~1json/schema'],
      ['citation-changed', '"renewal"', 'REQUEST'],
    ],
  ],
  [
    'the example request is another one',
    replacing('"weeks": 2', '"weeks": 4'),
    [
      ['example-not-in-document', '{', '/post/requestBody'],
      ['citation-changed', '"renewal"', 'REQUEST'],
    ],
  ],
  [
    'the example request leaves its credential out',
    replacing('   X-Card: c-17\n', ''),
    [
      ['header-not-on-page', 'POST /branches/n', '/components/securitySchemes/card'],
      ['citation-lost', 'POST /branches/n', 'CARD-HEADER'],
    ],
  ],
  [
    'a header field of the example is renamed',
    replacing('X-Card', 'X-Ticket'),
    [
      ['header-not-on-page', 'POST /branches/n', '/components/securitySchemes/card'],
      ['header-not-in-document', 'X-Ticket'],
      ['uncited', 'X-Ticket'],
      ['citation-lost', 'POST /branches/n', 'CARD-HEADER'],
    ],
  ],
  [
    'the example request goes to another path',
    replacing('/loans/17/renewal HTTP', '/loans/17/return HTTP'),
    [['example-path', 'POST /branches/n', '/post']],
  ],
  [
    'the example request is in another format',
    replacing('X-Card: c-17\n   Content-Type: application/json', 'X-Card: c-17\n   Content-Type: text/yaml'),
    [['example-media-type', 'Content-Type: text/yaml', '/post/requestBody']],
  ],
  [
    'the example answer lacks a member',
    replacing('           "due": "2031-05-01T10:00:00Z",\n', ''),
    [
      ['example-schema', '"loan"', '/responses/200/content/application~1json/schema'],
      ['citation-changed', '"loan"', 'LOAN'],
      ['citation-lost', 'HTTP/1.1 200', 'LOAN-DUE'],
    ],
  ],
  [
    'the example answer has one more member',
    replacing('"id": 17,\n', '"id": 17,\n           "shelf": "A",\n'),
    [
      ['uncited', '"shelf"'],
      ['citation-changed', '"loan"', 'LOAN'],
    ],
  ],
  [
    'the example answer has another code',
    replacing('HTTP/1.1 200 OK', 'HTTP/1.1 202 OK'),
    [['example-code', 'HTTP/1.1 202']],
  ],
  [
    'the example answer is gone',
    (text) => text.slice(0, text.indexOf('Response\n---')),
    [
      ['example-missing', 'POST /branches/{', '/post'],
      ...['DESK', 'LOAN', 'LOAN-ID', 'LOAN-DUE', 'LOAN-SLIP', 'LOAN-REMARKS'].map(
        (id) => ['citation-lost', 'POST /branches/{', id] as const,
      ),
      // Its title, its heading, its start line and its media type.
      ...Array.from({ length: 4 }, () => ['not-normative-lost', 'POST /branches/{'] as const),
    ],
  ],
  [
    'a cited sentence of a table changes',
    replacing('The card is not valid', 'The card is stolen   '),
    [['citation-changed', '|401 ', 'CARD']],
  ],
  [
    'a cited sentence of the text changes',
    replacing('counts from the old one', 'counts from today'),
    [['citation-changed', 'The new due date', 'DUE-FROM-OLD']],
  ],
  [
    'a sentence is added',
    replacing('A loan can change its kind', 'Only an adult may renew.\n\nA loan can change its kind'),
    [
      ['citation-moved', 'The new due date', 'DUE-FROM-OLD'],
      ['citation-moved', 'A loan that somebody', 'NOT-WAITED-FOR'],
      ['uncited', 'Only an adult'],
    ],
  ],
  [
    'the list has lost what leads in to it',
    replacing('A loan can change its kind when it is renewed:\n\n', ''),
    [
      ['list-not-on-page', 'POST /branches/{', '/requestBody'],
      ...['KINDS', 'KIND-PAPER-1', 'KIND-PAPER-2', 'KIND-PAPER-2-AUDIO', 'KIND-AUDIO'].map(
        (id) => ['citation-lost', 'POST /branches/{', id] as const,
      ),
      ['uncited', 'Lets a borrower'],
      ['uncited', '-  Paper 1'],
      ['uncited', '-  Paper 2'],
      ['uncited', '-  Audio 3'],
      // What stands before the list is now taken for what leads in to it.
      ['citation-moved', 'The new due date', 'DUE-FROM-OLD'],
      ['citation-moved', 'A loan that somebody', 'NOT-WAITED-FOR'],
    ],
  ],
  [
    'cells are wrapped another way, and columns are wider',
    both(
      replacing(
        '|The loan has a new due     |\n|                |                      |date.                      |',
        '|The loan  has a            |\n|                |                      |new due date.              |',
      ),
      (text) =>
        text
          .replaceAll('+----------------+---', '+-------------------+---')
          .replaceAll('+================+', '+===================+')
          .replaceAll(/^(\|.{16})\|/gm, '$1   |'),
    ),
    [],
  ],
  [
    'the target of the page is renamed',
    replacing('.. _post-renew-loan:', '.. _renew-a-loan:'),
    [['anchor-lost', 'Renew a loan', '/post']],
  ],
  [
    'the target of the page is gone',
    replacing('.. _post-renew-loan:\n\n', ''),
    [['anchor-lost', 'Renew a loan', '/post']],
  ],
  [
    'the codes are led in to by other words',
    replacing('What the desk says, by response codes:', 'Only in winter, by response codes:'),
    [['citation-changed', 'Only in winter', 'CODES']],
  ],
  [
    'what leads in to the list says the contrary',
    replacing('A loan can change', 'No loan can change'),
    [['citation-changed', 'No loan', 'KINDS']],
  ],
  [
    'an example gets a lead-in',
    replacing('JSON request**\n', 'JSON request**\n\nOnly in winter:\n'),
    [['uncited', 'Only in winter']],
  ],
  [
    'a sentence stands before code that is no message',
    replacing('Response\n---', 'Only in winter:\n\n.. code::\n\n   curl\n\nResponse\n---'),
    [
      ['uncited', 'Only in winter'],
      ['code-not-compared', 'curl'],
    ],
  ],
  [
    'a member of an example is there twice',
    replacing('"id": 17,\n', '"id": "none",\n           "id": 17,\n'),
    [['example-fault', '"id": 17']],
  ],
  [
    'a section gets another title',
    replacing('Request\n-------', 'Request from 2032 on\n--------------------'),
    [
      ['not-normative-lost', 'POST /branches/n'],
      ['uncited', 'Request from 2032 on'],
    ],
  ],
  [
    'the parameters are led in to by words that tell nothing',
    replacing('In the path, as URI parameters:', 'Fill these in:'),
    [
      ['table-not-compared', 'Fill these in: +2', '/post'],
      ['citation-lost', 'POST /branches/{', 'PATH-BRANCH'],
      ['citation-lost', 'POST /branches/{', 'PATH-LOAN'],
      ['not-normative-lost', 'POST /branches/{'],
      ['not-normative-lost', 'POST /branches/{'],
      ['uncited', 'Fill these in:', '/post'],
      ['uncited', 'Fill these in: +3', '/post'],
      ['uncited', '|{branch} ', '/post'],
      ['uncited', '|{loanId} ', '/post'],
    ],
  ],
  [
    'members of the examples stand in another order',
    replacing(
      '           "weeks": 2,\n           "kind": "paper-2"\n',
      '           "kind": "paper-2",\n           "weeks": 2\n',
    ),
    [],
  ],
  [
    'a table of header fields has the credential, and one of HTTP',
    replacing(
      '**Example Renew a loan: JSON request**',
      [
        'These are the header parameters:\n',
        '+--------------+---------+',
        '| Name         | Type    |',
        '+==============+=========+',
        '| x-card       | String  |',
        '+--------------+---------+',
        '| Content-Type | String  |',
        '+--------------+---------+',
        '\n**Example Renew a loan: JSON request**',
      ].join('\n'),
    ),
    [
      ['uncited', 'These are the header'],
      ['uncited', '| Name '],
      ['uncited', '| x-card'],
      ['uncited', '| Content-Type'],
    ],
  ],
  ['an example is indented by tabs', (text) => text.replaceAll(/^ {3}(?=\S)/gm, '\t'), []],
  ['line ends are those of Windows', (text) => text.replaceAll('\n', '\r\n'), []],
];

/** The number of the first line that begins with a text; with `+2` behind it, of the second line after that. */
function lineOf(text: string, on: string): number {
  const [, start = on, more = '0'] = /^(.*) \+(\d)$/.exec(on) ?? [];
  const index = text.split('\n').findIndex((line) => line.trim().startsWith(start));
  return index < 0 ? 0 : index + 1 + Number(more);
}

test.each(edits)('%s', async (_name, edit, expected) => {
  const edited = edit(page);
  expect(edited).not.toBe(page);
  const { findings } = await checked(edited, statements);
  // Lines of what is included are counted in its own file.
  const notes = await pageText('renewal-notes.rst');
  const found = findings.map(({ kind, place, pointer, requirement }) => ({
    kind,
    line: place.line,
    of: requirement ?? pointer,
  }));
  const wanted = expected.map(([kind, on, of]) => ({
    kind,
    line: lineOf(edited, on) || lineOf(notes, on),
    of: of === undefined ? undefined : of.startsWith('/') ? expect.stringMatching(new RegExp(`${of}$`)) : of,
  }));
  expect(found).toHaveLength(wanted.length);
  for (const { pointer } of findings) expect(pointer).toMatch(/^\//);
  for (const one of wanted) {
    const { of, ...rest } = one;
    expect(found).toContainEqual(of === undefined ? expect.objectContaining(rest) : one);
  }
});

test('findings are in the order of the lines', async () => {
  const edited = both(replacing('|Not Found  ', '|Not There  '), replacing('"weeks": 2', '"weeks": 4'))(page);
  const lines = (await checked(edited, statements)).findings.map(({ place }) => place.line);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
});
