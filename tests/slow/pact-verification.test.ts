import { writeFile } from 'node:fs/promises';
import { parties } from '../../src/app/pact.ts';
import type { CaseResult } from '../../src/model/result.ts';
import { count } from '../../src/util/text.ts';
import { correctAnswer, documentedStatuses } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { committedContracts, committedInteractions as interactions } from '../support/contracts.ts';
import { serveReference } from '../support/reference-target.ts';
import { report as reportOfAll } from '../support/run.ts';
import {
  caseOf,
  having,
  idsOf,
  inNewDirectory,
  own,
  report,
  statusesThat,
  suite,
} from '../support/run-deepest.ts';
import { type Answer, type Handler, serve } from '../support/server.ts';
import { except, freshIds, serveStates } from '../support/states.ts';
import { schemaErrors, xmlErrors } from '../unit/reporters/validity.ts';

/** `verify`: the contracts against targets that behave in every way. */

const opened = closedAfterEach();

async function verify(target: string, options: readonly string[] = [], states = freshIds) {
  const serving = opened(await serveStates(states));
  const args = ['--target', target, ...own.args, '--states', serving.url, '--max-wait', '0', ...options];
  return report(['verify', ...args]);
}

const constantly = async (handler: Handler) => verify(opened(await serve(handler)).url);

describe('the built-in target', () => {
  test('verifies, in the reports of a run', async () => {
    const { code, out, result, json, junit } = await reportOfAll(['verify'], { withJunit: true });
    expect(code).toBe(0);
    const verified = having(result, 'conforms', 'tolerated');
    expect([...idsOf(verified)].sort()).toEqual(interactions.map(({ id }) => id).sort());
    const omitted = committedContracts.flatMap(({ text }) =>
      Object.keys(JSON.parse(text).metadata.omitted.cases),
    );
    expect([...idsOf(having(result, 'not-selected'))].sort()).toEqual(omitted.sort());
    expect(statusesThat(result, 'conforms')).toEqual(expect.arrayContaining([...documentedStatuses]));
    expect(schemaErrors(json)).toEqual([]);
    expect(await xmlErrors(junit)).toEqual([]);
    const sum = `${interactions.length} interactions of ${count(committedContracts.length, 'contract')}`;
    expect(out).toContain(`Verified with Pact: ${sum}.`);
    // Not conformant: the run sees more than Pact does.
    expect(result.conclusion).toBe('incomplete');
  });

  test('shows no requirement that Pact does not see', async () => {
    const { result } = await report(['verify']);
    for (const id of ['BODY-DATASTORE-ASKED', 'BODY-SELF-LINK', 'HTTP-HEAD', 'BODY-NAME'])
      expect(result.requirements[id]?.verdict).not.toBe('conforms');
    expect(result.requirements['FAULT-MEMBER']?.verdict).toBe('conforms');
  });
});

test('a target whose ids, account, version and token are nothing like the contract', async () => {
  const target = opened(await serveReference(undefined, { apiVersion: 'v3' }));
  const options = ['--target', target.url, ...own.args, '--states', target.states, '--api-version', 'v3'];
  const { code, result } = await report(['verify', ...options]);
  expect(code).toBe(0);
  for (const { exchanges } of having(result, 'conforms')) {
    const sent = JSON.stringify(exchanges.at(-1)?.request);
    for (const example of [parties.examples.token, parties.examples.instanceId, '/1234/'])
      expect(sent).not.toContain(example);
  }
});

test('an empty 202 to everything fails every interaction, but those that tolerate a 202 whose body Pact cannot see', async () => {
  const headers = { 'Content-Type': 'application/json' };
  const { result } = await constantly(() => ({ status: 202, headers, body: '{}' }));
  for (const { id, tolerates, verdict } of result.cases) {
    if (verdict === 'not-selected') continue;
    const right = tolerates.some((one) => one.status === 202) ? 'tolerated' : 'deviates';
    expect({ id, verdict }).toEqual({ id, verdict: right });
  }
});

test('what reaches the target is what the run sends: method, path, header fields and body', async () => {
  const target = opened(await serve((request) => correctAnswer(422, request)));
  const states = opened(await serveStates());
  const ran = await report([
    ...['--target', target.url, ...own.args],
    ...['--max-wait', '0', '--states', states.url],
  ]);
  const { result } = await verify(target.url);
  const sent = ({ exchanges }: CaseResult) => {
    const request = exchanges.at(-1)?.request;
    return (
      request && {
        method: request.method,
        sha256: request.body?.sha256,
        segments: request.url.split('/').length,
        // Reports number the tokens that states give.
        headers: Object.fromEntries(
          request.headers
            .filter(([name]) => name !== 'Host')
            .map(([name, value]) => [name.toLowerCase(), value.replace(/_\d+$/, '')]),
        ),
      }
    );
  };
  for (const item of ran.result.cases) {
    const verified = result.cases.find(({ id, verdict }) => id === item.id && verdict !== 'not-selected');
    if (verified) expect({ id: item.id, ...sent(verified) }).toEqual({ id: item.id, ...sent(item) });
  }
});

describe('a redirect', () => {
  test('is not followed to a better answer', async () => {
    const redirecting: Handler = ({ path, ...request }) =>
      path === '/elsewhere'
        ? correctAnswer(404, { ...request, path })
        : { status: 302, headers: { Location: '/elsewhere' }, body: '' };
    const { result } = await constantly(redirecting);
    expect(having(result, 'conforms', 'tolerated')).toEqual([]);
    const { findings } = caseOf(result, 'upgradeInstance/404/absent-instance');
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'deviation', location: 'status', actual: '302' }),
    );
  });

  test('to another host is not followed either, and shows the token to nobody', async () => {
    const elsewhere = opened(await serve((request) => correctAnswer(404, request)));
    const headers = { Location: `${elsewhere.url}/elsewhere` };
    const { result } = await constantly(() => ({ status: 307, headers, body: '' }));
    expect(having(result, 'conforms', 'tolerated')).toEqual([]);
    expect(elsewhere.received).toEqual([]);
  });
});

describe('a provider state', () => {
  const state = 'the instance has a fault';
  const id = 'upgradeInstance/500/instance-fault';
  const faulty: Handler = (request) => correctAnswer(500, request);

  test.each<[string, Answer, string]>([
    ['that the endpoint does not know', { status: 404 }, 'not-exercised'],
    ['that the endpoint does not support', { status: 501 }, 'not-exercised'],
    ['to which the endpoint answers 500', { status: 500, body: 'broken' }, 'errored'],
    ['to which the endpoint answers damaged JSON', { status: 200, body: '{"instanceId":' }, 'errored'],
  ])('%s is not green, and is asked for once', async (_name, answer, verdict) => {
    const target = opened(await serve(faulty));
    const states = opened(await serveStates(except(state, answer)));
    const args = [...own.args, '--states', states.url, '--only', id];
    const { code, result } = await report(['verify', '--target', target.url, ...args]);
    expect(caseOf(result, id).verdict).toBe(verdict);
    expect(code).toBe(3);
    // Pact's own tools would ask again for two minutes.
    expect(states.setUps).toHaveLength(1);
    // What is read first to try the given values is no case.
    expect(target.received.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  const throwing = `() => { throw new Error('broken') }`;
  test.each<[string, 'module' | 'command', string, string]>([
    ['a module throws at', 'module', `module.exports = { '${state}': ${throwing} };`, 'errored'],
    ['a module rejects', 'module', `module.exports = { '${state}': async ${throwing} };`, 'errored'],
    [
      'a module has no handler for',
      'module',
      `module.exports = { 'no such instance': ${throwing} };`,
      'not-exercised',
    ],
    ['a program fails at', 'command', 'process.exit(7);', 'errored'],
  ])('that %s is not green', async (_name, driver, source, verdict) => {
    const target = opened(await serve(faulty));
    await inNewDirectory(async (file) => {
      const path = file('states.cjs');
      await writeFile(path, source);
      const states = driver === 'module' ? `module:${path}` : `command:"${process.execPath}" "${path}"`;
      const args = [...own.args, '--states', states, '--only', id];
      const { code, result } = await report(['verify', '--target', target.url, ...args]);
      expect(caseOf(result, id).verdict).toBe(verdict);
      expect(code).toBe(3);
    });
    // What is read first to try the given values is no case.
    expect(target.received.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('that no driver brings about is not green', async () => {
    const target = opened(await serve(faulty));
    const { code, result } = await report(['verify', '--target', target.url, ...own.args, '--only', '500']);
    expect(caseOf(result, id)).toMatchObject({
      verdict: 'not-exercised',
      testableBy: expect.stringContaining('--states'),
    });
    expect(code).toBe(3);
  });
});

test('a strict interaction does not apply where a tolerated status was answered', async () => {
  const { result } = await constantly((request) => correctAnswer(501, request));
  expect(caseOf(result, 'upgradeInstance/405/method-get.strict')).toMatchObject({
    verdict: 'tolerated',
    findings: [{ severity: 'note', message: expect.stringContaining('does not apply') }],
  });
});

test('a strict interaction sees the body that the tolerant one cannot', async () => {
  const { result } = await constantly(() => ({
    status: 405,
    headers: { 'Content-Type': 'application/json' },
    body: '{"notAllowed":{"code":405,"message":"No."}}',
  }));
  expect(caseOf(result, 'upgradeInstance/405/method-get').verdict).toBe('conforms');
  expect(caseOf(result, 'upgradeInstance/405/method-get.strict').verdict).toBe('deviates');
});

test('the id of a strict interaction is explained, by its case', async () => {
  const { code, out } = await suite(['explain', 'upgradeInstance/405/method-get.strict']);
  expect(code).toBe(0);
  expect(out).toMatch(/accepts only 405[\s\S]*\nupgradeInstance\/405\/method-get\n[\s\S]*tolerates\s+501/);
});
