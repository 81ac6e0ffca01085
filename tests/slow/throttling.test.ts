import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference } from '../support/reference-target.ts';
import { having, own, report, statusesThat, verdictsOf } from '../support/run-deepest.ts';
import { serve } from '../support/server.ts';

const opened = closedAfterEach();

interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The reference implementation behind a front that refuses the requests of these numbers, counted from 1. */
async function referenceBehind(refuses: (request: number) => boolean, { status, headers }: Refusal) {
  let count = 0;
  const target = opened(
    await serveReference((request, next) => {
      if (!request.url.endsWith('/action')) return next(request);
      count += 1;
      if (!refuses(count)) return next(request);
      const { body = '' } = fault(status);
      return Promise.resolve(
        new Response(body, { status, headers: { 'Content-Type': 'application/json', ...headers } }),
      );
    }),
  );
  return ['--target', target.url, ...own.args, '--states', target.states];
}

const everyTwentieth = (request: number) => request % 20 === 0;
const at = { 'Retry-After': '0' };
const longGone = { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' };

/** What is exercised by a throttle that other cases meet. */
const whileThrottled = 'upgradeInstance/413/while-throttled';

describe('a throttle', () => {
  let unthrottled: ReturnType<typeof verdictsOf>;

  beforeAll(async () => {
    unthrottled = verdictsOf((await report([])).result);
  });

  test.each([
    ['seconds', at],
    ['a date', longGone],
  ])('of 413 with Retry-After in %s is waited out: the same verdicts as without', async (_name, headers) => {
    const { code, result } = await report(await referenceBehind(everyTwentieth, { status: 413, headers }));
    expect(code).toBe(0);
    expect(result.conclusion).toBe('conformant');
    const { [whileThrottled]: met, ...others } = verdictsOf(result);
    expect(others).toEqual(unthrottled);
    expect(met).toBe('conforms');
    expect(result.cases.at(-1)).toMatchObject({ id: whileThrottled, unplanned: true, status: 413 });
    const noted = result.cases.filter(({ findings }) => findings.some(({ check }) => check === 'throttling'));
    expect(noted.length).toBeGreaterThan(5);
    for (const { exchanges } of noted) {
      expect(exchanges.map(({ attempt }) => attempt)).toEqual(exchanges.map((_, index) => index + 1));
    }
  });

  test('of 429 is waited out as well, and is one deviation of the run', async () => {
    const { code, result, out } = await report(
      await referenceBehind(everyTwentieth, { status: 429, headers: at }),
    );
    expect(code).toBe(1);
    expect(result.conclusion).toBe('deviates');
    expect(result.run.findings).toEqual([expect.objectContaining({ severity: 'deviation', actual: '429' })]);
    expect(having(result, 'deviates')).toEqual([]);
    expect(verdictsOf(result)).toEqual(unthrottled);
    expect(out).toContain('429');
  });

  test('beyond the budget leaves cases in doubt: neither passed nor blamed', async () => {
    const args = await referenceBehind((request) => request > 40, {
      status: 413,
      headers: { 'Retry-After': '3600' },
    });
    const { code, result } = await report([...args, '--max-wait', '5']);
    expect(code).toBe(3);
    expect(result.conclusion).toBe('incomplete');
    expect(having(result, 'deviates')).toEqual([]);
    const doubtful = having(result, 'inconclusive');
    expect(doubtful.length).toBeGreaterThan(result.cases.length / 2);
    for (const { reason } of doubtful) expect(reason).toContain('--max-wait');
    expect((await report([...args, '--max-wait', '0', '--allow-incomplete', '400,413'])).code).not.toBe(0);
  });

  test('that asks for no time for ever is not asked for ever', async () => {
    const answer = { ...fault(413), headers: { 'Content-Type': 'application/json', ...at } };
    const target = opened(await serve(() => answer));
    const { code, result } = await report([
      '--target',
      target.url,
      ...own.args,
      '--max-wait',
      '1',
      '--max-time',
      '20',
      '--only',
      '400',
    ]);
    expect(code).toBe(1);
    expect(result.run.stopped).toBeUndefined();
    // No exchange was answered otherwise, so this is no throttle but the target's only answer.
    expect(having(result, 'deviates').length).toBeGreaterThan(20);
    expect(statusesThat(result, 'conforms')).toEqual([]);
  });
});

test('a 413 that is met on the way exercises the code, without a state for it', async () => {
  const args = await referenceBehind(everyTwentieth, { status: 413, headers: at });
  const withoutStates = args.slice(0, args.indexOf('--states'));
  const { result } = await report(withoutStates);
  expect(statusesThat(result, 'conforms')).toContain(413);
});

describe('503 with Retry-After', () => {
  test('as gateways throttle is waited for, and a run that meets it often says so', async () => {
    const { code, result } = await report(
      await referenceBehind(everyTwentieth, { status: 503, headers: at }),
    );
    expect(code).toBe(0);
    expect(result.conclusion).toBe('conformant');
    expect(result.run.findings).toEqual([
      expect.objectContaining({
        check: 'throttling',
        severity: 'warning',
        message: expect.stringContaining('--rate'),
      }),
    ]);
  });

  test.each([503, 413])('in place of another answer deviates: %i where 422 is documented', async (status) => {
    const target = opened(
      await serveReference(async (request, next) => {
        const response = await next(request);
        const { body = '' } = fault(status);
        const headers = { 'Content-Type': 'application/json', ...at };
        return response.status === 422 ? new Response(body, { status, headers }) : response;
      }),
    );
    const args = ['--target', target.url, ...own.args, '--states', target.states];
    const { code, result } = await report([...args, '--only', '400,422']);
    expect(code).toBe(1);
    const deviating = having(result, 'deviates');
    expect(new Set(deviating.map((item) => item.status))).toEqual(new Set([422]));
    expect(deviating).toEqual(result.cases.filter((item) => item.status === 422));
  });
});

describe('an unexpected 503', () => {
  const inOrder = ['--concurrency', '1', '--only', '401,422'];

  test('that passes is no deviation, but noted', async () => {
    const args = await referenceBehind((request) => request === 10, { status: 503 });
    const { code, result } = await report([...args, ...inOrder]);
    expect(code).toBe(0);
    const noted = result.cases.filter(({ findings }) => findings.some(({ check }) => check === 'throttling'));
    expect(noted).toHaveLength(1);
    expect(noted[0]?.exchanges.map(({ response }) => response?.status)).toEqual([503, noted[0]?.expect]);
  });

  test('that comes again deviates', async () => {
    const args = await referenceBehind((request) => request === 10 || request === 11, { status: 503 });
    const { code, result } = await report([...args, ...inOrder]);
    expect(code).toBe(1);
    expect(having(result, 'deviates')).toHaveLength(1);
  });

  test.each([500, 501])('differs from %i, which is never sent again', async (status) => {
    const args = await referenceBehind((request) => request === 10, { status });
    const { code, result } = await report([...args, ...inOrder]);
    expect(code).toBe(1);
    const [deviating] = having(result, 'deviates');
    expect(deviating?.exchanges).toHaveLength(1);
  });
});
