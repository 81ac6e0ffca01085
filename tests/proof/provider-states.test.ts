import { once } from 'node:events';
import { mayChange } from '../../src/catalogue/risk.ts';
import type { CaseResult, RunResult } from '../../src/model/result.ts';
import { httpDriver } from '../../src/provider-states/http.ts';
import { run } from '../../src/runner/run.ts';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import {
  type ReferenceTarget,
  serveReference,
  takingAnyMediaType,
  type Wrap,
} from '../support/reference-target.ts';
import { caseOf, having, idsOf, own, report } from '../support/run-deepest.ts';
import { serve } from '../support/server.ts';
import {
  alwaysInstance,
  except,
  type ServingStates,
  type StateHandler,
  serveStates,
  statesOf,
} from '../support/states.ts';
import { inScope, loadSuite, optionsOf } from './proof/suite.ts';

const opened = closedAfterEach();

/** A reference implementation, and an endpoint for its states that records them. */
async function referenceWithStates({
  wrap,
  handler = statesOf,
}: {
  readonly wrap?: Wrap;
  readonly handler?: (of: ReferenceTarget['reference']) => StateHandler;
} = {}) {
  const target = opened(await serveReference(wrap));
  const states = opened(await serveStates(handler(target.reference)));
  return { target, states, args: ['--target', target.url, ...own.args, '--states', states.url] };
}

const stateKey = ({ states }: CaseResult) => JSON.stringify(states);

/** Resolves when the event, for which an abort stands, has happened. */
const aborted = async ({ signal }: AbortController): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

/** How many set-ups a run needs in which nothing goes wrong. */
function setUpsNeeded({ cases }: RunResult): number {
  const changing = cases.filter(({ risk }) => mayChange(risk));
  const sharing = cases.filter(({ risk }) => !mayChange(risk));
  return changing.length + new Set(sharing.map(stateKey)).size;
}

const instanceIdsOf = (messages: ServingStates['setUps']) =>
  messages.map(({ values }) => values?.instanceId).sort();

/** Ids of the instances that the target says it made. */
const createdIn = ({ cases }: RunResult): readonly string[] =>
  cases
    .flatMap(({ exchanges }) => exchanges)
    .flatMap(({ response }) =>
      response?.status === 202 ? [String(JSON.parse(response.body?.text ?? '').instance.id)] : [],
    )
    .sort();

/** The endpoint with a note of every instance id that it gave. */
function notingIds(given: string[]) {
  return (reference: ReferenceTarget['reference']): StateHandler =>
    async (message) => {
      const answer = await statesOf(reference)(message);
      if (message.action === 'setup') given.push(JSON.parse(answer.body ?? '{}').instanceId);
      return answer;
    };
}

test('over HTTP the reference implementation conforms as the built-in target does', async () => {
  const { args } = await referenceWithStates();
  const { code, result, err } = await report(args);
  expect({ code, err, conclusion: result.conclusion }).toEqual({
    code: 0,
    err: '',
    conclusion: 'conformant',
  });
  expect(result.target).toMatchObject({ builtIn: false, accountId: own.accountId });
});

describe('sharing', () => {
  test.each([
    ['cases with equal state share a set-up', []],
    ['with --fresh each has its own', ['--fresh']],
    ['one at a time changes nothing', ['--concurrency', '1', '--state-concurrency', '1']],
  ])('%s; each is torn down once, with what was made', async (_name, options) => {
    const given: string[] = [];
    const { args, states } = await referenceWithStates({ handler: notingIds(given) });
    const { result } = await report([...args, ...options]);
    const expected = options.includes('--fresh') ? result.cases.length : setUpsNeeded(result);
    expect(states.setUps).toHaveLength(expected);
    expect(instanceIdsOf(states.tearDowns)).toEqual([...given].sort());
    expect(states.tearDowns.flatMap(({ created = [] }) => created).sort()).toEqual(createdIn(result));
    expect(createdIn(result).length).toBeGreaterThan(5);
    expect(result.run.leftBehind).toEqual([]);
  });

  test('every set-up names a state of the vocabulary and the datastore that its instance runs', async () => {
    const { args, states } = await referenceWithStates();
    await report(args);
    for (const { params } of [...states.setUps, ...states.tearDowns]) {
      expect(params).toMatchObject({ type: expect.any(String), version: expect.any(String) });
    }
    expect(new Set(states.setUps.map(({ state }) => state)).size).toBe(11);
  });
});

describe('a set-up that', () => {
  const state = 'the instance has a fault';
  const id = 'upgradeInstance/500/instance-fault';

  test('fails leaves its case errored and the run incomplete', async () => {
    const { args } = await referenceWithStates({
      handler: (reference) => except(state, { status: 500, body: 'no' }, statesOf(reference)),
    });
    const { code, result } = await report(args);
    expect(code).toBe(3);
    expect(result.conclusion).toBe('incomplete');
    expect(caseOf(result, id)).toMatchObject({ verdict: 'errored', exchanges: [] });
    expect(caseOf(result, id).reason).toContain('answered 500 to setup');
    expect(idsOf(having(result, 'errored', 'deviates', 'inconclusive'))).toEqual(
      idsOf(result.cases.filter(({ status }) => status === 500)),
    );
    expect((await report([...args, '--allow-incomplete', '500'])).code).toBe(3);
  });

  test.each([404, 501])('answers %i leaves its case not exercised', async (status) => {
    const { args } = await referenceWithStates({
      handler: (reference) => except(state, { status }, statesOf(reference)),
    });
    const { code, result } = await report(args);
    expect(code).toBe(3);
    expect(caseOf(result, id)).toMatchObject({ verdict: 'not-exercised', exchanges: [] });
    expect(having(result, 'errored', 'deviates')).toEqual([]);
    const { code: allowed, result: again } = await report([...args, '--allow-incomplete', '500']);
    expect({ allowed, conclusion: again.conclusion }).toEqual({ allowed: 0, conclusion: 'incomplete' });
  });

  test.each([
    ['is not JSON', { status: 200, body: '{"well"' }],
    ['is no object', { status: 200, body: '[1]' }],
    ['has no value', { status: 200, body: '{"ok":true}' }],
    ['names no scope there is', { status: 200, body: '{"scope":"galaxy"}' }],
    ['gives an empty token', { status: 200, body: '{"token":""}' }],
    ['gives an id that no URL can hold', { status: 200, body: '{"instanceId":"\\ud800"}' }],
    ['leads elsewhere', { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }],
  ])('%s is an error, not a pass', async (_name, answer) => {
    const { args } = await referenceWithStates({
      handler: (reference) => except(state, answer, statesOf(reference)),
    });
    const { result } = await report([...args, '--only', '500']);
    expect(caseOf(result, id).verdict).toBe('errored');
    const left = answer.status === 200 ? [expect.objectContaining({ caseId: id })] : [];
    expect(result.run.leftBehind).toEqual(left);
  });

  test('never ends is given up after --state-timeout', async () => {
    const { args } = await referenceWithStates({
      handler: (reference) => (message) =>
        message.state === state && message.action === 'setup'
          ? new Promise<never>(() => {})
          : statesOf(reference)(message),
    });
    const { code, result } = await report([...args, '--only', '500', '--state-timeout', '1']);
    expect(code).toBe(3);
    expect(caseOf(result, id)).toMatchObject({ verdict: 'errored' });
    expect(caseOf(result, id).reason).toContain('took longer than 1 s');
  });
});

test('what could not be torn down is left behind, in the report and on the console', async () => {
  const { args } = await referenceWithStates({
    handler: (reference) => (message) =>
      message.action === 'teardown' ? { status: 500 } : statesOf(reference)(message),
  });
  const { result, out } = await report([...args, '--only', '202']);
  const created = createdIn(result);
  expect(created).toHaveLength(8);
  const left = result.run.leftBehind.map(({ what }) => what);
  expect(left).toEqual(expect.arrayContaining([...created]));
  expect(left.filter((what) => what.includes('an instance runs a datastore'))).toHaveLength(8);
  for (const id of created) expect(out).toContain(id);
});

test('a run that fails tears down all the same', async () => {
  const target = opened(await serve(() => fault(400)));
  const states = opened(await serveStates());
  const thrown = new Error('a defect in a check of one’s own');
  const failing = {
    id: 'own',
    run() {
      throw thrown;
    },
  };
  const running = run({
    ...optionsOf(
      inScope(await loadSuite(process.cwd())),
      { accountId: 'a', token: own.token, version: 'v1.0' },
      { url: target.url, driver: httpDriver(states.url), terms: {} },
    ),
    judging: { checks: [failing], observations: [] },
  });
  await expect(running).rejects.toBe(thrown);
  expect(states.setUps.length).toBeGreaterThan(0);
  expect(states.tearDowns).toHaveLength(states.setUps.length);
});

test('a teardown that never ends is given up after --state-timeout, and is said to be whose', async () => {
  const { args } = await referenceWithStates({
    handler: (reference) => (message) =>
      message.action === 'teardown' ? new Promise<never>(() => {}) : statesOf(reference)(message),
  });
  const { result } = await report([...args, '--only', '500', '--state-timeout', '1']);
  expect(result.run.leftBehind).toEqual([
    {
      caseId: 'upgradeInstance/500/instance-fault',
      what: 'provider state "the instance has a fault"',
      reason: 'the teardown took longer than 1 s',
    },
  ]);
});

describe('a wrong acceptance', () => {
  /** Sent with a media type that only a deviant takes. */
  const wronglyAccepted = /^upgradeInstance\/415\/(?!media-type-missing)/;

  test('on a shared set-up modifies it: a fresh one is asked for, and only the deviation is blamed', async () => {
    const { args, states } = await referenceWithStates({ wrap: takingAnyMediaType });
    const { code, result } = await report(args);
    expect(code).toBe(1);
    const deviating = idsOf(having(result, 'deviates'));
    expect(deviating).toEqual(idsOf(result.cases.filter(({ id }) => wronglyAccepted.test(id))));
    expect(having(result, 'inconclusive', 'errored', 'not-exercised')).toEqual([]);
    expect(states.setUps.length).toBeGreaterThan(setUpsNeeded(result));
    expect(states.tearDowns).toHaveLength(states.setUps.length);
    expect(states.tearDowns.flatMap(({ created = [] }) => created).sort()).toEqual(createdIn(result));
  });

  test('without a driver leaves the later refusals in doubt, and names the cause', async () => {
    const target = opened(await serveReference(takingAnyMediaType));
    const { code, result } = await report(['--target', target.url, ...own.args, '--consent', 'change']);
    expect(code).toBe(1);
    const [cause, ...others] = having(result, 'deviates');
    expect(cause?.id).toMatch(wronglyAccepted);
    expect(others).toEqual([]);
    const doubtful = having(result, 'inconclusive');
    expect(doubtful.length).toBeGreaterThan(0);
    for (const { reason } of doubtful) expect(reason).toContain(cause?.id);
    // The instance is no longer what it was, so that its upgrade is refused says nothing of the target.
    expect(idsOf(doubtful)).toContain('upgradeInstance/202/mysql-5.6-to-mysql-5.7');
    expect(result.run.leftBehind.map(({ what }) => what).sort()).toEqual(createdIn(result));
  });

  test('is the cause also where its answer comes after the refusals', async () => {
    const accepted = new AbortController();
    const refused = new AbortController();
    const wrap: Wrap = async (request, next) => {
      const type = request.headers.get('content-type');
      if (type === 'text/html') await aborted(accepted);
      const response = await takingAnyMediaType(request, next);
      if (type === 'text/plain') {
        accepted.abort();
        await aborted(refused);
      }
      if (type === 'text/html') refused.abort();
      return response;
    };
    const target = opened(await serveReference(wrap));
    const media = 'upgradeInstance/415/media-type-text-*';
    const { result } = await report(['--target', target.url, ...own.args, '--only', media]);
    expect(idsOf(having(result, 'deviates'))).toEqual(['upgradeInstance/415/media-type-text-plain']);
    expect(idsOf(having(result, 'inconclusive'))).toEqual(['upgradeInstance/415/media-type-text-html']);
  });

  test('by an endpoint that gives one instance to all does the same', async () => {
    const target = opened(await serveReference(takingAnyMediaType));
    const states = opened(await serveStates(alwaysInstance(own.instanceId)));
    const { result } = await report([
      '--target',
      target.url,
      ...own.args,
      '--states',
      states.url,
      '--only',
      '202,415',
    ]);
    const [cause, ...others] = having(result, 'deviates');
    expect(cause?.id).toMatch(wronglyAccepted);
    expect(others).toEqual([]);
    for (const { reason } of having(result, 'inconclusive')) expect(reason).toContain(cause?.id);
    expect(having(result, 'inconclusive').length).toBeGreaterThan(0);
  });
});

describe('a state that is felt by everyone', () => {
  const exclusive = [
    'the account is over its limit',
    'upgrades are not implemented',
    'the service is unavailable',
  ];

  test('has nothing else in flight between its set-up and its teardown', async () => {
    const timeline: string[] = [];
    /** The name says whether the event is the state's own. */
    const during = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
      timeline.push(`> ${name}`);
      const result = await work();
      timeline.push(`< ${name}`);
      return result;
    };
    const { args } = await referenceWithStates({
      wrap: (request, next) => during('request', () => next(request)),
      handler: (reference) => {
        const handler = statesOf(reference);
        // Without a scope of its own, what is assumed of a state's name holds.
        return (message) =>
          during(`${message.action} ${message.state}`, async () => {
            const { scope: _scope, ...values } = JSON.parse((await handler(message)).body ?? '{}');
            return { status: 200, body: JSON.stringify(values) };
          });
      },
    });
    const { code } = await report(args);
    expect(code).toBe(0);
    for (const state of exclusive) {
      const from = timeline.indexOf(`> setup ${state}`);
      const to = timeline.indexOf(`< teardown ${state}`);
      expect(timeline.slice(from, to + 1)).toEqual([
        `> setup ${state}`,
        `< setup ${state}`,
        '> request',
        '< request',
        `> teardown ${state}`,
        `< teardown ${state}`,
      ]);
      const open = timeline.slice(0, from).map((event) => (event.startsWith('>') ? 1 : -1));
      expect(open.reduce<number>((sum, step) => sum + step, 0)).toBe(0);
    }
  });

  test('may be any other that its driver says so of', async () => {
    const requests: string[] = [];
    const { args, states } = await referenceWithStates({
      handler: (reference) => async (message) => {
        const { body = '{}', status } = await statesOf(reference)(message);
        const scope = message.state === 'the instance has a fault' ? { scope: 'service' } : {};
        if (message.action === 'setup') requests.push(message.state);
        return { status, body: JSON.stringify({ ...JSON.parse(body), ...scope }) };
      },
    });
    const { code, result } = await report(args);
    expect(code).toBe(0);
    expect(caseOf(result, 'upgradeInstance/500/instance-fault').verdict).toBe('conforms');
    expect(states.tearDowns).toHaveLength(states.setUps.length);
    const last = requests.lastIndexOf('the instance has a fault');
    expect(
      requests.slice(last).every((name) => [...exclusive, 'the instance has a fault'].includes(name)),
    ).toBe(true);
  });

  test('blames nobody for what was answered since its set-up began, and shows what that was', async () => {
    const begun = new AbortController();
    const felt = new AbortController();
    let faulty = false;
    const { args } = await referenceWithStates({
      wrap: async (request, next) => {
        // One of the others is under way in any case.
        if (request.headers.get('content-type') === 'text/html') await aborted(begun);
        if (!faulty) return next(request);
        felt.abort();
        const { status, headers = {}, body = '' } = fault(500);
        return new Response(body, { status, headers });
      },
      handler: (reference) => async (message) => {
        const { body = '{}', status } = await statesOf(reference)(message);
        if (message.state !== 'the instance has a fault') return { status, body };
        faulty = message.action === 'setup';
        begun.abort();
        // The driver answers when others have felt the state already.
        if (faulty) await aborted(felt);
        return { status, body: JSON.stringify({ ...JSON.parse(body), scope: 'service' }) };
      },
    });
    const { code, result } = await report(args);
    expect(having(result, 'deviates')).toEqual([]);
    expect(code).toBe(0);
    const again = result.cases.filter(({ findings }) =>
      findings.some(({ check }) => check === 'interference'),
    );
    expect(again.length).toBeGreaterThan(0);
    for (const { exchanges, expect: expected } of again) {
      expect(exchanges.map(({ response }) => response?.status)).toEqual([500, expected]);
      expect(exchanges.map(({ attempt }) => attempt)).toEqual([1, 2]);
    }
  });
});
