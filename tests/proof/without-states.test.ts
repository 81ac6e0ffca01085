import { closedAfterEach } from '../support/closing.ts';
import { impatient, serveReference } from '../support/reference-target.ts';
import { having, own, type Reported, report, statusesThat, verdictsOf } from '../support/run-deepest.ts';

/** What a target, an account, an instance and a token are good for, and the same behind a rate limit. */

const opened = closedAfterEach();

async function run(options: readonly string[], limited: boolean): Promise<Reported> {
  const target = opened(
    limited
      ? await serveReference(impatient, { rateLimit: { requests: 5, perMs: 100 } })
      : await serveReference(),
  );
  const states = options.includes('--states') ? [target.states] : [];
  return report(['--target', target.url, ...own.args, ...options, ...states]);
}

const rows = [
  {
    name: 'nothing else: 5 codes or more conform, and 202 is not consented to',
    options: [],
    code: 3,
    conforming: [400, 401, 403, 404, 405, 415, 422, 501],
    upgrades: ['not-consented', 'not-exercised'],
  },
  {
    name: '--consent change: 202 conforms, too',
    options: ['--consent', 'change'],
    code: 3,
    conforming: [202, 400, 401, 403, 404, 405, 415, 422, 501],
    upgrades: ['conforms', 'not-exercised'],
  },
  {
    name: '--states: all twelve conform',
    options: ['--states'],
    code: 0,
    conforming: [202, 400, 401, 403, 404, 405, 413, 415, 422, 500, 501, 503],
    upgrades: ['conforms'],
  },
] as const;

test.each(rows)('$name, and behind a rate limit it is the same', async (row) => {
  const { options, code, conforming, upgrades } = row;
  const plain = await run(options, false);
  expect({ code: plain.code, err: plain.err }).toEqual({ code, err: '' });
  expect(statusesThat(plain.result, 'conforms')).toEqual(conforming);
  expect(having(plain.result, 'deviates', 'errored', 'inconclusive')).toEqual([]);
  const of202 = plain.result.cases.filter(({ status }) => status === 202);
  expect([...new Set(of202.map(({ verdict }) => verdict))].sort()).toEqual(upgrades);
  for (const { verdict, testableBy } of plain.result.cases)
    if (/^not-/.test(verdict)) expect(testableBy).toMatch(/^--/);

  const limited = await run(options, true);
  // The limit that the cases meet shows 413, without a state for it.
  const { 'upgradeInstance/413/while-throttled': met, ...verdicts } = verdictsOf(limited.result);
  expect(met).toBe('conforms');
  expect(verdicts).toEqual(verdictsOf(plain.result));
  expect(limited.code).toBe(code);
  const waited = limited.result.cases.filter(({ findings }) =>
    findings.some(({ message }) => /^Answered 413, waited/.test(message)),
  );
  expect(waited.length).toBeGreaterThan(3);
});
