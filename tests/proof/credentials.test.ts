import { writeFile } from 'node:fs/promises';
import type { Json } from '../../src/model/json.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference, type Wrap } from '../support/reference-target.ts';
import {
  having,
  idsOf,
  inNewDirectory,
  own,
  type Reported,
  report,
  suite,
  verdictsOf,
} from '../support/run-deepest.ts';
import { type Answer, closedPort, type Handler, type Serving, serve } from '../support/server.ts';

/** The token by `auth`: obtained, renewed when it expires, and never shown. */

const opened = closedAfterEach();

// Most tests send the whole catalogue more than once.
const apiKey = 'canary-api-key-d41d8cd98f';
const tokens = ['canary-first-token-00b204', 'canary-second-token-e98009'] as const;
const [first, second] = tokens;
const canaries = [apiKey, ...tokens];

const json = (status: number, body: Json): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/** What Keystone 2.0 says when it gives a token. */
const given = (id: string, more: Readonly<Record<string, Json>> = {}): Answer =>
  json(200, { access: { token: { id, tenant: { id: own.accountId }, ...more } } });

/** An identity service that gives these answers in turn, and then a canary that no test expects. */
async function serveIdentity(...answers: readonly (Answer | Handler)[]): Promise<Serving> {
  let asked = 0;
  const service = await serve((request) => {
    const answer = answers[asked] ?? json(500, { identityFault: { message: 'Asked too often.' } });
    asked += 1;
    return typeof answer === 'function' ? answer(request) : answer;
  });
  return opened(service);
}

const refusedToken = 'known-to-nobody';

async function withToken(request: Request, token: string): Promise<Request> {
  const { url, method } = request;
  const headers = new Headers([...request.headers]);
  headers.set('X-Auth-Token', token);
  const body = /^(GET|HEAD)$/.test(method) ? null : await request.arrayBuffer();
  return new Request(url, { method, headers, body });
}

/** Takes the first token for so many requests, and the second one thereafter. */
function expiring(after: number, { refuses = [] }: { refuses?: readonly string[] } = {}): Wrap {
  let uses = 0;
  return async (request, next) => {
    const token = request.headers.get('x-auth-token') ?? '';
    if (token === first) uses += 1;
    const good = token === second || (token === first && uses <= after);
    if (!tokens.some((one) => one === token)) return next(request);
    const taken = good && !refuses.includes(token) ? own.token : refusedToken;
    return next(await withToken(request, taken));
  };
}

const instance = ['--instance', own.instanceId, '--datastore', 'mysql:5.6', '--consent', 'destroy'];

const withConfig = <T>(config: Json, work: (argv: readonly string[]) => Promise<T>): Promise<T> =>
  inNewDirectory(async (file) => {
    await writeFile(file('conf.json'), JSON.stringify(config));
    return work(['--config', file('conf.json')]);
  });

const keystone = (url: string) => ({ type: 'keystone-v2', url, username: 'demo', apiKey });

/** A run against the reference implementation, with a token from the identity service. */
async function runWith(
  wrap: Wrap,
  identity: Serving,
  options: readonly string[] = instance,
): Promise<Reported> {
  const target = opened(await serveReference(wrap));
  const config = { target: target.url, auth: keystone(identity.url) };
  // The token is to be met by the cases, not by what is read before them.
  return withConfig(config, (argv) => report([...argv, ...options, '--no-preflight']));
}

function expectNoCanary({ out, err, json, junit }: Reported): void {
  for (const canary of canaries) {
    for (const text of [out, err, json, junit]) {
      expect(text).not.toContain(canary);
      expect(text).not.toContain(Buffer.from(canary).toString('base64').slice(2, -4));
    }
  }
}

const renewals = ({ result }: Reported) =>
  result.cases.filter(({ findings }) =>
    findings.some(({ check, severity }) => check === 'credential_renewal' && severity === 'note'),
  );

describe('a token from an identity service', () => {
  test('serves as one that was given, and its tenant as the account', async () => {
    const target = opened(await serveReference());
    const given202 = await report(['--target', target.url, ...own.args, '--consent', 'destroy']);
    const identity = await serveIdentity(given(first));
    const obtained = await runWith(expiring(Number.POSITIVE_INFINITY), identity);
    expect(verdictsOf(obtained.result)).toEqual(verdictsOf(given202.result));
    expect(obtained.code).toBe(given202.code);
    expect(obtained.result.target.accountId).toBe(own.accountId);
    expect(obtained.result.run.options.auth).toBe('(not shown)');
    expect(identity.received).toHaveLength(1);
    expect(renewals(obtained)).toEqual([]);
    expectNoCanary(obtained);
  });

  test('does not outweigh the account that was given', async () => {
    const identity = await serveIdentity(given(first));
    const { result } = await runWith(expiring(1000), identity, ['--account', 'other', '--only', '404']);
    expect(result.target.accountId).toBe('other');
  });

  test('may be printed by a command', async () => {
    const target = opened(await serveReference(expiring(1000)));
    const config = {
      target: target.url,
      account: own.accountId,
      auth: { type: 'command', command: `echo ${first}` },
    };
    const ended = await withConfig(config, (argv) => report([...argv, ...instance, '--only', '405']));
    expect(ended.code).toBe(0);
    expectNoCanary(ended);
  });

  test('is not asked for by a plan', async () => {
    const identity = await serveIdentity();
    const config = { target: 'http://target.test', auth: keystone(identity.url) };
    const { code, err } = await withConfig(config, (argv) => suite([...argv, '--plan']));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(identity.received).toEqual([]);
  });
});

describe('a token that expires', () => {
  let without: Reported;

  beforeAll(async () => {
    const target = await serveReference(expiring(Number.POSITIVE_INFINITY));
    const identity = await serve(() => given(first));
    const config = { target: target.url, auth: keystone(identity.url) };
    without = await withConfig(config, (argv) => report([...argv, ...instance]));
    await target.close();
    await identity.close();
  });

  test.each([0, 1, 7, 30, 60])(
    'after %i requests is renewed once, and no verdict is another',
    async (after) => {
      const identity = await serveIdentity(given(first), given(second));
      const ended = await runWith(expiring(after), identity);
      expect(verdictsOf(ended.result)).toEqual(verdictsOf(without.result));
      expect(ended.result.run.findings).toEqual(without.result.run.findings);
      expect(ended.code).toBe(without.code);
      expect(identity.received).toHaveLength(2);
      expectNoCanary(ended);

      // The first two requests read the instance and its list: a renewal there is no case's.
      if (after < 2) return;
      const [renewed] = renewals(ended);
      expect(renewed?.exchanges).toHaveLength(2);
      const [refused, repeated] = renewed?.exchanges ?? [];
      expect(refused).toMatchObject({ attempt: 1, response: { status: 401 } });
      expect(refused?.curl).toContain('"$CLOUDDB_TOKEN"');
      expect(repeated?.attempt).toBe(2);
      expect(repeated?.curl).toContain('"$CLOUDDB_TOKEN_2"');
    },
  );

  test('before the first request is renewed without one being refused', async () => {
    const identity = await serveIdentity(given(first, { expires: '2020-01-01T00:00:00Z' }), given(second));
    const ended = await runWith(expiring(0), identity);
    expect(verdictsOf(ended.result)).toEqual(verdictsOf(without.result));
    expect(identity.received).toHaveLength(2);
    for (const { exchanges } of renewals(ended)) expect(exchanges).toHaveLength(1);
    expectNoCanary(ended);
  });

  test('is not renewed twice: what is refused again is judged as it is', async () => {
    const identity = await serveIdentity(given(first), given(second));
    const { code, result } = await runWith(expiring(0, { refuses: [second] }), identity, [
      ...instance,
      '--only',
      '405',
    ]);
    expect(code).toBe(1);
    expect(having(result, 'deviates')).toHaveLength(
      result.cases.filter(({ status }) => status === 405).length,
    );
    expect(identity.received).toHaveLength(2);
  });

  test('is not sent again where the identity service gives the same one', async () => {
    const identity = await serveIdentity(given(first), given(first));
    const ended = await runWith(expiring(0), identity, [...instance, '--only', '405']);
    expect(ended.code).toBe(1);
    expect(identity.received).toHaveLength(2);
    for (const { exchanges } of having(ended.result, 'deviates')) expect(exchanges).toHaveLength(1);
    expectNoCanary(ended);
  });

  test('and is refused at once, by auth and before any case, is not blamed on the target', async () => {
    const identity = await serveIdentity(given(first), given(second));
    const target = opened(await serveReference(expiring(0, { refuses: [second] })));
    const config = { target: target.url, auth: keystone(identity.url) };
    const { code, err } = await withConfig(config, (argv) => suite([...argv, ...instance]));
    expect(code).toBe(4);
    expect(err).toMatch(/^error: The token that auth gives is refused/);
  });

  test('and cannot be renewed leaves the refused cases in doubt, with the identity service’s words', async () => {
    const echo: Handler = ({ body }) => json(401, { unauthorized: { message: `${first} is over: ${body}` } });
    const identity = await serveIdentity(given(first), echo);
    const ended = await runWith(expiring(3), identity, [...instance, '--concurrency', '1']);
    expect(ended.code).toBe(3);
    expect(ended.result.conclusion).toBe('incomplete');
    expect(having(ended.result, 'deviates')).toEqual([]);
    const errored = having(ended.result, 'errored');
    expect(errored.length).toBeGreaterThan(5);
    for (const { reason } of errored) expect(reason).toContain('answered 401: $CLOUDDB_TOKEN is over');
    expect(identity.received).toHaveLength(2);
    expectNoCanary(ended);
  });

  test('is renewed by a command as well', async () => {
    const target = opened(await serveReference(expiring(2)));
    await inNewDirectory(async (file) => {
      await writeFile(file('tokens'), `${first}\n${second}\n`);
      // Prints the first line and takes it away.
      const command = `head -n 1 ${file('tokens')} && sed -i 1d ${file('tokens')}`;
      const config = { target: target.url, account: own.accountId, auth: { type: 'command', command } };
      const ended = await withConfig(config, (argv) =>
        report([...argv, ...instance, '--only', '405', '--no-preflight']),
      );
      expect(ended.code).toBe(0);
      expect(renewals(ended)).not.toEqual([]);
      expectNoCanary(ended);
    });
  });
});

test('a token that a provider state gave is not renewed', async () => {
  const identity = await serveIdentity(given(first));
  const target = opened(
    await serveReference(async (request, next) => next(await withToken(request, refusedToken))),
  );
  const config = { target: target.url, auth: keystone(identity.url), states: target.states };
  const { result } = await withConfig(config, (argv) => report([...argv, '--only', '202', '--no-preflight']));
  expect(idsOf(having(result, 'deviates'))).toHaveLength(6);
  expect(identity.received).toHaveLength(1);
});

describe('secrets', () => {
  test('are in no report of a target that repeats them all', async () => {
    const identity = await serveIdentity(given(first), given(second));
    const text = [
      ...canaries,
      ...canaries.map((canary) => Buffer.from(`:${canary}`).toString('base64')),
    ].join(' ');
    const ended = await runWith(
      async () =>
        new Response(JSON.stringify({ unauthorized: { code: 401, message: text } }), {
          status: 401,
          headers: { 'Content-Type': 'application/json', 'X-Echo': text },
        }),
      identity,
      [...instance],
    );
    expect(ended.code).toBe(1);
    expect(ended.json).toContain('$CLOUDDB_API_KEY');
    expectNoCanary(ended);
  });

  const failures: readonly (readonly [string, Handler])[] = [
    ['a refusal', ({ body }) => json(401, { unauthorized: { message: `No: ${apiKey} ${body}` } })],
    ['a redirect', () => ({ status: 307, headers: { Location: `http://elsewhere.test/?key=${apiKey}` } })],
    ['garbage', ({ body }) => ({ status: 200, body })],
    ['output that is no token', () => given(`${first}\n`)],
  ];

  test.each(failures)('are not in the message of %s before the run', async (_name, handler) => {
    const identity = await serveIdentity(handler);
    const target = opened(await serveReference());
    const config = { target: target.url, auth: keystone(identity.url) };
    const ended = await withConfig(config, (argv) => suite([...argv, ...instance]));
    expect(ended.code).toBe(4);
    expect(ended.out).toBe('');
    expect(ended.err).toMatch(/^error: The (identity service at|token from auth)/);
    for (const canary of canaries) expect(ended.err).not.toContain(canary);
  });

  test('are not in the message of a target that cannot be reached', async () => {
    const identity = await serveIdentity(given(first));
    const config = { target: `http://127.0.0.1:${await closedPort()}`, auth: keystone(identity.url) };
    const ended = await withConfig(config, (argv) => suite([...argv, ...instance]));
    expect(ended.code).toBe(4);
    for (const canary of canaries) expect(ended.out + ended.err).not.toContain(canary);
  });
});
