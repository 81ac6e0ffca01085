/** What the document has and the page of the operation has not, for a reason that the document states. */
import { checkPages } from '../../../../src/pages/drift/check.ts';
import { code, gridTable, pageOf } from '../../../support/pages/form.ts';
import { operationsIn } from '../../../support/pages/pages.ts';

const reason = 'Another page has it.';
const noReason = { 'x-not-on-page': undefined };
const stated = { 'x-not-on-page': reason };

const page = pageOf(
  'Renew a loan\n============',
  code('PUT /loans'),
  'The response codes:',
  gridTable(['Response Code', 'Name', 'Description'], [['200', 'Renewed', 'It has a new date.']]),
  'Request\n-------',
  'The query parameters:',
  gridTable(['Name', 'Type', 'Description'], [['notify', 'String', 'Whom to write to.']]),
  'The body attributes:',
  gridTable(['Name', 'Type', 'Description'], [['weeks', 'Integer', 'How long.']]),
  '**Example: JSON request**',
  code('PUT /loans HTTP/1.1', 'Content-Type: application/json', '', '{"weeks": 2}'),
);

const document = (not: object) => ({
  paths: {
    '/loans': {
      put: {
        parameters: [
          { name: 'notify', in: 'query', schema: { type: 'string' } },
          { name: 'desk', in: 'query', schema: { type: 'string' }, ...not },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { weeks: { type: 'integer' }, kind: { type: 'string', ...not } },
              },
              examples: { three: { value: { weeks: 3 }, ...not } },
            },
          },
        },
        responses: { 200: { 'x-name': 'Renewed' }, 202: { 'x-name': 'Accepted', ...not } },
      },
    },
  },
});

const kinds = async (text: string, not: object) =>
  checkPages(await operationsIn(text), document(not), { requirements: {}, sources: {} })
    .findings.map(({ kind }) => kind)
    .sort();

test('is drift without a reason, and none with one', async () => {
  expect(await kinds(page, noReason)).toEqual([
    'code-not-on-page',
    'example-not-in-document',
    'parameter-not-on-page',
    'parameter-not-on-page',
  ]);
  expect(await kinds(page, stated)).toEqual([]);
});

test.each([
  ['a parameter', '|notify ', '|desk   ', ['now-on-page', 'parameter-not-on-page']],
  ['a property', '|weeks ', '|kind  ', ['now-on-page']],
  ['an example', '"weeks": 2', '"weeks": 3', ['now-on-page']],
  ['a code', '|200 ', '|202 ', ['code-not-on-page', 'now-on-page']],
])('is drift when a page has it now: %s', async (_what, old, replacement, expected) => {
  expect(page).toContain(old);
  expect(await kinds(page.replace(old, replacement), stated)).toEqual(expected);
});

test('hides nothing else: another parameter, type or code is still drift', async () => {
  const edited = page
    .replace('|notify ', '|inform ')
    .replace('|Integer', '|String ')
    .replace('|200 ', '|201 ');
  expect(await kinds(edited, stated)).toEqual([
    'code-not-in-document',
    'code-not-on-page',
    'parameter-not-in-document',
    'parameter-not-on-page',
    'parameter-type',
  ]);
});

test('the message names the reason', async () => {
  const text = page.replace('|200 ', '|202 ');
  const { findings } = checkPages(await operationsIn(text), document(stated), {
    requirements: {},
    sources: {},
  });
  expect(findings.find(({ kind }) => kind === 'now-on-page')?.message).toBe(
    `The page has the response 202, which the document says it has not (x-not-on-page: ${reason}).`,
  );
});
