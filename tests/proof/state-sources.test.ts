import { writeFile } from 'node:fs/promises';
import type { RunResult } from '../../src/model/result.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference } from '../support/reference-target.ts';
import { caseOf, having, idsOf, inNewDirectory, own, report, statusesThat } from '../support/run-deepest.ts';
import { serve } from '../support/server.ts';
import { serveStates, statesOf } from '../support/states.ts';

/** Adding a source of provider states takes no other away (decision 0003, issue 13). */

const opened = closedAfterEach();

async function ownTarget() {
  const target = opened(await serveReference());
  return { ...target, args: ['--target', target.url, ...own.args] };
}

const driverOf = ({ run }: RunResult) => run.driver;

test('one handler of a module, or one entry of stateValues, only adds', async () => {
  const { args } = await ownTarget();
  const { result: alone } = await report(args);
  const shown = statusesThat(alone, 'conforms');
  expect(shown.length).toBeGreaterThanOrEqual(8);
  await inNewDirectory(async (file) => {
    await writeFile(
      file('states.ts'),
      "export default { 'the service is unavailable': () => ({ notSupported: 'Not here.' }) };",
    );
    const stateValues = { 'the token has expired': { token: 'a-token-that-has-expired' } };
    await writeFile(file('conf.json'), JSON.stringify({ stateValues }));
    const module = ['--states', `module:${file('states.ts')}`];
    const values = ['--config', file('conf.json')];

    const { result: withModule } = await report([...args, ...module]);
    expect(statusesThat(withModule, 'conforms')).toEqual(shown);
    expect(driverOf(withModule)).toBe(`module ${file('states.ts')}, then --instance`);
    expect(caseOf(withModule, 'upgradeInstance/503/service-unavailable')).toMatchObject({
      verdict: 'not-exercised',
      reason: 'Not here.',
    });

    const { result: withValues } = await report([...args, ...values]);
    expect(statusesThat(withValues, 'conforms')).toEqual(shown);
    expect(driverOf(withValues)).toBe('static, then --instance');

    const { result: withAll } = await report([...args, ...module, ...values]);
    expect(statusesThat(withAll, 'conforms')).toEqual(shown);
    expect(driverOf(withAll)).toBe(`module ${file('states.ts')}, then static, then --instance`);
    const expired = withAll.cases.filter(({ states }) => states[0]?.name === 'the token has expired');
    expect(expired.map(({ verdict }) => verdict)).toEqual(['conforms']);
    expect(having(alone, 'not-exercised').length).toBe(having(withAll, 'not-exercised').length + 1);
  });
});

test('what the endpoint makes is isolated, what another source gives is not', async () => {
  const { args, reference } = await ownTarget();
  const busy = opened(
    await serveStates((message) =>
      message.state === 'the instance is busy' ? statesOf(reference)(message) : { status: 404 },
    ),
  );
  const { result } = await report([...args, '--states', busy.url, '--consent', 'observe']);
  // Without consent, only an isolated instance is asked for what it must refuse.
  for (const { states, verdict, risk } of result.cases) {
    if (states[0]?.name === 'the instance is busy') expect(verdict).toBe('conforms');
    else if (risk !== 'none') expect(['not-consented', 'not-exercised']).toContain(verdict);
  }
  expect(busy.tearDowns.every(({ state }) => state === 'the instance is busy')).toBe(true);
  expect(busy.tearDowns.length).toBeGreaterThan(0);
  expect(result.run.leftBehind).toEqual([]);
});

describe('an endpoint that gives', () => {
  const token = 's3cr3t-of-a-state';
  const given = (values: (index: number) => object) => {
    let index = 0;
    return serveStates(({ action }) => {
      index += 1;
      return { status: 200, body: JSON.stringify(action === 'setup' ? values(index) : {}) };
    });
  };
  const none = ['--target', '', '--account', 'a', '--token', own.token, '--no-preflight'];
  async function against(values: (index: number) => object) {
    const target = opened(
      await serve(({ headers }) => ({ status: 400, body: `${headers['x-auth-token']}` })),
    );
    const states = opened(await given(values));
    const reported = await report([...none.with(1, target.url), '--states', states.url]);
    return { ...reported, target, states };
  }

  // `*` stands for a number, so that no two set-ups give the same.
  test.each([' *', 'a/*', '*;v=1', '00*'])(
    'the id "%s", which a target may read as another: it is sent encoded, and no change is asked for',
    async (form) => {
      const { result, target, states } = await against((index) => ({
        instanceId: form.replace('*', String(index)),
      }));
      const changed = result.cases.filter(({ risk, exchanges }) => risk === 'change' && exchanges.length > 0);
      expect(idsOf(changed)).toEqual([]);
      expect(having(result, 'not-consented').length).toBeGreaterThan(30);
      const given = form.replace('*', '1');
      expect(target.received.some(({ path }) => path.includes(`/${encodeURIComponent(given)}/`))).toBe(true);
      expect(states.tearDowns.some(({ values }) => values?.instanceId === given)).toBe(true);
    },
  );

  test('numbers beyond 2^53: only they are used, and torn down', async () => {
    const ids = new Set<string>();
    const answered = serveStates(({ action }) => {
      const id = `900719925474099${3 + ids.size * 2}`;
      if (action === 'setup') ids.add(id);
      return { status: 200, body: action === 'setup' ? `{"instanceId": ${id}}` : '{}' };
    });
    const target = opened(await serve(() => ({ status: 400 })));
    const states = opened(await answered);
    await report([...none.with(1, target.url), '--states', states.url]);
    const used = target.received.map(({ path }) => path.split('/')[4] ?? '').filter((id) => /^9007/.test(id));
    expect(used.filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(states.tearDowns.map(({ values }) => values?.instanceId))).toEqual(ids);
  });

  test.each([
    ['beside notSupported', { notSupported: `no ${token}`, token }],
    ['beside an unknown scope', { scope: token, token }],
    ['beside an id that cannot be sent', { instanceId: '..', token }],
    ['as a name as well', { [token]: true, token }],
    ['with a space at its end', { instanceId: 'i', token: `${token} ` }],
  ])('a credential %s shows it nowhere', async (_name, values) => {
    const { json, out, err } = await against((index) => ({
      ...values,
      ...('instanceId' in values && values.instanceId === 'i' && { instanceId: `i${index}` }),
    }));
    expect(json + out + err).not.toContain(token);
  });

  test('a credential of Latin-1 text sends and hides the same', async () => {
    const latin = 'caf\u00e9-s3cr3t';
    const { json, out, target } = await against((index) => ({ instanceId: `i${index}`, token: latin }));
    expect(target.received.some(({ headers }) => headers['x-auth-token'] === latin)).toBe(true);
    expect(json + out).not.toContain('s3cr3t');
  });
});
