import type { RunResult } from '../../../src/model/result.ts';
import { toBadgeJson } from '../../../src/reporters/badge.ts';
import { toConsole } from '../../../src/reporters/console.ts';
import { toCtrf } from '../../../src/reporters/ctrf.ts';
import { toHtml } from '../../../src/reporters/html.ts';
import { toJunit } from '../../../src/reporters/junit.ts';
import { toMarkdown } from '../../../src/reporters/markdown.ts';
import { headline } from '../../../src/reporters/summary.ts';
import { sampleCase, sampleResult } from '../../support/results.ts';
import { excludedReason, severalOperations } from '../../support/several-operations.ts';

const plain = (result: RunResult, brief = false) => toConsole(result, { color: false, brief });

describe('the console', () => {
  it.each([
    [3, 3],
    [22, 22],
    [1000, 40],
  ])('shows %i operations in %i rows', (number, rows) => {
    const lines = plain(severalOperations(number)).split('\n');
    const start = lines.indexOf(`Documented codes of ${number} operations`);
    const end = lines.indexOf('', start);
    const matrix = lines.slice(start, end);
    expect(matrix.filter((line) => /(conformant|deviates|incomplete)$/.test(line))).toHaveLength(rows);
    // Two screens, and no line that a terminal of usual width breaks twice.
    expect(end).toBeLessThan(75);
    expect(Math.max(...matrix.map((line) => line.length))).toBeLessThan(130);
  });

  it('puts each sign under its code, and says of a code that is not shown why', () => {
    const text = plain(severalOperations(3));
    expect(text).toContain(`Documented codes of 3 operations
              200 400 401 403 404 405 413 415 422 500 501 503
  listLoans    ✗   –   ✓   ✓   ✓       ✓   ✓   ✓   ✓   ✓      deviates
  createBooks  ✓   ✓   ✓   ✓       ✓   ✓   ✓   ✓   ✓       ✓  conformant
`);
    expect(text).toContain('  – incomplete: not exercised; needs --states\n      listLoans/400');
    expect(plain(severalOperations(22))).toContain(`  ∅ excluded: ${excludedReason}\n`);
  });

  it('names the operations and the greatest risk first, and few of many', () => {
    expect(plain(severalOperations(3)).split('\n').slice(0, 4)).toContain(
      'operations: 3 of 11 (listLoans, createBooks, readMembers); greatest risk of what was sent: change, createBooks/200/a',
    );
    expect(plain(severalOperations(1000))).toMatch(
      /^operations: 1000 of 1008 \(listLoans, .* and 992 more\)/m,
    );
  });

  it('has a line for each operation with --brief', () => {
    const lines = plain(severalOperations(22), true).split('\n');
    expect(lines).toContain('  ✓ createBooks                       conformant  10 conform');
    expect(lines.filter((line) => /^ {2}[✓✗–] /.test(line))).toHaveLength(22);
  });
});

it.each<[what: string, result: RunResult, says: string]>([
  [
    'several',
    severalOperations(22),
    'deviates (8 of 22 operations in scope, 30 documented, 4 codes excluded)',
  ],
  ['one', sampleResult([sampleCase('a/200/a')]), 'conformant'],
  [
    'one, with an excluded code',
    sampleResult([sampleCase('a/200/a')], {
      coverage: [
        { operationId: 'a', status: 200, verdict: 'conforms', cases: { conforms: 1 } },
        { operationId: 'a', status: 503, verdict: 'excluded', cases: {}, reason: 'r' },
      ],
    }),
    'conformant (1 code excluded)',
  ],
])('the headline of %s', (_what, result, says) => {
  expect(headline(result)).toBe(`clouddb-conformance 0.1.0 against https://staging.example: ${says}`);
});

it('the badge counts operations where there are several, and codes otherwise', () => {
  const message = (result: RunResult) => JSON.parse(toBadgeJson(result)).message;
  expect(message(severalOperations(22))).toBe(
    'deviates (8 of 22 operations in scope, 30 documented, 4 codes excluded)',
  );
  expect(message(sampleResult([sampleCase('a/200/a')]))).toBe('conformant (1 of 1 codes)');
});

describe('the html report', () => {
  const cells = (page: string) => page.match(/<a class="cell /g)?.length ?? 0;

  it('has a table of operations and codes, each code a link to its cases', async () => {
    const result = severalOperations(22);
    const page = await toHtml(result);
    expect(cells(page)).toBe(result.coverage.length);
    expect(page).toContain('<th scope="col">503</th>');
    expect(page).toContain('href="#code/listLoans/200" aria-label="listLoans 200: deviates, 1 deviates"');
    for (const [, target = ''] of page.matchAll(/<a class="cell [\w-]+" href="#([^"]+)"/g))
      expect(page).toContain(`id="${target}"`);
    expect(page.match(/scope="rowgroup"/g)).toHaveLength(7);
  });

  it('has none for the only operation of a document', async () => {
    expect(cells(await toHtml(sampleResult([sampleCase('a/200/a')])))).toBe(0);
  });

  it('keeps each count in one piece', async () => {
    expect(await toHtml(severalOperations(3))).toContain('<span class="n">1 deviates</span>');
  });
});

it('the Markdown report has the same table, and only the worst of very many rows', () => {
  const rows = (number: number) =>
    toMarkdown(severalOperations(number))
      .split('\n')
      .filter((line) => /^\| \w+ \| (conformant|deviates|incomplete) \|/.test(line)).length;
  expect([rows(22), rows(1000)]).toEqual([22, 100]);
  expect(toMarkdown(severalOperations(22))).toContain('| createBooks | conformant | ✓ | ✓ | ✓ | ✓ |  | ✓ |');
});

it('each result of a test format says its operation', async () => {
  const result = severalOperations(3);
  const { tests } = JSON.parse(toCtrf(result)).results;
  expect(tests[0].extra.operation).toBe('listLoans');
  const junit = await toJunit(result);
  expect(junit).toContain('<property name="operation" value="createBooks"/>');
  expect(junit).toContain('<property name="operation.conclusion" value="conformant"/>');
  expect(junit).toContain('<property name="operation.tag" value="Books"/>');
});
