import { toConsole } from '../../../src/reporters/console.ts';
import { toHtml } from '../../../src/reporters/html.ts';
import { toMarkdown } from '../../../src/reporters/markdown.ts';
import { deviatingResult } from '../../support/results.ts';

/** What a report says of the driver of provider states. */

const result = (driver: string) => {
  const sample = deviatingResult();
  // A curl line that needs a variable.
  const cases = sample.cases.map((one) => ({
    ...one,
    exchanges: one.exchanges.map((exchange) => ({ ...exchange, curl: 'curl -H "$CLOUDDB_TOKEN"' })),
  }));
  return { ...sample, cases, run: { ...sample.run, driver } };
};

const formats = {
  console: (driver: string) => toConsole(result(driver), { color: false }),
  brief: (driver: string) => toConsole(result(driver), { color: false, brief: true }),
  markdown: (driver: string) => toMarkdown(result(driver)),
  html: async (driver: string) => (await toHtml(result(driver))).replace(/<(script|style)>.*?<\/\1>/gs, ''),
};

test.each(Object.entries(formats))(
  '%s says nothing of a driver that the run did not have',
  async (_, render) => {
    expect(await render('none')).not.toMatch(/\bdriver\b|came from a provider state/i);
  },
);

test.each([
  ['http https://states.example', true],
  ['static', false],
])('with the driver %s, html says to set a state up again: %s', async (driver, says) => {
  const page = await formats.html(driver);
  expect(page).toContain(`driver ${driver}`);
  expect(page.includes('came from a provider state')).toBe(says);
});
