import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference } from '../support/reference-target.ts';
import { having, own, report, suite } from '../support/run-deepest.ts';
import { closedPort, serve, serveSilence } from '../support/server.ts';
import { freshIds, serveStates, statesOf } from '../support/states.ts';
import { schemaErrors, xmlErrors } from '../unit/reporters/validity.ts';

const opened = closedAfterEach();

describe('Ctrl-C', () => {
  test.each([1, 20, 60])(
    'at request %i: states torn down, reports written, the rest not reached',
    async (at) => {
      const interruption = new AbortController();
      let seen = 0;
      const target = opened(
        await serveReference((request, next) => {
          if (request.url.endsWith('/action')) seen += 1;
          if (seen === at) interruption.abort();
          return next(request);
        }),
      );
      const states = opened(await serveStates(statesOf(target.reference)));
      const { code, result, json, junit } = await report(
        ['--target', target.url, ...own.args, '--states', states.url],
        { signal: interruption.signal, withJunit: true },
      );
      expect(code).toBe(130);
      expect(schemaErrors(json)).toEqual([]);
      expect(await xmlErrors(junit)).toEqual([]);
      expect(result.run).toMatchObject({ exitCode: 130, stopped: expect.stringContaining('interrupted') });
      expect(result.conclusion).toBe('incomplete');
      expect(having(result, 'deviates', 'inconclusive')).toEqual([]);
      const unreached = having(result, 'errored');
      expect(unreached.length).toBeGreaterThan(result.cases.length - at - 8);
      for (const { reason } of unreached) expect(reason).toContain('not reached');
      expect(states.setUps.length).toBeGreaterThan(0);
      expect(states.tearDowns).toHaveLength(states.setUps.length);
      expect(result.run.leftBehind).toEqual([]);
      expect(seen).toBeLessThan(at + 9);
    },
  );

  test('while a case waits for its answer ends the run at once', async () => {
    const interruption = new AbortController();
    const target = opened(
      await serve(() => {
        interruption.abort();
        return new Promise<never>(() => {});
      }),
    );
    const { code, result } = await report(['--target', target.url, ...own.args], interruption);
    expect(code).toBe(130);
    expect(having(result, 'deviates')).toEqual([]);
  });

  test('while the target’s throttle is waited out ends the run at once', async () => {
    const interruption = new AbortController();
    const target = opened(
      await serve(() => {
        interruption.abort();
        return { ...fault(413), headers: { 'Content-Type': 'application/json', 'Retry-After': '3000' } };
      }),
    );
    const { code, result } = await report(
      ['--target', target.url, ...own.args, '--max-wait', '5000'],
      interruption,
    );
    expect(code).toBe(130);
    expect(having(result, 'deviates')).toEqual([]);
  });

  test('while states are set up waits for them a little, to tear them down', async () => {
    const interruption = new AbortController();
    const target = opened(await serve(() => fault(400)));
    const states = opened(
      await serveStates(async (message) => {
        if (message.action === 'setup') interruption.abort();
        await new Promise((resolve) => setImmediate(resolve));
        return freshIds(message);
      }),
    );
    const { code, result } = await report(
      ['--target', target.url, ...own.args, '--states', states.url],
      interruption,
    );
    expect(code).toBe(130);
    expect(target.received.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(states.tearDowns).toHaveLength(states.setUps.length);
    expect(result.run.leftBehind).toEqual([]);
    for (const { verdict } of result.cases) expect(verdict).toBe('errored');
  });

  test('while a state is set up that never is leaves that behind, and only that', async () => {
    const interruption = new AbortController();
    const target = opened(await serve(() => fault(400)));
    const states = opened(
      await serveStates(() => {
        interruption.abort();
        return new Promise<never>(() => {});
      }),
    );
    const { code, result } = await report(
      ['--target', target.url, ...own.args, '--states', states.url, '--state-timeout', '1'],
      interruption,
    );
    expect(code).toBe(130);
    expect(target.received.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(result.run.leftBehind).toHaveLength(states.setUps.length);
    for (const { verdict, reason } of result.cases) {
      expect(verdict).toBe('errored');
      expect(reason).toContain('not reached');
    }
  });

  test('before anything was sent is 130, too', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const target = opened(await serve(() => fault(400)));
    const { code, err } = await suite(['--target', target.url, ...own.args], interruption);
    expect(code).toBe(130);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(target.received).toEqual([]);
  });

  test('during --wait is 130, and no time-out', async () => {
    const interruption = new AbortController();
    const waiting = suite(
      ['--target', `http://127.0.0.1:${await closedPort()}`, ...own.args, '--wait', '600'],
      interruption,
    );
    interruption.abort();
    const { code, err } = await waiting;
    expect(code).toBe(130);
    expect(err).not.toContain('did not answer within');
  });
});

test('a run ends at --max-time, and says that it did', async () => {
  const target = opened(await serveSilence());
  const { code, result } = await report([
    '--target',
    target.url,
    ...own.args,
    '--max-time',
    '1',
    '--concurrency',
    '2',
  ]);
  expect(code).toBe(3);
  expect(result.run.stopped).toContain('limit of 1 s');
  expect(having(result, 'deviates')).toEqual([]);
  expect(having(result, 'errored').length).toBeGreaterThan(0);
});
