import { readDocument } from '../../../../src/openapi/document.ts';
import { checkPages } from '../../../../src/pages/drift/check.ts';
import { alternatives } from '../../../../src/pages/drift/compare/listed-examples.ts';
import { driftText } from '../../../../src/pages/drift/report.ts';
import { loanStatements, operationsIn, pagesFolder, pageText, textIn } from '../../../support/pages/pages.ts';

const nothing = { requirements: {}, sources: {} };

async function document(): Promise<unknown> {
  return (await readDocument(`${pagesFolder}/renew-loan.yaml`)).document;
}

describe('items of a list stand for', () => {
  test.each([
    ['Red 1 to Red 2', ['Red 1 to Red 2']],
    ['Red 1  to  Blue 2 and Green 3', ['Red 1 to Blue 2', 'Red 1 to Green 3']],
    ['Red 1/1.5 to Red 2', ['Red 1 to Red 2', 'Red 1.5 to Red 2']],
    ['Red 1 to Red 2, 3 or Blue', ['Red 1 to Red 2', 'Red 1 to Red 3', 'Red 1 to Blue']],
    ['nothing of the kind', ['nothing of the kind']],
  ])('%s', (item, meant) => expect(alternatives(item)).toEqual(meant));
});

test('a page without a target may be the changed page of an operation, so it is reported', async () => {
  const two = (await pageText('renew-loan.rst'))
    .replace('/renewal\n', '/return\n')
    .replaceAll('Renew a', 'Return a');
  const other = 'Lend\n~~~~\n\n.. code::\n\n   POST /loans\n';
  const pages = [...(await operationsIn(two)), ...(await operationsIn(other, 'other.rst'))];
  const { findings, notOnPages, notInDocument } = checkPages(pages, await document(), nothing);
  expect(findings.map(({ kind, place }) => `${kind} ${place.file}:${place.line}`)).toEqual([
    'operation-not-in-document page.rst:8',
    'operation-not-in-document other.rst:6',
  ]);
  expect(notOnPages).toEqual(['/paths/~1branches~1{branch}~1loans~1{loanId}~1renewal/post']);
  expect(notInDocument).toEqual([]);
});

test('pages about something else are named, and are no drift beside a page that is described', async () => {
  const other = (path: string) => `.. _lend${path}:\n\nLend\n~~~~\n\n.. code::\n\n   POST ${path}\n`;
  const pages = [
    ...(await operationsIn(await pageText('renew-loan.rst'))),
    ...(await operationsIn(other('/loans'), 'one.rst')),
    ...(await operationsIn(other('/lendings'), 'two.rst')),
  ];
  const drift = checkPages(pages, await document(), nothing);
  expect(drift.findings).toEqual([]);
  expect(drift.operations.map(({ file }) => file)).toEqual(['page.rst']);
  expect(drift.notInDocument).toEqual([
    { file: 'one.rst', method: 'POST', path: '/loans' },
    { file: 'two.rst', method: 'POST', path: '/lendings' },
  ]);
  expect(driftText(drift, { title: 'Library', version: '1', sha256: '' })).toContain(
    '\n  not checked: 2 pages of operations that the document does not have: one.rst, two.rst\n',
  );
});

test('pages about the same operation are combined', async () => {
  const text = await pageText('renew-loan.rst');
  const pages = [...(await operationsIn(text)), ...(await operationsIn(text, 'again.rst'))];
  expect(checkPages(pages, await document(), nothing).findings).toEqual([]);
});

test('a target on two pages is drift: only one of them is followed', async () => {
  const text = await pageText('renew-loan.rst');
  const pages = [...(await operationsIn(text)), ...(await operationsIn(text, 'again.rst'))];
  const { findings } = checkPages(pages, await document(), await loanStatements());
  expect(findings.map(({ kind, place, message }) => [kind, place, message])).toEqual([
    [
      'anchor-twice',
      { file: 'again.rst', line: 3 },
      'The target post-renew-loan is already at page.rst:8: citations of loans are followed there, not here.',
    ],
  ]);
});

test('parts that are not compared are notes, each with its line', async () => {
  const text = await pageText('renew-loan.rst');
  const code = '.. code::\n\n   curl https://library.example\n\n';
  const pages = await operationsIn(
    `Before.\n\n${text.replace('Response\n---', `${code}Response\n---`)}\nAfter\n~~~~~\n\nMore.\n\nEmpty\n~~~~~\n`,
  );
  const { findings } = checkPages(pages, await document(), nothing);
  expect(findings.map(({ kind, severity, place }) => [kind, severity, place.line])).toEqual([
    ['section-not-compared', 'note', 1],
    ['code-not-compared', 'note', 109],
    ['section-not-compared', 'note', 134],
  ]);
});

test('what a document or an example leaves open is a note, not drift', async () => {
  const text = (await pageText('renew-loan.rst'))
    .replace('"remarks": []', '...')
    .replace('           "due": "2031-05-01T10:00:00Z",\n', '')
    .replace('|{branch}        |String', '|{branch}        |Text  ')
    .replace('"kind": "paper-2"\n', '"kind": "paper-2",\n');
  const { findings } = checkPages(await operationsIn(text), await document(), nothing);
  expect(findings.map(({ kind, severity }) => [kind, severity])).toEqual([
    ['type-unknown', 'note'],
    ['example-fault', 'note'],
  ]);
});

test('a page need not show an answer without a body', async () => {
  const pages = await operationsIn('Return\n~~~~~~\n\n.. code::\n\n   DELETE /loans\n');
  const paths = (response: object) => ({ paths: { '/loans': { delete: { responses: { 200: response } } } } });
  const kinds = (response: object) =>
    checkPages(pages, paths(response), nothing).findings.map(({ kind }) => kind);
  expect(kinds({})).toEqual(['code-not-on-page']);
  expect(kinds({ content: { 'application/json': { schema: {} } } })).toEqual([
    'code-not-on-page',
    'example-missing',
  ]);
});

test('a page without an operation is known by a target, and only its citations are followed', async () => {
  const page = (limit: string) =>
    `.. _limits:\n\nLimits\n======\n\nOf loans:\n\n.. csv-table::\n   :header: Kind, Most\n\n   paper, ${limit}\n\nOther text.\n`;
  const sources = { limits: { anchor: 'limits' } };
  const check = async (text: string, digest: string) => {
    const texts = [await textIn(text)];
    const cited = { LIMIT: { page: 'limits', section: 'Of loans', row: 'paper', digest } };
    return checkPages([], await document(), { requirements: cited, sources, texts });
  };
  const { digest } = (await check(page('5'), 'none')).requirements.LIMIT ?? {};
  expect(await check(page('5'), digest ?? '')).toMatchObject({
    findings: [],
    requirements: { LIMIT: { verdict: 'holds', place: { line: 11 } } },
  });
  expect((await check(page('6'), digest ?? '')).findings).toMatchObject([
    { kind: 'citation-changed', place: { line: 11 } },
  ]);
});
