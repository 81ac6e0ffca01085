import type { RunResult } from '../../src/model/result.ts';
import { toHtml } from '../../src/reporters/html.ts';
import { type Browsing, browse, type Watched } from '../support/chromium.ts';
import { deviatingResult, sampleCase, sampleResult } from '../support/results.ts';
import { severalOperations } from '../support/several-operations.ts';

let chromium: Browsing;
beforeAll(async () => {
  chromium = await browse();
});
afterAll(async () => {
  await chromium?.close();
});

const open = async (result: RunResult): Promise<Watched> => chromium.open(await toHtml(result));

/** How many cases the filter says that it has found. */
const found = (page: Watched['page'], text: string) =>
  page.locator('#found').getByText(text, { exact: true });

describe('filter and search', () => {
  const visibleIds = ({ page }: Watched) => page.locator('.case:visible > summary .id').allInnerTexts();

  it('work by keyboard alone', async () => {
    const watched = await open(deviatingResult());
    const { page } = watched;
    expect(await visibleIds(watched)).toEqual([]);

    await page.locator('#query').focus();
    await page.keyboard.type('MALFORMED 500');
    await expect(page.getByText('1 of 5 cases').waitFor()).resolves.toBeUndefined();
    expect(await visibleIds(watched)).toEqual(['upgradeInstance/400/body-malformed']);

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await found(page, '5 cases').waitFor();
    expect(await visibleIds(watched)).toEqual([]);
    expect(await page.evaluate('document.activeElement.id')).toBe('query');

    // Past the button, to the second verdict: deviates, tolerated.
    for (const _ of ['clear', 'deviates', 'tolerated']) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByText('1 of 5 cases').waitFor();
    expect(await visibleIds(watched)).toEqual(['upgradeInstance/422/busy-build']);

    // On to its code, which is open, and to the case.
    for (const _ of ['code', 'case']) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('[id="case/upgradeInstance/422/busy-build"]').waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('choose an operation by keyboard, together with words and verdicts', async () => {
    const result = severalOperations(4);
    const watched = await open(result);
    const { page } = watched;
    const [first] = result.operations.map(({ operationId }) => operationId);
    const own = result.cases.filter(({ operationId }) => operationId === first);
    const deviating = own.filter(({ verdict }) => verdict === 'deviates');

    await page.locator('#query').focus();
    for (const _ of ['clear', 'operation']) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.getByText(`${own.length} of ${result.cases.length} cases`).waitFor();
    expect(await page.locator('.operation:visible').count()).toBe(1);
    // Its codes are shown, and their cases are folded still.
    expect(await page.locator('.group:visible').count()).toBeGreaterThan(1);
    expect(await visibleIds(watched)).toEqual([]);

    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByText(`${deviating.length} of ${result.cases.length} cases`).waitFor();
    expect(await visibleIds(watched)).toEqual(deviating.map(({ id }) => id));

    await page.locator('#query').fill('no such words');
    await page.getByText(`0 of ${result.cases.length} cases`).waitFor();
    await page.getByRole('button', { name: 'Clear' }).press('Enter');
    await found(page, `${result.cases.length} cases`).waitFor();
    expect(await page.locator('.operation:visible').count()).toBe(4);
    expect(await page.locator('.group:visible').count()).toBe(0);

    // The matrix leads to what the filter hides.
    await page.locator('#operation').selectOption({ index: 1 });
    await page.locator('.matrix th a').last().click();
    await page.locator('.operation:visible').nth(3).waitFor();
    expect(await page.locator('.group:visible').count()).toBeGreaterThan(1);
    expect(watched.complaints).toEqual([]);
  });

  it('say so when nothing fits', async () => {
    const watched = await open(deviatingResult());
    await watched.page.locator('#query').fill('no such words');
    await watched.page.getByText('0 of 5 cases').waitFor();
    expect(await visibleIds(watched)).toEqual([]);
    expect(await watched.page.locator('.group:visible').count()).toBe(0);
  });

  it('give way to a link to a case that they hide', async () => {
    const { page } = await open(deviatingResult());
    await page.locator('#query').fill('busy');
    await page.getByText('1 of 5 cases').waitFor();
    await page.locator('a[href="#case/upgradeInstance/202/mysql-5.6-5.7"]').first().click();
    await page.locator('[id="case/upgradeInstance/202/mysql-5.6-5.7"]').waitFor();
  });
});

it('copes with thousands of cases', async () => {
  const cases = Array.from({ length: 3000 }, (_, index) =>
    sampleCase(`upgradeInstance/${[202, 400, 422][index % 3]}/case-${index}`),
  );
  const watched = await open(sampleResult(cases));
  await watched.page.locator('#query').fill('case-2999');
  await watched.page.getByText('1 of 3000 cases').waitFor();
  expect(watched.complaints).toEqual([]);
});
