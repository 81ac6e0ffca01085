import { correctAnswer, documentedStatuses, fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { having, idsOf, own, report, statusesThat, suite } from '../support/run-deepest.ts';
import { type Handler, serve, serveSilence } from '../support/server.ts';
import { serveStates } from '../support/states.ts';
import { schemaErrors } from '../unit/reporters/validity.ts';

/** Targets that give every request the same answer: whatever a suite says of them, it must not be much good. */

const opened = closedAfterEach();

/** Statuses that nothing but a driver can bring about. */
const neverExercised = [413, 500, 503];

/** The one answer that every case about another code tolerates: this makes nothing conform, and nothing deviate. */
const toleratedThroughout: Readonly<Record<number, number>> = { 400: 422, 401: 403, 501: 405 };

async function withStates(handler: Handler, options: readonly string[] = []) {
  const target = opened(await serve(handler));
  const states = opened(await serveStates());
  return report(['--target', target.url, ...own.args, '--states', states.url, '--max-wait', '0', ...options]);
}

async function withoutStates(handler: Handler, options: readonly string[] = []) {
  const target = opened(await serve(handler));
  return report(['--target', target.url, ...own.args, '--max-wait', '0', ...options]);
}

describe('202 with an empty object to everything', () => {
  const empty: Handler = () => ({
    status: 202,
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });

  test('with --states: a deviation under each of the twelve codes', async () => {
    const { code, result, json, out } = await withStates(empty);
    expect(schemaErrors(json)).toEqual([]);
    expect(code).toBe(1);
    expect(result.conclusion).toBe('deviates');
    expect(statusesThat(result, 'deviates')).toEqual(documentedStatuses);
    expect(having(result, 'conforms', 'tolerated')).toEqual([]);
    expect(out).toContain('0 of 12 documented codes conform');
  });

  test('without: nothing conforms, and what cannot be set up is reported', async () => {
    const { code, result } = await withoutStates(empty);
    expect(code).toBe(1);
    expect(having(result, 'conforms', 'tolerated')).toEqual([]);
    expectNotExercised(result);
  });
});

describe('a target that accepts connections and never answers', () => {
  const pace = ['--timeout', '60', '--concurrency', '16', '--max-time', '20'];

  test('with --states: every case deviates by a time-out', async () => {
    const target = opened(await serveSilence());
    const states = opened(await serveStates());
    const { code, result, json } = await report([
      '--target',
      target.url,
      ...own.args,
      '--states',
      states.url,
      ...pace,
    ]);
    expect(schemaErrors(json)).toEqual([]);
    expect(code).toBe(1);
    expect(having(result, 'deviates')).toHaveLength(result.cases.length);
    expect(result.run.stopped).toBeUndefined();
    for (const { exchanges, findings } of result.cases) {
      expect(exchanges.at(-1)?.error).toMatch(/within 0\.06 s; the reference sets no limit/);
      expect(findings).toContainEqual(expect.objectContaining({ check: 'transport', severity: 'deviation' }));
    }
  });

  test('without: what is sent deviates, and the rest is not exercised or not consented to', async () => {
    const target = opened(await serveSilence());
    const { code, result } = await report(['--target', target.url, ...own.args, ...pace]);
    expect(code).toBe(1);
    for (const { exchanges, verdict } of result.cases) {
      if (exchanges.length > 0) expect(verdict).toBe('deviates');
      else expect(['not-exercised', 'not-consented']).toContain(verdict);
    }
    expectNotExercised(result);
  });
});

describe.each(documentedStatuses)('a correct %i to everything', (status) => {
  const constant: Handler = (request) => correctAnswer(status, request);

  test('with --states: only that code conforms', async () => {
    const { code, result, json } = await withStates(constant);
    expect(schemaErrors(json)).toEqual([]);
    expect(code).toBe(1);
    expect(statusesThat(result, 'conforms')).toEqual([status]);
    expect(new Set(having(result, 'conforms').map((item) => item.status))).toEqual(new Set([status]));
    // A target that refuses every token refuses the run's own as well, which one case carries: the user may be wrong.
    const errored = status === 401 ? ['upgradeInstance/404/foreign-instance'] : [];
    expect(idsOf(having(result, 'errored'))).toEqual(errored);
    expect(having(result, 'inconclusive', 'not-exercised', 'not-consented')).toEqual([]);
    const excused = [status, toleratedThroughout[status]];
    expect(statusesThat(result, 'deviates')).toEqual(
      documentedStatuses.filter((other) => !excused.includes(other)),
    );
  });

  test('without: nothing else conforms', async () => {
    if (status === 401) return expectRefusedToken(constant);
    const { code, result } = await withoutStates(constant, ['--consent', 'change']);
    expect(code).toBe(1);
    expect(statusesThat(result, 'conforms')).toEqual(neverExercised.includes(status) ? [] : [status]);
    expectNotExercised(result);
  });
});

test('a correct 202 to everything shows nothing of 202 where upgrades are not consented to', async () => {
  const { result } = await withoutStates((request) => correctAnswer(202, request));
  expect(statusesThat(result, 'conforms')).toEqual([]);
});

test('a status outside the document deviates everywhere', async () => {
  const teapot = JSON.stringify({ teapot: { code: 418, message: 'Short and stout.' } });
  const answer = { status: 418, headers: { 'Content-Type': 'application/json' }, body: teapot };
  const { code, result } = await withStates(() => answer);
  expect(code).toBe(1);
  expect(having(result, 'deviates')).toHaveLength(result.cases.length);
});

test('a fault without its body or its media type conforms nowhere', async () => {
  for (const answer of [{ status: 404 }, { ...fault(404), headers: { 'Content-Type': 'text/html' } }]) {
    const { result } = await withStates(() => answer);
    expect(statusesThat(result, 'conforms')).toEqual([]);
    expect(statusesThat(result, 'deviates')).toContain(404);
  }
});

/** A target that refuses every token looks the same as a wrong token. */
async function expectRefusedToken(handler: Handler): Promise<void> {
  const target = opened(await serve(handler));
  const ended = await suite(['--target', target.url, ...own.args]);
  expect(ended.code).toBe(4);
  expect(ended.err).toContain('--token is refused');
}

function expectNotExercised({ cases }: Awaited<ReturnType<typeof report>>['result']): void {
  for (const { status, verdict, testableBy } of cases) {
    if (!neverExercised.includes(status)) continue;
    expect(verdict).toBe('not-exercised');
    expect(testableBy).toContain('--states');
  }
}
