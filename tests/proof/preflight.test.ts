import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference, type Wrap } from '../support/reference-target.ts';
import { having, own, report, suite } from '../support/run-deepest.ts';
import { type Handler, serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

/** The user's own values are tried by reading them, before anything is sent that may change the target. */

const opened = closedAfterEach();

const conforming: Wrap = (request, next) => next(request);
const json = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

/** `own.args` with other values for some of the options. */
const given = (different: Readonly<Record<string, string>> = {}): string[] =>
  own.args.map((value, index) => different[own.args[index - 1] ?? ''] ?? value);

/** A target that remembers the methods it was asked with. */
async function target(wrap: Wrap = conforming) {
  const methods: string[] = [];
  const { url, states, reference } = opened(
    await serveReference((request, next) => {
      methods.push(request.method);
      return wrap(request, next);
    }),
  );
  return { url, states, reference, methods };
}

/** Shows the own instance with other members. */
const showing =
  (members: Readonly<Record<string, unknown>>): Wrap =>
  async (request, next) => {
    const response = await next(request);
    if (request.method !== 'GET' || !request.url.endsWith(own.instanceId)) return response;
    const { instance } = Object(await response.json());
    return json(200, { instance: { ...instance, ...members } });
  };

const isList = ({ method, url }: Request) => method === 'GET' && /\/instances(\?.*)?$/.test(url);

/** A list in two pages, of which the second has the instance or has it not. */
const paged =
  (second: readonly unknown[]): Wrap =>
  async (request, next) => {
    if (!isList(request)) return next(request);
    const link = { rel: 'next', href: 'https://elsewhere.example/v1.0/x/instances?marker=m1&limit=1' };
    return request.url.endsWith('?marker=m1&limit=1')
      ? json(200, { instances: second })
      : json(200, { instances: [{ id: 'other' }], links: [link] });
  };

const notThere: Wrap = async (request, next) =>
  request.method === 'GET' && request.url.endsWith(own.instanceId)
    ? json(404, { itemNotFound: { code: 404, message: 'None.' } })
    : next(request);

const both =
  (one: Wrap, other: Wrap): Wrap =>
  (request, next) =>
    one(request, (inner) => other(inner, next));

test.each<[string, Readonly<Record<string, string>>, Wrap, number, readonly RegExp[]]>([
  [
    'a wrong token',
    { '--token': 'wrong-token-123' },
    conforming,
    4,
    [/^error: --token is refused: GET .* 401\./],
  ],
  [
    'a wrong account',
    { '--account': 'another' },
    conforming,
    4,
    [/^error: The account of --account is forbidden to this credential: .* 403\./],
  ],
  [
    'an instance that is not there',
    { '--instance': 'gone' },
    conforming,
    4,
    [/^error: There is no instance gone in this account .* 404\./, /correct --instance/],
  ],
  [
    'an instance on no page of the list',
    {},
    both(paged([{ id: 'third' }]), notThere),
    4,
    [/There is no instance/],
  ],
  [
    'another datastore',
    { '--datastore': 'mysql:5.7' },
    conforming,
    2,
    [/^error: The instance runs mysql 5\.6, which is not what --datastore says/],
  ],
  ['a busy instance', {}, showing({ status: 'BUILD' }), 4, [/has the status BUILD/, /--wait/]],
])('%s ends the run before it begins', async (_what, different, wrap, code, says) => {
  const { url, methods } = await target(wrap);
  const ended = await suite(['--target', url, ...given(different), '--consent', 'change']);
  expect(ended).toMatchObject({ code, out: '' });
  for (const pattern of says) expect(ended.err).toMatch(pattern);
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.err).toContain('--no-preflight');
  expect(ended.err).not.toContain(own.token);
  expect(new Set(methods)).toEqual(new Set(['GET']));
});

test.each<[string, Wrap]>([
  ['a status that the reference does not know', showing({ status: 'HEALTHY' })],
  ['a restart that is only required', showing({ status: 'RESTART_REQUIRED' })],
  ['a version that is shown more exactly', showing({ datastore: { type: 'MySQL', version: '5.6.40' } })],
  ['an instance without a datastore', showing({ datastore: undefined })],
  ['no GET of an instance', notThere],
  ['an instance on the second page of the list', both(paged([{ id: own.instanceId }]), notThere)],
  ['403 to every GET', async (request, next) => (request.method === 'GET' ? json(403, {}) : next(request))],
  ['405 to every GET', async (request, next) => (request.method === 'GET' ? json(405, {}) : next(request))],
  ['503 to every GET', async (request, next) => (request.method === 'GET' ? json(503, {}) : next(request))],
])('%s is no reason to stop', async (_what, wrap) => {
  const { url } = await target(wrap);
  const { code, result } = await report([
    '--target',
    url,
    ...own.args,
    '--only',
    'upgradeInstance/415/media-type-text*',
  ]);
  expect(code).toBe(0);
  expect(having(result, 'deviates', 'errored')).toEqual([]);
  expect(result.run.preflight?.length).toBeGreaterThan(0);
});

test('a list that says "next" for ever is not followed for ever', async () => {
  const endless: Wrap = async (request, next) => {
    if (!isList(request)) return next(request);
    const marker = `?marker=${new URL(request.url).search.length}`;
    return json(200, { instances: [], links: [{ rel: 'next', href: marker }] });
  };
  const { url, methods } = await target(both(endless, notThere));
  await report(['--target', url, ...own.args, '--only', 'upgradeInstance/415/media-type-text*']);
  expect(methods.filter((method) => method === 'GET').length).toBeLessThan(60);
});

test('an instance that becomes active within --wait is waited for', async () => {
  let reads = 0;
  const slow: Wrap = (request, next) => {
    if (request.method === 'GET' && request.url.endsWith(own.instanceId)) reads += 1;
    return showing({ status: reads > 1 ? 'ACTIVE' : 'BUILD' })(request, next);
  };
  const { url } = await target(slow);
  const { code, result } = await report([
    '--target',
    url,
    ...own.args,
    '--wait',
    '10',
    '--only',
    'upgradeInstance/415/media-type-text*',
  ]);
  expect(code).toBe(0);
  expect(result.run.preflight).toEqual([
    { what: 'instance', method: 'GET', url: expect.any(String), status: 200, verdict: 'usable' },
  ]);
});

test('a busy instance is read once a second, also where no throttle is waited for', async () => {
  const { url, methods } = await target(showing({ status: 'BUILD' }));
  const ended = await suite(['--target', url, ...given({}), '--wait', '2', '--max-wait', '0']);
  expect(ended).toMatchObject({ code: 4, err: expect.stringContaining('has the status BUILD') });
  // One read for --wait itself, and two of the instance.
  expect(methods.length).toBeLessThanOrEqual(4);
});

test('with --no-preflight nothing is tried', async () => {
  const { url } = await target();
  const args = ['--target', url, ...given({ '--token': 'wrong-token-123' }), '--no-preflight'];
  const { code, result } = await report([...args, '--only', '415']);
  expect(code).toBe(1);
  expect(result.run).not.toHaveProperty('preflight');
});

test('--plan says what is read first, and reads nothing', async () => {
  const { url, methods } = await target();
  const { out } = await suite(['--target', url, ...own.args, '--plan']);
  expect(out).toMatch(/First of all, to try the given values: GET http.*--no-preflight/);
  expect(methods).toEqual([]);
});

describe('a target that refuses every credential', () => {
  const refusing: Handler = () => fault(401);

  test('cannot be distinguished from a wrong token: exit 4', async () => {
    const { url } = opened(await serve(refusing));
    expect(await suite(['--target', url, ...own.args])).toMatchObject({
      code: 4,
      err: expect.stringContaining('--token is refused'),
    });
  });

  test('deviates where states give the tokens', async () => {
    const { url } = opened(await serve(refusing));
    const states = opened(await serveStates());
    const { code, result } = await report(['--target', url, ...own.args, '--states', states.url]);
    expect(code).toBe(1);
    expect(having(result, 'deviates').length).toBeGreaterThan(50);
  });
});

test('a wrong own token is not the target’s fault where states give most tokens', async () => {
  const { url, states } = await target();
  const args = ['--target', url, ...given({ '--token': 'wrong-token-123' }), '--states', states];
  const { code, result } = await report(args);
  expect(code).toBe(3);
  expect(having(result, 'deviates')).toEqual([]);
  for (const { reason } of having(result, 'errored')) expect(reason).toMatch(/credential is refused/);
});

test('a token that expires during the run is not the target’s fault', async () => {
  let requests = 0;
  const expiring: Wrap = async (request, next) => {
    requests += 1;
    const { body = '' } = fault(401);
    return requests > 20 && request.headers.get('x-auth-token') === own.token
      ? new Response(body, { status: 401, headers: { 'Content-Type': 'application/json' } })
      : next(request);
  };
  const { url } = await target(expiring);
  const { code, result } = await report(['--target', url, ...own.args]);
  expect(code).toBe(3);
  expect(having(result, 'deviates')).toEqual([]);
  expect(having(result, 'errored').length).toBeGreaterThan(10);
});
