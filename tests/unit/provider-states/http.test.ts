import type { ProviderState } from '../../../src/model/provider-state.ts';
import { httpDriver } from '../../../src/provider-states/http.ts';
import {
  type Answer,
  closedPort,
  type Handler,
  type Serving,
  serve,
  serveSilence,
} from '../../support/server.ts';

const state: ProviderState = { name: 'it is busy', params: { type: 'mysql', status: 'BUILD' } };
const { signal } = new AbortController();

let server: Serving;

afterEach(() => server.close());

async function driverOf(handler: Handler) {
  server = await serve(handler);
  return httpDriver(`${server.url}/states?key=hidden`);
}

const setUp = async (answer: Answer) => (await driverOf(() => answer)).setUp(state, signal);
const tearDown = async (answer: Answer) => {
  const driver = await driverOf(() => answer);
  return driver.tearDown({ ...state, values: { instanceId: 'i1' }, created: ['i2'] }, signal);
};

describe('on the wire', () => {
  const sent = () =>
    server.received.map(({ method, path, headers, body }) => ({
      request: `${method} ${path}`,
      type: headers['content-type'],
      body: JSON.parse(body),
    }));

  test('a set-up is what Pact sends', async () => {
    await setUp({ status: 200 });
    expect(sent()).toEqual([
      {
        request: 'POST /states?key=hidden',
        type: 'application/json',
        body: { state: 'it is busy', params: { type: 'mysql', status: 'BUILD' }, action: 'setup' },
      },
    ]);
  });

  test('a teardown has the values given and the ids created besides', async () => {
    await tearDown({ status: 200 });
    expect(sent()).toEqual([
      {
        request: 'POST /states?key=hidden',
        type: 'application/json',
        body: {
          state: 'it is busy',
          params: { type: 'mysql', status: 'BUILD' },
          action: 'teardown',
          values: { instanceId: 'i1' },
          created: ['i2'],
        },
      },
    ]);
  });

  test('the query, which may be secret, is in no name', async () =>
    expect((await driverOf(() => ({ status: 200 }))).name).toBe(`http ${server.url}/states`));
});

const ready = (values: Readonly<Record<string, string>>, scope?: string) => ({
  outcome: 'ready',
  values,
  ...(scope !== undefined && { scope }),
});

describe('an answer to a set-up', () => {
  const many = JSON.stringify({ accountId: '7', instanceId: 'i1', token: 't', version: 'v1.0' });

  test.each<[string, Answer, ReturnType<typeof ready>]>([
    ['with values', { status: 200, body: many }, ready(JSON.parse(many))],
    ['without a body', { status: 200 }, ready({})],
    ['of white space', { status: 200, body: ' \n' }, ready({})],
    ['204', { status: 204 }, ready({})],
    ['201 with no values', { status: 201, body: '{}' }, ready({})],
    ['with a number', { status: 200, body: '{"accountId":7}' }, ready({ accountId: '7' })],
    ['of scope instance', { status: 200, body: '{"scope":"instance"}' }, ready({}, 'instance')],
    ['of scope account', { status: 200, body: '{"scope":"account"}' }, ready({}, 'account')],
    [
      'of scope service',
      { status: 200, body: '{"scope":"service","token":"t"}' },
      ready({ token: 't' }, 'service'),
    ],
    // As endpoints of Pact answer (issue 13): what is no value is passed over, text is no values.
    [
      'with members that are no values',
      { status: 200, body: '{"instanceId":"i1","ok":true,"note":null,"of":{"token":"t"},"list":[1]}' },
      ready({ instanceId: 'i1' }),
    ],
    ['of text', { status: 200, body: 'State is set up.' }, ready({})],
    ['of text in JSON', { status: 200, body: '"done"' }, ready({})],
    ['of a word that is JSON', { status: 200, body: 'true' }, ready({})],
    ['of null', { status: 200, body: 'null' }, ready({})],
    ['of an empty list', { status: 200, body: '[]' }, ready({})],
    [
      'with numbers beyond 2^53',
      { status: 200, body: '{"accountId": 9007199254740993 ,"instanceId":-12345678901234567890}' },
      ready({ accountId: '9007199254740993', instanceId: '-12345678901234567890' }),
    ],
    [
      'with numbers in text',
      { status: 200, body: '{"instanceId":"a\\"1, 2","accountId":1.50}' },
      ready({ instanceId: 'a"1, 2', accountId: '1.50' }),
    ],
    [
      'in another media type',
      { status: 200, headers: { 'Content-Type': 'text/plain' }, body: '{}' },
      ready({}),
    ],
  ])('%s is ready', async (_name, answer, expected) => expect(await setUp(answer)).toEqual(expected));

  test('may say itself that the state is not supported', async () =>
    expect(await setUp({ status: 200, body: '{"notSupported":"No backups here."}' })).toMatchObject({
      outcome: 'not-supported',
      reason: 'No backups here.',
    }));

  test.each([429, 503])('%i with Retry-After is waited for, and the message sent again', async (status) => {
    const throttle: Answer = { status, headers: { 'Retry-After': '0' } };
    const answers = [throttle, throttle, { status: 200, body: '{"instanceId":"i1"}' }];
    const driver = await driverOf(() => answers.shift() ?? { status: 500 });
    expect(await driver.setUp(state, signal)).toEqual(ready({ instanceId: 'i1' }));
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
    expect(server.received).toHaveLength(3);
  });

  test('a teardown waits as well', async () => {
    const answers: Answer[] = [{ status: 429, headers: { 'Retry-After': '0' } }, { status: 200 }];
    const driver = await driverOf(() => answers.shift() ?? { status: 500 });
    const request = { ...state, values: {}, created: [] };
    expect(await driver.tearDown(request, signal)).toEqual({ outcome: 'done' });
  });

  test('a wait ends with the time for the set-up', async () => {
    const stop = new AbortController();
    const driver = await driverOf(() => {
      setImmediate(() => stop.abort(new Error('too long')));
      return { status: 503, headers: { 'Retry-After': '3600' } };
    });
    await expect(driver.setUp(state, stop.signal)).rejects.toThrow('too long');
  });

  test.each(['soon', '-1', ''])('a Retry-After of "%s" cannot be waited for', async (value) =>
    expect(await setUp({ status: 503, headers: { 'Retry-After': value } })).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('answered 503 to setup'),
    }),
  );

  test.each([404, 501])('%i means that the state is not supported', async (status) =>
    expect(await setUp({ status, body: 'whatever' })).toEqual({
      outcome: 'not-supported',
      reason: `The state endpoint does not support "it is busy" (${status}).`,
      testableBy: 'a state endpoint that supports "it is busy"',
    }),
  );

  test.each<[string, Answer, string]>([
    ['500', { status: 500, body: '{}' }, 'answered 500 to setup'],
    ['400', { status: 400 }, 'answered 400 to setup'],
    ['503', { status: 503 }, 'answered 503 to setup'],
    ['a redirect', { status: 307, headers: { Location: 'http://127.0.0.1:1/' } }, 'answered 307 to setup'],
  ])('%s is a failure', async (_name, answer, reason) =>
    expect(await setUp(answer)).toEqual({ outcome: 'failed', reason: expect.stringContaining(reason) }),
  );

  test.each<[string, Answer, string]>([
    ['cut JSON', { status: 200, body: '{"a":' }, 'is not JSON'],
    ['HTML', { status: 200, body: '<html>' }, 'is not JSON'],
    ['values after text', { status: 200, body: 'done {"token":"t"}' }, 'is not JSON'],
    ['an array', { status: 200, body: '["i1"]' }, 'is not an object of values'],
    ['an unknown scope', { status: 200, body: '{"scope":"world"}' }, 'has an unknown scope "world"'],
    ['a scope that is no text', { status: 200, body: '{"scope":1}' }, 'has an unknown scope'],
    // The run's own values would be sent in place of what it means.
    [
      'no usable member',
      { status: 200, body: '{"ok":true,"instance":{"id":"i1"},"token":null}' },
      'none of "ok", "instance", "token" is text or a number',
    ],
    // What is kept of an answer is bounded: it is kept for as long as the run takes.
    ['1 MB', { status: 200, body: `{"a":"${'x'.repeat(1_100_000)}"}` }, 'is longer than 262144 bytes'],
    ['an empty value', { status: 200, body: '{"instanceId":""}' }, 'gives an empty instanceId'],
    ...['\\ud800', 'a\\u0000b', 'a\\nb'].map((value): [string, Answer, string] => [
      `the value ${value}`,
      { status: 200, body: `{"instanceId":"${value}"}` },
      'gives a value for instanceId that cannot be sent',
    ]),
  ])('%s is a failure, and what was made stays behind', async (_name, answer, reason) =>
    expect(await setUp(answer)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining(reason),
      made: true,
    }),
  );

  test('that is a redirect is not followed', async () => {
    const driver = await driverOf(({ path }) =>
      path === '/elsewhere' ? { status: 200 } : { status: 302, headers: { Location: '/elsewhere' } },
    );
    expect(await driver.setUp(state, signal)).toMatchObject({ outcome: 'failed' });
    expect(server.received).toHaveLength(1);
  });
});

describe('an answer to a teardown', () => {
  test.each<[Answer, string]>([
    [{ status: 200 }, 'done'],
    [{ status: 204 }, 'done'],
    [{ status: 200, body: 'what is said does not matter' }, 'done'],
    [{ status: 404 }, 'failed'],
    [{ status: 500 }, 'failed'],
    [{ status: 302, headers: { Location: '/' } }, 'failed'],
  ])('%j: %s', async (answer, outcome) => expect(await tearDown(answer)).toMatchObject({ outcome }));
});

describe('no answer', () => {
  test('is a failure: the endpoint hangs up', async () => {
    const driver = await driverOf(() => server.close().then(() => ({ status: 200 })));
    const failed = {
      outcome: 'failed',
      reason: expect.stringMatching(/^the state endpoint gave no answer: ./),
    };
    expect(await driver.setUp(state, signal)).toEqual(failed);
    server = await serveSilence();
  });

  test('is a failure: nothing listens', async () => {
    server = await serveSilence();
    const driver = httpDriver(`http://127.0.0.1:${await closedPort()}/`);
    expect(await driver.setUp(state, signal)).toMatchObject({ outcome: 'failed' });
    expect(await driver.tearDown({ ...state, values: {}, created: [] }, signal)).toMatchObject({
      outcome: 'failed',
    });
  });

  test('is waited for as long as the signal allows: fetch would give up after five minutes', async () => {
    const fetching = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Headers Timeout Error'));
    const driver = await driverOf(() => ({ status: 200 }));
    expect(await driver.setUp(state, signal)).toEqual(ready({}));
    fetching.mockRestore();
  });

  test('in time ends with the reason that the run gives', async () => {
    server = await serveSilence();
    const stop = new AbortController();
    const waiting = httpDriver(server.url).setUp(state, stop.signal);
    stop.abort(new Error('took too long'));
    await expect(waiting).rejects.toThrow('took too long');
  });
});

describe('before the run', () => {
  test('an endpoint that listens is good, whatever it would answer', async () => {
    const driver = await driverOf(() => ({ status: 500 }));
    await expect(driver.open(signal)).resolves.toBeUndefined();
    expect(server.received).toEqual([]);
  });

  test.each(['127.0.0.1', 'localhost', '[::1]'])(
    'an endpoint that is down on %s ends the run',
    async (host) => {
      server = await serveSilence();
      const url = `http://${host}:${await closedPort()}/states`;
      await expect(httpDriver(`${url}?key=hidden`).open(signal)).rejects.toMatchObject({
        name: 'SuiteError',
        kind: 'driver',
        exitCode: 4,
        message: expect.stringContaining(`${url} cannot be reached`),
      });
      await expect(httpDriver(`${url}?key=hidden`).open(signal)).rejects.not.toThrow('hidden');
    },
  );

  test('a host that does not exist ends the run', async () => {
    server = await serveSilence();
    await expect(httpDriver('http://host.invalid/').open(signal)).rejects.toMatchObject({ exitCode: 4 });
  });
});
