/** One citation on the pages of several operations, and what those pages have in common. */
import fc from 'fast-check';
import { checkPages, type DriftReport } from '../../../../src/pages/drift/check.ts';
import type { CitationData, CitationFamily } from '../../../../src/pages/drift/citation-data.ts';
import { code, gridTable, pageOf } from '../../../support/pages/form.ts';
import { operationsIn } from '../../../support/pages/pages.ts';

const lendPage = pageOf(
  '.. _post-lend:',
  'Lend a thing\n============',
  code('POST /loans'),
  'Lends it to a borrower.',
  'What the desk says, by response codes:',
  gridTable(
    ['Response Code', 'Name', 'Description'],
    [
      ['200', 'Lent', 'It is with the borrower.'],
      ['404', 'Not Found', 'Nobody has such a thing.'],
    ],
  ),
  'Response\n--------',
  '**Example: JSON response**',
  code('HTTP/1.1 200 OK', 'Content-Type: application/json', '', '{"loan": {"id": 17, "weeks": 2}}'),
);

const listPage = lendPage
  .replace('_post-lend', '_get-loans')
  .replace('Lend a thing\n============', 'List loans\n==========')
  .replace('POST /loans', 'GET /loans')
  .replace('Lends it to a borrower.', 'Shows what is lent.    ')
  .replace('{"loan": {"id": 17, "weeks": 2}}', '{"loans": [{"id": 18, "weeks": 3}]}');

const response = (name: string, schema: object) => ({
  'x-name': name,
  content: { 'application/json': { schema } },
});
const operation = (operationId: string, tag: string) => ({
  operationId,
  tags: [tag],
  responses: { 200: response('Lent', {}), 404: { 'x-name': 'Not Found' } },
});
const document = {
  paths: { '/loans': { post: operation('lend', 'desk'), get: operation('list', 'hall') } },
};

type Families = Readonly<Record<string, CitationFamily & { readonly appliesTo?: readonly string[] }>>;

const data = (families: Families, common: readonly CitationFamily[] = []): CitationData => ({
  requirements: Object.fromEntries(
    Object.entries(families).map(([id, family]) => [id, { ...family, page: 'operation' }]),
  ),
  sources: {
    lending: { anchor: 'post-lend', operation: 'lend' },
    loans: { anchor: 'get-loans', operation: 'list' },
    operation: { notNormative: common.map((entry) => ({ ...entry, reason: 'A test.' })) },
  },
});

async function check(statements: CitationData, ...pages: readonly string[]): Promise<DriftReport> {
  const read = await Promise.all(pages.map((text, index) => operationsIn(text, `${index}.rst`)));
  return checkPages(read.flat(), document, statements);
}

/** What is found apart from text that nothing cites. */
const kindsOf = ({ findings }: DriftReport) =>
  findings.filter(({ kind }) => kind !== 'uncited').map(({ kind, place }) => `${kind} ${place.file}`);

const row404 = { section: 'response codes', row: '404', appliesTo: ['all'] };
const id = {
  section: 'JSON response',
  part: 'loan.id',
  places: { loans: { part: 'loans.0.id' } },
  appliesTo: ['all'],
};

/** The digests of a family on both pages. */
async function digestsOf(family: CitationFamily): Promise<Record<string, string>> {
  const { requirements } = await check(
    data({ FAMILY: { ...family, appliesTo: ['all'] } }),
    lendPage,
    listPage,
  );
  const { lending, loans } = requirements.FAMILY?.onPages ?? {};
  return { lending: lending?.digest ?? '', loans: loans?.digest ?? '' };
}

describe('a requirement of many pages', () => {
  test('without a digest is reported on each', async () => {
    const drift = await check(data({ UNKNOWN: row404 }), lendPage, listPage);
    expect(kindsOf(drift)).toEqual(['citation-no-digest 0.rst', 'citation-no-digest 1.rst']);
    expect(drift.findings.find(({ kind }) => kind === 'citation-no-digest')?.message).toMatch(
      /cites \(lending: response codes, row 404\); record [0-9a-f]{16}\.$/,
    );
  });

  test('has one digest where the text is the same, and names the page where it changes', async () => {
    const { lending = '' } = await digestsOf(row404);
    const statements = data({ UNKNOWN: { ...row404, digest: lending } });
    expect(kindsOf(await check(statements, lendPage, listPage))).toEqual([]);
    const drift = await check(statements, lendPage, listPage.replace('Nobody has', 'No one has'));
    expect(kindsOf(drift)).toEqual(['citation-changed 1.rst']);
    expect(drift.findings.find(({ requirement }) => requirement === 'UNKNOWN')?.message).toContain(
      '(loans: ',
    );
    expect(drift.requirements.UNKNOWN).toMatchObject({
      verdict: 'changed',
      onPages: { lending: { verdict: 'holds' }, loans: { verdict: 'changed' } },
    });
  });

  test('has a digest and a place for each page where they differ', async () => {
    const digests = await digestsOf(id);
    expect(digests.lending).not.toBe(digests.loans);
    expect(kindsOf(await check(data({ ID: { ...id, digests } }), lendPage, listPage))).toEqual([]);
    const { loans, ...only } = digests;
    expect(kindsOf(await check(data({ ID: { ...id, digests: only } }), lendPage, listPage))).toEqual([
      'citation-no-digest 1.rst',
    ]);
    expect(loans).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    [['all'], ['lending', 'loans']],
    [['desk'], ['lending']],
    [['list'], ['loans']],
    [
      ['lend', 'hall'],
      ['lending', 'loans'],
    ],
    [['nothing'], []],
  ])('that applies to %j is followed on %j', async (appliesTo, pages) => {
    const { requirements } = await check(data({ UNKNOWN: { ...row404, appliesTo } }), lendPage, listPage);
    expect(Object.keys(requirements.UNKNOWN?.onPages ?? {})).toEqual(pages);
  });

  test('is not checked on a page that was not given', async () => {
    const { lending = '' } = await digestsOf(row404);
    const { requirements } = await check(data({ UNKNOWN: { ...row404, digest: lending } }), lendPage);
    expect(requirements.UNKNOWN).toMatchObject({
      verdict: 'holds',
      onPages: { lending: { verdict: 'holds' }, loans: { verdict: 'not-checked' } },
    });
  });
});

describe('what many pages have in common', () => {
  const leadIn = { section: 'response codes', row: 'lead-in' };
  const paragraph = { section: 'introduction', row: 'paragraph 1' };
  const uncited = ({ findings }: DriftReport, words: string) =>
    findings.filter(({ kind, message }) => kind === 'uncited' && message.includes(words)).length;

  test('is listed once', async () => {
    const { lending = '' } = await digestsOf(leadIn);
    const drift = await check(data({}, [{ ...leadIn, digest: lending }]), lendPage, listPage);
    expect([kindsOf(drift), uncited(drift, 'lead-in')]).toEqual([[], 0]);
    expect(uncited(await check(data({}), lendPage, listPage), 'lead-in')).toBe(2);
  });

  test('is drift where it has changed, and not where a page has no such text', async () => {
    const { lending = '' } = await digestsOf(paragraph);
    const statements = data({}, [{ ...paragraph, digest: lending }]);
    expect(kindsOf(await check(statements, lendPage, listPage))).toEqual(['not-normative-changed 1.rst']);
    const without = listPage.replace('Shows what is lent.    \n\n', '');
    expect(kindsOf(await check(statements, lendPage, without))).toEqual([]);
  });

  test('with digests by page is about these pages, which must have it', async () => {
    const { lending = '' } = await digestsOf(paragraph);
    const statements = data({}, [{ ...paragraph, digests: { lending } }]);
    const drift = await check(statements, lendPage, listPage);
    expect([kindsOf(drift), uncited(drift, 'paragraph 1')]).toEqual([[], 1]);
    const without = lendPage.replace('Lends it to a borrower.\n\n', '');
    expect(kindsOf(await check(statements, without))).toEqual(['not-normative-lost 0.rst']);
  });

  test('applies to the pages of operations, which must have it', async () => {
    const title = { section: 'Response', row: 'title' };
    const { lending = '' } = await digestsOf(title);
    const statements = data({}, [{ ...title, digest: lending, appliesTo: ['desk'] }]);
    const drift = await check(statements, lendPage, listPage);
    expect([kindsOf(drift), uncited(drift, 'Response, title')]).toEqual([[], 1]);
    // What is left of the title is no title.
    const without = (page: string) => page.replace('Response\n--------', '--------');
    expect(kindsOf(await check(statements, without(lendPage), without(listPage)))).toEqual([
      'not-normative-lost 0.rst',
    ]);
  });

  test('is known by the ids and tags of the reference, whatever document is compared', async () => {
    const { lending = '' } = await digestsOf(row404);
    const statements = data({ UNKNOWN: { ...row404, digest: lending, appliesTo: ['hall'] } });
    const operations = [{ id: 'lend', tags: ['hall'] }];
    const { requirements } = await check({ ...statements, operations }, lendPage, listPage);
    expect(Object.keys(requirements.UNKNOWN?.onPages ?? {})).toEqual(['lending']);
  });

  test('gives way to an entry of the page itself', async () => {
    const { lending = '', loans = '' } = await digestsOf(paragraph);
    const { requirements, sources } = data({}, [{ ...paragraph, digest: lending }]);
    const own = [{ ...paragraph, digest: loans, reason: 'A test.' }];
    const withOwn = { requirements, sources: { ...sources, loans: { ...sources.loans, notNormative: own } } };
    expect(kindsOf(await check(withOwn, lendPage, listPage))).toEqual([]);
  });
});

test('any word that changes on a page whose text is listed is drift', async () => {
  const whole = [
    ...['title', 'paragraph 1', 'method and path'].map((row) => ({ section: 'introduction', row })),
    { section: 'Response', row: 'title' },
    { section: 'response codes' },
    { section: 'JSON response' },
  ];
  const common = await Promise.all(
    whole.map(async (entry) => ({ ...entry, digests: await digestsOf(entry) })),
  );
  const statements = data({}, common);
  expect((await check(statements, lendPage, listPage)).findings).toEqual([]);
  // The reason phrase of an answer means nothing, and any directive may hold code.
  const words = [...lendPage.matchAll(/[A-Za-z0-9]{2,}/g)].filter(([word]) => !['OK', 'code'].includes(word));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...words), async ({ 0: word, index }) => {
      const edited = lendPage.slice(0, index) + 'x'.repeat(word.length) + lendPage.slice(index + word.length);
      const read = await operationsIn(edited).catch(() => []);
      // Such a page is refused.
      if (read.length === 0) return true;
      const drift = await check(statements, edited, listPage);
      return drift.findings.some(({ severity }) => severity === 'drift');
    }),
    { numRuns: 60 },
  );
});
