import { randomBytes } from 'node:crypto';
import { fault } from '../support/answers.ts';
import { canary, forms, traces } from '../support/canary.ts';
import { closedAfterEach } from '../support/closing.ts';
import { having, own, type Reported, report, suite } from '../support/run-deepest.ts';
import { type Answer, type Received, serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

const opened = closedAfterEach();

const places: Readonly<Record<string, (form: string) => Partial<Answer>>> = {
  'the body': (form) => ({ body: `{"message": "you sent ${form} to me"}` }),
  'a body that is all of it': (form) => ({ body: form }),
  'a header': (form) => ({ headers: { 'Content-Type': 'application/json', 'X-Echo': `<${form}>` } }),
  'the reason phrase': (form) => ({ statusText: form }),
};

const tokenOf = ({ headers }: Received) => String(headers['x-auth-token'] ?? '');

function expectNoTrace({ out, err, json, junit }: Reported, token: string): void {
  expect(junit).not.toBe('');
  for (const trace of traces(token)) {
    for (const text of [out, err, json, junit]) expect(text).not.toContain(trace);
  }
}

describe.each(Object.entries(places))('a target that gives the token back in %s', (_place, answered) => {
  test.each(Object.entries(forms))('%s, is not repeated in any output', async (_form, write) => {
    const token = canary();
    const target = opened(
      await serve((request) => ({ ...fault(400), ...answered(write(tokenOf(request))) })),
    );
    const ended = await report(['--target', target.url, '--account', 'a', '--only', '404'], {
      env: { CLOUDDB_TOKEN: token },
      withJunit: true,
    });
    expect(target.received.map(tokenOf)).toContain(token);
    expect(ended.err).toBe('');
    expectNoTrace(ended, token);
    expect(ended.json).toContain('$CLOUDDB_TOKEN');
  });
});

test('tokens that a state endpoint gives are secrets, too', async () => {
  const tokens: string[] = [];
  const states = opened(
    await serveStates(() => {
      const token = canary();
      tokens.push(token);
      return { status: 200, body: JSON.stringify({ token, instanceId: randomBytes(8).toString('hex') }) };
    }),
  );
  const target = opened(
    await serve((request) => ({
      ...fault(401),
      body: JSON.stringify({ unauthorized: { code: 401, message: `not ${tokenOf(request)}` } }),
    })),
  );
  const ended = await report(
    ['--target', target.url, ...own.args, '--states', states.url, '--only', '401,404,202'],
    { withJunit: true },
  );
  // The target refuses the run's own token as well, which one case carries.
  expect(having(ended.result, 'errored').map(({ id }) => id)).toEqual([
    'upgradeInstance/404/foreign-instance',
  ]);
  for (const token of [...tokens, own.token]) expectNoTrace(ended, token);
  expect(ended.json).toContain('$CLOUDDB_TOKEN_2');
});

test('a token in an error text of the driver or the target is removed', async () => {
  const token = canary();
  const states = opened(await serveStates(() => ({ status: 200, body: JSON.stringify({ scope: token }) })));
  const target = opened(await serve(() => fault(400)));
  const ended = await report(
    ['--target', target.url, '--account', 'a', '--states', states.url, '--only', '500'],
    { env: { CLOUDDB_TOKEN: token }, withJunit: true },
  );
  expect(having(ended.result, 'errored')).toHaveLength(3);
  expectNoTrace(ended, token);
});

test('a long text of the driver is cut without leaving the beginning of a token', async () => {
  const token = canary();
  const target = opened(await serve(() => fault(400)));
  const only = ['--only', '500', '--state-timeout', '10'];
  for (const length of [285, 865, 920, 1700]) {
    const said = `$(echo ${Buffer.from(token).toString('base64')} | base64 -d)`;
    const says = `printf '%0${length}d%s %s' 0 "${said}" "$(head -c 3000 /dev/zero | tr '\\0' x)" >&2; exit 1`;
    const ended = await report(
      ['--target', target.url, '--account', 'a', '--states', `command:${says}`, ...only],
      { env: { CLOUDDB_TOKEN: token }, withJunit: true },
    );
    const [{ reason = '' } = {}] = having(ended.result, 'errored');
    expect(reason).toContain('000');
    expect(reason.length).toBeLessThanOrEqual(2000);
    expectNoTrace(ended, token);
    for (const text of [ended.out, ended.json]) expect(text).not.toContain(token.slice(0, 10));
  }
});

test('a token that is given to another option as well stands in no message', async () => {
  const token = canary();
  for (const argv of [['--datastore', token], ['--rate', `${token}/s`], [token]]) {
    const { code, out, err } = await suite(['--target', 'http://target.test', ...argv], {
      env: { CLOUDDB_TOKEN: token },
    });
    expect(code).toBe(2);
    expect(err).toContain('$CLOUDDB_TOKEN');
    for (const trace of traces(token)) expect(out + err).not.toContain(trace);
  }
});
