import { openSession } from '../../../src/app/session.ts';
import { authKind } from '../../../src/auth/index.ts';
import type { Json } from '../../../src/model/json.ts';
import { KnownSecrets } from '../../../src/secrets/known-secrets.ts';
import { closedAfterEach } from '../../support/closing.ts';
import { type Answer, closedPort, type Handler, serve, serveSilence } from '../../support/server.ts';
import { refusal } from '../cli/support.ts';

const opened = closedAfterEach();

const password = 'S3cr3t"pass\u00e9 word';
const token = 'gAAAAABk-token-0123456789';

interface Options {
  readonly allowShort?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

function obtain(value: Json, options: Options = {}) {
  const { allowShort = false, signal = new AbortController().signal, ...rest } = options;
  const auth = authKind.read(value, (_, why) => {
    throw new Error(why ?? 'refused');
  });
  const secrets = new KnownSecrets();
  secrets.add(...auth.secrets);
  return openSession(auth, { secrets, signal, allowShort, tokenName: 'CLOUDDB_TOKEN', ...rest });
}

const json = (status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const v2Answer = json(200, {
  access: {
    token: { id: token, expires: '2030-05-06T20:00:00.000-06:00', tenant: { id: '1100111', name: 'x' } },
    serviceCatalog: [],
  },
});
const v3Answer = json(
  201,
  { token: { expires_at: '2030-05-06T20:00:00.123456Z', project: { id: 'p1', name: 'x' } } },
  { 'X-Subject-Token': token },
);

const v2 = (url: string) => ({ type: 'keystone-v2', url, username: 'demo', password });
const v3 = (url: string) => ({ type: 'keystone-v3', url, username: 'demo', password });

describe('a request to', () => {
  const authMethods: readonly (readonly [string, Readonly<Record<string, string>>, string, Json])[] = [
    [
      'version 2.0 with an API key',
      { type: 'keystone-v2', username: 'demo', apiKey: password },
      '/v2.0/tokens',
      { auth: { 'RAX-KSKEY:apiKeyCredentials': { username: 'demo', apiKey: password } } },
    ],
    [
      'version 2.0 with a password and a tenant',
      { type: 'keystone-v2', username: 'demo', password, tenantId: '42' },
      '/v2.0/tokens',
      { auth: { passwordCredentials: { username: 'demo', password }, tenantId: '42' } },
    ],
    [
      'version 2.0 with the name of a tenant',
      { type: 'keystone-v2', username: 'demo', password, tenantName: 'forty-two' },
      '/v2.0/tokens',
      { auth: { passwordCredentials: { username: 'demo', password }, tenantName: 'forty-two' } },
    ],
    [
      'version 3 with a password',
      { type: 'keystone-v3', username: 'demo', password },
      '/v3/auth/tokens',
      {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'demo', domain: { id: 'default' }, password } },
          },
        },
      },
    ],
    [
      'version 3 with the id of a user and of a project',
      { type: 'keystone-v3', userId: 'u1', password, projectId: 'p1' },
      '/v3/auth/tokens',
      {
        auth: {
          identity: { methods: ['password'], password: { user: { id: 'u1', password } } },
          scope: { project: { id: 'p1' } },
        },
      },
    ],
    [
      'version 3 with names and domains',
      {
        type: 'keystone-v3',
        username: 'demo',
        userDomainName: 'Users',
        password,
        projectName: 'p',
        projectDomainId: 'd2',
      },
      '/v3/auth/tokens',
      {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'demo', domain: { name: 'Users' }, password } },
          },
          scope: { project: { name: 'p', domain: { id: 'd2' } } },
        },
      },
    ],
    [
      'version 3 with a project of the default domain',
      { type: 'keystone-v3', username: 'demo', userDomainId: 'd1', password, projectName: 'p' },
      '/v3/auth/tokens',
      {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'demo', domain: { id: 'd1' }, password } },
          },
          scope: { project: { name: 'p', domain: { id: 'default' } } },
        },
      },
    ],
    [
      'version 3 with an application credential',
      { type: 'keystone-v3', applicationCredentialId: 'a1', applicationCredentialSecret: password },
      '/v3/auth/tokens',
      {
        auth: {
          identity: {
            methods: ['application_credential'],
            application_credential: { id: 'a1', secret: password },
          },
        },
      },
    ],
  ];

  test.each(authMethods)('%s', async (_name, auth, path, body) => {
    const version3 = auth.type === 'keystone-v3';
    const service = opened(await serve(() => (version3 ? v3Answer : v2Answer)));
    for (const end of ['', version3 ? '/v3' : '/v2.0', path, '/']) {
      const session = await obtain({ ...auth, url: service.url + end });
      expect(session).toMatchObject(
        version3
          ? { token, account: 'p1', expiresAt: new Date('2030-05-06T20:00:00.123Z') }
          : { token, account: '1100111', expiresAt: new Date('2030-05-07T02:00:00.000Z') },
      );
      const request = service.received.at(-1);
      expect(request).toMatchObject({ method: 'POST', path });
      expect(request?.headers).toMatchObject({
        accept: 'application/json',
        'content-type': 'application/json',
      });
      expect(JSON.parse(request?.body ?? '')).toEqual(body);
    }
  });

  test('a service below a path', async () => {
    const service = opened(await serve(() => v3Answer));
    await obtain(v3(`${service.url}/identity`));
    expect(service.received[0]?.path).toBe('/identity/v3/auth/tokens');
  });
});

describe('an answer', () => {
  test.each<[string, (url: string) => Json, Answer]>([
    ['without an expiry', v2, json(200, { access: { token: { id: token } } })],
    ['with one that is no date', v2, json(200, { access: { token: { id: token, expires: 'soon' } } })],
    ['of version 3 that tells nothing', v3, json(201, {}, { 'X-Subject-Token': token })],
  ])('%s gives a token all the same', async (_name, form, answer) => {
    const service = opened(await serve(() => answer));
    const session = await obtain(form(service.url));
    expect(session.token).toBe(token);
    expect(session).not.toHaveProperty('expiresAt');
    expect(session).not.toHaveProperty('account');
  });

  const escapeCharacter = String.fromCharCode(27);
  const failures: readonly (readonly [string, (url: string) => Json, Handler, string])[] = [
    [
      '401 of version 2.0',
      v2,
      () => json(401, { unauthorized: { code: 401, message: 'Username or api key is invalid.' } }),
      'answered 401: Username or api key is invalid.',
    ],
    [
      '401 of version 3',
      v3,
      () => json(401, { error: { code: 401, title: 'Unauthorized', message: 'Authenticate first.' } }),
      'answered 401: Authenticate first.',
    ],
    ['a message on its own', v2, () => json(403, { message: 'No.' }), 'answered 403: No.'],
    [
      '503 with a page',
      v2,
      () => ({ status: 503, body: '<h1>Sorry</h1>' }),
      'answered 503 without a readable message',
    ],
    ['500 with nothing', v3, () => ({ status: 500 }), 'answered 500 without a readable message'],
    ['garbage', v2, () => ({ status: 200, body: '{"access": {' }), 'without access.token.id'],
    [
      'another type of token',
      v2,
      () => json(200, { access: { token: { id: 5 } } }),
      'without access.token.id',
    ],
    ['a list', v2, () => json(200, [1, null]), 'without access.token.id'],
    ['no header', v3, () => json(201, { token: {} }), 'without the header X-Subject-Token'],
    [
      'a redirect',
      v2,
      () => ({ status: 302, headers: { Location: 'http://elsewhere.test/v2.0/tokens' } }),
      'answered 302, a redirect to http://elsewhere.test/v2.0/tokens; redirects are not followed',
    ],
    ['multiple choices', v3, () => json(300, { versions: {} }), 'answered 300'],
    [
      'control characters',
      v2,
      () => json(400, { badRequest: { message: `a${escapeCharacter}[31m\nb\u202ec` } }),
      'a\\u001b[31m\\nb\\u202ec',
    ],
    ['a long message', v2, () => json(400, { badRequest: { message: 'x'.repeat(10_000) } }), 'xxx…'],
    ['an endless answer', v2, () => ({ status: 200, body: 'x'.repeat(5 * 1024 ** 2) }), 'longer than'],
    [
      'a token of two lines',
      v2,
      () => json(200, { access: { token: { id: `${token}\n${token}` } } }),
      'The token from auth cannot be used',
    ],
    ['a short token', v2, () => json(200, { access: { token: { id: 'abc' } } }), 'shorter than 8'],
    [
      'an account that is no path segment',
      v2,
      () => json(200, { access: { token: { id: token, tenant: { id: '..' } } } }),
      'cannot be part of a path',
    ],
    [
      'its own secrets',
      v2,
      ({ body }) =>
        json(401, { unauthorized: { message: `${password} ${encodeURIComponent(password)} ${body}` } }),
      'answered 401: $CLOUDDB_PASSWORD $CLOUDDB_PASSWORD',
    ],
    [
      'a secret where the message is cut',
      v2,
      () => json(401, { unauthorized: { message: `${'x'.repeat(295)}${password}` } }),
      'xxx…',
    ],
  ];

  test.each(failures)('with %s is an error', async (_name, form, handler, says) => {
    const service = opened(await serve(handler));
    const { message, kind, exitCode } = await refusal(obtain(form(service.url)));
    expect({ kind, exitCode }).toEqual({ kind: 'identity', exitCode: 4 });
    expect(message).toContain(says);
    for (const part of [password, 'S3cr3t', token]) expect(message).not.toContain(part);
    expect(message.length).toBeLessThan(600);
    expect(message).toMatch(/^[\x20-\x7e…]+$/);
    expect(service.received).toHaveLength(1);
  });

  test('with a short token is taken when that is allowed', async () => {
    const service = opened(await serve(() => json(200, { access: { token: { id: 'abc' } } })));
    expect((await obtain(v2(service.url), { allowShort: true })).token).toBe('abc');
  });

  test('that never comes is waited for no longer than allowed', async () => {
    const service = opened(await serveSilence());
    const { message, kind } = await refusal(obtain(v3(service.url), { timeoutMs: 50 }));
    expect(kind).toBe('identity');
    expect(message).toContain('no complete answer within 0.05 s');
    expect(message).not.toContain('reference');
  });

  test('is not waited for when the run is interrupted', async () => {
    const service = opened(await serveSilence());
    const interruption = new AbortController();
    const obtaining = obtain(v3(service.url), { signal: interruption.signal });
    interruption.abort();
    expect((await refusal(obtaining)).message).toContain('interrupted');
  });

  test('that cannot come, where nothing listens', async () => {
    const { message, kind } = await refusal(obtain(v2(`http://127.0.0.1:${await closedPort()}`)));
    expect(kind).toBe('identity');
    expect(message).toContain('the identity service refused the connection (ECONNREFUSED)');
  });
});

describe('a command', () => {
  const marker = 'words-of-the-command';
  const program = (source: string) => ({ type: 'command', command: `: ${marker}; ${source}` });

  test.each([
    ['one line', `echo ${token}`],
    ['one line without its end', `printf ${token}`],
    ['lines around it', String.raw`printf '\n  \r\n ${token} \r\nmore\n'`],
    ['something on stderr as well', `echo careful >&2; echo ${token}`],
    ['its answer to the end of its input', `cat; echo ${token}`],
  ])('may print %s', async (_name, source) => {
    const session = await obtain(program(source));
    expect(session.token).toBe(token);
    expect(session).not.toHaveProperty('account');
  });

  test('goes through the shell', async () => {
    expect((await obtain({ type: 'command', command: `printf gAAAAA-; echo ${token} | cat` })).token).toBe(
      `gAAAAA-${token}`,
    );
  });

  test.each([
    [
      'fails',
      String.raw`printf 'first\nthe vault is sealed\n\n' >&2; exit 3`,
      'exit code 3: the vault is sealed.',
    ],
    ['fails in silence', 'exit 1', 'exit code 1 and said nothing'],
    ['prints nothing', 'echo " "; echo', 'printed no token'],
    ['prints no header value', 'echo €-long-enough', 'cannot be used'],
    ['prints too much', String.raw`head -c 2000000 /dev/zero | tr '\0' x`, 'printed more than'],
    ['prints a token and fails', `echo ${token}; exit 2`, 'exit code 2'],
    ['is ended', 'kill -KILL $$', 'was ended by SIGKILL'],
    ['writes controls', String.raw`printf '\033[2Jboo' >&2; exit 1`, '\\u001b[2Jboo'],
  ])('that %s is an error', async (_name, source, says) => {
    const { message, kind, exitCode } = await refusal(obtain(program(source)));
    expect({ kind, exitCode }).toEqual({ kind: 'identity', exitCode: 4 });
    expect(message).toContain(says);
    for (const part of [token, marker]) expect(message).not.toContain(part);
  });

  test('that is not there is an error', async () => {
    const { message } = await refusal(obtain({ type: 'command', command: 'no-such-program-anywhere' }));
    expect(message).toContain('exit code 127');
  });

  test('that takes too long is ended', async () => {
    const { message } = await refusal(obtain(program('sleep 60'), { timeoutMs: 50 }));
    expect(message).toContain('took longer than 0.05 s');
  });

  test('is ended when the run is interrupted', async () => {
    const interruption = new AbortController();
    const obtaining = obtain(program('sleep 60'), { signal: interruption.signal });
    interruption.abort();
    expect((await refusal(obtaining)).message).toContain('interrupted');
  });
});

test('a token that was obtained is kept out of later messages', async () => {
  let answers = 0;
  const service = opened(
    await serve(() => {
      answers += 1;
      return answers === 1 ? v2Answer : json(401, { unauthorized: { message: `${token} is over.` } });
    }),
  );
  const session = await obtain(v2(service.url));
  const { message } = await refusal(session.renew(new AbortController().signal));
  expect(message).toContain('answered 401: $CLOUDDB_TOKEN is over.');
});
