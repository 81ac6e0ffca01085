import { loadContract, parties } from '../../../src/cli/pact.ts';
import { correctAnswer, documentedStatuses } from '../../support/suite/answers.ts';
import { closedAfterEach } from '../../support/suite/closing.ts';
import { serveReference } from '../../support/suite/reference-target.ts';
import { caseOf, having, idsOf, own, report, statusesThat } from '../../support/suite/run.ts';
import { type Answer, type Handler, serve } from '../../support/suite/server.ts';
import { except, freshIds, serveStates } from '../../support/suite/states.ts';
import { schemaErrors, xmlErrors } from '../../unit/reporters/validity.ts';

/** `verify`: the contract against targets that behave in every way. */

jest.setTimeout(60_000);
const opened = closedAfterEach();

async function verify(target: string, options: readonly string[] = [], states = freshIds) {
  const serving = opened(await serveStates(states));
  const args = ['--target', target, ...own.args, '--states', serving.url, '--max-wait', '0', ...options];
  return report(['verify', ...args]);
}

const constantly = async (handler: Handler) => verify(opened(await serve(handler)).url);

describe('the built-in target', () => {
  test('verifies, in reports of every format, and in less than 25 ms an interaction', async () => {
    const { code, out, err, result, json, junit } = await report(['verify'], { withJunit: true });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { interactions } = await loadContract();
    const verified = having(result, 'conforms', 'tolerated');
    expect(idsOf(verified)).toEqual(interactions.map(({ id }) => id));
    expect(having(result, 'not-selected').map(({ id }) => id)).toEqual([
      'upgradeInstance/404/without-accept',
    ]);
    expect(statusesThat(result, 'conforms')).toEqual(documentedStatuses);
    expect(schemaErrors(json)).toEqual([]);
    expect(await xmlErrors(junit)).toEqual([]);
    expect(out).toContain(`Verified with Pact: ${interactions.length} interactions`);
    // Not conformant: the run sees more than Pact does.
    expect(result.conclusion).toBe('incomplete');
    expect(result.run.durationMs / interactions.length).toBeLessThan(25);
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

describe.each(documentedStatuses)('a correct %i to everything', (status) => {
  const answer: Handler = (request) => correctAnswer(status, request);

  test('fails every interaction that does not accept it', async () => {
    const { code, result } = await constantly(answer);
    expect(code).toBe(1);
    for (const { id, expect: expected, tolerates, verdict } of result.cases) {
      if (verdict === 'not-selected') continue;
      const tolerated = tolerates.some((one) => one.status === status);
      const right = expected === status ? 'conforms' : tolerated ? 'tolerated' : 'deviates';
      expect({ id, verdict }).toEqual({ id, verdict: right });
    }
  });
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

describe('what reaches the target', () => {
  test('is what the run sends: method, path, media type, credential and body', async () => {
    const same: Handler = (request) => correctAnswer(422, request);
    const target = opened(await serve(same));
    const verified = await verify(target.url);
    const ran = await report([
      '--target',
      target.url,
      ...own.args,
      '--max-wait',
      '0',
      ...(await statesOption()),
    ]);
    for (const { id, exchanges } of verified.result.cases) {
      const other = ran.result.cases.find((item) => item.id === id)?.exchanges.at(-1)?.request;
      const request = exchanges.at(-1)?.request;
      // Strict interactions are no cases of the run; ids are fresh for each set-up.
      if (!other || !request) continue;
      const field = (of: typeof request, name: string) =>
        of.headers
          .filter(([one]) => one.toLowerCase() === name)
          .map(([, value]) => value.replace(/_\d+$/, ''));
      expect({ id, method: request.method, sha256: request.body?.sha256 }).toEqual({
        id,
        method: other.method,
        sha256: other.body?.sha256,
      });
      for (const name of ['content-type', 'accept', 'x-auth-token'])
        expect({ id, name, values: field(request, name) }).toEqual({ id, name, values: field(other, name) });
      expect(request.url.split('/').length).toBe(other.url.split('/').length);
    }
  });

  async function statesOption() {
    return ['--states', opened(await serveStates()).url];
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
});

describe('a provider state', () => {
  const state = 'the instance has a fault';
  const id = 'upgradeInstance/500/instance-fault';
  const broken = new Error('The handler is broken.');

  test.each<[string, Answer | Error, string]>([
    ['that the endpoint does not know', { status: 404 }, 'not-provoked'],
    ['that the endpoint does not support', { status: 501 }, 'not-provoked'],
    ['to which the endpoint answers 500', { status: 500, body: 'broken' }, 'errored'],
    ['to which the endpoint answers no JSON', { status: 200, body: 'ok' }, 'errored'],
    ['whose handler throws', broken, 'errored'],
  ])('%s is not green, within 5 seconds', async (_name, answer, verdict) => {
    const target = opened(await serve((request) => correctAnswer(500, request)));
    const failing = (message: Parameters<typeof freshIds>[0]) => {
      if (!(answer instanceof Error)) return except(state, answer)(message);
      if (message.state === state) throw answer;
      return freshIds(message);
    };
    const started = performance.now();
    const { code, result } = await verify(target.url, ['--only', id], async (message) => {
      try {
        return await failing(message);
      } catch (error) {
        return { status: 500, body: String(error) };
      }
    });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(caseOf(result, id).verdict).toBe(verdict);
    expect(code).not.toBe(0);
  });

  test('that no driver brings about is not green', async () => {
    const target = opened(await serve((request) => correctAnswer(500, request)));
    const { code, result } = await report(['verify', '--target', target.url, ...own.args, '--only', '500']);
    expect(caseOf(result, id)).toMatchObject({
      verdict: 'not-provoked',
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
