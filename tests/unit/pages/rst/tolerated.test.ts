/** What pages have wrong: it is read, and each place is noted. */
import { only } from '../../../support/apis.ts';
import { code, pageOf } from '../../../support/pages/form.ts';
import { operationsIn } from '../../../support/pages/pages.ts';

const head = pageOf('Lend\n~~~~', code('POST /loans'));
const request = (...lines: readonly string[]) =>
  pageOf(head, 'Request\n-------', '**Example: JSON request**', code(...lines));

interface Row {
  readonly name: string;
  readonly lines: readonly string[];
  readonly target?: string;
  readonly headers?: readonly string[];
  readonly body: unknown;
  /** `line: what` */
  readonly notes: readonly string[];
}

const start = 'POST /loans HTTP/1.1';
const rows: readonly Row[] = [
  {
    name: 'a no-break space in a body',
    lines: [start, '', '{', '\u00a0 "thing": {\u00a0}\u00a0', '}'],
    body: { thing: {} },
    notes: ['19: U+00A0, read as a space'],
  },
  {
    name: 'an invisible character',
    lines: [start, '', '{\u200b"thing": 1}'],
    body: { thing: 1 },
    notes: ['18: the invisible U+200B, ignored'],
  },
  {
    name: 'typographic quotes, in pairs and mixed',
    lines: [start, '', '{"a": “b", “c”: “d”}'],
    body: { a: 'b', c: 'd' },
    notes: ['18: typographic quotes', '18: typographic quotes', '18: typographic quotes'],
  },
  {
    name: 'typographic quotes inside a string',
    lines: [start, '', '{"a": "the “b”"}'],
    body: { a: 'the “b”' },
    notes: [],
  },
  {
    name: 'typographic quotes around a header',
    lines: [start, 'Content-Length: ‘12’', '', '{"a": "b"}'],
    headers: ['Content-Length: 12'],
    body: { a: 'b' },
    notes: ['17: typographic quotes around a value'],
  },
  {
    name: 'apostrophes around the body, as in a shell',
    lines: [start, 'X-Card: c', `'{"thing": "book"}'`],
    headers: ['X-Card: c'],
    body: { thing: 'book' },
    notes: ['18: no empty line before the body', '18: apostrophes around the body'],
  },
  {
    name: 'no brace at the start',
    lines: [start, '', '  "things": [', '    1', '  ]', '}'],
    body: { things: [1] },
    notes: ['18: no { before the first member'],
  },
  {
    name: 'a path without its slash, and two spaces',
    lines: ['POST  v1/loans HTTP/1.1', 'X-Card: c', '{}'],
    target: '/v1/loans',
    headers: ['X-Card: c'],
    body: {},
    notes: ['16: a path without a slash before it', '18: no empty line before the body'],
  },
  {
    name: 'empty lines between header fields',
    lines: [start, '', 'X-Card: c', '', 'X-Desk: 1', '', '{}'],
    headers: ['X-Card: c', 'X-Desk: 1'],
    body: {},
    notes: ['18: an empty line between header fields', '20: an empty line between header fields'],
  },
  {
    name: 'a body in another format',
    lines: [start, '', '<loan/>'],
    body: undefined,
    notes: ['18: a body that is not JSON'],
  },
];

test.each(rows)('$name', async ({ lines, target = '/loans', headers, body, notes }) => {
  const page = only(await operationsIn(request(...lines)));
  const example = only(page.requests);
  expect(example.start).toEqual({ kind: 'request', method: 'POST', target });
  expect(example.body?.value).toEqual(body);
  if (headers) expect(example.headers.map(({ name, value }) => `${name}: ${value}`)).toEqual(headers);
  const found = [...page.notes, ...example.faults].map(({ place, what }) => `${place.line}: ${what}`);
  expect(found).toEqual(notes);
  expect(page.otherCode).toEqual([]);
});

test('a second request among the header fields is a request by itself', async () => {
  const lines = ['GET /loans?late=true HTTP/1.1', 'X-Card: a', 'GET /loans HTTP/1.1', 'X-Card: b', '', '{}'];
  const { requests } = only(await operationsIn(request(...lines)));
  expect(
    requests.map(({ start: { kind }, headers, body }) => [kind, headers[0]?.value, body?.value]),
  ).toEqual([
    ['request', 'a', undefined],
    ['request', 'b', {}],
  ]);
  expect(requests[1]?.faults).toEqual([
    {
      place: { file: 'page.rst', line: 18 },
      what: 'another message among the header fields of the one before',
    },
  ]);
});

test('tables and code inside an item or a note are noted', async () => {
  const inside = [
    '.. note::',
    '',
    '   Mind:',
    '',
    '   .. code::',
    '',
    '      a',
    '',
    '- one',
    '',
    '  +---+',
    '  | a |',
    '  +---+',
  ];
  const page = only(await operationsIn(pageOf(head, inside.join('\n'))));
  expect(page.notes.map(({ place, what }) => `${place.line}: ${what}`)).toEqual([
    '13: the directive code inside an item or a note, read as text only',
    '19: a table inside an item or a note, read as text only',
  ]);
});

test('a page says where it takes no body', async () => {
  const page = only(await operationsIn(pageOf(head, 'This operation does not accept a request body.')));
  expect(page.noBodyPlace).toMatchObject({ line: 9 });
});
