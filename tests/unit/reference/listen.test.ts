import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import {
  createReference,
  type Listening,
  listen,
  type Reference,
  type Service,
} from '../../../src/reference/index.ts';
import { good } from './support.ts';

let reference: Reference;
let server: Listening;

async function start(service?: Service): Promise<void> {
  reference = createReference({ stateEndpoint: true });
  server = await listen(service ?? reference);
}

beforeEach(() => start());
afterEach(() => server.close());

const actionPath = () => {
  const { version, accountId, instanceId } = reference.defaults;
  return `/${version}/${accountId}/instances/${instanceId}/action`;
};

const postState = (body: unknown) =>
  fetch(`${server.url}/_pact/provider-states`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Sends the bytes and reads until the server closes. */
async function raw(text: string): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { head, body };
}

/** With node:http, which sends what fetch does not: the body of a GET, even without saying its length. */
async function exchange(method: string, body: string, agent = new Agent()): Promise<IncomingMessage> {
  const { defaults } = reference;
  const outgoing = request(server.url + actionPath(), {
    method,
    agent,
    headers: { 'X-Auth-Token': defaults.token, 'Content-Type': 'application/json' },
  });
  outgoing.end(body);
  const [incoming]: IncomingMessage[] = await once(outgoing, 'response');
  if (!incoming) throw new Error('no response');
  return incoming;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return text;
}

test('an upgrade over HTTP is accepted and links to the host it was asked of', async () => {
  const response = await fetch(server.url + actionPath(), {
    method: 'POST',
    headers: { 'X-Auth-Token': reference.defaults.token, 'Content-Type': 'application/json' },
    body: JSON.stringify(good),
  });
  expect(response.status).toBe(202);
  expect(await response.text()).toContain(`"href":"${server.url}/${reference.defaults.version}/`);
});

test('an answer without content says so', async () => {
  const response = await fetch(server.url + actionPath(), {
    method: 'POST',
    headers: { 'X-Auth-Token': reference.defaults.token, 'Content-Type': 'application/json' },
    body: '{"restart":{}}',
  });
  expect([response.status, response.headers.get('Content-Length')]).toEqual([202, '0']);
  expect([response.headers.get('Content-Type'), await response.text()]).toEqual([null, '']);
});

test('HEAD is 405 without a body', async () => {
  const response = await fetch(server.url + actionPath(), {
    method: 'HEAD',
    headers: { 'X-Auth-Token': reference.defaults.token },
  });
  expect([response.status, response.headers.get('Allow'), await response.text()]).toEqual([405, 'POST', '']);
});

test.each([
  ['GET', 405],
  ['DELETE', 405],
  ['PROPFIND', 501],
  ['TRACE', 501],
] as const)('%s with a body after it is %i', async (method, status) => {
  expect((await exchange(method, JSON.stringify(good))).statusCode).toBe(status);
});

test('a body over the limit is heard to its end and refused', async () => {
  const incoming = await exchange('POST', `{"upgrade":"${'x'.repeat(2_000_000)}"}`);
  expect(incoming.statusCode).toBe(400);
  expect(JSON.parse(await textOf(incoming))).toMatchObject({ badRequest: { code: 400 } });
});

test.each([
  { title: 'an unknown method', text: 'FROBNICATE / HTTP/1.1\r\nHost: a\r\n\r\n', status: 501 },
  {
    title: 'an unknown method with a body',
    text: `FROBNICATE / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}`,
    status: 501,
  },
  { title: 'CONNECT', text: 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n', status: 501 },
  { title: 'a broken header', text: 'GET / HTTP/1.1\r\nHost: a\r\nbro ken\r\n\r\n', status: 400 },
  { title: 'no Host', text: 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', status: 400 },
  { title: 'a broken Host', text: 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', status: 400 },
])('$title is $status with a fault', async ({ text, status }) => {
  const { head, body } = await raw(text);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/^content-type: application\/json; charset=UTF-8\r?$/im);
  expect(head).toMatch(/^connection: close\r?$/im);
  expect(head).toMatch(new RegExp(`^content-length: ${Buffer.byteLength(body)}\r?$`, 'im'));
  expect(JSON.parse(body)).toEqual({
    [status === 501 ? 'notImplemented' : 'badRequest']: { code: status, message: expect.any(String) },
  });
});

test('states are set up and torn down over HTTP', async () => {
  const state = 'the instance is busy';
  const params = { type: 'mysql', version: '5.6', status: 'BUILD' };
  const response = await postState({ state, params });
  const { scope, ...values } = JSON.parse(await response.text());
  expect([response.status, scope]).toEqual([200, 'instance']);
  const sent = () =>
    fetch(`${server.url}/${values.version}/${values.accountId}/instances/${values.instanceId}/action`, {
      method: 'POST',
      headers: { 'X-Auth-Token': values.token, 'Content-Type': 'application/json' },
      body: JSON.stringify(good),
    });
  expect((await sent()).status).toBe(422);
  const done = await postState({ state, params, action: 'teardown', values, created: [] });
  expect([done.status, await done.json()]).toEqual([200, {}]);
  expect((await sent()).status).toBe(401);
});

test('every state can be set up over HTTP', async () => {
  for (const state of reference.states.names) {
    const params = { type: 'mysql', version: '5.6', status: 'BUILD', role: 'source' };
    expect((await postState({ state, params, action: 'setup' })).status).toBe(200);
  }
});

test.each([
  { message: { state: 'the moon is full' }, status: 404 },
  { message: { state: 'the moon is full', action: 'teardown' }, status: 404 },
  { message: { state: 'the instance is busy', params: { status: 'ACTIVE' } }, status: 400 },
  { message: { state: 'no such instance', action: 'dance' }, status: 400 },
  { message: { state: 'no such instance', params: [] }, status: 400 },
  { message: { state: 'no such instance', action: 'teardown', values: { accountId: 1 } }, status: 400 },
  { message: { state: 'no such instance', action: 'teardown', created: [1] }, status: 400 },
  { message: {}, status: 400 },
  { message: [], status: 400 },
  { message: '{', status: 400 },
  { message: { state: 'x'.repeat(100_000) }, status: 400 },
])('the state endpoint answers $status to message %#', async ({ message, status }) => {
  const response = await postState(message);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

test('the state endpoint takes POST alone', async () => {
  const response = await fetch(`${server.url}/_pact/provider-states`);
  expect([response.status, response.headers.get('Allow')]).toEqual([405, 'POST']);
});

test('the state endpoint is served on demand only', async () => {
  const closed = createReference();
  const { token } = closed.defaults;
  const response = await closed.fetch(
    new Request('http://a/_pact/provider-states', {
      method: 'POST',
      headers: { 'X-Auth-Token': token },
      body: '{"state":"no such instance"}',
    }),
  );
  expect(response.status).toBe(404);
});

describe('a wrapper', () => {
  test('can change answers', async () => {
    await server.close();
    await start({
      fetch: async (incoming) => {
        const response = await reference.fetch(incoming);
        return new Response(response.body, { status: 418, headers: response.headers });
      },
    });
    const incoming = await exchange('POST', JSON.stringify(good));
    expect(incoming.statusCode).toBe(418);
    expect(await textOf(incoming)).toContain('"BUILD"');
  });

  test('can break the connection', async () => {
    await server.close();
    await start({
      fetch: async (_, connection) => {
        connection?.incoming.destroy();
        return new Response();
      },
    });
    await expect(exchange('POST', JSON.stringify(good))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('that throws answers 500 with a fault', async () => {
    await server.close();
    await start({ fetch: () => Promise.reject(new Error('secret')) });
    const incoming = await exchange('POST', JSON.stringify(good));
    expect(incoming.statusCode).toBe(500);
    const text = await textOf(incoming);
    expect(JSON.parse(text)).toMatchObject({ instanceFault: { code: 500 } });
    expect(text).not.toContain('secret');
  });
});

test('close ends kept, refused and half-sent connections at once, and may be called twice', async () => {
  const agent = new Agent({ keepAlive: true });
  const kept = await exchange('POST', JSON.stringify(good), agent);
  const keptClosed = once(kept.socket, 'close');
  await textOf(kept);
  const { hostname, port } = new URL(server.url);
  const refused = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  refused.resume().write('FROBNICATE / HTTP/1.1\r\n\r\n');
  await once(refused, 'end');
  const halfSent = connect(Number(port), hostname);
  halfSent.on('error', () => {}).write('POST /');
  await once(halfSent, 'connect');
  await Promise.all([server.close(), server.close()]);
  await keptClosed;
  await expect(fetch(server.url)).rejects.toThrow();
  agent.destroy();
  refused.destroy();
  halfSent.destroy();
});

test('a port that is taken is an error', async () => {
  const { port } = new URL(server.url);
  await expect(listen(createReference(), { port: Number(port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

(hasIpv6 ? test : test.skip)('an IPv6 address stands in brackets', async () => {
  const other = await listen(createReference(), { host: '::1' });
  expect(other.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(other.url)).status).toBe(401);
  await other.close();
});
