import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { correctAnswer } from '../support/answers.ts';
import { deepest, root } from '../support/apis.ts';
import { closedAfterEach } from '../support/closing.ts';
import { committedInteractions } from '../support/contracts.ts';
import { serveReference } from '../support/reference-target.ts';
import { inNewDirectory, own } from '../support/run.ts';
import { serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

/**
 * The jest project `provider`, as a team calls it for a target of its own. One operation is verified: `npm test` runs the
 * project itself with all of them.
 */

const opened = closedAfterEach();

/** What is printed for each interaction: its mark, by the id. */
async function marks(env: Readonly<Record<string, string>>) {
  const program = join(root, 'node_modules/jest/bin/jest.js');
  const printed = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [program, '--selectProjects', 'provider', '--no-color'],
      {
        cwd: root,
        env: { PATH: process.env.PATH, CONFORMANCE_OPERATION: deepest, ...env },
        maxBuffer: 2 ** 26,
      },
      (_error, out, err) => resolve(out + err),
    );
  });
  const lines = [...printed.matchAll(/^ {4}([✓✕○]) (?:skipped )?([^\s:]+):/gm)];
  return { printed, marks: new Map(lines.map(([, mark, id = '']) => [id, mark])) };
}

const ids = committedInteractions.map(({ id }) => id);
const isVerified = (id: string) => id.startsWith(`${deepest}/`);
const own404 = 'upgradeInstance/404/absent-instance';

test('has a line for each interaction, green against a target with ids of its own', async () => {
  const target = opened(await serveReference());
  const { marks: found, printed } = await marks({
    CONFORMANCE_TARGET: target.url,
    CONFORMANCE_STATES: target.states,
    CONFORMANCE_ACCOUNT: own.accountId,
    CONFORMANCE_TOKEN: own.token,
    CONFORMANCE_CONSENT: 'destroy',
  });
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(ids.map((id) => [id, isVerified(id) ? '✓' : '○'])),
  );
  expect(printed).toMatch(
    /^ {2}tolerated {2}upgradeInstance\/400\/\S+: Answered 202, which AMB-ROBUSTNESS allows/m,
  );
});

test('is red for what deviates and for what could not be set up, and skips what was not asked for', async () => {
  const target = opened(await serve((request) => correctAnswer(404, request)));
  const states = opened(
    await serveStates(({ state }) => ({
      status: state === 'the instance has a fault' ? 500 : 200,
      body: '{}',
    })),
  );
  await inNewDirectory(async (file) => {
    const config = {
      target: target.url,
      states: states.url,
      account: own.accountId,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the config file's own syntax.
      token: '${STAGING_TOKEN}',
      instance: own.instanceId,
      datastore: 'mysql:5.6',
      only: [own404, '401', '500'],
    };
    await writeFile(file('config.json'), JSON.stringify(config));
    const env = { CONFORMANCE_CONFIG: file('config.json'), STAGING_TOKEN: own.token };
    const { marks: found, printed } = await marks(env);
    const right = (id: string) =>
      id === own404 ? '✓' : isVerified(id) && /\/(401|500)\//.test(id) ? '✕' : '○';
    // What is skipped is printed last.
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(ids.map((id) => [id, right(id)])));
    expect(printed).toContain('errored: Its provider state failed');
  });
});

test('takes handlers that are an ES module', async () => {
  const target = opened(await serve((request) => correctAnswer(503, request)));
  await inNewDirectory(async (file) => {
    const instanceId = '22222222-2222-4333-8444-555555555555';
    const source = `export default { 'the service is unavailable': () => ({ instanceId: '${instanceId}' }) };`;
    await writeFile(file('states.mjs'), source);
    const { marks: found } = await marks({
      CONFORMANCE_TARGET: target.url,
      CONFORMANCE_STATES: `module:${file('states.mjs')}`,
      CONFORMANCE_ACCOUNT: own.accountId,
      CONFORMANCE_TOKEN: own.token,
      CONFORMANCE_ONLY: '503',
    });
    expect(found.get('upgradeInstance/503/service-unavailable')).toBe('✓');
  });
});

test('without a usable target defines no test and fails', async () => {
  const { marks: found, printed } = await marks({ CONFORMANCE_TARGET: '' });
  expect(found.size).toBe(0);
  expect(printed).toContain('CLOUDDB_TARGET is empty');
});
