import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { mayChange } from '../../src/catalogue/risk.ts';
import type { Consent, RunResult } from '../../src/model/result.ts';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference } from '../support/reference-target.ts';
import { caseOf, having, idsOf, inNewDirectory, own, report } from '../support/run-deepest.ts';
import { type Received, serve } from '../support/server.ts';
import { alwaysInstance, serveStates } from '../support/states.ts';

const opened = closedAfterEach();

const sentOf = ({ cases }: RunResult) => cases.filter(({ exchanges }) => exchanges.length > 0);

/** Without what is read to see whether anything changed. */
const casesAmong = (received: readonly Received[]) =>
  received.filter(({ method, path }) => method !== 'GET' || path.endsWith('/action'));

/** What the target received is what the report says was sent. */
async function runRecorded(options: readonly string[]) {
  const target = opened(await serve(() => fault(400)));
  const { result } = await report(['--target', target.url, ...own.args, ...options]);
  const exchanges = result.cases.flatMap((item) => item.exchanges);
  expect(casesAmong(target.received)).toHaveLength(exchanges.length);
  return { target, result };
}

describe('without a driver', () => {
  test.each([
    ['observe', ['none']],
    ['reject', ['if-deviant', 'none']],
    ['change', ['change', 'if-deviant', 'none']],
    ['destroy', ['change', 'destroy', 'if-deviant', 'none']],
  ] satisfies [Consent, string[]][])('--consent %s sends what is of risk %j', async (consent, risks) => {
    const { result } = await runRecorded(['--consent', consent]);
    expect([...new Set(sentOf(result).map(({ risk }) => risk))].sort()).toEqual(risks);
    for (const { risk, verdict, testableBy } of having(result, 'not-consented')) {
      expect(risks).not.toContain(risk);
      expect({ verdict, testableBy }).toMatchObject({ testableBy: expect.stringContaining('--consent') });
    }
    const expected = consent !== 'destroy';
    expect(having(result, 'not-consented').length > 0).toBe(expected);
  });

  test('what may not be sent is the default, too', async () => {
    const { result } = await runRecorded([]);
    expect(sentOf(result).map(({ risk }) => risk)).not.toContain('change');
    expect(result.run.consent).toBe('reject');
  });

  test('without an instance, nothing that needs one is sent', async () => {
    const target = opened(await serve(() => fault(404)));
    const { result } = await report([
      '--target',
      target.url,
      '--account',
      own.accountId,
      '--token',
      own.token,
    ]);
    const states = new Set(sentOf(result).flatMap((item) => item.states.map(({ name }) => name)));
    expect([...states]).toEqual(['no such instance']);
    expect(having(result, 'conforms').map(({ status }) => status)).not.toContain(500);
    for (const { path } of target.received) expect(path).not.toContain(own.instanceId);
  });

  test('with upgrade, the accepted one comes last, and once', async () => {
    const accepted: number[] = [];
    const target = opened(
      await serveReference(async (request, next) => {
        const response = await next(request);
        if (request.url.endsWith('/action')) accepted.push(response.status);
        return response;
      }),
    );
    const { result } = await report(['--target', target.url, ...own.args, '--consent', 'change']);
    expect(accepted.indexOf(202)).toBe(accepted.length - 1);
    expect(caseOf(result, 'upgradeInstance/202/mysql-5.6-to-mysql-5.7').verdict).toBe('conforms');
    const unsent = having(result, 'not-exercised').filter(({ risk }) => risk === 'change');
    expect(idsOf(unsent)).toContain('upgradeInstance/202/mysql-5.6-to-mariadb-10.4enc');
    expect(idsOf(unsent)).toContain('upgradeInstance/400/unusual-unknown-member');
    expect(having(result, 'deviates', 'errored', 'inconclusive')).toEqual([]);
    expect(result.run.leftBehind).toHaveLength(1);
  });
});

describe('an endpoint that always gives the same instance is not isolated', () => {
  test.each([
    ['the run’s own', own.instanceId],
    ['another', '99999999-2222-4333-8444-555555555555'],
  ])('%s', async (_name, instanceId) => {
    const target = opened(await serve(() => fault(400)));
    const states = opened(await serveStates(alwaysInstance(instanceId)));
    const alone = ['--concurrency', '1', '--state-concurrency', '1'];
    for (const options of [[], alone, ['--fresh'], ['--only', '202'], ['--only', '202', ...alone]]) {
      const { result } = await report([
        '--target',
        target.url,
        ...own.args,
        '--states',
        states.url,
        ...options,
      ]);
      for (const { risk, verdict } of result.cases) {
        if (verdict !== 'not-selected') expect(verdict === 'not-consented').toBe(mayChange(risk));
      }
    }
    expect(states.tearDowns).toHaveLength(states.setUps.length);
  });
});

test.each([[[]], [['--concurrency', '1', '--state-concurrency', '1']]])(
  'an endpoint that always gives the same instance gets nothing to refuse where --consent is observe %j',
  async (options) => {
    const target = opened(await serve(() => fault(400)));
    const states = opened(await serveStates(alwaysInstance('99999999-2222-4333-8444-555555555555')));
    const given = ['--states', states.url, '--consent', 'observe', ...options];
    const { result } = await report(['--target', target.url, ...own.args, ...given]);
    for (const { risk, verdict } of result.cases) expect(verdict === 'not-consented').toBe(risk !== 'none');
    expect(states.tearDowns).toHaveLength(states.setUps.length);
  },
);

test('an id in capitals is the same instance', async () => {
  const id = 'abcdefab-2222-4333-8444-555555555555';
  const target = opened(await serve(() => fault(400)));
  const states = opened(await serveStates(alwaysInstance(id.toUpperCase())));
  const { result } = await report([
    ...['--target', target.url, '--account', own.accountId, '--token', own.token, '--instance', id],
    ...['--datastore', 'mysql:5.6', '--states', states.url, '--only', '*/mysql-5.6-to-mysql-5.7'],
  ]);
  expect(caseOf(result, 'upgradeInstance/202/mysql-5.6-to-mysql-5.7').verdict).toBe('not-consented');
  expect(casesAmong(target.received)).toEqual([]);
});

describe('values that were there before are not isolated, however new they look', () => {
  test.each([
    ['all the same', (_id: string) => '99999999-2222-4333-8444-555555555555'],
    ['each its own', (id: string) => id],
  ])('stateValues, %s', async (_name, instanceOf) => {
    const target = opened(await serve(() => fault(400)));
    const { result: all } = await report([]);
    const entries = [
      ...new Set(all.cases.flatMap(({ states }) => states.map((state) => JSON.stringify(state)))),
    ];
    const stateValues: Record<string, unknown[]> = {};
    for (const entry of entries) {
      const { name, params } = JSON.parse(entry);
      stateValues[name] ??= [];
      stateValues[name].push({ params, values: { instanceId: instanceOf(randomUUID()) } });
    }
    await inNewDirectory(async (file) => {
      await writeFile(file('conf.json'), JSON.stringify({ target: target.url, stateValues }));
      const { result } = await report(['--config', file('conf.json'), ...own.args]);
      expect(result.run.driver).toBe('static, then --instance');
      for (const { risk, verdict } of result.cases) expect(verdict === 'not-consented').toBe(mayChange(risk));
    });
  });
});

test('an endpoint that gives every case its own needs no consent, not even to observe', async () => {
  const target = opened(await serve(() => fault(400)));
  const states = opened(await serveStates());
  const { result } = await report([
    '--target',
    target.url,
    ...own.args,
    '--states',
    states.url,
    '--consent',
    'observe',
  ]);
  expect(sentOf(result)).toHaveLength(result.cases.length);
  for (const { path } of casesAmong(target.received)) expect(path).not.toContain(own.instanceId);
});
