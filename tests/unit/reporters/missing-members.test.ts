import fc from 'fast-check';
import type { CaseResult, Finding, RunResult } from '../../../src/model/result.ts';
import { toAnnotations } from '../../../src/reporters/annotations.ts';
import { toConsole } from '../../../src/reporters/console.ts';
import { toHtml } from '../../../src/reporters/html.ts';
import { listedCauses } from '../../../src/reporters/listed-causes.ts';
import { toMarkdown } from '../../../src/reporters/markdown.ts';
import { causes } from '../../../src/reporters/queries.ts';
import { sampleCase, sampleResult } from '../../support/results.ts';

/** Causes that differ only in which member is missing are one list, in every format that lists causes. */

const missing = (pointer: string, member: string): Finding => ({
  check: 'response_schema_conformance',
  severity: 'deviation',
  location: `body ${pointer}`,
  expected: `a member "${member}"`,
  message: `${pointer} has no member "${member}".`,
  missing: member,
});

const deviating = (id: string, findings: readonly Finding[], more: Partial<CaseResult> = {}): CaseResult =>
  sampleCase(id, { verdict: 'deviates', findings, ...more });

const resultOf = (...cases: readonly CaseResult[]): RunResult =>
  sampleResult(cases, { conclusion: 'deviates' });

const wrongType: Finding = { ...missing('/loan', 'due'), message: '/loan/due is not as documented.' };
const { missing: _, ...other } = { ...wrongType, location: 'body /loan/due' };

const book = resultOf(
  deviating('getBook/200/a', [missing('/book', 'title'), missing('/book', 'isbn'), other]),
  deviating('getBook/200/b', [missing('/book', 'title')]),
);
const books = resultOf(
  deviating('listBooks/200/a', [
    missing('/books/0', 'title'),
    missing('/books/1', 'title'),
    missing('/books/0/author', 'title'),
  ]),
);

test('the items of a list that lack a member have one cause, which counts each case once', () => {
  expect(books.causes.map(({ headline, cases }) => [headline, cases])).toEqual([
    ['/books/* has no member "title", in answers with 200, 1 case', ['listBooks/200/a']],
    ['/books/0/author has no member "title", in answers with 200, 1 case', ['listBooks/200/a']],
  ]);
});

test.each([
  ['of one place', book, '2 documented members missing: "title", "isbn", 2 cases'],
  ['in several places', books, '1 documented member missing in 2 places: "title", 1 case'],
])('a list %s is one entry of each format', async (_name, result, words) => {
  expect(listedCauses(causes(result), result)[0]?.headline).toBe(words);
  const plain = toConsole(result, { color: false });
  const brief = toConsole(result, { color: false, brief: true });
  for (const text of [plain, brief]) expect(text.match(/✗ .*members? missing.*/g)).toEqual([`✗ ${words}`]);
  expect(toMarkdown(result)).toContain(`**1. ${words}**`);
  expect(toAnnotations(result)).toContain(words);
  const page = await toHtml(result);
  expect(page.match(/<article class="cause"/g)).toHaveLength(listedCauses(causes(result), result).length);
  for (const { id, headline } of result.causes) {
    // A link to any cause still leads to it.
    expect(page.match(new RegExp(` id="cause/${id}"`, 'g'))).toHaveLength(1);
    expect(plain).toContain(headline);
  }
});

test('what else is wrong, what is waived and what is masked stay apart', () => {
  const result = resultOf(
    deviating('getBook/200/a', [missing('/book', 'title'), other]),
    deviating('getBook/200/b', [missing('/book', 'isbn')], { waived: 'known' }),
    deviating('getBook/200/c', [missing('/book', 'pages')]),
  );
  const masked = result.causes.map((one, index) =>
    index === 0 ? { ...one, masks: ['getBook/200/c'] } : one,
  );
  expect(listedCauses(causes(result), result)).toHaveLength(3);
  expect(listedCauses(causes({ ...result, causes: masked }), { ...result, causes: masked })).toHaveLength(4);
});

test('property: every cause is in exactly one entry, in order, and only missing members share one', () => {
  const finding = fc
    .tuple(fc.constantFrom('/a', '/a/0', '/a/1', '/b'), fc.constantFrom('x', 'y'), fc.boolean())
    .map(([pointer, member, isMissing]) =>
      isMissing ? missing(pointer, member) : { ...other, location: `body ${pointer}` },
    );
  const property = fc.property(
    fc.array(fc.array(finding, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
    (all) => {
      const result = resultOf(...all.map((findings, index) => deviating(`getBook/200/n${index}`, findings)));
      const entries = listedCauses(causes(result), result);
      const ids = entries.flatMap((entry) => entry.causes.map(({ cause }) => cause.id));
      expect(ids.toSorted()).toEqual(result.causes.map(({ id }) => id).toSorted());
      for (const entry of entries.filter((one) => one.causes.length > 1))
        for (const { found } of entry.causes)
          expect(found.every((one) => one.finding.missing !== undefined)).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 50 });
});
