import fc from 'fast-check';
import { countedText, html } from '../../../src/reporters/html/markup.ts';
import { toHtml } from '../../../src/reporters/html.ts';
import { incompleteReasons } from '../../../src/reporters/summary.ts';
import { sampleBody, sampleCase, sampleExchange, sampleResult } from '../../support/results.ts';
import { severalOperations } from '../../support/several-operations.ts';

/** The html report as a page: its markup, its weight, and how it is laid out for many operations. */

const bare = (page: string): string => page.replace(/<(script|style)>.*?<\/\1>/gs, '');
/** A tag of which every value stands in quotation marks, and holds none. */
const tag = /<(?:\/?[a-z][a-z0-9]*(?: [a-zA-Z-]+(?:="[^"<>]*")?)*\/?|!DOCTYPE html)>/g;

test('property: no text leaves its element or its attribute, though quotes between tags are not escaped', async () => {
  const piece = fc.constantFrom('"', "'", '<', '>', '&', '&quot;', '&#39;', '="', ' a="b" ', '</a>', 'x');
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, async (hostile) => {
      const one = sampleCase('getLoan/400/a', {
        operationId: `get${hostile}`,
        title: hostile,
        verdict: 'deviates',
        exchanges: [sampleExchange(400, hostile, { curl: hostile })],
      });
      const page = bare(await toHtml(sampleResult([one, sampleCase('listLoans/200/a')])));
      const texts = page.replace(tag, '');
      expect(texts).not.toMatch(/[<>]/);
      const read = (markup: string) =>
        markup
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
      expect(read(texts)).toContain(`\n\n${hostile}\n`);
    }),
    { numRuns: 60 },
  );
});

test('a JSON body weighs what it says: quotation marks are not escaped', async () => {
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`m${n}`, 'v'])));
  const weigh = async (text: string) =>
    (
      await toHtml(
        sampleResult([
          sampleCase('getLoan/200/a', {
            exchanges: [sampleExchange(200, '', { curl: 'curl' })].map((one) => ({
              ...one,
              ...(one.response && { response: { ...one.response, body: sampleBody(text) } }),
            })),
          }),
        ]),
      )
    ).length;
  expect((await weigh(body)) - (await weigh('{}'))).toBeLessThan(body.length + 10);
});

test.each([
  ['8 cases', '<span class="n">8 cases</span>'],
  [
    'A, in answers with 200, 1 case (masked)',
    'A, in answers with 200, <span class="n">1 case</span> (masked)',
  ],
  [
    '3 of 22 operations; 171 of 248 documented codes conform',
    '<span class="n">3 of 22 operations</span>; <span class="n">171 of 248 documented codes</span> conform',
  ],
  ['masks 62 other cases', 'masks <span class="n">62 other cases</span>'],
  ['testable by --states, or <x>', 'testable by <span class="n">--states</span>, or &lt;x&gt;'],
  ['/a1 has no member "2 things"', '/a1 has no member &quot;2 things&quot;'],
])('no line ends within a count or an option: %s', (text, markup) => {
  expect(String(html`${countedText(text)}`)).toBe(markup);
});

test('of several operations, each has its own fold, a link from the matrix, and a choice in the filter', async () => {
  const result = severalOperations(22);
  const page = await toHtml(result);
  for (const { operationId } of result.operations) {
    const anchors = page.match(new RegExp(`(?:id="|href="#)operation/${operationId}"`, 'g'));
    expect(anchors).toEqual([`href="#operation/${operationId}"`, `id="operation/${operationId}"`]);
    expect(page).toContain(`<option>${operationId}</option>`);
    expect(page).toContain(`data-operation="${operationId}"`);
  }
  expect(await toHtml(severalOperations(1))).not.toMatch(/<select|data-operation=/);
});

test('many codes that are not shown are counted, where a matrix shows them', () => {
  expect(incompleteReasons(severalOperations(22), 'number')).toContainEqual(
    expect.stringMatching(/^codes not shown: \d+$/),
  );
  expect(incompleteReasons(severalOperations(22))).toContainEqual(
    expect.stringMatching(/^codes not shown: listLoans\/400, /),
  );
});
