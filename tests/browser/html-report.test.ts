import axe, { type AxeResults } from 'axe-core';
import { compareRuns, comparisonMatrix } from '../../src/compare/compare.ts';
import { comparisonToHtml } from '../../src/compare/html.ts';
import type { RunResult } from '../../src/model/result.ts';
import { toHtml } from '../../src/reporters/html.ts';
import { type Browsing, browse, type Watched } from '../support/chromium.ts';
import {
  conformantResult,
  deviatingResult,
  emptyResult,
  hostileResult,
  hostileTexts,
  incompleteResult,
  waivedResult,
} from '../support/results.ts';
import { serve } from '../support/server.ts';
import { severalOperations } from '../support/several-operations.ts';

let chromium: Browsing;
beforeAll(async () => {
  chromium = await browse();
});
afterAll(async () => {
  await chromium?.close();
});

/** What would run, load or leave its element if it were not escaped. */
const attack = [
  ...Object.values(hostileTexts),
  '</style></script></pre></title></textarea><script>alert(1);document.title="owned"</script>',
  '<img src="https://evil.example/a.png" onerror="alert(2)"><svg onload="alert(3)"></svg>',
  '" onmouseover="alert(4)" style="position:fixed;inset:0" x="\' autofocus onfocus=alert(5) \'',
  '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<iframe srcdoc="<script>alert(6)</script>"></iframe><link rel="stylesheet" href="https://evil.example/b.css">',
].join(' ');

const results: Readonly<Record<string, () => RunResult>> = {
  conformant: conformantResult,
  deviating: deviatingResult,
  incomplete: incompleteResult,
  waived: waivedResult,
  empty: emptyResult,
  'several operations': () => severalOperations(8),
  hostile: () => hostileResult(attack),
};
const table = Object.entries(results).map(([name, result]) => ({ name, result }));

const open = async (
  result: RunResult,
  options?: Parameters<Browsing['open']>[1],
): Promise<Watched & { html: string }> => {
  const html = await toHtml(result);
  return { html, ...(await chromium.open(html, options)) };
};

const stored = (result: RunResult) => ({ file: attack, result });

/** Every `details` open, so that nothing escapes a look at the page. */
const openAll = ({ page }: Watched) =>
  page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');

/** What axe finds, each with its element. */
async function objections(page: Watched['page'], run: string): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(' ')),
  );
}

describe.each(table)('the page of a $name result', ({ name, result }) => {
  it('has nothing that axe objects to, light or dark', async () => {
    // Of the hostile values a few: axe takes its time for each of their many escapes.
    const looked = name === 'hostile' ? hostileResult('\u001b<b>') : result();
    const watched = await open(looked, { colorScheme: 'light', bypassCSP: true });
    const { page } = watched;
    await openAll(watched);
    await page.evaluate(axe.source);
    expect(await objections(page, 'axe.run()')).toEqual([]);
    // Only the colours differ.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await objections(page, 'axe.run({ runOnly: ["color-contrast"] })')).toEqual([]);
    await page.context().close();
  });

  it('runs nothing, asks for nothing and says nothing, from a file', async () => {
    const watched = await open(result());
    await openAll(watched);
    expect(await watched.page.title()).not.toBe('owned');
    expect(watched).toMatchObject({ complaints: [], requests: [], dialogs: [] });
    // One style sheet, one script, and no element of the kinds that a result could bring in.
    expect(
      await watched.page.evaluate(
        '["script", "style", "img, iframe, link, base, object, embed", "[onerror], [onload], [style], [autofocus]"].map((what) => document.querySelectorAll(what).length)',
      ),
    ).toEqual([1, 1, 0, 0]);
    await watched.page.context().close();
  });

  it('fits a telephone', async () => {
    const watched = await open(result(), { viewport: { width: 360, height: 740 } });
    await openAll(watched);
    expect(await watched.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await watched.page.context().close();
  });
});

describe.each([
  ['between two runs', () => compareRuns(stored(hostileResult('plain')), stored(hostileResult(attack)))],
  [
    'of several targets',
    () => comparisonMatrix([stored(deviatingResult()), stored(hostileResult(attack)), stored(emptyResult())]),
  ],
])('the page of a comparison %s', (_, comparison) => {
  it('has nothing that axe objects to, runs and asks for nothing, and fits a telephone', async () => {
    const html = await comparisonToHtml(comparison().report);
    const watched = await chromium.open(html, { bypassCSP: true, viewport: { width: 360, height: 740 } });
    const { page } = watched;
    expect(await page.title()).not.toBe('owned');
    expect(watched).toMatchObject({ complaints: [], requests: [], dialogs: [] });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(axe.source);
    expect(await objections(page, 'axe.run()')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await objections(page, 'axe.run({ runOnly: ["color-contrast"] })')).toEqual([]);
    await page.context().close();
  });
});

it('has a policy that stops what escaping might ever miss', async () => {
  const elsewhere = await serve(() => ({ status: 200, body: 'document.title = "owned"' }));
  const injected = [
    '<script>document.title = "owned"</script>',
    `<script src="${elsewhere.url}/a.js"></script>`,
    `<img src="${elsewhere.url}/a.png" onerror="document.title = 'owned'">`,
    `<iframe src="${elsewhere.url}/a.html" title="frame"></iframe>`,
    `<link rel="stylesheet" href="${elsewhere.url}/a.css">`,
  ];
  const html = (await toHtml(deviatingResult())).replace('</main>', `${injected.join('\n')}</main>`);
  try {
    const { page, complaints } = await chromium.open(html);
    expect(await page.title()).toContain('deviates');
    // Each of them, and what the image that did not load would have run.
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toHaveLength(6);
    expect(elsewhere.received).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

describe('without scripts', () => {
  it('shows everything, offers no dead control, and leads to cases within closed parts', async () => {
    const { page } = await open(deviatingResult(), { javaScriptEnabled: false });
    await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toContain('Deviates');
    expect(await page.locator('input:visible, button:visible').count()).toBe(0);
    const inside = page.locator('[id="case/upgradeInstance/400/body-malformed"]');
    expect(await inside.isVisible()).toBe(false);
    await page.locator('.others > summary').first().click();
    await page.getByRole('link', { name: 'upgradeInstance/400/body-malformed' }).first().click();
    expect(await inside.isVisible()).toBe(true);
    expect(await inside.textContent()).toContain('HTTP/1.1 500');
  });

  it('leads from the matrix to an operation and to a code', async () => {
    const { page } = await open(severalOperations(4), { javaScriptEnabled: false });
    expect(await page.locator('select:visible').count()).toBe(0);
    await page.locator('.matrix th a').first().click();
    expect(await page.locator('.group:visible').count()).toBeGreaterThan(1);
    await page.locator('.matrix .cell.deviates').first().click();
    expect(await page.locator('.case:visible').count()).toBeGreaterThan(0);
  });

  it('gives the documented codes a word each', async () => {
    const { page } = await open(deviatingResult(), { javaScriptEnabled: false });
    expect(await page.locator('.codes a').allInnerTexts()).toEqual(
      ['202 deviates 1 deviates', '400 deviates 3 deviates', '422 incomplete 1 tolerated'].map((text) =>
        expect.stringMatching(new RegExp(`^\\s*${text.split(' ').join('\\s+')}\\s*$`)),
      ),
    );
  });
});

it('copies a curl line as it is', async () => {
  const result = deviatingResult();
  const { page } = await open(result, { permissions: ['clipboard-read', 'clipboard-write'] });
  const cause = page.locator('.cause').nth(1);
  await cause.locator('.evidence > summary').press('Enter');
  await cause.getByRole('button', { name: 'Copy' }).press('Enter');
  await cause.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(result.cases[0]?.exchanges[0]?.curl);
});

it('prints what deviates in full, though it is closed', async () => {
  const { page } = await open(deviatingResult());
  const exchange = page.locator('.cause .exchange').first();
  expect(await exchange.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'print' });
  await page.waitForFunction(
    'document.querySelector(".cause .exchange").checkVisibility({ contentVisibilityAuto: true })',
  );
  expect(await page.locator('#filter').isVisible()).toBe(false);
});
