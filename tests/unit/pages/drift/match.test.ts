/** Which operation of a document a page describes. */
import { checkPages } from '../../../../src/pages/drift/check.ts';
import { code, pageOf } from '../../../support/pages/form.ts';
import { operationsIn } from '../../../support/pages/pages.ts';

const page = (anchor: string | undefined, title: string, method = 'POST', path = '/desk/loans') =>
  pageOf(
    ...(anchor === undefined ? [] : [`.. _${anchor}:`]),
    `${title}\n${'='.repeat(title.length)}`,
    code(`${method} ${path}`),
  );

const operation = (id: string, summary: string, anchor?: string) => ({
  operationId: id,
  summary,
  ...(anchor !== undefined && { 'x-page': anchor }),
  responses: { default: { description: 'Any.' } },
});

const lend = { '/desk/loans': { post: operation('lend', 'Lend a thing') } };
const both = {
  '/desk/loans#lend': { post: operation('lend', 'Lend a thing', 'post-lend') },
  '/desk/loans#renew': { post: operation('renew', 'Renew a loan', 'post-renew') },
};
const sources = { loans: { anchor: 'post-lend', operation: 'lend' } };

interface Row {
  readonly name: string;
  readonly paths: object;
  readonly pages: readonly string[];
  readonly knownBySources?: boolean;
  readonly findings: readonly string[];
  readonly notOnPages: readonly string[];
}

const at = (key: string) => `/paths/${key.replaceAll('/', '~1')}/post`;
const rows: readonly Row[] = [
  {
    name: 'the target decides among operations of one path',
    paths: both,
    pages: [page('post-renew', 'Renew')],
    findings: [],
    notOnPages: [at('/desk/loans#lend')],
  },
  {
    name: 'one foreign page alone is not taken for a changed page of the same path',
    paths: lend,
    knownBySources: true,
    pages: [page('post-return', 'Return a thing')],
    findings: [
      'operation-not-in-document: The document has no operation for the page post-return; its POST /desk/loans is that of post-lend.',
    ],
    notOnPages: [at('/desk/loans')],
  },
  {
    name: 'nor for one of another path',
    paths: lend,
    knownBySources: true,
    pages: [page('post-return', 'Return a thing', 'PUT', '/returns')],
    findings: ['operation-not-in-document: The document has no PUT /returns.'],
    notOnPages: [at('/desk/loans')],
  },
  {
    name: 'a page with the known target has another path now',
    paths: lend,
    knownBySources: true,
    pages: [page('post-lend', 'Lend a thing', 'PUT', '/lending')],
    findings: [
      'method-changed: The page has the method PUT, the document POST.',
      'path-changed: The page has the path /lending, the document /desk/loans.',
    ],
    notOnPages: [],
  },
  {
    name: 'a page without a target is known by method and path',
    paths: lend,
    knownBySources: true,
    pages: [page(undefined, 'Lending')],
    findings: ['anchor-lost'],
    notOnPages: [],
  },
  {
    name: 'a page with a renamed target is known by its title',
    paths: both,
    pages: [page('post-renewal', 'Renew a  loan')],
    findings: [],
    notOnPages: [at('/desk/loans#lend')],
  },
  {
    name: 'a document that knows no targets is compared by method and path',
    paths: lend,
    pages: [page('post-anything', 'Anything')],
    findings: [],
    notOnPages: [],
  },
];

test.each(rows)('$name', async ({ paths, pages, knownBySources, findings, notOnPages }) => {
  const read = (await Promise.all(pages.map((text, index) => operationsIn(text, `${index}.rst`)))).flat();
  const drift = checkPages(read, { paths }, { requirements: {}, sources: knownBySources ? sources : {} });
  const found = drift.findings
    .filter(({ kind }) => kind !== 'code-not-on-page' && kind !== 'uncited')
    .map(({ kind, message }) => (kind === 'anchor-lost' ? kind : `${kind}: ${message}`));
  expect(found).toEqual(findings);
  expect(drift.notOnPages).toEqual(notOnPages);
});
