import { writeFile } from 'node:fs/promises';
import type { RunResult } from '../../src/model/result.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference } from '../support/reference-target.ts';
import { caseOf, having, inNewDirectory, own, report, statusesThat } from '../support/run.ts';
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
