import { METHODS } from 'node:http';
import type { RunResult } from '../../src/model/result.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference, type Wrap } from '../support/reference-target.ts';
import { caseOf, own, report, statusesThat, suite } from '../support/run-deepest.ts';

/** `--burst`: a limit that no driver brings about is reached by harmless requests, last of all, if the user says so. */

const opened = closedAfterEach();

const overLimit = 'upgradeInstance/413/over-limit';
/** More than the cases of a run need, so that nothing but the burst reaches it. */
const rateLimit = { requests: 150, perMs: 3_600_000 };

async function run({ limited, options }: { limited: boolean; options: readonly string[] }) {
  const asked: { readonly path: string; readonly status: number }[] = [];
  const recording: Wrap = async (request, next) => {
    const response = await next(request);
    asked.push({ path: new URL(request.url).pathname, status: response.status });
    return response;
  };
  const target = opened(await serveReference(recording, limited ? { rateLimit } : {}));
  const { code, result } = await report(['--target', target.url, ...own.args, ...options]);
  return { code, result, asked };
}

/** Requests of cases, as far as the service sees them, and reads of the own instance: one to try it, two before and two after. */
const sentWithout = ({ cases }: RunResult): number =>
  cases
    .filter(({ id }) => id !== overLimit)
    .flatMap(({ exchanges }) => exchanges)
    .filter(({ request }) => METHODS.includes(request.method)).length + 5;

test('reaches the limit, and 413 conforms', async () => {
  const { result, asked } = await run({ limited: true, options: ['--burst', '300', '--consent', 'change'] });
  const item = caseOf(result, overLimit);
  expect(item).toMatchObject({ verdict: 'conforms', findings: [] });
  expect(item.reason).toMatch(/^Exercised by a burst of \S+: \d+ requests in [\d.]+ s\.$/);
  expect(item.exchanges).toHaveLength(1);
  expect(item.exchanges[0]?.response?.status).toBe(413);
  expect(statusesThat(result, 'conforms')).toContain(413);

  // Last: what comes after everything else, even after the accepted upgrade, is of the burst and harmless.
  const burst = asked.slice(sentWithout(result));
  expect(burst.length).toBeGreaterThan(50);
  expect(burst.length).toBeLessThanOrEqual(300);
  expect(new Set(burst.map(({ status }) => status))).toEqual(new Set([404, 413]));
  for (const { path } of burst) expect(path).not.toContain(own.instanceId);
  expect(asked.findIndex(({ status }) => status === 202)).toBeLessThan(sentWithout(result));
});

test('that is not limited leaves 413 not exercised, and says how much was sent', async () => {
  const { result, asked } = await run({ limited: false, options: ['--burst', '40'] });
  expect(caseOf(result, overLimit)).toMatchObject({
    verdict: 'not-exercised',
    reason: expect.stringMatching(/^A burst of 40 requests in [\d.]+ s was not limited\.$/),
    exchanges: [],
  });
  expect(asked.length - sentWithout(result)).toBe(40);
});

test('is sent by nobody who did not ask for it', async () => {
  const { result, asked } = await run({ limited: true, options: ['--consent', 'change'] });
  expect(caseOf(result, overLimit).verdict).toBe('not-exercised');
  expect(asked).toHaveLength(sentWithout(result));
});

test('is not needed where a provider state brings it about', async () => {
  const target = opened(await serveReference());
  const { result } = await report([
    ...['--target', target.url, ...own.args, '--states', target.states],
    ...['--burst', '300', '--only', '413,404'],
  ]);
  const item = caseOf(result, overLimit);
  expect(item.verdict).toBe('conforms');
  expect(item.reason).toBeUndefined();
});

test('stands in the plan with its size and its window, and only then', async () => {
  const args = ['--target', 'http://target.test', ...own.args, '--plan'];
  const { out } = await suite([...args, '--burst', '300']);
  expect(out).toMatch(
    /Last, if no provider state exercises upgradeInstance\/413\/over-limit: up to 300 requests of upgradeInstance\/404\/\S+, 8 at once, for at most 60 s\./,
  );
  expect((await suite(args)).out).not.toContain('Last, if');
});
